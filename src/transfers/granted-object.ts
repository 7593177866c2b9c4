/** A granted object, opened: here, and nowhere else, release secret and share come together for a recipient (custody `server`). */
import { equal, fromBase64url, ownBytes } from '../base/bytes.ts';
import { openEnvelope, openObject, type OpenedObject, unwrapSecret } from '../seal/index.ts';
import { openBody } from '../store/blobs/body.ts';
import type { GrantRow } from '../store/tables/grants.ts';
import { findObjects } from '../store/tables/uploads.ts';
import type { Tenant, TransferDeps } from './deps.ts';
import { OPENING } from './errors.ts';
import { grantContext, grantIdBytes } from './grant.ts';

/** Whose key opens the share: what hands content over has the custodian's only, what draws pages both. */
export type ShareHolder = 'custodian' | 'viewer';

/**
 * Joins release secret and share of one grant and returns its object, after every check of the sealed object's reader rules.
 *
 * INVARIANT: the caller names the holder by what it is going to do, not by what the row says: an envelope to another key does not open.
 *
 * @throws `seal.wrong_identity` for an envelope to somebody else, `opening.not_found` when the secret was deleted, `opening.damaged`
 */
export async function openGranted(
  deps: TransferDeps,
  tenant: Tenant,
  grant: GrantRow,
  holder: ShareHolder,
): Promise<OpenedObject> {
  const [object] = await findObjects(deps.db.query, tenant.orgId, [grant.object_id]);
  if (object === undefined || grant.wrapped_secret === null) throw OPENING.not_found();
  const blob = await openBody(deps.blobs, object);
  if (blob === undefined) throw OPENING.damaged({ reason: 'missing' });
  const manifest = await openEnvelope(deps.keys[holder].identity, grant.envelope, deps.crypto.hybrid);
  const own =
    manifest.holder === holder &&
    equal(fromBase64url(manifest.gid), grantIdBytes(grant.grant_id)) &&
    equal(fromBase64url(manifest.oid), ownBytes(object.oid));
  if (!own) throw OPENING.damaged({ reason: 'envelope' });
  const releaseSecret = await unwrapSecret(
    deps.crypto,
    deps.keys.epochLookup,
    grantContext(grant.grant_id),
    ownBytes(grant.wrapped_secret),
  );
  return openObject(
    deps.crypto,
    { read: blob.read, length: blob.size },
    manifest,
    releaseSecret,
    deps.keys.sender.publicKey,
  );
}
