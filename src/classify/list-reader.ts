/** Pseudonymising lists where a hostile one can harm nobody: what the server asks for. */
import type { Bytes } from '../base/bytes.ts';
import type { PseudonymPreview } from '../model/api/pseudonyms.ts';
import type { PseudonymChoices, PseudonymSummary, Reidentification } from '../model/pseudonyms.ts';

export type ListPreview = Omit<PseudonymPreview, 'fileName'>;

export type MadeList = {
  readonly bytes: Bytes;
  /** The file's name, in which is replaced what was replaced in the file. */
  readonly name: string;
  readonly table: Reidentification;
  readonly summary: PseudonymSummary;
};

/**
 * Both work in another process, within limits of time and memory, and throw `pseudonym.*` as `pseudonymise` and `previewList` do; over a
 * limit `pseudonym.too_large`, and where a reader breaks `pseudonym.unreadable`. `key` is 32 random bytes.
 */
export type ListReader = {
  /** The first rows of each table before and after, at most 60 columns of at most 200 characters. */
  readonly preview: (bytes: Uint8Array, choices: PseudonymChoices, key: Bytes) => Promise<ListPreview>;
  readonly make: (
    file: { readonly bytes: Uint8Array; readonly name: string },
    choices: PseudonymChoices,
    key: Bytes,
  ) => Promise<MadeList>;
};
