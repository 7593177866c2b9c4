/**
 * The manifest: what an envelope carries about one object and one grant. Canonical JSON (RFC 8785), a fixed set of
 * members, signed by the sender. Parsed by hand, so that the recipient's page needs no schema library.
 */
import { type Bytes, base64url, concat, equal, fromBase64url, fromUtf8, utf8 } from '../base/bytes.ts';
import { canonicalJson } from '../base/canonical-json.ts';
import type { SealCrypto } from './crypto.ts';
import { SEAL } from './errors.ts';
import { HEADER_LENGTH } from './floe.ts';

export const HOLDERS = ['custodian', 'viewer', 'recipient', 'records'] as const;
export type Holder = (typeof HOLDERS)[number];
export const PERMISSIONS = ['view', 'download', 'records'] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** Byte strings are base64url without padding; times are whole Unix seconds. Members that do not apply are null. */
export type Manifest = {
  readonly v: 1;
  /** 16 bytes: the object. */
  readonly oid: string;
  /** 16 bytes: the grant. */
  readonly gid: string;
  readonly holder: Holder;
  readonly perm: Permission;
  /** 32 bytes: DEK xor release secret. */
  readonly share: string;
  readonly rel: 'xor';
  /** The 74-byte FLOE header, pinned. */
  readonly floe: string;
  /** Bytes of plaintext. */
  readonly size: number;
  /** SHA-256 of the plaintext, or null when only `leaves` was computed. */
  readonly sha256: string | null;
  /** Merkle root over the SHA-256 of each segment (digest.ts), or null when only `sha256` was computed. */
  readonly leaves: string | null;
  readonly name: string;
  /** Media type as the sender gave it; never trusted for display. */
  readonly media: string;
  /** The object that this one replaces. */
  readonly prev: string | null;
  readonly nbf: number | null;
  readonly exp: number | null;
  /** Identifier of the policy decision that allowed the grant. */
  readonly decision: string | null;
  /** 32 bytes: the sender's Ed25519 public key. */
  readonly sender: string;
  /** 64 bytes: Ed25519 by `sender`. */
  readonly sig: string;
};

export type UnsignedManifest = Omit<Manifest, 'sender' | 'sig'>;

