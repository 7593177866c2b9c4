/** fsck of living grants: whether the two halves of each content key can still be put together, the share by the key of whoever holds it. */
import { equal, fromBase64url, ownBytes } from '../base/bytes.ts';
import type { KeyRing } from '../transfers/key-ring.ts';
import { openEnvelope, unwrapSecret, verifyManifest } from '../seal/index.ts';
import { nodeCrypto } from '../seal/node-crypto.ts';
import type { Executor } from '../store/database.ts';
import { type GrantRow, pageLivingGrants } from '../store/tables/grants.ts';
import { findObjects } from '../store/tables/uploads.ts';
import { grantContext, grantIdBytes } from '../transfers/grant.ts';
import type { Findings } from './fsck-problems.ts';

export type ShareCheck = {
  readonly db: Executor;
  readonly orgId: string;
  readonly keys: KeyRing;
  readonly findings: Findings;
  readonly signal: AbortSignal;
};

const PAGE = 200;
const FIRST = '00000000-0000-0000-0000-000000000000';

/** What the records' key holds is not looked at: two officers have it, and the server does not. */
export async function checkShares(check: ShareCheck): Promise<void> {
  let after = FIRST;
  for (;;) {
    const page = await pageLivingGrants(check.db, check.orgId, after, PAGE);
    for (const grant of page) {
      check.signal.throwIfAborted();
      if (!(await isWhole(check, grant))) check.findings.add('share_unreadable', grant.grant_id);
      after = grant.grant_id;
    }
    if (page.length < PAGE) return;
  }
}

async function isWhole({ db, orgId, keys }: ShareCheck, grant: GrantRow): Promise<boolean> {
  const { holder, permission, wrapped_secret: wrapped } = grant;
  if ((holder !== 'custodian' && holder !== 'viewer') || wrapped === null) return false;
  const [object] = await findObjects(db, orgId, [grant.object_id]);
  if (object === undefined) return false;
  try {
    const manifest = await openEnvelope(keys[holder].identity, grant.envelope, nodeCrypto.hybrid);
    await unwrapSecret(nodeCrypto, keys.epochLookup, grantContext(grant.grant_id), ownBytes(wrapped));
    return (
      manifest.holder === holder &&
      manifest.perm === permission &&
      equal(fromBase64url(manifest.gid), grantIdBytes(grant.grant_id)) &&
      equal(fromBase64url(manifest.oid), ownBytes(object.oid)) &&
      equal(fromBase64url(manifest.floe), ownBytes(object.floe_header)) &&
      (await verifyManifest(nodeCrypto, keys.sender.publicKey, manifest))
    );
  } catch {
    // Whatever is wrong with it, nobody can open it.
    return false;
  }
}
