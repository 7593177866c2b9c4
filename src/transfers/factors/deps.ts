/** What the further factors of recipients need, derived from the installation's keys and address. */
import { keyedHash } from '../../access/keys.ts';
import { type Party, partyOf } from '../../access/factors/passkey.ts';
import { type Bytes, concat, fromUtf8, utf8 } from '../../base/bytes.ts';
import type { Secret } from '../../base/secret.ts';
import type { Fetch } from '../../channels/network.ts';
import { nodeOpaqueHash } from '../../seal/opaque/hash-node.ts';
import type { ServerKeys } from '../../seal/opaque/server.ts';
import { deriveKeyPair, expand, type Parties } from '../../seal/opaque/suite.ts';
import type { OpenDeps } from '../recipient-access.ts';

export type FactorKeys = {
  readonly opaque: ServerKeys;
  readonly parties: Parties;
  /** Of `parties`, for pages that do not know the public address. */
  readonly contextText: string;
  /** The relying party under a name; undefined where the address has no name. */
  readonly party: (name: string) => Party | undefined;
  /** 32 bytes for a record that nobody registered. */
  readonly fakeSeed: (credentialId: Bytes) => Bytes;
};

export type FactorDeps = OpenDeps & {
  readonly factors: FactorKeys;
  /** For places to sign in alone; each is kept to its own hosts. */
  readonly fetch: Fetch;
};

/**
 * @param key - `AccessKeys.factor`: a passphrase that was set under another key is not known any more.
 */
export function createFactorKeys(key: Secret<Bytes>, publicUrl: string): FactorKeys {
  const derive = (use: string): Bytes => expand(nodeOpaqueHash, key.reveal(), utf8(`entrepot opaque v1 ${use}`), 32);
  const oprfSeed = derive('oprf seed');
  return {
    opaque: { oprfSeed, pair: deriveKeyPair(derive('server key')) },
    parties: { context: opaqueContext(publicUrl) },
    contextText: fromUtf8(opaqueContext(publicUrl)),
    party: (name) => partyOf(publicUrl, name),
    fakeSeed: (credentialId) => keyedHash(key, concat(utf8('entrepot opaque v1 nobody '), credentialId)),
  };
}

/** Shared words of both sides (RFC 9807 section 6.4.2.1): a page of another host cannot carry a passphrase over. */
export function opaqueContext(publicUrl: string): Bytes {
  return utf8(`entrepot passphrase v1 ${new URL(publicUrl).host}`);
}
