/**
 * The 48 bits of a view as 210 code bits: view id and CRC-16, then a convolutional code of constraint length 7 and rate 1/3
 * (generators 133, 145, 175 octal), ended by six zero bits.
 */
import { concat, fromHex, readU16be, u16be } from '../../base/bytes.ts';

export const CODE_BITS = 210;
export const DATA_BITS = 64;
export const TAIL_BITS = 6;
export const GENERATORS = [0o133, 0o145, 0o175] as const;
const VIEW_BYTES = 6;

/** CRC-16 with polynomial 0x1021, start 0xFFFF, no reflection and no final xor. `123456789` gives 0x29B1. */
export function crc16(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1)
      crc = (crc & 0x8000) === 0 ? (crc << 1) & 0xffff : ((crc << 1) ^ 0x1021) & 0xffff;
  }
  return crc;
}

/** View id and CRC: 8 bytes. @throws when the view id is not 12 lower-case hex digits: another spelling would be another mark. */
export function payloadOf(viewId: string): Uint8Array {
  if (!/^[0-9a-f]{12}$/.test(viewId)) throw new RangeError('a view id is 12 lower-case hex digits');
  const bytes = fromHex(viewId);
  return concat(bytes, u16be(crc16(bytes)));
}

/** The first six bytes, when the CRC fits. One of 65,536 payloads of chance fits as well. */
export function viewOf(payload: Uint8Array): Uint8Array | undefined {
  const view = payload.subarray(0, VIEW_BYTES);
  return crc16(view) === readU16be(payload, VIEW_BYTES) ? view : undefined;
}

/** The code bits as +1 and -1. `payload`: 8 bytes, bits from the highest. */
export function encode(payload: Uint8Array): Int8Array {
  const code = new Int8Array(CODE_BITS);
  let register = 0;
  for (let at = 0; at < DATA_BITS + TAIL_BITS; at += 1) {
    const bit = at < DATA_BITS ? ((payload[at >> 3] ?? 0) >> (7 - (at & 7))) & 1 : 0;
    register = ((register << 1) | bit) & 127;
    for (const [output, generator] of GENERATORS.entries())
      code[3 * at + output] = parity(register & generator) === 1 ? 1 : -1;
  }
  return code;
}

/** 1 for an odd number of ones among the lowest eight bits. */
export function parity(value: number): number {
  const folded = value ^ (value >> 4);
  return (0x6996 >> (folded & 15)) & 1;
}
