/**
 * A sender is told what became of a transfer of his, by the connection that he chose. The message names the reference and the kind of news and
 * nothing else; who, when and where is in the console. Nobody is told twice of the same, and within working hours only if he wished so.
 */
import { hex, utf8 } from '../../base/bytes.ts';
import { DAY } from '../../base/units.ts';
import { nextWorkingTime } from '../../calendar/working-time.ts';
import { pickLocale } from '../../model/locale.ts';
import type { DeliveryDraft, DeliveryNews } from '../../model/notice.ts';
import { findStaff } from '../../store/access/staff.ts';
import { findDeliveryWish } from '../../store/tables/delivery-wishes.ts';
import { findOrganisation } from '../../store/tables/organisation.ts';
import { insertOutbox, type OutboxRow } from '../../store/tables/outbox.ts';
import { findTransfer } from '../../store/tables/transfers.ts';
import type { Trx } from '../../store/transaction.ts';
import type { Connection, Tenant, TransferDeps } from '../deps.ts';
import { placeOf } from '../remind.ts';

/** News that could not be sent in this time is in the console all the same. */
const SEND_WITHIN_MS = 5 * DAY;

/** The message without its kind, as it is sealed in the outbox. */
export type StoredNews = Omit<DeliveryDraft, 'kind'>;

export type News = {
  readonly news: DeliveryNews;
  readonly transferId: string;
  readonly recipientId: string;
  readonly objectId?: string;
};

/**
 * Queues a message to the transfer's sender, if he wished for one of this kind and was not told before.
 *
 * INVARIANT: in the transaction of the event; once per recipient and kind (and object, where one is named): the key is made of them.
 */
export async function queueNews(deps: TransferDeps, trx: Trx, tenant: Tenant, about: News): Promise<void> {
  const transfer = await findTransfer(trx, tenant.orgId, about.transferId);
  if (transfer === undefined) return;
  const wish = await findDeliveryWish(trx, tenant.orgId, transfer.sender_id);
  if (wish === undefined || wish.connection === null || !wish.events.includes(about.news)) return;
  const connection = newsConnections(deps).find((one) => one.id === wish.connection);
  const now = deps.clock.now();
  const from = wish.by_day ? await firstWorkingTime(deps, tenant, now) : now;
  if (connection === undefined || from === undefined) return;
  const outboxId = deps.ids.uuid();
  const draft: StoredNews = {
    news: about.news,
    organisation: tenant.organisation,
    reference: transfer.reference,
    locale: pickLocale([(await findOrganisation(trx))?.locale ?? '']),
  };
  const isNew = await insertOutbox(trx, {
    org_id: tenant.orgId,
    outbox_id: outboxId,
    kind: 'delivery',
    transfer_id: null,
    recipient_id: null,
    staff_id: transfer.sender_id,
    connection: connection.id,
    idem_key: newsKey(deps, transfer.sender_id, about),
    draft_sealed: await deps.fields.seal(`outbox.draft:${outboxId}`, utf8(JSON.stringify(draft))),
    state: 'pending',
    attempt: 0,
    next_at: from,
    lease_until: null,
    expires_at: new Date(from.getTime() + SEND_WITHIN_MS),
    last_error: null,
    created_at: now,
    sent_at: null,
    sent_bytes: null,
    sent_hash: null,
    provider_ref: null,
  });
  // What waits for the morning is found by the sweep of the outbox.
  if (isNew && from <= now) await deps.jobs.enqueue(trx, 'send-outbox', { orgId: tenant.orgId, outboxId });
}

/** The key stands in the Message-ID: it names nobody. */
function newsKey({ sha256 }: Pick<TransferDeps, 'sha256'>, staffId: string, about: News): string {
  const parts = [staffId, about.transferId, about.recipientId, about.news, about.objectId ?? ''];
  return `d.${hex(sha256(utf8(`entrepot.delivery/v1\0${parts.join('\0')}`))).slice(0, 40)}`;
}

/** Undefined where the calendar of the place or of the year is missing: then nobody is disturbed, and the console shows it. */
async function firstWorkingTime(deps: TransferDeps, tenant: Tenant, now: Date): Promise<Date | undefined> {
  const place = await placeOf(deps, tenant);
  return place === undefined ? undefined : nextWorkingTime(place, now);
}

/** Connections by which a member of staff can be reached: his own address, or a group that he chose. */
export function newsConnections({ channels }: Pick<TransferDeps, 'channels'>): readonly Connection[] {
  return channels.connections().filter(({ reaches }) => reaches === 'email' || reaches === 'group');
}

/** Whether queued news may still leave: its reader is at work here and still wants to be told this way. */
export async function mayTellNews(deps: TransferDeps, tenant: Tenant, row: OutboxRow): Promise<boolean> {
  if (row.staff_id === null) return false;
  const person = await findStaff(deps.db.query, tenant.orgId, row.staff_id);
  const wish = await findDeliveryWish(deps.db.query, tenant.orgId, row.staff_id);
  return person?.state === 'active' && wish?.connection === row.connection;
}
