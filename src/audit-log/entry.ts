/**
 * Log entries and the commitments in them. An entry is 52 bytes and says nothing by itself; the fields of the event
 * and their keys live in the database, so that a field is erased by deleting value and key, and disclosed alone.
 * Normative text: docs/spec/audit-log.md sections 2 and 3.
 */
import { type Bytes, concat, equal, u64be, utf8 } from '../base/bytes.ts';
import { type Json, canonicalJson } from '../base/canonical-json.ts';
import type { Random } from '../base/random.ts';
import { LOG } from './errors.ts';
import { HASH_SIZE, type Sha256, hmacSha256 } from './hash.ts';

/** Fields of an event in the order of their numbers. INVARIANT: only ever appended to; a number never changes meaning. */
export const EVENT_FIELDS = [
  'time',
  'actor',
  'subject',
  'object',
  'action',
  'legalBasis',
  'decision',
  'packVersions',
  'channel',
  'place',
  'detail',
] as const;

export type EventField = (typeof EVENT_FIELDS)[number];

/** A value for every field; `null` where a field does not apply, so that its absence is committed to as well. */
export type EventFields = { readonly [Field in EventField]: Json };

/** What an entry is, where that is meant to be public; everything else is an `event`. */
export const ENTRY_CLASSES = {
  event: 0,
  keyBinding: 1,
  configDigest: 2,
  softwareRelease: 3,
  shardLink: 4,
  erasure: 5,
} as const;
export type EntryClass = keyof typeof ENTRY_CLASSES;

export const ENTRY_BYTES = 52;
export const TAG_BYTES = 16;
const KEY_BYTES = 32;
const MAGIC = utf8('EN1');
const FIELD_DOMAIN = utf8('en/f/v1\0');
const EVENT_DOMAIN = utf8('en/e/v1\0');

/** `commitment` 32 bytes; `tag` 16 bytes, random or `subjectTag`. */
export type Entry = { readonly class: EntryClass; readonly commitment: Bytes; readonly tag: Bytes };

/** Returns the 52 bytes `EN1 || class || commitment || tag`. @throws `log.entry_malformed` for other lengths. */
export function encodeEntry(entry: Entry): Bytes {
  if (entry.commitment.length !== HASH_SIZE || entry.tag.length !== TAG_BYTES) throw LOG.entry_malformed();
  return concat(MAGIC, Uint8Array.of(ENTRY_CLASSES[entry.class]), entry.commitment, entry.tag);
}

/** Returns the parts of an entry. @throws `log.entry_malformed` for another length, version or class. */
export function parseEntry(bytes: Uint8Array): Entry {
  const entryClass = entryClassOf(bytes[3]);
  if (bytes.length !== ENTRY_BYTES || !equal(bytes.subarray(0, 3), MAGIC) || entryClass === undefined) {
    throw LOG.entry_malformed({ length: bytes.length });
  }
  return { class: entryClass, commitment: new Uint8Array(bytes.slice(4, 36)), tag: new Uint8Array(bytes.slice(36)) };
}

const CLASS_NAMES: readonly EntryClass[] = [
  'event',
  'keyBinding',
  'configDigest',
  'softwareRelease',
  'shardLink',
  'erasure',
];

/** Returns the name of a class byte, or undefined. */
export function entryClassOf(byte: unknown): EntryClass | undefined {
  return CLASS_NAMES.find((name) => ENTRY_CLASSES[name] === byte);
}

/** What the database keeps of an event besides its fields: by field number, the keys and the field hashes. */
export type CommittedEvent = {
  readonly entry: Bytes;
  readonly commitment: Bytes;
  readonly tag: Bytes;
  readonly keys: readonly Bytes[];
  readonly fieldHashes: readonly Bytes[];
};

/**
 * Returns the entry for an event, with 32 fresh random bytes as the key of each field. The tag is random unless given.
 *
 * @throws `canonical.not_json` for a value that canonical JSON cannot hold.
 */
export function commitEvent(
  deps: { readonly sha256: Sha256; readonly random: Random },
  event: { readonly class: EntryClass; readonly fields: EventFields; readonly tag?: Bytes },
): CommittedEvent {
  const keys: Bytes[] = [];
  const fieldHashes: Bytes[] = [];
  for (const [i, field] of EVENT_FIELDS.entries()) {
    const key = deps.random(KEY_BYTES);
    keys.push(key);
    fieldHashes.push(fieldHash(deps.sha256, i, key, event.fields[field]));
  }
  const commitment = commitmentOf(deps.sha256, fieldHashes);
  const tag = event.tag ?? deps.random(TAG_BYTES);
  return { entry: encodeEntry({ class: event.class, commitment, tag }), commitment, tag, keys, fieldHashes };
}

/**
 * Returns f_i = HMAC-SHA256(k_i, "en/f/v1" || 0x00 || u8 i || canonical JSON of the value).
 *
 * @throws `log.disclosure_malformed` for a key that is not exactly 32 bytes: HMAC pads shorter keys with zeros and
 * hashes longer ones, so with free lengths two keys could open one hash.
 */
export function fieldHash(sha256: Sha256, index: number, key: Bytes, value: Json): Bytes {
  if (key.length !== KEY_BYTES || index < 0 || index > 255) throw LOG.disclosure_malformed({ index });
  return hmacSha256(sha256, key, concat(FIELD_DOMAIN, Uint8Array.of(index), utf8(canonicalJson(value))));
}

/** Returns SHA-256("en/e/v1" || 0x00 || u8 n || f_0 || … || f_{n-1}). @throws `log.disclosure_malformed` */
export function commitmentOf(sha256: Sha256, fieldHashes: readonly Uint8Array[]): Bytes {
  const { length } = fieldHashes;
  if (length === 0 || length > 255 || fieldHashes.some((hash) => hash.length !== HASH_SIZE)) {
    throw LOG.disclosure_malformed({ fields: length });
  }
  return sha256(concat(EVENT_DOMAIN, Uint8Array.of(length), ...fieldHashes));
}

/**
 * Returns a person's tag number `counter`: the first 16 bytes of HMAC-SHA256(key, u64 counter). Who has the 32-byte
 * key finds the own entries and sees that no number is missing; to everybody else tags are noise.
 */
export function subjectTag(sha256: Sha256, subjectKey: Bytes, counter: number): Bytes {
  if (subjectKey.length !== KEY_BYTES || !Number.isSafeInteger(counter) || counter < 0) throw LOG.bad_key();
  return hmacSha256(sha256, subjectKey, u64be(counter)).slice(0, TAG_BYTES);
}
