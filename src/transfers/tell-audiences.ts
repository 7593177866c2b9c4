/**
 * What waits for a group is told in the order in which it was sent: one notice per route at a time, and everything that waits by then goes
 * into the next one. So a vendor's rate never loses an alert, it only lets more of them share a notice.
 */
import { utf8 } from '../base/bytes.ts';
import { DAY } from '../base/units.ts';
import type { Mentions } from '../model/notice.ts';
import { findIdentities } from '../store/tables/identities.ts';
import {
  insertAudienceNotice,
  listRoutesToTell,
  listTransfersOfNotice,
  type NoticeItemRow,
  type Route,
  takeNoticeItems,
} from '../store/tables/notices.ts';
import { insertOutbox } from '../store/tables/outbox.ts';
import type { TransferRow } from '../store/tables/transfers.ts';
import { findDoor, lockDoor } from '../store/tables/door-admin.ts';
import { type Trx, tx } from '../store/transaction.ts';
import { identityContext } from './border-contexts.ts';
import type { Tenant, TransferDeps } from './deps.ts';
import { noticeLink, type StoredNotice } from './grant.ts';

const ROUTES_AT_ONCE = 50;
/** More in one notice than anybody reads; the rest goes into the next. */
const ITEMS_AT_ONCE = 1000;
const MENTIONS_MAX = 20;

/** Forms the notices that are due. Returns how many. */
export async function tellAudiences(deps: TransferDeps, tenant: Tenant): Promise<number> {
  const routes = await listRoutesToTell(deps.db.query, tenant.orgId, deps.clock.now(), ROUTES_AT_ONCE);
  let told = 0;
  for (const route of routes) if (await tx(deps.db, (trx) => tellRoute(deps, trx, tenant, route))) told += 1;
  return told;
}

/** Crash before the commit: the items wait as before. */
async function tellRoute(deps: TransferDeps, trx: Trx, tenant: Tenant, route: Route): Promise<boolean> {
  // Two at the same route would each take a part, and the later part could get the earlier place in the queue.
  if (route.doorId !== null) await lockDoor(trx, tenant.orgId, route.doorId);
  const noticeId = deps.ids.uuid();
  const items = await takeNoticeItems(trx, tenant.orgId, route, noticeId, ITEMS_AT_ONCE);
  if (items.length === 0) return false;
  const transfers = (await listTransfersOfNotice(trx, tenant.orgId, noticeId)).filter(
    ({ state }) => state === 'granted',
  );
  const [first] = transfers;
  if (first === undefined) return false;
  const now = deps.clock.now();
  const notice = {
    org_id: tenant.orgId,
    notice_id: noticeId,
    // One transfer is named by its own reference, many by the notice's.
    reference: transfers.length === 1 ? first.reference : deps.ids.reference(),
    handle: deps.ids.handle(),
    audience_id: route.audienceId,
    door_id: route.doorId,
    connection: route.connection,
    items: transfers.length,
    created_at: now,
    expires_at: lastEnd(transfers, now),
  };
  await insertAudienceNotice(trx, notice);
  const words = await routeWords(deps, trx, tenant, route, items);
  const draft: StoredNotice = {
    reference: notice.reference,
    organisation: tenant.organisation,
    link: noticeLink(deps, notice.handle),
    locale: first.notice_locale,
    count: transfers.length,
    ...words,
  };
  const outboxId = deps.ids.uuid();
  await insertOutbox(trx, {
    org_id: tenant.orgId,
    outbox_id: outboxId,
    kind: 'notice',
    transfer_id: null,
    recipient_id: null,
    notice_id: noticeId,
    door_id: route.doorId,
    connection: route.connection,
    idem_key: `g.${noticeId}`,
    draft_sealed: await deps.fields.seal(`outbox.draft:${outboxId}`, utf8(JSON.stringify(draft))),
    state: 'pending',
    attempt: 0,
    next_at: now,
    lease_until: null,
    expires_at: notice.expires_at,
    last_error: null,
    created_at: now,
    sent_at: null,
    sent_bytes: null,
    sent_hash: null,
    provider_ref: null,
  });
  await deps.jobs.enqueue(trx, 'send-outbox', { orgId: tenant.orgId, outboxId });
  return true;
}

/** The notice is good while one of its transfers is. */
function lastEnd(transfers: readonly TransferRow[], now: Date): Date {
  const ends = transfers.map(({ expires_at }) => expires_at?.getTime() ?? 0);
  return new Date(Math.max(now.getTime() + DAY, ...ends));
}

/** What the door's route adds: its template and label, and whom the messages call by the vendor's identifiers of them. */
async function routeWords(
  deps: TransferDeps,
  trx: Trx,
  tenant: Tenant,
  route: Route,
  items: readonly NoticeItemRow[],
): Promise<Pick<StoredNotice, 'template' | 'label' | 'mentions'>> {
  const door = route.doorId === null ? undefined : await findDoor(trx, tenant.orgId, route.doorId);
  if (door === undefined) return {};
  const { template, label, mentionAll } = door.settings.route;
  const mentions = await mentionsOf(deps, trx, tenant, route, items, mentionAll);
  return {
    template,
    ...(label === null ? {} : { label }),
    ...(mentions === undefined ? {} : { mentions }),
  };
}

async function mentionsOf(
  deps: TransferDeps,
  trx: Trx,
  tenant: Tenant,
  route: Route,
  items: readonly NoticeItemRow[],
  mentionAll: boolean,
): Promise<Mentions | undefined> {
  const wanted = [...new Set(items.flatMap((item) => item.mentions.recipients))].slice(0, MENTIONS_MAX);
  const all = mentionAll && items.some((item) => item.mentions.all);
  const kind = deps.channels.connections().find(({ id }) => id === route.connection)?.kind ?? '';
  const rows = await findIdentities(trx, tenant.orgId, kind.split('_')[0] ?? '', wanted);
  const users = await Promise.all(
    rows.map((row) => deps.fields.open(identityContext(row.vendor, row.recipient_id), row.provider_id_sealed)),
  );
  return users.length === 0 && !all ? undefined : { users, all };
}
