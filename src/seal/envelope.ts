/**
 * Envelopes: a manifest in a small age v1 file (c2sp.org/age) with exactly one recipient. One recipient each, so that
 * a grant can be destroyed alone and no envelope lists who else has one.
 */
import {
  type Identity as AgeIdentity,
  Decrypter,
  Encrypter,
  generateHybridIdentity,
  identityToRecipient,
  type Recipient as AgeRecipient,
  Stanza,
} from 'age-encryption';
import { base64nopad } from '@scure/base';
import { type Bytes, base64url, ownBytes, utf8 } from '../base/bytes.ts';
import type { HybridStanza, SealCrypto } from './crypto.ts';
import { SEAL } from './errors.ts';
import { encodeManifest, type Manifest, parseManifest } from './manifest.ts';

/** An age identity: its text (`AGE-SECRET-KEY-PQ-1…`, `AGE-SECRET-KEY-1…`) or a non-extractable X25519 CryptoKey. */
export type Identity = Parameters<typeof identityToRecipient>[0];
export type RecipientKind = 'hybrid' | 'x25519';

export const MAX_ENVELOPE_LENGTH = 64 * 1024;
const VERSION_LINE = 'age-encryption.org/v1\n';
const STANZAS = ['-> mlkem768x25519 ', '-> X25519 '];
const NO_MATCH = 'no identity matched';

/** Returns a new identity for ML-KEM-768 with X25519, the default for every holder. Secret: its text is the key. */
export function generateIdentity(): Promise<string> {
  return generateHybridIdentity();
}

/** Returns the public recipient of an identity. @throws `seal.bad_key` when it is no identity. */
export async function recipientOf(identity: Identity): Promise<string> {
  try {
    return await identityToRecipient(identity);
  } catch {
    // The library's error is dropped on purpose: it may quote the identity.
    throw SEAL.bad_key();
  }
}

/** Returns the kind of a recipient text, or undefined when envelopes cannot be made for it. Check digits are not checked. */
export function recipientKind(recipient: string): RecipientKind | undefined {
  if (/^age1pq1[02-9ac-hj-np-z]{1940,1970}$/.test(recipient)) return 'hybrid';
  return /^age1[02-9ac-hj-np-z]{58}$/.test(recipient) ? 'x25519' : undefined;
}

/** Returns the first 128 bits of SHA-256 over a recipient text (base64url), for a person to compare. */
export async function recipientFingerprint(crypto: SealCrypto, recipient: string): Promise<string> {
  return base64url((await crypto.sha256(utf8(recipient))).subarray(0, 16));
}

/**
 * Returns a binary age file that only the holder of the recipient's identity can open.
 *
 * @param hybrid - A faster way to the same stanza; the library's own when left out.
 * @throws `seal.bad_recipient` for anything but one hybrid or X25519 recipient.
 */
export async function sealTo(recipient: string, plaintext: Uint8Array, hybrid?: HybridStanza): Promise<Bytes> {
  const kind = recipientKind(recipient);
  if (kind === undefined) throw SEAL.bad_recipient();
  const encrypter = new Encrypter();
  try {
    encrypter.addRecipient(kind === 'hybrid' && hybrid !== undefined ? fastRecipient(recipient, hybrid) : recipient);
  } catch {
    throw SEAL.bad_recipient();
  }
  try {
    return ownBytes(await encrypter.encrypt(plaintext));
  } catch {
    throw SEAL.bad_recipient();
  }
}

const HYBRID_STANZA = 'mlkem768x25519';

function fastRecipient(recipient: string, hybrid: HybridStanza): AgeRecipient {
  return {
    wrapFileKey: (fileKey) => {
      const { share, body } = hybrid.wrap(recipient, fileKey);
      return [new Stanza([HYBRID_STANZA, base64nopad.encode(share)], body)];
    },
  };
}

function fastIdentity(identity: string, hybrid: HybridStanza): AgeIdentity {
  return {
    unwrapFileKey: (stanzas) => {
      const stanza = stanzas.find((one) => one.args[0] === HYBRID_STANZA);
      const share = stanza?.args.length === 2 ? stanza.args[1] : undefined;
      if (stanza === undefined || share === undefined) return null;
      return hybrid.unwrap(identity, base64nopad.decode(share), stanza.body) ?? null;
    },
  };
}

/**
 * Returns the plaintext of a binary age file with exactly one stanza, hybrid or X25519.
 *
 * @throws `seal.wrong_identity` when it is for somebody else, `seal.bad_envelope` when it is damaged, too long, or of
 *   another shape, `seal.bad_key` when `identity` is none.
 */
export async function openWith(identity: Identity, envelope: Uint8Array, hybrid?: HybridStanza): Promise<Bytes> {
  requireOneStanza(envelope);
  const decrypter = new Decrypter();
  try {
    const isHybrid = typeof identity === 'string' && identity.startsWith('AGE-SECRET-KEY-PQ-1');
    decrypter.addIdentity(isHybrid && hybrid !== undefined ? fastIdentity(identity, hybrid) : identity);
  } catch {
    throw SEAL.bad_key();
  }
  try {
    return ownBytes(await decrypter.decrypt(envelope));
  } catch (error) {
    if (error instanceof Error && error.message.startsWith(NO_MATCH)) throw SEAL.wrong_identity();
    throw SEAL.bad_envelope({}, error);
  }
}

/** Returns the envelope of one grant. @throws `seal.bad_manifest`, `seal.bad_recipient` */
export async function createEnvelope(
  manifest: Manifest,
  recipient: string,
  by: Pick<SealCrypto, 'hybrid' | 'sealElsewhere'> = {},
): Promise<Bytes> {
  const plaintext = encodeManifest(manifest);
  return by.sealElsewhere?.(recipient, plaintext) ?? sealTo(recipient, plaintext, by.hybrid);
}

/**
 * Returns the manifest in an envelope. age does not say who made it: verify the signature (`verifyManifest`) and
 * compare `oid` and `gid` with what was asked for (`openContainer` does both).
 *
 * @throws as `openWith`, and `seal.bad_manifest`
 */
export async function openEnvelope(identity: Identity, envelope: Uint8Array, hybrid?: HybridStanza): Promise<Manifest> {
  return parseManifest(await openWith(identity, envelope, hybrid));
}

/** Refuses before any decryption what is not a short age file with one stanza: scrypt bombs, lists of recipients, armor. */
function requireOneStanza(envelope: Uint8Array): void {
  if (envelope.length > MAX_ENVELOPE_LENGTH) throw SEAL.bad_envelope({ part: 'length' });
  // Header lines are ASCII; the payload after them is not, and is not looked at.
  const text = Array.from(envelope.subarray(0, 4096), (byte) => String.fromCharCode(byte)).join('');
  const end = text.indexOf('\n--- ');
  if (!text.startsWith(VERSION_LINE) || end < 0) throw SEAL.bad_envelope({ part: 'header' });
  const stanzas = text
    .slice(VERSION_LINE.length, end)
    .split('\n')
    .filter((line) => line.startsWith('-> '));
  const [only] = stanzas;
  if (only === undefined || stanzas.length !== 1) throw SEAL.bad_envelope({ part: 'stanzas' });
  if (!STANZAS.some((start) => only.startsWith(start))) throw SEAL.bad_envelope({ part: 'stanza type' });
}
