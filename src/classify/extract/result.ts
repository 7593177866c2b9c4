/** What a reader returns, why text may be missing, and the limits that every reader keeps. */
import { MIB } from '../../base/units.ts';
import type { Extracted } from '../../model/classification.ts';
import type { Kind } from './kind.ts';

/** Stable codes; `classify` puts them into a classification's `problem`. */
export const PROBLEMS = [
  'unreadable.empty',
  'unreadable.encrypted',
  'unreadable.damaged',
  'unreadable.bomb',
  'unreadable.too_large',
  'unreadable.too_deep',
  'unreadable.image',
  'unreadable.embedded',
  'unreadable.ambiguous',
  'unreadable.unsafe_names',
  'unreadable.mixed_encoding',
  'unreadable.unknown_type',
  'unreadable.too_slow',
  'ocr.guessed',
  'names.unsought',
] as const;
export type Problem = (typeof PROBLEMS)[number];

export type Extraction = {
  readonly text: string;
  readonly extracted: Extracted;
  readonly problem: Problem | null;
  /** What the bytes are, whatever the name says. */
  readonly contentType: string;
};

export type Limits = {
  /** Largest input in bytes. */
  readonly inputBytes: number;
  /** Most bytes that all compressed parts together may inflate to, nested files included. */
  readonly inflatedBytes: number;
  /** Most entries of one archive. */
  readonly entries: number;
  /** Files in files: a message in a message in an archive is 3. */
  readonly depth: number;
  readonly pages: number;
  /** Most pictures and pages without text that are recognised. */
  readonly pictures: number;
};

export const DEFAULT_LIMITS: Limits = {
  inputBytes: 64 * MIB,
  inflatedBytes: 64 * MIB,
  entries: 5000,
  depth: 4,
  pages: 2000,
  pictures: 30,
};

/** Text that was recognised in a picture: a guess. `confidence` is 0..100. */
export type Guess = { readonly text: string; readonly confidence: number };

/** What reads pictures. Given by whoever has it (it needs native code and seconds); without it pictures count as unread. */
export type Recogniser = {
  /** Undefined when the picture cannot be read at all; an empty text when there is none in it. */
  readonly picture: (bytes: Uint8Array) => Promise<Guess | undefined>;
  /** Texts of pages of a PDF by number, from 1; pages that could not be read are left out. `exact`: the page has text, another engine reads it. */
  readonly pages: (
    pdf: Uint8Array,
    numbers: readonly number[],
  ) => Promise<ReadonlyMap<number, Guess & { readonly exact: boolean }>>;
};

/** Shared by a file and all files in it. */
export type Recognition = {
  readonly recogniser: Recogniser;
  /** Pictures and pages that may still be read. */
  left: number;
  /** Whether text of some weight was recognised rather than read. */
  guessed: boolean;
};

/** What is left of the limits while a file and the files in it are read. */
export type Budget = {
  readonly limits: Limits;
  inflatedLeft: number;
  readonly depthLeft: number;
  readonly recognition?: Recognition | undefined;
  /** Told of the kind of each file in the file before anything of it is read; once for each kind. */
  readonly onInner?: ((kind: Kind) => Promise<unknown>) | undefined;
};

/** Reads a file that was found inside another one. */
export type ReadNested = (bytes: Uint8Array, budget: Budget) => Promise<Extraction>;

export function unreadable(problem: Problem, contentType: string): Extraction {
  return { text: '', extracted: 'none', problem, contentType };
}

/** Returns the text as `full`, or as `partial` when there was a problem with a part of it. */
export function readable(text: string, contentType: string, problem: Problem | null): Extraction {
  return { text, extracted: problem === null ? 'full' : 'partial', problem, contentType };
}

/** A reader met something that makes the whole file unreadable. Never leaves this folder. */
export class UnreadableError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem);
    this.problem = problem;
  }
}
