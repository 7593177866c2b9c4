/** Passwords of locked archives: drawn with the first download of an opening, read out by the sender, never sent. */
import { tx } from '../../store/transaction.ts';
import { findLockedArchive, insertLockedArchive, listLockedArchives } from '../../store/tables/locked-archives.ts';
import { findTransfer } from '../../store/tables/transfers.ts';
import { recordEvent } from '../audit.ts';
import type { StaffActor, Tenant, TransferDeps } from '../deps.ts';
import { OPENING, TRANSFER } from '../errors.ts';
import { drawPassword } from './archive.ts';

/** The password of this opening's archive; drawn once, so that a download that is taken again opens with the same. */
export async function passwordOf(deps: TransferDeps, tenant: Tenant, openingId: string): Promise<string> {
  const known = await findLockedArchive(deps.db.query, tenant.orgId, openingId);
  if (known !== undefined) return deps.fields.open(contextOf(openingId), known.password_sealed);
  const password = drawPassword(deps.random);
  const isFirst = await tx(deps.db, async (trx) =>
    insertLockedArchive(trx, {
      org_id: tenant.orgId,
      opening_id: openingId,
      password_sealed: await deps.fields.seal(contextOf(openingId), password),
      made_at: deps.clock.now(),
    }),
  );
  return isFirst ? password : passwordOf(deps, tenant, openingId);
}

export type Archive = {
  readonly openingId: string;
  readonly objectId: string;
  readonly recipientId: string;
  readonly madeAt: string;
};

/** Archives of a transfer that were taken, without their passwords. */
export async function listArchives(deps: TransferDeps, tenant: Tenant, transferId: string): Promise<Archive[]> {
  const rows = await listLockedArchives(deps.db.query, tenant.orgId, transferId);
  return rows.map((row) => ({
    openingId: row.opening_id,
    objectId: row.object_id,
    recipientId: row.recipient_id,
    madeAt: row.made_at.toISOString(),
  }));
}

/**
 * Shows a password to the sender of the transfer or to an officer, who reads it out. Each look is recorded.
 *
 * @throws `transfer.not_found`, `opening.not_found`
 */
export async function readOutPassword(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  transferId: string,
  openingId: string,
): Promise<string> {
  const transfer = await findTransfer(deps.db.query, tenant.orgId, transferId);
  if (transfer === undefined || (actor.role !== 'officer' && transfer.sender_id !== actor.id))
    throw TRANSFER.not_found();
  const row = (await listLockedArchives(deps.db.query, tenant.orgId, transferId)).find(
    (one) => one.opening_id === openingId,
  );
  if (row === undefined) throw OPENING.not_found();
  await tx(deps.db, (trx) =>
    recordEvent(deps, trx, tenant, {
      kind: 'archive_password.shown',
      at: deps.clock.now(),
      actor: { kind: 'staff', id: actor.id },
      subjectId: row.recipient_id,
      transferId,
      objectId: row.object_id,
      detail: { opening: openingId },
    }),
  );
  deps.log.nudge();
  return deps.fields.open(contextOf(openingId), row.password_sealed);
}

function contextOf(openingId: string): string {
  return `locked_archive.password:${openingId}`;
}
