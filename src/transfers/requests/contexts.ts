/** Where sealed columns of access_request belong, and the key by which an open request is one of its kind. */
import type { RequestKind } from '../../model/api/access-requests.ts';

export const requestContexts = (requestId: string) =>
  ({ reason: `access_request.reason:${requestId}`, answer: `access_request.answer:${requestId}` }) as const;

export type AskedFor = {
  readonly kind: RequestKind;
  readonly transferId: string;
  readonly objectId: string | null;
  readonly recipientId: string | null;
  readonly proved: boolean;
};

/** The same for what would be the same request. */
export function openKeyOf({ kind, transferId, objectId, recipientId, proved }: AskedFor): string {
  return [kind, transferId, objectId ?? '-', recipientId ?? '-', proved ? 'proved' : 'link'].join(' ');
}
