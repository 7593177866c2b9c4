/** The permission matrix of one transfer: what its cells say, what is in force, and why. */
import type { AccessCell, AccessTable, InForce, SetCell } from '../../model/api/access.ts';
import { accessTermsSchema } from '../../model/access-terms.ts';
import { countOpenings } from '../../store/tables/access-overview.ts';
import { countDevices, EVERY } from '../../store/tables/access-terms.ts';
import { isMember, listAudienceMembers } from '../../store/tables/audiences.ts';
import { type GrantRow, listGrants } from '../../store/tables/grants.ts';
import { findRecipients, type RecipientRow } from '../../store/tables/recipients.ts';
import {
  listTransferObjects,
  listTransferRecipients,
  type TransferObjectRow,
  type TransferRow,
} from '../../store/tables/transfers.ts';
import { tx } from '../../store/transaction.ts';
import type { StaffActor, Tenant, TransferDeps } from '../../transfers/deps.ts';
import type { StaffNames } from '../../transfers/read.ts';
import { openTermsBook, type TermsBook } from '../../transfers/terms/read.ts';
import { replaceTerms } from '../../transfers/terms/set-terms.ts';

/** @param transfer - One that the caller has made sure the reader may see. */
export async function readAccessTable(
  deps: TransferDeps,
  tenant: Tenant,
  names: StaffNames,
  transfer: TransferRow,
  may: AccessTable['may'],
): Promise<AccessTable> {
  const { query } = deps.db;
  const { orgId } = tenant;
  const { transfer_id: transferId } = transfer;
  const objects = await listTransferObjects(query, orgId, [transferId]);
  const recipients = await recipientsOf(deps, orgId, transfer);
  const book = await openTermsBook(deps, query, tenant, [transfer]);
  const obligations = book.obligationsOf(transfer);
  const isLive = transfer.state === 'granted' || transfer.state === 'held';
  return {
    transferId,
    state: transfer.state,
    level: transfer.level,
    caps: {
      level: book.levelOf(transfer),
      viewOnly: obligations.viewOnly,
      expiryDays: obligations.expiryDays,
    },
    recipients: await Promise.all(
      recipients.map(async ({ row, belongs }) => ({
        id: row.recipient_id,
        organisation: await deps.fields.open(`recipient.organisation:${row.recipient_id}`, row.organisation_sealed),
        jurisdiction: row.jurisdiction,
        belongs,
      })),
    ),
    objects: objects.map((one) => ({ id: one.object_id, kind: one.kind, size: one.size })),
    cells: await viewCells(names, book),
    inForce: await inForceOf(deps, orgId, transfer, book, objects, recipients),
    may: { edit: may.edit && isLive, revoke: may.revoke && transfer.state === 'granted' },
  };
}

/**
 * Changes one cell.
 *
 * @throws as `replaceTerms`
 */
export async function setCell(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  transferId: string,
  { objectId, recipientId, terms, version }: SetCell,
): Promise<void> {
  await tx(deps.db, (trx) =>
    replaceTerms(deps, trx, tenant, actor, transferId, { objectId, recipientId }, terms, version),
  );
  deps.log.nudge();
}

type Party = { readonly row: RecipientRow; readonly belongs: boolean };

/** Those it went to and those who are in its audience now, in one order. */
async function recipientsOf(deps: TransferDeps, orgId: string, transfer: TransferRow): Promise<readonly Party[]> {
  const { query } = deps.db;
  const sent = (await listTransferRecipients(query, orgId, [transfer.transfer_id])).map((link) => link.recipient_id);
  const { audience_id: audienceId } = transfer;
  const members = audienceId === null ? [] : await listAudienceMembers(query, orgId, audienceId);
  const rows = new Map(members.map((row) => [row.recipient_id, row]));
  for (const row of await findRecipients(
    query,
    orgId,
    sent.filter((id) => !rows.has(id)),
  ))
    rows.set(row.recipient_id, row);
  const parties: Party[] = [];
  for (const row of rows.values())
    parties.push({
      row,
      belongs: audienceId === null || (await isMember(query, orgId, audienceId, row.recipient_id)),
    });
  return parties.sort((a, b) => (a.row.recipient_id < b.row.recipient_id ? -1 : 1));
}

async function viewCells(names: StaffNames, book: TermsBook): Promise<AccessCell[]> {
  const people = await names([...new Set(book.rows.map((row) => row.set_by))]);
  return book.rows.map((row) => {
    // One that cannot be read is shown empty; what is in force then says why nothing opens.
    const read = accessTermsSchema.safeParse(row.terms);
    return {
      objectId: row.object_id === EVERY ? null : row.object_id,
      recipientId: row.recipient_id === EVERY ? null : row.recipient_id,
      terms: read.success ? read.data : {},
      version: row.version,
      setBy: people.get(row.set_by) ?? '?',
      setAt: row.set_at.toISOString(),
    };
  });
}

async function inForceOf(
  deps: TransferDeps,
  orgId: string,
  transfer: TransferRow,
  book: TermsBook,
  objects: readonly TransferObjectRow[],
  recipients: readonly Party[],
): Promise<InForce[]> {
  const grants = (await listGrants(deps.db.query, orgId, transfer.transfer_id)).filter(
    (one) => one.holder !== 'records',
  );
  const ids = grants.map((one) => one.grant_id);
  const opened = await countOpenings(deps.db.query, orgId, ids);
  const devices = await countDevices(deps.db.query, orgId, ids);
  const now = deps.clock.now();
  return recipients.flatMap(({ row: { recipient_id: recipientId } }) =>
    objects.map(({ object_id: objectId }) => {
      const of = grants.filter((one) => one.object_id === objectId);
      const own = of.find((one) => one.recipient_id === recipientId);
      const grant = own ?? of.find((one) => one.recipient_id === null);
      const { terms, from } = book.of(transfer, objectId, recipientId);
      // Before a member opens for the first time nothing is counted for him.
      const used = own === undefined ? 0 : (opened.get(own.grant_id) ?? 0);
      const left = Math.max(0, terms.opensMax - used);
      return {
        objectId,
        recipientId,
        terms,
        from,
        state: stateOf(grant, terms.permission, terms.until, left, now),
        opened: used,
        opensLeft: left,
        devices: own === undefined ? 0 : (devices.get(own.grant_id) ?? 0),
      };
    }),
  );
}

export function stateOf(
  grant: GrantRow | undefined,
  permission: InForce['terms']['permission'],
  until: string | null,
  opensLeft: number,
  now: Date,
): InForce['state'] {
  if (grant === undefined) return 'not_granted';
  if (grant.revoked_at !== null || grant.wrapped_secret === null) return 'revoked';
  if (permission === 'none') return 'none';
  if (until !== null && Date.parse(until) <= now.getTime()) return 'expired';
  return opensLeft === 0 ? 'used_up' : 'active';
}
