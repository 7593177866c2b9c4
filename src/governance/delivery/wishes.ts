/** How a member of staff wants to be told of deliveries, and what became of his own transfers. */
import { DAY } from '../../base/units.ts';
import {
  type DeliveryNewsList,
  type DeliveryWish,
  type DeliveryWishView,
  NEWS_KINDS,
} from '../../model/api/delivery.ts';
import { DELIVERY_NEWS } from '../../model/notice.ts';
import { EVENT_FIELDS } from '../../audit-log/index.ts';
import { findDeliveryWish, listNews, type NewsRow, putDeliveryWish } from '../../store/tables/delivery-wishes.ts';
import { findRecipients } from '../../store/tables/recipients.ts';
import { tx } from '../../store/transaction.ts';
import { openEventFields } from '../../transfers/audit.ts';
import type { StaffActor, Tenant, TransferDeps } from '../../transfers/deps.ts';
import { newsConnections } from '../../transfers/delivery/news.ts';
import { DELIVERY } from '../../transfers/errors.ts';
import { placeOf } from '../../transfers/remind.ts';

/** Older news is history: it is in the transfers themselves. */
const NEWS_FOR_MS = 30 * DAY;
const NEWS_MAX = 50;

/** Nothing wished: everything is shown in the console and nothing is sent. */
const DEFAULT_WISH: DeliveryWish = { connection: null, events: [...DELIVERY_NEWS], byDay: true };

export async function readWish(deps: TransferDeps, tenant: Tenant, actor: StaffActor): Promise<DeliveryWishView> {
  const row = await findDeliveryWish(deps.db.query, tenant.orgId, actor.id);
  const connections = newsConnections(deps);
  const wish =
    row === undefined
      ? DEFAULT_WISH
      : {
          // One that was removed since reaches nobody.
          connection: connections.some((one) => one.id === row.connection) ? row.connection : null,
          events: DELIVERY_NEWS.filter((one) => row.events.includes(one)),
          byDay: row.by_day,
        };
  return {
    ...wish,
    connections: connections.map((one) => ({
      id: one.id,
      label: one.label ?? one.kind,
      kind: one.kind,
      reaches: one.reaches === 'email' ? 'email' : 'group',
    })),
    calendar: (await placeOf(deps, tenant)) !== undefined,
  };
}

/** @throws `delivery.no_such_connection` */
export async function saveWish(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  wish: DeliveryWish,
): Promise<void> {
  const { connection, events, byDay } = wish;
  if (connection !== null && !newsConnections(deps).some((one) => one.id === connection))
    throw DELIVERY.no_such_connection();
  await tx(
    deps.db,
    (trx) =>
      putDeliveryWish(trx, {
        org_id: tenant.orgId,
        staff_id: actor.id,
        connection,
        events: JSON.stringify([...new Set(events)]),
        by_day: byDay,
        set_at: deps.clock.now(),
      }),
    { idempotent: true },
  );
}

/** What became of one's own transfers, newest first. */
export async function readNews(deps: TransferDeps, tenant: Tenant, actor: StaffActor): Promise<DeliveryNewsList> {
  const now = deps.clock.now();
  const seenAt = (await findDeliveryWish(deps.db.query, tenant.orgId, actor.id))?.seen_at ?? null;
  const since = new Date(now.getTime() - NEWS_FOR_MS);
  const rows = await listNews(deps.db.query, tenant.orgId, actor.id, NEWS_KINDS, since, NEWS_MAX);
  const subjects = await Promise.all(rows.map((row) => subjectOf(deps, row)));
  const ids = [...new Set(subjects.flatMap((id) => (id === null ? [] : [id])))];
  const people = await findRecipients(deps.db.query, tenant.orgId, ids);
  const names = new Map(
    await Promise.all(
      people.map(
        async (row) =>
          [row.recipient_id, await deps.fields.open(`recipient.name:${row.recipient_id}`, row.name_sealed)] as const,
      ),
    ),
  );
  const news = rows.flatMap((row, at) => {
    const kind = NEWS_KINDS.find((one) => one === row.kind);
    if (kind === undefined || row.transfer_id === null) return [];
    const unseen = seenAt === null || row.at > seenAt;
    const { reference, transfer_id: transferId } = row;
    const recipient = names.get(subjects[at] ?? '') ?? null;
    return [{ id: row.event_id, kind, at: row.at.toISOString(), transferId, reference, recipient, unseen }];
  });
  return { unseen: news.filter((one) => one.unseen).length, news };
}

async function subjectOf(deps: TransferDeps, row: NewsRow): Promise<string | null> {
  if (row.recipient_id !== null) return row.recipient_id;
  if (row.fields_sealed === null) return null;
  const subject = (await openEventFields(deps, row.event_id, row.fields_sealed))[EVENT_FIELDS.indexOf('subject')];
  return typeof subject === 'string' ? subject : null;
}

/** What was shown up to now counts as seen. */
export async function markSeen(deps: TransferDeps, tenant: Tenant, actor: StaffActor): Promise<void> {
  const at = deps.clock.now();
  const { connection, events, byDay } = DEFAULT_WISH;
  await tx(
    deps.db,
    async (trx) => {
      const row = await findDeliveryWish(trx, tenant.orgId, actor.id);
      await putDeliveryWish(trx, {
        org_id: tenant.orgId,
        staff_id: actor.id,
        connection: row?.connection ?? connection,
        events: JSON.stringify(row?.events ?? events),
        by_day: row?.by_day ?? byDay,
        set_at: row?.set_at ?? at,
        seen_at: at,
      });
    },
    { idempotent: true },
  );
}
