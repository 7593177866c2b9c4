/** The only way in which content itself may cross: text of level `public`, on a route whose policy says so, and only as what this file makes. */
import { z } from 'zod';
import { utf8 } from '../base/bytes.ts';
import { localeSchema } from '../model/locale.ts';
import type { PublicDraft } from '../model/notice.ts';
import { insertOutbox } from '../store/tables/outbox.ts';
import type { TransferRow } from '../store/tables/transfers.ts';
import type { Trx } from '../store/transaction.ts';
import type { DecidedArrival } from './arrival-rows.ts';
import type { Tenant, TransferDeps } from './deps.ts';

const storedPublic = z.strictObject({
  organisation: z.string(),
  title: z.string(),
  text: z.string(),
  format: z.enum(['text', 'markdown']),
  locale: localeSchema,
});
type StoredPublic = z.output<typeof storedPublic>;

/**
 * The draft of a text that may pass unchanged; undefined unless the transfer, as it is stored now, is of level `public`.
 * What is in it is looked at once more by the egress guard.
 */
export function asPublic(transfer: Pick<TransferRow, 'level'>, stored: unknown): PublicDraft | undefined {
  if (transfer.level !== 'public') return undefined;
  return { kind: 'public', ...storedPublic.parse(stored), __public: true };
}

/** Queues the text itself in place of a notice; false when the route or the content does not allow it. */
export async function queuePublic(
  deps: TransferDeps,
  trx: Trx,
  tenant: Tenant,
  one: DecidedArrival,
  expiresAt: Date,
): Promise<boolean> {
  const { arrival, classification, parts, transferId } = one.prepared;
  const { route } = arrival.door.settings;
  if (!route.passPublic || classification.level !== 'public' || classification.unreadable) return false;
  if (parts.length > 1 || arrival.to.kind !== 'audience' || arrival.message.text.length > MOST) return false;
  const outboxId = deps.ids.uuid();
  const { title, text, format } = arrival.message;
  const draft: StoredPublic = { organisation: tenant.organisation, title, text, format, locale: route.locale };
  await insertOutbox(trx, {
    org_id: tenant.orgId,
    outbox_id: outboxId,
    kind: 'public',
    transfer_id: transferId,
    recipient_id: null,
    door_id: arrival.door.id,
    connection: route.connectionId,
    idem_key: `p.${transferId}`,
    draft_sealed: await deps.fields.seal(`outbox.draft:${outboxId}`, utf8(JSON.stringify(draft))),
    state: 'pending',
    attempt: 0,
    next_at: one.now,
    lease_until: null,
    expires_at: expiresAt,
    last_error: null,
    created_at: one.now,
    sent_at: null,
    sent_bytes: null,
    sent_hash: null,
    provider_ref: null,
  });
  await deps.jobs.enqueue(trx, 'send-outbox', { orgId: tenant.orgId, outboxId });
  return true;
}

/** Longer texts are told as a notice. */
const MOST = 4000;
