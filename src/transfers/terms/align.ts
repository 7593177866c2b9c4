/** Grants follow the terms: who holds the share, from when until when, how often. */
import type { EffectiveTerms } from '../../model/access-terms.ts';
import { lastEndOf, lockGrant, lockGrants, setGrantLimits } from '../../store/tables/grant-terms.ts';
import type { GrantRow } from '../../store/tables/grants.ts';
import { lockTransfer, setTransferEnd, type TransferRow } from '../../store/tables/transfers.ts';
import { type Trx, tx } from '../../store/transaction.ts';
import { recordEvent } from '../audit.ts';
import type { Tenant, TransferDeps } from '../deps.ts';
import type { Resolved } from './effective.ts';
import { openTermsBook } from './read.ts';
import { splitAnew } from './split.ts';

/**
 * Whether the share of a grant is with another holder than its terms say, or its openings are another number: a level's template may have
 * changed since. What may not be opened at all is left as it is: it may be given back.
 */
export function isOutOfLine(grant: GrantRow, transfer: TransferRow, terms: EffectiveTerms): boolean {
  if (grant.wrapped_secret === null || terms.permission === 'none') return false;
  return grant.permission !== terms.permission || (grant.opens_max ?? transfer.opens_max) !== terms.opensMax;
}

function isOtherTime(grant: GrantRow, limits: Limits): boolean {
  return (
    grant.expires_at.getTime() !== limits.expiresAt.getTime() ||
    grant.not_before.getTime() !== limits.notBefore.getTime()
  );
}

/** Brings one grant in line at an opening, in a transaction of its own. Returns it as it is then. */
export async function alignOne(
  deps: TransferDeps,
  tenant: Tenant,
  transfer: TransferRow,
  grant: GrantRow,
): Promise<GrantRow> {
  return tx(deps.db, async (trx) => {
    const locked = await lockTransfer(trx, tenant.orgId, transfer.transfer_id);
    const current = await lockGrant(trx, tenant.orgId, grant.grant_id);
    if (locked === undefined || current === undefined) return grant;
    // Read again under the lock: somebody may have changed the terms since.
    const book = await openTermsBook(deps, trx, tenant, [locked]);
    const resolved = book.of(locked, current.object_id, current.recipient_id);
    // Its dates stay: the terms were asked about them already.
    const limits = { opensMax: resolved.terms.opensMax, notBefore: current.not_before, expiresAt: current.expires_at };
    await align(deps, trx, tenant, locked, current, resolved.terms, limits);
    return (await lockGrant(trx, tenant.orgId, grant.grant_id)) ?? current;
  });
}

/**
 * Brings every grant of a granted transfer in line, and its end with the last of theirs. The caller holds the transfer's lock and has written
 * the terms in the same transaction.
 */
export async function alignTransfer(
  deps: TransferDeps,
  trx: Trx,
  tenant: Tenant,
  transfer: TransferRow,
): Promise<void> {
  const book = await openTermsBook(deps, trx, tenant, [transfer]);
  for (const grant of await lockGrants(trx, tenant.orgId, transfer.transfer_id)) {
    const resolved = book.of(transfer, grant.object_id, grant.recipient_id);
    await align(deps, trx, tenant, transfer, grant, resolved.terms, limitsOf(grant, transfer, resolved));
  }
  const end = await lastEndOf(trx, tenant.orgId, transfer.transfer_id);
  if (end !== undefined && end.getTime() !== transfer.expires_at?.getTime())
    await setTransferEnd(trx, tenant.orgId, transfer.transfer_id, end);
}

/** The same for one that has just been granted. */
export async function alignGranted(deps: TransferDeps, trx: Trx, tenant: Tenant, transferId: string): Promise<void> {
  const transfer = await lockTransfer(trx, tenant.orgId, transferId);
  if (transfer?.state === 'granted') await alignTransfer(deps, trx, tenant, transfer);
}

async function align(
  deps: TransferDeps,
  trx: Trx,
  tenant: Tenant,
  transfer: TransferRow,
  grant: GrantRow,
  terms: EffectiveTerms,
  limits: Limits,
): Promise<void> {
  const { permission } = terms;
  if (permission === 'none' || grant.wrapped_secret === null) return;
  if (!isOutOfLine(grant, transfer, terms) && !isOtherTime(grant, limits)) return;
  await setGrantLimits(trx, tenant.orgId, grant.grant_id, limits);
  const isLonger = limits.expiresAt > grant.expires_at;
  // The end is in the signed manifest as well: what lasts longer is signed anew.
  const needsSplit = grant.permission !== permission || isLonger;
  if (needsSplit && !(await splitAnew(deps, trx, tenant, grant, permission, limits.expiresAt))) return;
  await recordEvent(deps, trx, tenant, {
    kind: 'grant.changed',
    at: deps.clock.now(),
    actor: { kind: 'system' },
    ...(grant.recipient_id === null ? {} : { subjectId: grant.recipient_id }),
    transferId: transfer.transfer_id,
    objectId: grant.object_id,
    detail: {
      grant: grant.grant_id,
      permission,
      split: needsSplit,
      opensMax: limits.opensMax,
      expiresAt: limits.expiresAt.toISOString(),
    },
  });
}

type Limits = { readonly opensMax: number; readonly notBefore: Date; readonly expiresAt: Date };

/** A level's template may change again: what it shortens ends by the terms alone, what is said of this transfer ends the grant. */
function limitsOf(grant: GrantRow, transfer: TransferRow, { terms, from }: Resolved): Limits {
  const granted = transfer.granted_at ?? grant.created_at;
  const until = terms.until === null ? undefined : new Date(terms.until);
  return {
    opensMax: terms.opensMax,
    notBefore: terms.notBefore === null ? granted : new Date(terms.notBefore),
    expiresAt: until === undefined || (from.until === 'level' && until < grant.expires_at) ? grant.expires_at : until,
  };
}
