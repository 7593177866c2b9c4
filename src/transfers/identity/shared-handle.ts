/**
 * A handle that stands for one transfer in one session: what a recipient goes on with who came by another notice. The handle of that
 * transfer's own notice is a factor and is never told to somebody who did not show it.
 */
import { keyedHash } from '../../access/keys.ts';
import { type Bytes, concat, utf8 } from '../../base/bytes.ts';
import { findChallengeByLookup } from '../../store/tables/challenge-steps.ts';
import { insertChallenge } from '../../store/tables/factors.ts';
import type { Trx } from '../../store/transaction.ts';
import type { Tenant } from '../deps.ts';
import type { OpenDeps, Visit } from '../recipient-access.ts';

const KIND = 'shared';

/** What is behind such a handle while it lives; undefined for any other. It never leads to a code: it is no notice. */
export async function findSharedVisit(
  deps: OpenDeps,
  tenant: Tenant,
  handle: string,
): Promise<{ readonly visit: Visit; readonly recipientId: string } | undefined> {
  const lookup = lookupOf(deps, handle);
  const row = await findChallengeByLookup(deps.db.query, tenant.orgId, KIND, lookup, deps.clock.now());
  if (row === undefined || row.recipient_id === null) return undefined;
  return { visit: { kind: 'transfer', id: row.transfer_id }, recipientId: row.recipient_id };
}

/** Makes one, which ends with the session. */
export async function makeSharedHandle(
  deps: OpenDeps,
  trx: Trx,
  tenant: Tenant,
  of: { readonly transferId: string; readonly recipientId: string; readonly until: Date },
): Promise<string> {
  const handle = deps.ids.handle();
  const challengeId = deps.ids.uuid();
  await insertChallenge(trx, {
    org_id: tenant.orgId,
    challenge_id: challengeId,
    kind: KIND,
    transfer_id: of.transferId,
    recipient_id: of.recipientId,
    data_sealed: await deps.fields.seal(`factor_challenge.data:${challengeId}`, '{}'),
    lookup: lookupOf(deps, handle),
    tries_left: 0,
    created_at: deps.clock.now(),
    expires_at: of.until,
  });
  return handle;
}

function lookupOf(deps: OpenDeps, handle: string): Bytes {
  return keyedHash(deps.access.codes.key, concat(utf8('shared handle v1'), new Uint8Array(1), utf8(handle)));
}
