/** Opening an object for one grant: every rule between an envelope and the first plaintext byte, in one place. */
import { type Bytes, base64url, equal, fromBase64url } from '../base/bytes.ts';
import { type Container, type ParsedEntry, readContainer } from './container.ts';
import type { SealCrypto } from './crypto.ts';
import { createLeavesDigest, type LeavesDigest } from './digest.ts';
import { type Identity, openEnvelope } from './envelope.ts';
import { SEAL } from './errors.ts';
import { HEADER_LENGTH, sealedSize } from './floe.ts';
import { joinDek } from './grants.ts';
import { type Manifest, verifyManifest } from './manifest.ts';
import { openRandomAccess, type RandomAccess, type ReadAt } from './range.ts';

export type OpenedObject = RandomAccess & {
  readonly manifest: Manifest;
  /**
   * Yields the whole plaintext and checks the digest of the manifest at the end: after a throw, what was yielded
   * must not be kept.
   *
   * @throws `seal.bad_segment`, `seal.truncated`, `seal.digest_mismatch`
   */
  readonly plaintext: () => AsyncGenerator<Bytes, void, undefined>;
};

export type BodySource = { readonly read: ReadAt; readonly length: number };

/**
 * Returns the object that `manifest` describes. The manifest must already be authenticated for its grant.
 *
 * @param sender - Ed25519 public key that must have signed; who it is was established by the caller.
 * @throws `seal.bad_signature`, `seal.bad_length`, `seal.wrong_object` when the body is not the pinned one,
 *   `seal.wrong_key` when the release secret does not belong to the share.
 */
export async function openObject(
  crypto: SealCrypto,
  body: BodySource,
  manifest: Manifest,
  releaseSecret: Bytes,
  sender: Bytes,
): Promise<OpenedObject> {
  if (!(await verifyManifest(crypto, sender, manifest))) throw SEAL.bad_signature();
  if (body.length !== sealedSize(manifest.size)) throw SEAL.bad_length();
  const header = await body.read(0, HEADER_LENGTH);
  if (!equal(header, fromBase64url(manifest.floe))) throw SEAL.wrong_object({ part: 'header' });
  const dek = joinDek(releaseSecret, fromBase64url(manifest.share));
  const key = { dek, oid: fromBase64url(manifest.oid) };
  const access = await openRandomAccess(crypto, key, body.read, manifest.size);
  return { ...access, manifest, plaintext: () => checkedPlaintext(crypto, access, manifest) };
}

export type ContainerGrant = {
  readonly identity: Identity;
  /** Asks the server for the release secret of this grant; it checks policy and factors before it answers. */
  readonly releaseSecretFor: (gid: Bytes) => Promise<Bytes>;
  readonly sender: Bytes;
};

/**
 * Returns the object in a container for the grant that `identity` opens.
 *
 * @throws `seal.wrong_identity` when no envelope is for this identity, `seal.wrong_object` and `seal.wrong_grant` when
 *   an envelope was moved, and what `readContainer` and `openObject` throw.
 */
export async function openContainer(
  crypto: SealCrypto,
  file: BodySource,
  grant: ContainerGrant,
): Promise<OpenedObject> {
  const container = await readContainer(file.read, file.length);
  const { entry, manifest } = await findOwn(container, grant.identity);
  if (manifest.oid !== base64url(container.oid)) throw SEAL.wrong_object({ part: 'oid' });
  if (manifest.gid !== base64url(entry.gid) || manifest.holder !== entry.kind) throw SEAL.wrong_grant();
  const body: BodySource = {
    read: (offset, length) => file.read(container.bodyOffset + offset, length),
    length: container.bodyLength,
  };
  return openObject(crypto, body, manifest, await grant.releaseSecretFor(entry.gid), grant.sender);
}

/** Tries each envelope; a damaged one is an error, one for somebody else is not. */
async function findOwn(container: Container, identity: Identity): Promise<{ entry: ParsedEntry; manifest: Manifest }> {
  for (const entry of container.entries) {
    if (entry.kind === 'label') continue;
    try {
      return { entry, manifest: await openEnvelope(identity, entry.bytes) };
    } catch (error) {
      if (!isForSomebodyElse(error)) throw error;
    }
  }
  throw SEAL.wrong_identity();
}

function isForSomebodyElse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'seal.wrong_identity';
}

async function* checkedPlaintext(
  crypto: SealCrypto,
  access: RandomAccess,
  manifest: Manifest,
): AsyncGenerator<Bytes, void, undefined> {
  const digests = digestsOf(crypto, manifest);
  for await (const block of access.whole()) {
    for (const digest of digests) await digest.update(block);
    yield block;
  }
  for (const { expected, root } of digests) {
    if (!equal(await root(), expected)) throw SEAL.digest_mismatch();
  }
}

type ExpectedDigest = LeavesDigest & { readonly expected: Bytes };

function digestsOf(crypto: SealCrypto, manifest: Manifest): ExpectedDigest[] {
  const digests: ExpectedDigest[] = [];
  if (manifest.leaves !== null) {
    digests.push({ ...createLeavesDigest(crypto), expected: fromBase64url(manifest.leaves) });
  }
  if (manifest.sha256 !== null) {
    const hash = crypto.sha256Stream();
    const update = async (piece: Uint8Array): Promise<void> => hash.update(piece);
    digests.push({ update, root: async () => hash.digest(), expected: fromBase64url(manifest.sha256) });
  }
  return digests;
}
