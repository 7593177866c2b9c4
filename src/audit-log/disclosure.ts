/**
 * Disclosure: some fields of an event opened, the others as bare hashes, together leading to the commitment in the
 * log. Whether the entry is in the log is shown by a proof file (proof-file.ts) beside it.
 */
import { type Bytes, base64, fromBase64 } from '../base/bytes.ts';
import type { Json } from '../base/canonical-json.ts';
import {
  type CommittedEvent,
  ENTRY_CLASSES,
  EVENT_FIELDS,
  type EntryClass,
  type EventField,
  type EventFields,
  TAG_BYTES,
  commitmentOf,
  encodeEntry,
  entryClassOf,
  fieldHash,
  parseEntry,
} from './entry.ts';
import { LOG } from './errors.ts';
import { HASH_SIZE, type Sha256 } from './hash.ts';

export type FieldDisclosure =
  | { readonly kind: 'open'; readonly key: Bytes; readonly value: Json }
  | { readonly kind: 'hidden'; readonly hash: Bytes };

/** One item per field, in the order of the field numbers. */
export type Disclosure = {
  readonly class: EntryClass;
  readonly tag: Bytes;
  readonly fields: readonly FieldDisclosure[];
};

const MAX_FIELDS = 255;
const MAX_DISCLOSURE_CHARS = 1_000_000;

/** Returns the disclosure that opens `open` and hides every other field of an event. */
export function discloseEvent(
  event: Pick<CommittedEvent, 'entry' | 'keys' | 'fieldHashes'> & { readonly fields: EventFields },
  open: readonly EventField[],
): Disclosure {
  const { class: entryClass, tag } = parseEntry(event.entry);
  const fields = EVENT_FIELDS.map((field, i): FieldDisclosure => {
    const key = event.keys[i];
    const hash = event.fieldHashes[i];
    if (key === undefined || hash === undefined) throw LOG.disclosure_malformed({ index: i });
    return open.includes(field) ? { kind: 'open', key, value: event.fields[field] } : { kind: 'hidden', hash };
  });
  return { class: entryClass, tag, fields };
}

/** Returns the hashes of all fields, computed where opened and as given where hidden. @throws `log.disclosure_malformed` */
export function disclosedHashes(sha256: Sha256, fields: readonly FieldDisclosure[]): readonly Bytes[] {
  return fields.map((field, i) => (field.kind === 'open' ? fieldHash(sha256, i, field.key, field.value) : field.hash));
}

/** Returns the 52-byte entry that a disclosure leads to: its leaf hash is what the inclusion proof must show. */
export function disclosedEntry(sha256: Sha256, disclosure: Disclosure): Bytes {
  const commitment = commitmentOf(sha256, disclosedHashes(sha256, disclosure.fields));
  return encodeEntry({ class: disclosure.class, commitment, tag: disclosure.tag });
}

export type OpenedField = { readonly index: number; readonly name: EventField | undefined; readonly value: Json };

export type DisclosureCheck =
  | { readonly outcome: 'verified'; readonly opened: readonly OpenedField[] }
  | { readonly outcome: 'refused'; readonly code: 'log.commitment_mismatch' };

/**
 * Returns the opened fields when the disclosure belongs to `entry`. A field number that this version does not know
 * keeps its value and has no name.
 *
 * @throws `log.disclosure_malformed`, `log.entry_malformed`
 */
export function verifyDisclosure(sha256: Sha256, disclosure: Disclosure, entry: Bytes): DisclosureCheck {
  const expected = disclosedEntry(sha256, disclosure);
  if (base64(expected) !== base64(entry)) return { outcome: 'refused', code: 'log.commitment_mismatch' };
  const opened = disclosure.fields.flatMap((field, index) =>
    field.kind === 'open' ? [{ index, name: EVENT_FIELDS[index], value: field.value }] : [],
  );
  return { outcome: 'verified', opened };
}

/** Returns the JSON form of an evidence bundle: `{"class","tag","n","open":{"<i>":{"k","v"}},"hidden":{"<i>":…}}`. */
export function disclosureJson(disclosure: Disclosure): Json {
  const open: Record<string, Json> = {};
  const hidden: Record<string, Json> = {};
  for (const [i, field] of disclosure.fields.entries()) {
    if (field.kind === 'open') open[String(i)] = { k: base64(field.key), v: field.value };
    else hidden[String(i)] = base64(field.hash);
  }
  return {
    class: ENTRY_CLASSES[disclosure.class],
    tag: base64(disclosure.tag),
    n: disclosure.fields.length,
    open,
    hidden,
  };
}

/**
 * Returns the disclosure in a JSON text.
 *
 * @throws `log.disclosure_malformed` unless every field number below `n` is there exactly once, with nothing else.
 */
export function parseDisclosure(text: string): Disclosure {
  const { class: classNumber, tag, n, open, hidden, ...rest } = record(parseJson(text));
  const entryClass = entryClassOf(classNumber);
  if (entryClass === undefined || typeof n !== 'number' || !Number.isInteger(n) || n < 1 || n > MAX_FIELDS) {
    throw LOG.disclosure_malformed({ reason: 'head' });
  }
  const opened = record(open);
  const hiddenHashes = record(hidden);
  const given = Object.keys(opened).length + Object.keys(hiddenHashes).length;
  if (Object.keys(rest).length > 0 || given !== n) throw LOG.disclosure_malformed({ reason: 'members' });
  const fields = Array.from({ length: n }, (_, i): FieldDisclosure => {
    const hash = hiddenHashes[String(i)];
    return hash === undefined ? parseOpened(opened[String(i)]) : { kind: 'hidden', hash: bytesOf(hash, HASH_SIZE) };
  });
  return { class: entryClass, tag: bytesOf(tag, TAG_BYTES), fields };
}

function parseOpened(value: unknown): FieldDisclosure {
  const { k, v, ...rest } = record(value);
  if (!isJson(v, 0) || Object.keys(rest).length > 0) throw LOG.disclosure_malformed({ reason: 'field' });
  return { kind: 'open', key: bytesOf(k, HASH_SIZE), value: v };
}

function parseJson(text: string): unknown {
  if (text.length > MAX_DISCLOSURE_CHARS) throw LOG.disclosure_malformed({ reason: 'size' });
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw LOG.disclosure_malformed({ reason: 'json' }, cause);
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw LOG.disclosure_malformed({ reason: 'object' });
  }
  return Object.fromEntries(Object.entries(value));
}

function bytesOf(value: unknown, length: number): Bytes {
  const bytes = typeof value === 'string' ? base64Bytes(value) : undefined;
  if (bytes?.length !== length) throw LOG.disclosure_malformed({ reason: 'bytes' });
  return bytes;
}

function base64Bytes(text: string): Bytes | undefined {
  try {
    return fromBase64(text);
  } catch {
    return undefined;
  }
}

/** JSON.parse yields only JSON; what is left to refuse is nesting deep enough to exhaust the stack later. */
function isJson(value: unknown, depth: number): value is Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string')
    return true;
  if (typeof value !== 'object' || depth > 32) return false;
  return Object.values(value).every((member) => isJson(member, depth + 1));
}
