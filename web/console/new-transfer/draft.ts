/** A transfer while it is written: what is chosen, what is still missing, and the requests made of it. */
import type { PreviewTransfer, SubmitTransfer } from '../../../src/model/api/transfers.ts';
import type { Purpose } from '../../../src/model/facts.ts';
import type { Locale } from '../../../src/model/locale.ts';
import { type BasisDraft, EMPTY_BASIS, isBasisComplete, isBasisGiven, recordOf } from '../basis/basis-draft.ts';
import { draftOf, problemsIn, saysNothing, type TermsDraft, termsOf } from '../access/terms-draft.ts';
import type { UploadItem } from './uploads.ts';

export type TransferDraft = {
  readonly entityId: string;
  readonly recipientIds: readonly string[];
  readonly message: string;
  readonly purpose: Purpose | '';
  readonly basis: BasisDraft;
  readonly connectionId: string;
  readonly noticeLocale: Locale;
  readonly expiresInDays: number;
  readonly opensMax: number;
  /** Terms beyond days and openings. */
  readonly access: TermsDraft;
};

export const EXPIRY_DAYS = { min: 1, max: 90, start: 14 } as const;
export const OPENS = { min: 1, max: 100, start: 5 } as const;

export function emptyDraft(entityId: string, noticeLocale: Locale): TransferDraft {
  return {
    entityId,
    recipientIds: [],
    message: '',
    purpose: '',
    basis: EMPTY_BASIS,
    connectionId: '',
    noticeLocale,
    expiresInDays: EXPIRY_DAYS.start,
    opensMax: OPENS.start,
    access: draftOf({}, new Intl.DateTimeFormat().resolvedOptions().timeZone),
  };
}

/** What must be there before it can be sent, in the order of the page. */
export const NEEDS = [
  'entity',
  'recipients',
  'content',
  'files',
  'purpose',
  'evidence',
  'connection',
  'limits',
] as const;
export type Need = (typeof NEEDS)[number];

const within = (value: number, { min, max }: { readonly min: number; readonly max: number }) =>
  Number.isInteger(value) && value >= min && value <= max;

const uploadIdsOf = (files: readonly UploadItem[]): string[] =>
  files.flatMap((file) => (file.phase === 'ready' && file.uploadId !== null ? [file.uploadId] : []));

/** Returns what is still missing; empty when the transfer can be submitted. */
export function needsOf(draft: TransferDraft, files: readonly UploadItem[]): readonly Need[] {
  const missing: Readonly<Record<Need, boolean>> = {
    entity: draft.entityId === '',
    recipients: draft.recipientIds.length === 0,
    content: draft.message.trim() === '' && files.length === 0,
    files: files.some(({ phase }) => phase !== 'ready'),
    purpose: draft.purpose === '',
    evidence: isBasisGiven(draft.basis) && !isBasisComplete(draft.basis),
    connection: draft.connectionId === '',
    limits:
      !within(draft.expiresInDays, EXPIRY_DAYS) ||
      !within(draft.opensMax, OPENS) ||
      problemsIn(draft.access, 0).length > 0,
  };
  return NEEDS.filter((need) => missing[need]);
}

function commonOf(
  draft: TransferDraft,
  files: readonly UploadItem[],
  purpose: Purpose,
): Omit<SubmitTransfer, 'connectionId'> {
  const access = termsOf(draft.access);
  return {
    entityId: draft.entityId,
    recipientIds: [...draft.recipientIds],
    message: draft.message,
    uploadIds: uploadIdsOf(files),
    purpose,
    basis: recordOf(draft.basis),
    noticeLocale: draft.noticeLocale,
    limits: { expiresInDays: draft.expiresInDays, opensMax: draft.opensMax },
    ...(saysNothing(access) || problemsIn(draft.access, 0).length > 0 ? {} : { access }),
  };
}

/**
 * Returns the question for a preview, or null while there is nothing to ask about. Without a purpose the recipients
 * are left out, because a decision for a purpose that nobody chose would mislead.
 */
export function previewOf(draft: TransferDraft, files: readonly UploadItem[]): PreviewTransfer | null {
  if (draft.entityId === '') return null;
  if (draft.message.trim() === '' && uploadIdsOf(files).length === 0) return null;
  if (!within(draft.expiresInDays, EXPIRY_DAYS) || !within(draft.opensMax, OPENS)) return null;
  const connection = draft.connectionId === '' ? {} : { connectionId: draft.connectionId };
  if (draft.purpose === '') return { ...commonOf(draft, files, 'other'), ...connection, recipientIds: [] };
  return { ...commonOf(draft, files, draft.purpose), ...connection };
}

/** Returns the request, or null while something is missing. */
export function submitOf(draft: TransferDraft, files: readonly UploadItem[]): SubmitTransfer | null {
  if (needsOf(draft, files).length > 0 || draft.purpose === '') return null;
  return { ...commonOf(draft, files, draft.purpose), connectionId: draft.connectionId };
}

/** True when leaving the page would lose something. */
export function isWorthKeeping(draft: TransferDraft, files: readonly UploadItem[]): boolean {
  return draft.message.trim() !== '' || files.length > 0 || draft.recipientIds.length > 0;
}
