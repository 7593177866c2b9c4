/** A sent notice whose transfer has ended is rewritten or taken back, where the vendor can do either. The link is dead before that. */
import type { RenderedRequest } from '../channels/port.ts';
import type { Channel } from '../channels/registry.ts';
import { utf8 } from '../base/bytes.ts';
import { DAY } from '../base/units.ts';
import { pickLocale } from '../model/locale.ts';
import type { EndedDraft } from '../model/notice.ts';
import {
  dropOutbox,
  findAudienceNotice,
  findOutbox,
  listOutboxOfNotice,
  listTold,
  lockEndedNotices,
} from '../store/tables/outbox-after.ts';
import { insertOutbox, listOutboxOf, type OutboxRow } from '../store/tables/outbox.ts';
import { findTransfer, type TransferRow } from '../store/tables/transfers.ts';
import type { Trx } from '../store/transaction.ts';
import type { Tenant, TransferDeps } from './deps.ts';

export type EndDeps = Pick<TransferDeps, 'ids' | 'fields' | 'jobs' | 'channels'>;

/** What the outbox keeps of the new wording. */
type StoredEnded = Omit<EndedDraft, 'kind'>;

/** A message that could not be rewritten in this time stays as it is: its link leads nowhere. */
const REWRITE_WITHIN_MS = 3 * DAY;

/**
 * Queues the ends of all notices that tell of this transfer, and wipes what was kept of them. A notice to a group that tells of several
 * transfers ends with the last of them.
 *
 * INVARIANT: in the transaction that moves the state of the transfer, after it: no notice of an ended transfer is left to be sent.
 */
export async function endNotices(
  deps: EndDeps,
  trx: Trx,
  tenant: Tenant,
  transfer: Pick<TransferRow, 'transfer_id' | 'reference' | 'notice_locale'>,
  at: Date,
): Promise<void> {
  const own = (await listOutboxOf(trx, tenant.orgId, transfer.transfer_id)).filter((row) => row.notice_id === null);
  await endRows(deps, trx, tenant, own, transfer.reference, transfer.notice_locale, at);
  for (const notice of await lockEndedNotices(trx, tenant.orgId, transfer.transfer_id)) {
    const rows = await listOutboxOfNotice(trx, tenant.orgId, notice.notice_id);
    await endRows(deps, trx, tenant, rows, notice.reference, transfer.notice_locale, at);
  }
}

async function endRows(
  deps: EndDeps,
  trx: Trx,
  tenant: Tenant,
  rows: readonly OutboxRow[],
  reference: string,
  locale: string,
  at: Date,
): Promise<void> {
  await dropOutbox(
    trx,
    tenant.orgId,
    rows.map((row) => row.outbox_id),
    'transfer.ended',
  );
  for (const row of rows) if (row.state === 'sent') await queueEnded(deps, trx, tenant, row, reference, locale, at);
}

/** Queues one end, once per sent row, where its vendor can do something. */
async function queueEnded(
  deps: EndDeps,
  trx: Trx,
  tenant: Tenant,
  row: OutboxRow,
  reference: string,
  locale: string,
  at: Date,
): Promise<void> {
  const connection = deps.channels.connections().find((one) => one.id === row.connection);
  if (row.kind !== 'notice' || row.provider_ref === null || connection?.withdraws !== true) return;
  const outboxId = deps.ids.uuid();
  const draft: StoredEnded = { organisation: tenant.organisation, reference, locale: pickLocale([locale]) };
  const queued = await insertOutbox(trx, {
    org_id: tenant.orgId,
    outbox_id: outboxId,
    kind: 'ended',
    transfer_id: row.transfer_id,
    recipient_id: null,
    notice_id: row.notice_id,
    about_id: row.outbox_id,
    connection: row.connection,
    idem_key: `e.${row.outbox_id}`,
    draft_sealed: await deps.fields.seal(`outbox.draft:${outboxId}`, utf8(JSON.stringify(draft))),
    state: 'pending',
    attempt: 0,
    next_at: at,
    lease_until: null,
    expires_at: new Date(at.getTime() + REWRITE_WITHIN_MS),
    last_error: null,
    created_at: at,
    sent_at: null,
    sent_bytes: null,
    sent_hash: null,
    provider_ref: null,
  });
  if (queued) await deps.jobs.enqueue(trx, 'send-outbox', { orgId: tenant.orgId, outboxId });
}

/** A notice that was on its way while its transfer ended is ended as soon as it is known to have been sent. Returns whether it was so. */
export async function endIfOver(
  deps: EndDeps,
  trx: Trx,
  tenant: Tenant,
  row: OutboxRow,
  providerRef: string | null,
  at: Date,
): Promise<boolean> {
  if (row.kind !== 'notice') return false;
  const sent = { ...row, state: 'sent' as const, provider_ref: providerRef };
  if (row.notice_id !== null) {
    const told = await listTold(trx, tenant.orgId, row.notice_id);
    const notice = await findAudienceNotice(trx, tenant.orgId, row.notice_id);
    if (notice === undefined || told.some((one) => one.state === 'granted')) return false;
    await endRows(deps, trx, tenant, [sent], notice.reference, told[0]?.notice_locale ?? '', at);
    return true;
  }
  const transfer = row.transfer_id === null ? undefined : await findTransfer(trx, tenant.orgId, row.transfer_id);
  if (transfer === undefined || transfer.state === 'granted') return false;
  await endRows(deps, trx, tenant, [sent], transfer.reference, transfer.notice_locale, at);
  return true;
}

/** The sent row that an end is about, while there is something left to take back. */
export async function sentRowOf(
  deps: Pick<TransferDeps, 'db'>,
  tenant: Tenant,
  row: OutboxRow,
): Promise<(OutboxRow & { readonly provider_ref: string }) | undefined> {
  const about = row.about_id === null ? undefined : await findOutbox(deps.db.query, tenant.orgId, row.about_id);
  if (about === undefined || about.provider_ref === null || about.recalled_at !== null) return undefined;
  return { ...about, provider_ref: about.provider_ref };
}

type Call = Omit<Parameters<Channel['send']>[0], 'rendered' | 'attempt'>;

/** Whether an end is written at all; otherwise the message is taken back, and nothing new is said. */
export function isRewritten(channel: Channel): boolean {
  return channel.update !== undefined && channel.caps.afterwards.update;
}

/** Rewrites the message where the vendor can. */
export async function rewriteMessage(
  channel: Channel,
  call: Call,
  providerRef: string,
  rendered: RenderedRequest,
): ReturnType<Channel['send']> {
  return channel.update === undefined
    ? { outcome: 'permanent', why: 'ended.not_possible' }
    : channel.update({ ...call, providerRef, rendered });
}

/** Takes the message back. */
export async function recallMessage(channel: Channel, call: Call, providerRef: string): ReturnType<Channel['send']> {
  if (channel.recall === undefined || !channel.caps.afterwards.recall)
    return { outcome: 'permanent', why: 'ended.not_possible' };
  return (await channel.recall({ ...call, providerRef }))
    ? { outcome: 'sent' }
    : { outcome: 'permanent', why: 'ended.refused' };
}
