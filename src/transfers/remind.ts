/**
 * Reminds officers, and those who stand in for them, of approvals that wait for longer than a day: at most one short mail a working day,
 * within working time of the organisation's place, with nothing in it but how many there are and where the list is.
 */
import { hex, utf8 } from '../base/bytes.ts';
import { DAY, HOUR } from '../base/units.ts';
import { CALENDAR_PLACES, type CalendarPlace, isWorkingDay } from '../calendar/working-days.ts';
import { dayAt, isWorkingTime } from '../calendar/working-time.ts';
import type { ApprovalQueue } from '../model/api/approvals.ts';
import { pickLocale } from '../model/locale.ts';
import type { ChannelDraft, ReminderDraft } from '../model/notice.ts';
import { findStaff, listStaff } from '../store/access/staff.ts';
import { listDelegationsInForce } from '../store/tables/delegations.ts';
import { findOrganisation, listEntities } from '../store/tables/organisation.ts';
import { insertOutbox, type OutboxRow } from '../store/tables/outbox.ts';
import { type Trx, tx } from '../store/transaction.ts';
import { listWaiting, type Waiting } from './approval-queue.ts';
import { answersAs } from './approvals.ts';
import type { Connection, Tenant, TransferDeps } from './deps.ts';

/** What waits for less is not late yet. */
const WAITS_AT_LEAST_MS = DAY;
/** A mail that could not be sent in this time is not sent any more: the next day brings another. */
const SEND_WITHIN_MS = 2 * HOUR;

export type ReminderState = ApprovalQueue['reminders'];
/** The mail without its kind, as it is sealed in the outbox. */
export type StoredReminder = Omit<ReminderDraft, 'kind'>;

/** Whether reminders go out at all, and why not. */
export async function reminderState(deps: TransferDeps, tenant: Tenant): Promise<ReminderState> {
  if (!deps.settings.reminders) return 'off';
  if (mailOf(deps) === undefined) return 'no_mail';
  const place = await placeOf(deps, tenant);
  return place === undefined || !isYearKnown(place, deps.clock.now()) ? 'no_calendar' : 'on';
}

/**
 * Queues the reminders that are due now. Returns how many. Without mail, without a calendar of the place or of the year, and outside working
 * time it does nothing; the log says which calendar is missing.
 */
export async function remindApprovers(deps: TransferDeps, tenant: Tenant): Promise<number> {
  const now = deps.clock.now();
  const mail = mailOf(deps);
  if (!deps.settings.reminders || mail === undefined) return 0;
  const place = await placeOf(deps, tenant);
  if (place === undefined || !isYearKnown(place, now)) {
    deps.logger.warn({ place: place ?? 'none' }, 'nobody is reminded of approvals: working days are not known');
    return 0;
  }
  if (!isWorkingTime(place, now)) return 0;
  const late = (await listWaiting(deps.db.query, tenant, now)).filter(
    (one) => one.required && one.missing > 0 && now.getTime() - one.transfer.created_at.getTime() >= WAITS_AT_LEAST_MS,
  );
  if (late.length === 0) return 0;
  let queued = 0;
  for (const [staffId, count] of await countsByPerson(deps, tenant, late, now)) {
    if (await queueReminder(deps, tenant, mail, staffId, count, now)) queued += 1;
  }
  return queued;
}

/** How many of them each active officer and delegate may answer; who may answer none is left out. */
async function countsByPerson(
  deps: TransferDeps,
  tenant: Tenant,
  late: readonly Waiting[],
  at: Date,
): Promise<ReadonlyMap<string, number>> {
  const staff = (await listStaff(deps.db.query, tenant.orgId)).filter((row) => row.state === 'active');
  const delegations = await listDelegationsInForce(deps.db.query, tenant.orgId, at);
  const counts = staff.map((row) => {
    const approver = {
      id: row.staff_id,
      isOfficer: row.role === 'officer',
      delegations: delegations.filter((one) => one.to_staff === row.staff_id),
    };
    const own = late.filter((one) => answersAs(approver, one.transfer, one.approvals, at).length > 0);
    return [row.staff_id, own.length] as const;
  });
  return new Map(counts.filter(([, count]) => count > 0));
}

/** INVARIANT: one a day and person: the key of the outbox row is made of both, and it is unique. */
async function queueReminder(
  deps: TransferDeps,
  tenant: Tenant,
  mail: Connection,
  staffId: string,
  count: number,
  now: Date,
): Promise<boolean> {
  const outboxId = deps.ids.uuid();
  const organisation = await findOrganisation(deps.db.query);
  const draft: StoredReminder = {
    organisation: tenant.organisation,
    count,
    link: approvalsLink(deps),
    locale: pickLocale([organisation?.locale ?? '']),
  };
  const queue = async (trx: Trx): Promise<boolean> => {
    const isNew = await insertOutbox(trx, {
      org_id: tenant.orgId,
      outbox_id: outboxId,
      kind: 'reminder',
      transfer_id: null,
      recipient_id: null,
      staff_id: staffId,
      connection: mail.id,
      idem_key: reminderKey(deps, staffId, dayAt(now)),
      draft_sealed: await deps.fields.seal(`outbox.draft:${outboxId}`, utf8(JSON.stringify(draft))),
      state: 'pending',
      attempt: 0,
      next_at: now,
      lease_until: null,
      expires_at: new Date(now.getTime() + SEND_WITHIN_MS),
      last_error: null,
      created_at: now,
      sent_at: null,
      sent_bytes: null,
      sent_hash: null,
      provider_ref: null,
    });
    if (isNew) await deps.jobs.enqueue(trx, 'send-outbox', { orgId: tenant.orgId, outboxId });
    return isNew;
  };
  return tx(deps.db, queue);
}

/** The key stands in the Message-ID: it names nobody. */
function reminderKey({ sha256 }: Pick<TransferDeps, 'sha256'>, staffId: string, day: string): string {
  return `r.${hex(sha256(utf8(`entrepot.reminder/v1\0${staffId}\0${day}`))).slice(0, 40)}`;
}

/**
 * Whether a queued reminder may still leave: its reader is still at work here, and, unless somebody asks him for something, the time is
 * working time and reminders are on.
 */
export async function mayRemind(
  deps: TransferDeps,
  tenant: Tenant,
  row: OutboxRow,
  draft: ChannelDraft,
): Promise<boolean> {
  const person = row.staff_id === null ? undefined : await findStaff(deps.db.query, tenant.orgId, row.staff_id);
  if (person?.state !== 'active') return false;
  if (draft.kind === 'reminder' && draft.request !== undefined) return true;
  const place = await placeOf(deps, tenant);
  return deps.settings.reminders && place !== undefined && isWorkingTime(place, deps.clock.now());
}

/** The page of the console that lists what waits. It opens nothing without signing in. */
export function approvalsLink(deps: Pick<TransferDeps, 'settings'>): string {
  return `${deps.settings.publicUrl}/approvals`;
}

function mailOf(deps: Pick<TransferDeps, 'channels'>): Connection | undefined {
  return deps.channels.connections().find((one) => one.kind === 'email');
}

/** The place of the organisation's first legal entity; undefined when there is no calendar for it. */
export async function placeOf(deps: Pick<TransferDeps, 'db'>, tenant: Tenant): Promise<CalendarPlace | undefined> {
  const [first] = await listEntities(deps.db.query, tenant.orgId);
  return CALENDAR_PLACES.find((place) => place === first?.jurisdiction);
}

function isYearKnown(place: CalendarPlace, now: Date): boolean {
  return isWorkingDay(place, dayAt(now)).outcome === 'known';
}