const MAX_BYTES = 16 * 1024;
const MAX_NAME = 255;
const SIGN_PREFIX = 'entrepot.sealed/v1/sign\0';
const MEDIA_SHAPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/;
/** Control characters, path separators, and the marks that reorder text on screen (`exe.fdp` shown as `pdf.exe`). */
const UNSAFE_IN_NAME = /[\p{Cc}\p{Zl}\p{Zp}/\\\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Returns a name that a manifest may carry: unsafe characters become `_`, an empty name becomes `file`. */
export function toManifestName(raw: string): string {
  const cleaned = raw
    .replace(/[\ud800-\udfff]/gu, '_')
    .replace(UNSAFE_IN_NAME, '_')
    .trim();
  const name = cleaned.length > MAX_NAME ? shorten(cleaned) : cleaned;
  return isName(name) ? name : 'file';
}

/** Keeps the start and the end, where the file type stands, and tears no surrogate pair. */
function shorten(name: string): string {
  const half = Math.floor(MAX_NAME / 2);
  const start = name.slice(0, half).replace(/[\ud800-\udbff]$/, '');
  return start + name.slice(-half).replace(/^[\udc00-\udfff]/, '');
}

/** Returns the manifest as canonical UTF-8 bytes. @throws `seal.bad_manifest` when it is not a valid manifest. */
export function encodeManifest(manifest: Manifest): Bytes {
  if (!isManifest(manifest)) throw SEAL.bad_manifest({ part: badMember(manifest) });
  return utf8(canonicalJson(manifest));
}

/**
 * Returns the manifest in `bytes`. Only the canonical form is taken: no other spelling, member or order.
 * The signature is not checked here: see `verifyManifest`.
 *
 * @throws `seal.bad_manifest`
 */
export function parseManifest(bytes: Uint8Array): Manifest {
  if (bytes.length > MAX_BYTES) throw SEAL.bad_manifest({ part: 'length' });
  let text: string;
  let value: unknown;
  try {
    text = fromUtf8(bytes);
    value = JSON.parse(text);
  } catch (cause) {
    throw SEAL.bad_manifest({ part: 'json' }, cause);
  }
  if (!isManifest(value)) throw SEAL.bad_manifest({ part: badMember(value) });
  // JSON.parse keeps the last of two equal members; comparing with the canonical form refuses them.
  if (canonicalJson(value) !== text) throw SEAL.bad_manifest({ part: 'canonical' });
  return value;
}

/**
 * Returns SHA-256 of the statement that is signed: the manifest without what differs between holders of the same
 * grant of rights (`share`, `gid`, `holder`, `rel`) and without `sig`. The audit event carries the same digest.
 */
export async function manifestDigest(crypto: SealCrypto, manifest: Omit<Manifest, 'sig'>): Promise<Bytes> {
  // Canonical JSON leaves out members that are undefined.
  const left = { share: undefined, gid: undefined, holder: undefined, rel: undefined, sig: undefined };
  const statement = { ...manifest, ...left };
  return crypto.sha256(utf8(canonicalJson(statement)));
}

/** Returns the manifest with `sender` and `sig` set from the sender's 32-byte Ed25519 seed. */
export async function signManifest(crypto: SealCrypto, seed: Bytes, manifest: UnsignedManifest): Promise<Manifest> {
  const sender = base64url(await crypto.ed25519PublicKey(seed));
  const message = concat(utf8(SIGN_PREFIX), await manifestDigest(crypto, { ...manifest, sender }));
  const signed: Manifest = { ...manifest, sender, sig: base64url(await crypto.ed25519Sign(seed, message)) };
  if (!isManifest(signed)) throw SEAL.bad_manifest({ part: badMember(signed) });
  return signed;
}

/** Returns whether `manifest` was signed by exactly this public key. Whether the key is trusted is the caller's knowledge. */
export async function verifyManifest(crypto: SealCrypto, publicKey: Bytes, manifest: Manifest): Promise<boolean> {
  if (!equal(fromBase64url(manifest.sender), publicKey)) return false;
  const message = concat(utf8(SIGN_PREFIX), await manifestDigest(crypto, manifest));
  return crypto.ed25519Verify(publicKey, message, fromBase64url(manifest.sig));
}

const isOid = bytesOf(16);
const isDigest = orNull(bytesOf(32));
const isTime = orNull(isCount);

const MEMBERS: { readonly [K in keyof Manifest]: (value: unknown) => boolean } = {
  v: (value) => value === 1,
  oid: isOid,
  gid: isOid,
  holder: oneOf(HOLDERS),
  perm: oneOf(PERMISSIONS),
  share: bytesOf(32),
  rel: (value) => value === 'xor',
  floe: bytesOf(HEADER_LENGTH),
  size: isCount,
  sha256: isDigest,
  leaves: isDigest,
  name: isName,
  media: (value) => typeof value === 'string' && MEDIA_SHAPE.test(value),
  prev: orNull(isOid),
  nbf: isTime,
  exp: isTime,
  decision: orNull((value) => typeof value === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(value)),
  sender: bytesOf(32),
  sig: bytesOf(64),
};

/** What each holder may be granted (docs/spec/sealed-object.md section 5). */
const PERMISSIONS_OF: { readonly [K in Holder]: readonly Permission[] } = {
  custodian: ['view', 'download'],
  viewer: ['view'],
  recipient: ['download'],
  records: ['records'],
};

function isManifest(value: unknown): value is Manifest {
  return badMember(value) === '';
}

/** Returns the name of the first member that is not as it must be, or the empty text. */
function badMember(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'json';
  const members = new Map<string, unknown>(Object.entries(value));
  for (const [name, check] of Object.entries(MEMBERS)) {
    if (!members.has(name) || !check(members.get(name))) return name;
  }
  if (members.size !== Object.keys(MEMBERS).length) return 'unknown member';
  if (members.get('sha256') === null && members.get('leaves') === null) return 'sha256';
  const holder = HOLDERS.find((known) => known === members.get('holder'));
  const allowed = holder !== undefined && PERMISSIONS_OF[holder].some((perm) => perm === members.get('perm'));
  return allowed ? '' : 'perm';
}

function bytesOf(length: number): (value: unknown) => boolean {
  return (value) => {
    if (typeof value !== 'string' || value.length !== Math.ceil((length * 4) / 3)) return false;
    try {
      return fromBase64url(value).length === length;
    } catch {
      return false;
    }
  };
}

function orNull(check: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => value === null || check(value);
}

function oneOf(values: readonly string[]): (value: unknown) => boolean {
  return (value) => typeof value === 'string' && values.includes(value);
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isName(value: unknown): boolean {
  if (typeof value !== 'string' || value.length === 0 || value.length > MAX_NAME) return false;
  if (value === '.' || value === '..' || value !== value.trim()) return false;
  // A lone surrogate matches here only outside a pair, because of the u flag.
  return !/[\ud800-\udfff]/u.test(value) && value.search(UNSAFE_IN_NAME) === -1;
}
