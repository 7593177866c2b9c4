/** The draft of a notice made anew from what is on record, for a row whose own was wiped or has to go another way. */
import { doorSettingsSchema } from '../model/door.ts';
import type { RouteWords } from '../model/notice.ts';
import { findAudienceNotice, findDoorSettings, listTold } from '../store/tables/outbox-after.ts';
import type { OutboxRow } from '../store/tables/outbox.ts';
import { findTransfer, listTransferRecipients } from '../store/tables/transfers.ts';
import type { Executor } from '../store/database.ts';
import type { Tenant, TransferDeps } from './deps.ts';
import { noticeLink, type StoredNotice } from './grant.ts';

/** What the outbox keeps of a notice, with the words of its route. */
export type FreshNotice = StoredNotice & Omit<RouteWords, 'mentions'> & { readonly count?: number };

/**
 * Returns the draft, or undefined when there is nothing to tell any more: what it is about has ended. Whom a group was to be told by name is
 * left out: those are names at one vendor, and the row may go to another.
 */
export async function freshDraft(
  deps: TransferDeps,
  db: Executor,
  tenant: Tenant,
  row: OutboxRow,
): Promise<FreshNotice | undefined> {
  if (row.kind !== 'notice') return undefined;
  if (row.notice_id !== null) return audienceDraft(deps, db, tenant, row, row.notice_id);
  if (row.transfer_id === null) return undefined;
  const transfer = await findTransfer(db, tenant.orgId, row.transfer_id);
  if (transfer === undefined || transfer.state !== 'granted') return undefined;
  const links = await listTransferRecipients(db, tenant.orgId, [row.transfer_id]);
  const handle = links.find((link) => link.recipient_id === row.recipient_id)?.handle;
  if (handle === undefined) return undefined;
  return {
    reference: transfer.reference,
    organisation: tenant.organisation,
    link: noticeLink(deps, handle),
    locale: transfer.notice_locale,
  };
}

async function audienceDraft(
  deps: TransferDeps,
  db: Executor,
  tenant: Tenant,
  row: OutboxRow,
  noticeId: string,
): Promise<FreshNotice | undefined> {
  const notice = await findAudienceNotice(db, tenant.orgId, noticeId);
  const granted = (await listTold(db, tenant.orgId, noticeId)).filter((one) => one.state === 'granted');
  const [first] = granted;
  if (notice === undefined || first === undefined) return undefined;
  const route = await routeOf(db, tenant, row.door_id);
  return {
    reference: notice.reference,
    organisation: tenant.organisation,
    link: noticeLink(deps, notice.handle),
    locale: route?.locale ?? first.notice_locale,
    ...(notice.items === 1 ? {} : { count: notice.items }),
    ...(route === undefined ? {} : { template: route.template }),
    ...(route === undefined || route.label === null ? {} : { label: route.label }),
  };
}

async function routeOf(db: Executor, tenant: Tenant, doorId: string | null) {
  if (doorId === null) return undefined;
  const settings = await findDoorSettings(db, tenant.orgId, doorId);
  return settings === undefined ? undefined : doorSettingsSchema.parse(settings).route;
}
