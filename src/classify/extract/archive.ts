/** gzip (RFC 1952) and tar (POSIX ustar and pax, GNU long names): unpacked within the limits, file by file. */
import { Gunzip } from 'fflate';
import {
  type Budget,
  type Extraction,
  type Problem,
  type ReadNested,
  readable,
  UnreadableError,
  unreadable,
} from './result.ts';
import { crc32, isUnsafe } from './zip.ts';

const CHUNK = 16 * 1024;
const RATIO_LIMIT = 250;
const RATIO_FLOOR = 8 * 1024 * 1024;

export async function readGzip(bytes: Uint8Array, budget: Budget, nested: ReadNested): Promise<Extraction> {
  const type = 'application/gzip';
  if (budget.depthLeft <= 0) return unreadable('unreadable.too_deep', type);
  const content = gunzip(bytes, budget);
  budget.inflatedLeft -= content.length;
  const inner = await nested(content, budget);
  return { ...inner, contentType: type };
}

/** @throws UnreadableError bomb, damaged. */
function gunzip(bytes: Uint8Array, budget: Budget): Uint8Array {
  const pieces: Uint8Array[] = [];
  let length = 0;
  let members = 0;
  const stream = new Gunzip((chunk) => {
    length += chunk.length;
    if (length > budget.inflatedLeft || (length > RATIO_FLOOR && length > bytes.length * RATIO_LIMIT))
      throw new UnreadableError('unreadable.bomb');
    pieces.push(chunk);
  });
  stream.onmember = () => {
    members += 1;
  };
  try {
    for (let at = 0; at < bytes.length; at += CHUNK)
      stream.push(bytes.subarray(at, at + CHUNK), at + CHUNK >= bytes.length);
  } catch (error) {
    throw error instanceof UnreadableError ? error : new UnreadableError('unreadable.damaged');
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  // The last eight bytes are check and length of the last member, which is mostly the only one.
  const trailer = new DataView(
    bytes.buffer,
    bytes.byteOffset + Math.max(0, bytes.length - 8),
    Math.min(8, bytes.length),
  );
  const isWhole =
    trailer.byteLength === 8 && trailer.getUint32(0, true) === crc32(whole) && trailer.getUint32(4, true) === length;
  if (members <= 1 && !isWhole) throw new UnreadableError('unreadable.damaged');
  return whole;
}

const BLOCK = 512;

/** A tar archive says so in its first header. */
export function isTar(bytes: Uint8Array): boolean {
  return bytes.length >= BLOCK && ascii(bytes.subarray(257, 262)) === 'ustar' && isHeader(bytes.subarray(0, BLOCK));
}

export async function readTar(bytes: Uint8Array, budget: Budget, nested: ReadNested): Promise<Extraction> {
  const type = 'application/x-tar';
  if (budget.depthLeft <= 0) return unreadable('unreadable.too_deep', type);
  const { entries, isWhole } = tarEntries(bytes, budget.limits.entries);
  const parts: string[] = [];
  let problem: Problem | null = isWhole ? null : 'unreadable.damaged';
  if (entries.some(({ name }) => isUnsafe(name))) problem ??= 'unreadable.unsafe_names';
  for (const { name, content } of entries) {
    parts.push(name);
    if (content === null) continue;
    const inner = await nested(content, budget);
    parts.push(inner.text);
    if (inner.extracted !== 'full') problem ??= inner.problem;
  }
  return readable(parts.join('\n'), type, problem);
}

type TarEntry = { readonly name: string /** Null for folders and links. */; readonly content: Uint8Array | null };

/** @throws UnreadableError bomb. */
function tarEntries(
  bytes: Uint8Array,
  most: number,
): { readonly entries: readonly TarEntry[]; readonly isWhole: boolean } {
  const entries: TarEntry[] = [];
  let longName = '';
  let at = 0;
  while (at + BLOCK <= bytes.length) {
    const header = bytes.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) break;
    const size = sizeOf(header);
    const content = bytes.subarray(at + BLOCK, at + BLOCK + size);
    if (!isHeader(header) || content.length < size) return { entries, isWhole: false };
    const kind = String.fromCharCode(header[156] ?? 0);
    if (kind === 'L' || kind === 'x') longName = nameIn(content, kind);
    else {
      const isFile = kind === '0' || kind === '\0' || kind === '7';
      entries.push({ name: longName === '' ? nameOf(header) : longName, content: isFile ? content : null });
      longName = '';
    }
    if (entries.length > most) throw new UnreadableError('unreadable.bomb');
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  // Some programs leave the empty blocks at the end out; a piece of a header is an archive that was cut off.
  return { entries, isWhole: bytes.subarray(at, at + BLOCK).every((byte) => byte === 0) };
}

/** The check is the sum of the header with blanks in its own place. */
function isHeader(header: Uint8Array): boolean {
  const wanted = Number.parseInt(ascii(header.subarray(148, 156)).trim(), 8);
  let sum = 8 * 32;
  for (const [i, byte] of header.entries()) if (i < 148 || i >= 156) sum += byte;
  return sum === wanted;
}

/** Octal digits, or a binary number where the first bit is set. */
function sizeOf(header: Uint8Array): number {
  const field = header.subarray(124, 136);
  if (((field[0] ?? 0) & 0x80) === 0) return Number.parseInt(ascii(field).trim(), 8) || 0;
  return field.subarray(4).reduce((sum, byte) => sum * 256 + byte, 0);
}

function nameOf(header: Uint8Array): string {
  const prefix = text(header.subarray(345, 500));
  return prefix === '' ? text(header.subarray(0, 100)) : `${prefix}/${text(header.subarray(0, 100))}`;
}

function nameIn(content: Uint8Array, kind: 'L' | 'x'): string {
  const whole = text(content.subarray(0, 4096));
  return kind === 'L' ? whole : (/^\d+ path=(.*)$/m.exec(whole)?.[1] ?? '');
}

function text(field: Uint8Array): string {
  const end = field.indexOf(0);
  return new TextDecoder().decode(end === -1 ? field : field.subarray(0, end));
}

function ascii(field: Uint8Array): string {
  return String.fromCharCode(...field).replaceAll('\0', ' ');
}
