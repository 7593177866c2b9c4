/**
 * The `.sealed` export container, version 1: envelopes and body of one object in one file. The layout and the rules
 * for readers are docs/spec/sealed-object.md sections 6 and 7. Custodian envelopes have no entry type: they never leave.
 */
import { type Bytes, concat, equal, readU16be, readU32be, u16be, u32be, utf8 } from '../base/bytes.ts';
import { MIB } from '../base/units.ts';
import { SEAL } from './errors.ts';
import { HEADER_LENGTH, plaintextSize } from './floe.ts';
import type { ReadAt } from './range.ts';
import { OID_LENGTH } from './stream.ts';

/** A sealed grant for one holder, or a text that anybody may read. */
export type ContainerEntry =
  | { readonly kind: 'recipient' | 'viewer' | 'records'; readonly gid: Bytes; readonly envelope: Bytes }
  | { readonly kind: 'label'; readonly text: string };

export type Container = {
  readonly oid: Bytes;
  readonly entries: readonly ParsedEntry[];
  /** Where the FLOE header starts; segment k starts at `bodyOffset + 74 + k * 1,048,576`. */
  readonly bodyOffset: number;
  readonly bodyLength: number;
};

export type ParsedEntry = {
  readonly kind: ContainerEntry['kind'];
  readonly gid: Bytes;
  /** The age file, or the UTF-8 text of a label. */
  readonly bytes: Bytes;
};

const MAGIC = Uint8Array.of(0x89, 0x53, 0x4c, 0x44, 0x0d, 0x0a, 0x1a, 0x0a);
const VERSION = 1;
const SUITE_FLOE = 1;
const NO_FLAGS = 0;
const START_LENGTH = 32;
const GID_LENGTH = 16;
const ENTRY_START = 4 + GID_LENGTH + 4;
const MAX_ENTRIES_LENGTH = MIB;
const TYPES = { recipient: 1, viewer: 2, records: 3, label: 4 } as const;

/**
 * Returns the bytes before the body: start and entries.
 *
 * @throws `seal.bad_container` when the entries are longer than 1 MiB, `seal.bad_object_id`
 */
export function containerStart(oid: Bytes, entries: readonly ContainerEntry[]): Bytes {
  if (oid.length !== OID_LENGTH) throw SEAL.bad_object_id({ length: oid.length });
  const section = concat(...entries.map(encodeEntry));
  if (section.length > MAX_ENTRIES_LENGTH) throw SEAL.bad_container({ part: 'entries' });
  const fixed = concat(Uint8Array.of(VERSION, SUITE_FLOE), u16be(NO_FLAGS), u32be(section.length));
  return concat(MAGIC, fixed, oid, section);
}

/** Yields a whole container. `body` is the sealed body as the store keeps it; its bytes pass through unchanged. */
export async function* writeContainer(
  oid: Bytes,
  entries: readonly ContainerEntry[],
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield containerStart(oid, entries);
  yield* body;
}

/**
 * Returns the parts of a container of `length` bytes. Nothing is decrypted: that an entry belongs to this object is
 * known only after its envelope was opened (`openContainer`).
 *
 * @throws `seal.bad_container`, `seal.unsupported`, `seal.truncated`, `seal.bad_length`
 */
export async function readContainer(read: ReadAt, length: number): Promise<Container> {
  if (length < START_LENGTH + HEADER_LENGTH) throw SEAL.truncated({ part: 'start' });
  const start = await readExactly(read, 0, START_LENGTH);
  if (!equal(start.subarray(0, 8), MAGIC)) throw SEAL.bad_container({ part: 'magic' });
  if (start[8] !== VERSION) throw SEAL.unsupported({ part: 'version' });
  if (start[9] !== SUITE_FLOE) throw SEAL.unsupported({ part: 'suite' });
  // An unknown flag may change the meaning of what follows: refuse rather than guess.
  if (readU16be(start, 10) !== NO_FLAGS) throw SEAL.unsupported({ part: 'flags' });
  const entriesLength = readU32be(start, 12);
  if (entriesLength > MAX_ENTRIES_LENGTH) throw SEAL.bad_container({ part: 'entries' });
  const bodyOffset = START_LENGTH + entriesLength;
  const bodyLength = length - bodyOffset;
  if (bodyLength < HEADER_LENGTH) throw SEAL.truncated({ part: 'entries' });
  plaintextSize(bodyLength);
  const entries = parseEntries(await readExactly(read, START_LENGTH, entriesLength));
  return { oid: start.slice(16, START_LENGTH), entries, bodyOffset, bodyLength };
}

async function readExactly(read: ReadAt, offset: number, length: number): Promise<Bytes> {
  const bytes = await read(offset, length);
  if (bytes.length !== length) throw SEAL.truncated({ part: 'read' });
  return bytes;
}

function encodeEntry(entry: ContainerEntry): Bytes {
  const gid = entry.kind === 'label' ? new Uint8Array(GID_LENGTH) : entry.gid;
  const bytes = entry.kind === 'label' ? utf8(entry.text) : entry.envelope;
  if (gid.length !== GID_LENGTH) throw SEAL.bad_container({ part: 'gid' });
  return concat(Uint8Array.of(TYPES[entry.kind], 0, 0, 0), gid, u32be(bytes.length), bytes);
}

function parseEntries(section: Bytes): ParsedEntry[] {
  const entries: ParsedEntry[] = [];
  for (let at = 0; at < section.length; ) {
    if (section.length - at < ENTRY_START) throw SEAL.bad_container({ part: 'entry' });
    const kind = kindOf(section[at]);
    const padding = section.subarray(at + 1, at + 4);
    if (!equal(padding, new Uint8Array(3))) throw SEAL.bad_container({ part: 'padding' });
    const gid = section.slice(at + 4, at + 4 + GID_LENGTH);
    if (kind === 'label' && !equal(gid, new Uint8Array(GID_LENGTH))) throw SEAL.bad_container({ part: 'gid' });
    const length = readU32be(section, at + ENTRY_START - 4);
    const start = at + ENTRY_START;
    if (length > section.length - start) throw SEAL.bad_container({ part: 'entry' });
    entries.push({ kind, gid, bytes: section.slice(start, start + length) });
    at = start + length;
  }
  return entries;
}

function kindOf(type: number | undefined): ContainerEntry['kind'] {
  if (type === TYPES.recipient) return 'recipient';
  if (type === TYPES.viewer) return 'viewer';
  if (type === TYPES.records) return 'records';
  if (type === TYPES.label) return 'label';
  throw SEAL.unsupported({ part: 'entry type' });
}
