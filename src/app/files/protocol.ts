/** What is said between this process and the one that reads a file. */
import type { ErrorDetails } from '../../base/errors.ts';
import type { Guess } from '../../classify/extract/result.ts';
import type { Kind } from '../../classify/extract/kind.ts';
import type { FileReading } from '../../classify/file-classifier.ts';
import type { ListPreview, MadeList } from '../../classify/list-reader.ts';
import type { Finding, FindingType } from '../../model/classification.ts';
import type { LevelPolicy } from '../../model/level-policy.ts';
import type { PseudonymChoices } from '../../model/pseudonyms.ts';

export type FileQuestion = {
  /** Bytes of the file, which come through the pipe. */
  readonly size: number;
  readonly name: string;
  readonly policy: LevelPolicy;
  readonly version: number;
  /** Types that an exception is about; null where there are no exceptions to ask for. */
  readonly excepted: readonly FindingType[] | null;
  /** Pictures and pages that may be recognised; 0 where nobody can. */
  readonly pictures: number;
};

export type FileAnswer = FileReading;

/** About a list instead of a file that is classified. */
export type ListQuestion = {
  readonly size: number;
  readonly list: 'preview' | 'make';
  readonly name: string;
  readonly choices: PseudonymChoices;
  readonly key: Uint8Array;
};

export type ListAnswer =
  | { readonly done: ListPreview | MadeList }
  | { readonly refused: { readonly code: string; readonly details: ErrorDetails } };

export type Found = readonly [type: FindingType, key: string, check: Finding['check']];

/** What the reading process needs in the middle of its work. */
export type FileRequest =
  /** Said before a file of this kind in the file is looked at: whoever took the process over by it can no longer deny that. */
  | { readonly kind: 'opens'; readonly what: Kind }
  | { readonly kind: 'picture'; readonly bytes: Uint8Array }
  | { readonly kind: 'pages'; readonly pdf: Uint8Array; readonly numbers: readonly number[] }
  /** Keyed hashes of values, and exceptions from findings. */
  | { readonly kind: 'exceptions'; readonly keys: readonly string[]; readonly found: readonly Found[] };

export type Given = {
  readonly opens: true | undefined;
  readonly picture: Guess | undefined;
  readonly pages: ReadonlyMap<number, Guess & { readonly exact: boolean }>;
  readonly exceptions: { readonly tags: readonly string[]; readonly ids: readonly (string | null)[] };
};
