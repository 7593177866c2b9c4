/**
 * Makes a ZIP archive that holds itself, by the well-known construction: a DEFLATE stream of two instructions, "the next n bytes" (a stored
 * block) and "the last n bytes again" (a match over its own distance), each five bytes long, that writes its own header, itself and its own
 * directory. The CRC-32 is part of what it covers; being linear, it is solved for.
 */
import { crc32 } from '../../src/classify/extract/zip.ts';
import { concat } from './made-compound.ts';

/** Lengths for which an instruction has five bytes: 35 more than the name has, and 258. */
const NAME = 'archive-that-holds-itself.zip.';
const TAIL = 253;

export function makeQuine(): Uint8Array {
  const at = (crc: number): number => crc32(write(crc));
  const zero = at(0);
  // crc(c) = M c + zero; wanted is c = crc(c), so (M + 1) c = zero.
  const rows: bigint[] = Array.from({ length: 32 }, (_, bit) => BigInt((zero >>> bit) & 1) << 32n);
  for (let column = 0; column < 32; column += 1) {
    const image = (at((1 << column) >>> 0) ^ zero ^ (1 << column)) >>> 0;
    for (const bit of rows.keys()) rows[bit] = (rows[bit] ?? 0n) | (BigInt((image >>> bit) & 1) << BigInt(column));
  }
  return write(solve(rows));
}

/** Gauss over one bit; bit 32 of each row is the right side. */
function solve(rows: bigint[]): number {
  let solution = 0;
  for (let column = 0; column < 32; column += 1) {
    const pivot = rows.findIndex((row, i) => i >= column && ((row >> BigInt(column)) & 1n) === 1n);
    if (pivot < 0) throw new Error('another name is needed');
    const row = rows[pivot] ?? 0n;
    rows[pivot] = rows[column] ?? 0n;
    rows[column] = row;
    for (const i of rows.keys())
      if (i !== column && (((rows[i] ?? 0n) >> BigInt(column)) & 1n) === 1n) rows[i] = (rows[i] ?? 0n) ^ row;
  }
  for (let column = 0; column < 32; column += 1) if ((rows[column] ?? 0n) >> 32n === 1n) solution |= 1 << column;
  return solution >>> 0;
}

function write(crc: number): Uint8Array {
  const name = new TextEncoder().encode(NAME);
  const head = 30 + name.length;
  const body = 10 + head + 5 + 10 + 10 + 25 + 5 + 25 + 5 + 25 + 5 + 10 + 5 + 5 + TAIL + 5;
  const size = head + body + TAIL;
  const about = (): number[] => [
    ...u16(20),
    ...u16(0),
    ...u16(8),
    ...u32(0x00210000),
    ...u32(crc),
    ...u32(body),
    ...u32(size),
    ...u16(name.length),
    ...u16(0),
  ];
  const header = Uint8Array.of(0x50, 0x4b, 3, 4, ...about(), ...name);
  const directory = [
    0x50,
    0x4b,
    1,
    2,
    ...u16(20),
    ...about(),
    ...u16(0),
    ...u16(0),
    ...u16(0),
    ...u32(0),
    ...u32(0),
    ...name,
  ];
  const end = [
    0x50,
    0x4b,
    5,
    6,
    ...u16(0),
    ...u16(0),
    ...u16(1),
    ...u16(1),
    ...u32(directory.length),
    ...u32(head + body),
  ];
  const comment = TAIL - directory.length - end.length - 2;
  const tail = Uint8Array.of(...directory, ...end, ...u16(comment), ...new Uint8Array(comment).fill(0x20));
  const [first, five, none, twenty, last] = [next(head + 5), next(5), next(0), next(20), next(TAIL + 5)];
  const [headAgain, twentyAgain, tailAgain] = [again(head + 5), again(20), again(TAIL + 5)];
  return concat(
    [
      [header, first, header, first, headAgain],
      [five, headAgain, five, five],
      [twenty, headAgain, five, five, twenty, twentyAgain],
      [twenty, twentyAgain, twenty, twentyAgain, twenty, twentyAgain],
      [twenty, twentyAgain, none, none, last, twentyAgain],
      [none, none, last, tailAgain, tail, tailAgain, tail],
    ].map((pieces) => concat(pieces)),
  );
}

function next(n: number): Uint8Array {
  return Uint8Array.of(0, ...u16(n), ...u16(n ^ 0xffff));
}

/** The last n bytes once more, in 40 bits: 20 as two matches of ten; others as one match and an empty block. */
function again(n: number): Uint8Array {
  const bits: number[] = [];
  const put = (value: number, count: number): void => {
    for (let i = 0; i < count; i += 1) bits.push((value >> i) & 1);
  };
  // Huffman codes go in from their first bit.
  const code = (value: number, count: number): void => {
    for (let i = count - 1; i >= 0; i -= 1) bits.push((value >> i) & 1);
  };
  const begin = (isLast: boolean): void => put((isLast ? 1 : 0) | 2, 3);
  begin(false);
  if (n === 20) {
    for (let match = 0; match < 2; match += 1) {
      code(264 - 256, 7);
      code(8, 5);
      put(n - 17, 3);
    }
  } else if (n === 258) {
    code(285 - 280 + 0b11000000, 8);
    code(16, 5);
    put(n - 257, 7);
  } else {
    code(276 - 256, 7);
    put(n - 59, 3);
    code(12, 5);
    put(n - 65, 5);
  }
  code(0, 7);
  if (n !== 20) {
    begin(n === 258);
    code(0, 7);
  }
  if (bits.length !== 40) throw new Error(`${n} takes ${bits.length} bits`);
  return Uint8Array.from({ length: 5 }, (_, byte) =>
    bits.slice(byte * 8, byte * 8 + 8).reduce((sum, bit, i) => sum | (bit << i), 0),
  );
}

const u16 = (n: number): number[] => [n & 255, (n >> 8) & 255];
const u32 = (n: number): number[] => [...u16(n & 0xffff), ...u16(n >>> 16)];
