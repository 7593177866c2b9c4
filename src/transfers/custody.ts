/** Custody of drafts: the server's own right to an object between its first byte and the decision. */
import { type Bytes, ownBytes } from '../base/bytes.ts';
import type { Random } from '../base/random.ts';
import { joinDek, openWith, type SealCrypto, sealTo, splitDek, unwrapSecret, wrapSecret } from '../seal/index.ts';
import type { KeyRing } from './key-ring.ts';

export type Custody = { readonly envelope: Bytes; readonly secret: Bytes };

type CustodyDeps = { readonly crypto: SealCrypto; readonly keys: KeyRing; readonly random: Random };

/**
 * Returns the two halves of a content key: the share sealed to the custodian, the release secret wrapped under the
 * epoch key. Deleting `secret` ends custody for good.
 *
 * @param context - `object:<oid in hex>`; the secret opens in no other place.
 */
export async function takeCustody(deps: CustodyDeps, context: string, dek: Bytes): Promise<Custody> {
  const { share, releaseSecret } = splitDek(dek, deps.random);
  return {
    envelope: await sealTo(deps.keys.custodian.recipient, share, deps.crypto.hybrid),
    secret: await wrapSecret(deps.crypto, deps.keys.epoch, context, releaseSecret, deps.random),
  };
}

/** Returns the content key. @throws `seal.*` when either half is damaged, moved or destroyed. */
export async function joinCustody(
  deps: CustodyDeps,
  context: string,
  envelope: Uint8Array,
  secret: Uint8Array,
): Promise<Bytes> {
  const share = await openWith(deps.keys.custodian.identity, envelope, deps.crypto.hybrid);
  return joinDek(await unwrapSecret(deps.crypto, deps.keys.epochLookup, context, ownBytes(secret)), share);
}

export function custodyContext(oid: Uint8Array): string {
  return `object:${Array.from(oid, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
