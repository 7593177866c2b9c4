/** One part of a transfer on its way in: the typed message or an uploaded file, sealed and classified. */
import type { ClassificationSummary } from '../model/classification.ts';
import type { GrantedPart } from './grant.ts';

export type SubmittedPart = GrantedPart & {
  readonly kind: 'message' | 'file';
  readonly uploadId: string | null;
  readonly classification: ClassificationSummary;
};
