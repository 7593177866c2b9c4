/** Classifying files where they can harm nobody: what the server and the command line ask for. */
import type { SweepItem } from '../model/sweep.ts';
import type { ClassifiedPersons } from './classify.ts';
import type { LevelSettings } from './settings.ts';

export type FileClassifierOptions = {
  /** The organisation's levels and exceptions; the shipped ones where it is left out. */
  readonly levels?: LevelSettings;
  /** Called while pictures and scanned pages are recognised, which takes seconds each: how many of how many. */
  readonly onPicture?: (done: number, all: number) => void;
};

export type FileReading = ClassifiedPersons & {
  /** Whether the text is a transcript of a conversation, and of how many messages; null for anything else, and for files that were not read. */
  readonly chat: SweepItem['chat'];
};

export type FileClassifier = {
  /**
   * Classifies one file in another process, within limits of time and memory. Never throws for what the bytes hold: over the time it is
   * `unreadable.too_slow`, over the memory `unreadable.too_large`, and a reader that breaks makes it `unreadable.damaged`; all of them restricted.
   */
  readonly classify: (
    file: { readonly bytes: Uint8Array; readonly name: string },
    options?: FileClassifierOptions,
  ) => Promise<FileReading>;
  readonly close: () => Promise<void>;
};
