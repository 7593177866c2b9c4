/**
 * Keys of the forensic mark, one for each week. Whoever has a key can trace a copy, and could also frame somebody: so the plain key, which
 * drawing needs, leaves the server when its week and the last views of it are over. What stays is a copy sealed to the records key, which two
 * officers join.
 */
import { type Bytes, ownBytes } from '../base/bytes.ts';
import { DAY } from '../base/units.ts';
import { openWith, sealTo, unwrapSecret, wrapSecret } from '../seal/index.ts';
import {
  findMarkKey,
  findMarkKeyById,
  forgetMarkKeys,
  insertMarkKey,
  type MarkKeyRow,
} from '../store/tables/mark-keys.ts';
import { type Trx, tx } from '../store/transaction.ts';
import { recordEvent } from './audit.ts';
import type { Tenant, TransferDeps } from './deps.ts';

const PERIOD = 7 * DAY;
/** A view that began at the end of a week goes on for as long; nothing is open for a day. */
const GRACE = DAY;

export type MarkKey = { readonly id: string; readonly key: Bytes };

type MarkKeyDeps = Pick<TransferDeps, 'db' | 'ids' | 'random' | 'clock' | 'crypto' | 'keys' | 'sha256' | 'fields'>;

/**
 * The key to mark with now; made when the week has none. In the transaction of the opening that uses it.
 *
 * INVARIANT: a week has one key, whichever process makes it.
 */
export async function currentMarkKey(deps: MarkKeyDeps, trx: Trx, tenant: Tenant): Promise<MarkKey> {
  const now = deps.clock.now();
  const row = (await findMarkKey(trx, tenant.orgId, now)) ?? (await makeMarkKey(deps, trx, tenant, now));
  return { id: row.mark_key_id, key: await plainKey(deps, row) };
}

/** The key of an opening that is still alive. @throws when its week is over and the plain key was deleted */
export async function markKeyOf(deps: MarkKeyDeps, tenant: Tenant, id: string): Promise<MarkKey> {
  const row = await findMarkKeyById(deps.db.query, tenant.orgId, id);
  if (row === undefined) throw new Error('an opening names a mark key that does not exist');
  return { id, key: await plainKey(deps, row) };
}

/** A key of any week, by the joined records key of two officers. @throws `seal.wrong_identity` */
export async function openMarkKey(recordsIdentity: string, row: Pick<MarkKeyRow, 'sealed'>): Promise<Bytes> {
  return openWith(recordsIdentity, row.sealed);
}

/** Deletes the plain keys of weeks that are over. Returns how many. */
export async function forgetOldMarkKeys(deps: MarkKeyDeps, tenant: Tenant): Promise<number> {
  const before = new Date(deps.clock.now().getTime() - GRACE);
  return tx(deps.db, (trx) => forgetMarkKeys(trx, tenant.orgId, before));
}

async function makeMarkKey(deps: MarkKeyDeps, trx: Trx, tenant: Tenant, now: Date): Promise<MarkKeyRow> {
  const key = deps.random(32);
  const id = deps.ids.uuid();
  const starts = Math.floor(now.getTime() / PERIOD) * PERIOD;
  await insertMarkKey(trx, {
    org_id: tenant.orgId,
    mark_key_id: id,
    starts_at: new Date(starts),
    ends_at: new Date(starts + PERIOD),
    wrapped: await wrapSecret(deps.crypto, deps.keys.epoch, contextOf(id), key, deps.random),
    sealed: await sealTo(tenant.recordsRecipient, key, deps.crypto.hybrid),
    created_at: now,
  });
  const row = await findMarkKey(trx, tenant.orgId, now);
  if (row === undefined) throw new Error('a mark key was made and is not there');
  if (row.mark_key_id === id)
    await recordEvent(deps, trx, tenant, {
      kind: 'mark_key.made',
      at: now,
      actor: { kind: 'system' },
      detail: { key: id, ends: row.ends_at.toISOString() },
    });
  return row;
}

async function plainKey(deps: MarkKeyDeps, row: MarkKeyRow): Promise<Bytes> {
  if (row.wrapped === null) throw new Error('the week of this mark key is over');
  return unwrapSecret(deps.crypto, deps.keys.epochLookup, contextOf(row.mark_key_id), ownBytes(row.wrapped));
}

function contextOf(id: string): string {
  return `mark_key:${id}`;
}
