/** Runs inside the browser: the entry that seal.test.ts bundles. Everything comes from what the package exports. */
import { base64url, concat, fromBase64url, hex } from '../../src/base/bytes.ts';
import {
  type ContainerEntry,
  containerStart,
  createEnvelope,
  createRecordsKey,
  decodeLinkShare,
  encodeLinkShare,
  generateIdentity,
  HEADER_LENGTH,
  joinRecordsShares,
  openContainer,
  openField,
  recipientOf,
  sealedSize,
  sealField,
  signManifest,
  splitDek,
} from '../../src/seal/index.ts';
import { webCrypto } from '../../src/seal/web-crypto.ts';
import { collect, FIXED_KEY, filled, fixedRandom, manifestFor, pattern, readFrom, sealBytes } from '../support/seal.ts';

const SEED = filled(32, 8);
const GID = filled(16, 3);

export const sealPage = {
  /** SHA-256 of the sealed body of a vector, to be compared with what Node wrote. */
  vector: async (size: number): Promise<string> =>
    hex(await webCrypto.sha256(await sealBytes(webCrypto, FIXED_KEY, pattern(size), fixedRandom()))),

  /** A container made here, with what is needed to open it elsewhere. */
  make: async (size: number): Promise<{ file: string; identity: string; releaseSecret: string }> => {
    const identity = await generateIdentity();
    const body = await sealBytes(webCrypto, FIXED_KEY, pattern(size));
    const { releaseSecret, share } = splitDek(FIXED_KEY.dek);
    const manifest = await signManifest(webCrypto, SEED, {
      ...manifestFor(FIXED_KEY, GID, share, body.slice(0, HEADER_LENGTH), size),
      sha256: base64url(await webCrypto.sha256(pattern(size))),
    });
    const envelope = await createEnvelope(manifest, await recipientOf(identity));
    const entry: ContainerEntry = { kind: 'recipient', gid: GID, envelope };
    const file = base64url(concat(containerStart(FIXED_KEY.oid, [entry]), body));
    return { file, identity, releaseSecret: base64url(releaseSecret) };
  },

  /** SHA-256 of the plaintext of a container, or the code of the error. */
  open: async (text: string, identity: string, releaseSecret: string): Promise<string> => {
    const file = fromBase64url(text);
    try {
      const grant = {
        identity,
        sender: await webCrypto.ed25519PublicKey(SEED),
        releaseSecretFor: async () => fromBase64url(releaseSecret),
      };
      const object = await openContainer(webCrypto, { read: readFrom(file), length: file.length }, grant);
      return hex(await webCrypto.sha256(await collect(object.plaintext())));
    } catch (error) {
      return error instanceof Error && 'code' in error ? String(error.code) : String(error);
    }
  },

  /** Link, records key and field, each there and back. */
  small: async (): Promise<readonly boolean[]> => {
    const share = filled(32, 5);
    const back = await decodeLinkShare(webCrypto, await encodeLinkShare(webCrypto, share));
    const records = await createRecordsKey(webCrypto);
    const identity = await joinRecordsShares(webCrypto, records.shares.slice(1), records.recipient);
    const key = { epoch: 1, bytes: share };
    const field = await openField(webCrypto, () => share, 'c', await sealField(webCrypto, key, 'c', share));
    return [hex(back) === hex(share), (await recipientOf(identity)) === records.recipient, hex(field) === hex(share)];
  },

  /** MB/s of sealing `mebibytes` in memory. */
  speed: async (mebibytes: number): Promise<number> => {
    const plaintext = pattern(mebibytes * 1024 * 1024);
    const start = performance.now();
    const sealed = await sealBytes(webCrypto, FIXED_KEY, plaintext);
    if (sealed.length !== sealedSize(plaintext.length)) throw new Error('wrong size');
    return plaintext.length / 1000 / (performance.now() - start);
  },
};

export type SealPage = typeof sealPage;
Object.assign(globalThis, { sealPage });
