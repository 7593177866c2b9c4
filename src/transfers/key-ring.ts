/** The keys of the gate, made on first use and kept in key files. */
import { type Bytes, fromHex, fromUtf8, hex, utf8 } from '../base/bytes.ts';
import type { Random } from '../base/random.ts';
import { type EpochKey, type EpochLookup, generateIdentity, recipientOf, type SealCrypto } from '../seal/index.ts';
import { type KeyDirectory, KEYS } from '../store/keys/key-directory.ts';

export type KeyRing = {
  /** Wraps release secrets and seals fields. A later epoch gets the next number and this one is destroyed in time. */
  readonly epoch: EpochKey;
  readonly epochLookup: EpochLookup;
  /** Keyed hashes for look-up by equality. */
  readonly index: Bytes;
  /** Custody `server`: shares are sealed to this age identity. */
  readonly custodian: { readonly identity: string; readonly recipient: string };
  /** Shares of grants that only let pages be seen are sealed to this age identity; the code that hands files over never asks for it. */
  readonly viewer: { readonly identity: string; readonly recipient: string };
  /** Signs manifests for the organisation. */
  readonly sender: { readonly seed: Bytes; readonly publicKey: Bytes };
  /** Seed of the audit log's Ed25519 key. */
  readonly logSeed: Bytes;
  /** Cookies, CSRF tokens and one-time codes of this server. */
  readonly server: Bytes;
};

const EPOCH = 1;

/**
 * Loads every key. Missing ones are made only in a new installation (`isNew`): a key made anew over old data would hide the loss and
 * seal new data under a key that nobody backed up.
 *
 * @throws `keys.missing` naming the file
 */
export async function loadKeyRing(
  stored: KeyDirectory,
  crypto: SealCrypto,
  random: Random,
  isNew: boolean,
): Promise<KeyRing> {
  const directory: KeyDirectory = isNew
    ? stored
    : { ...stored, create: (name) => Promise.reject(KEYS.missing({ file: name })) };
  const secret = async (name: string): Promise<Bytes> =>
    fromHex(fromUtf8((await directory.read(name)) ?? (await directory.create(name, utf8(hex(random(32)))))));
  const epoch: EpochKey = { epoch: EPOCH, bytes: await secret(`epoch-${EPOCH}.key`) };
  const pair = async (name: string): Promise<KeyRing['custodian']> => {
    const identity = fromUtf8(
      (await directory.read(name)) ?? (await directory.create(name, utf8(await generateIdentity()))),
    );
    return { identity, recipient: await recipientOf(identity) };
  };
  const seed = await secret('sender.key');
  return {
    epoch,
    epochLookup: (wanted) => (wanted === EPOCH ? epoch.bytes : undefined),
    index: await secret('index.key'),
    custodian: await pair('custodian.key'),
    viewer: await pair('viewer.key'),
    sender: { seed, publicKey: await crypto.ed25519PublicKey(seed) },
    logSeed: await secret('log.key'),
    server: await secret('server.key'),
  };
}
