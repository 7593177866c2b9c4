/** Who looked at what is somebody's, from the entries of the audit log that carry his tag: the list is the log, there is no second book. */
import { EVENT_FIELDS } from '../../audit-log/index.ts';
import { ACCESS_KINDS, type Access, type AccessList, lookPurposeSchema } from '../../model/api/accesses.ts';
import type { Role } from '../../model/api/staff.ts';
import { listStaff } from '../../store/access/staff.ts';
import { listAccessReasons, pageEventsAbout } from '../../store/tables/accesses.ts';
import type { AuditEventRow } from '../../store/tables/audit.ts';
import { findRecipients } from '../../store/tables/recipients.ts';
import { findTransfers } from '../../store/tables/transfers.ts';
import { reasonContext } from '../../transfers/accesses.ts';
import { openEventFields } from '../../transfers/audit.ts';
import type { Tenant, TransferDeps } from '../../transfers/deps.ts';
import { type Concerned, readTagKey } from '../../transfers/subject-tags.ts';

const SHOWN = 50;

type Opened = { readonly row: AuditEventRow; readonly fields: Readonly<Record<string, unknown>> };

/** Newest first. `before`: the number up to which the reader has seen. */
export async function listAccesses(
  deps: TransferDeps,
  tenant: Tenant,
  whom: Concerned,
  before?: number,
): Promise<AccessList> {
  const { query } = deps.db;
  const rows = await pageEventsAbout(query, tenant.orgId, whom, before, SHOWN + 1);
  const page = rows.slice(0, SHOWN);
  const opened = await Promise.all(
    page.map(async (row) => {
      const values = row.fields_sealed === null ? [] : await openEventFields(deps, row.event_id, row.fields_sealed);
      return { row, fields: Object.fromEntries(EVENT_FIELDS.map((name, at) => [name, values[at] ?? null])) };
    }),
  );
  const known = await lookUp(deps, tenant, opened);
  return {
    accesses: opened.map((one) => viewAccess(one, known, whom)),
    nextBefore: rows.length > SHOWN ? (page.at(-1)?.about_no ?? null) : null,
    count: (await readTagKey(deps, query, tenant.orgId, whom))?.count ?? 0,
  };
}

type Known = {
  readonly staff: ReadonlyMap<string, { readonly name: string; readonly role: Role }>;
  readonly recipients: ReadonlyMap<string, string>;
  readonly references: ReadonlyMap<string, string>;
  readonly reasons: ReadonlyMap<string, string>;
};

async function lookUp(deps: TransferDeps, { orgId }: Tenant, opened: readonly Opened[]): Promise<Known> {
  const { query } = deps.db;
  const unique = (ids: readonly (string | null)[]): string[] => [...new Set(ids.flatMap((id) => id ?? []))];
  const staffIds = unique(opened.map(({ row }) => row.staff_id));
  const staff = (await listStaff(query, orgId)).filter((row) => staffIds.includes(row.staff_id));
  const recipients = await findRecipients(query, orgId, unique(opened.map(({ row }) => row.recipient_id)));
  const transfers = await findTransfers(query, orgId, unique(opened.map(({ row }) => row.transfer_id)));
  const sealed = await listAccessReasons(query, orgId, unique(opened.map(eventOf)));
  return {
    staff: new Map(
      await Promise.all(
        staff.map(
          async (row) =>
            [
              row.staff_id,
              { name: await deps.fields.open(`staff.name:${row.staff_id}`, row.name_sealed), role: row.role },
            ] as const,
        ),
      ),
    ),
    recipients: new Map(
      await Promise.all(
        recipients.map(
          async ({ recipient_id: id, name_sealed: name }) =>
            [id, await deps.fields.open(`recipient.name:${id}`, name)] as const,
        ),
      ),
    ),
    references: new Map(transfers.map((one) => [one.transfer_id, one.reference])),
    reasons: new Map(
      await Promise.all(
        [...sealed].map(async ([id, reason]) => [id, await deps.fields.open(reasonContext(id), reason)] as const),
      ),
    ),
  };
}

/** An entry for a further person names the event that it is about. */
function eventOf({ row, fields }: Opened): string {
  const event = memberOf(fields['detail'], 'event');
  return row.kind === 'access.noted' && typeof event === 'string' ? event : row.event_id;
}

function viewAccess(one: Opened, known: Known, whom: Concerned): Access {
  const { row, fields } = one;
  const { detail } = fields;
  const what = row.kind === 'access.noted' ? memberOf(detail, 'what') : row.kind;
  const purpose = lookPurposeSchema.safeParse(memberOf(detail, 'purpose'));
  const outcome = memberOf(fields['decision'], 'outcome');
  const { transfer_id: transferId } = row;
  const basis = fields['legalBasis'];
  return {
    no: row.about_no ?? 0,
    kind: ACCESS_KINDS.find((kind) => kind === what) ?? 'transfer.read',
    at: row.at.toISOString(),
    who: whoOf(row, known, whom),
    place: typeof fields['place'] === 'string' ? fields['place'] : 'unknown',
    transfer: transferId === null ? null : { id: transferId, reference: known.references.get(transferId) ?? '' },
    purpose: purpose.success ? purpose.data : null,
    reason: known.reasons.get(eventOf(one)) ?? '',
    decision: typeof outcome === 'string' ? outcome : null,
    legalBasis: Array.isArray(basis) ? basis.filter((part) => typeof part === 'string') : [],
    logIndex: row.idx,
  };
}

function whoOf(row: AuditEventRow, known: Known, whom: Concerned): Access['who'] {
  if (row.staff_id !== null) {
    const person = known.staff.get(row.staff_id);
    const self = whom.kind === 'staff' && whom.id === row.staff_id;
    return { kind: 'staff', name: person?.name ?? '?', role: person?.role ?? null, self };
  }
  if (row.recipient_id === null) return { kind: 'system', name: '', role: null, self: false };
  const self = whom.kind === 'recipient' && whom.id === row.recipient_id;
  return { kind: 'recipient', name: known.recipients.get(row.recipient_id) ?? '?', role: null, self };
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}
