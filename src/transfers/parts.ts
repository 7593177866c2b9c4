/** One part of a transfer on its way in: the typed message or an uploaded file, sealed and classified. */
import type { Bytes } from '../base/bytes.ts';
import type { ClassificationSummary } from '../model/classification.ts';
import type { GrantedPart } from './grant.ts';
import type { Showable } from './showable.ts';

export type SubmittedPart = GrantedPart & {
  readonly kind: 'message' | 'file';
  readonly uploadId: string | null;
  readonly classification: ClassificationSummary;
  /** Keyed hashes of the persons in it; null when it was not read wholly. */
  readonly persons: readonly Bytes[] | null;
};

/** What tells whether it could be shown as pages. */
export function asShowable({ kind, name, mediaType, object }: SubmittedPart): Showable {
  return { kind, name, mediaType, size: object.size };
}
