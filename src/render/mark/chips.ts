/** The chips of a layer: +1 or -1 each. About half carry the view id, the others are the view's fingerprint. */
import { CODE_BITS } from './payload.ts';
import { keystream } from './streams.ts';

/** What the chips of a page are for; the same for all its views. */
export type Carrier = {
  /** 1 where a chip carries the payload, 0 where it is fingerprint. */
  readonly isPayload: Uint8Array;
  /** +1 or -1, by which a payload chip is multiplied. */
  readonly sign: Int8Array;
  /** Which of the 210 code bits a payload chip carries. */
  readonly bit: Uint8Array;
};

export function carrierOf(carrierKey: Uint8Array, count: number): Carrier {
  const stream = keystream(carrierKey, 4 * count);
  const carrier = { isPayload: new Uint8Array(count), sign: new Int8Array(count), bit: new Uint8Array(count) };
  for (let k = 0, at = 0; k < count; k += 1, at += 4) {
    carrier.isPayload[k] = (stream[at] ?? 0) & 1;
    carrier.sign[k] = signOf(stream[at + 1] ?? 0);
    carrier.bit[k] = (256 * (stream[at + 2] ?? 0) + (stream[at + 3] ?? 0)) % CODE_BITS;
  }
  return carrier;
}

/** +1 and -1 of the view, for all chips; only those that carry no payload are used. */
export function fingerprintOf(fingerprintKey: Uint8Array, count: number): Int8Array {
  return Int8Array.from(keystream(fingerprintKey, count), signOf);
}

/** The chips as they are drawn. `code`: from payload.ts. */
export function chipsOf(carrierKey: Uint8Array, fingerprintKey: Uint8Array, code: Int8Array, count: number): Int8Array {
  const carrier = keystream(carrierKey, 4 * count);
  const fingerprint = keystream(fingerprintKey, count);
  const chips = new Int8Array(count);
  for (let k = 0, at = 0; k < count; k += 1, at += 4) {
    if (((carrier[at] ?? 0) & 1) === 0) chips[k] = signOf(fingerprint[k] ?? 0);
    else {
      const bit = (256 * (carrier[at + 2] ?? 0) + (carrier[at + 3] ?? 0)) % CODE_BITS;
      chips[k] = signOf(carrier[at + 1] ?? 0) * (code[bit] ?? 0);
    }
  }
  return chips;
}

function signOf(byte: number): number {
  return 2 * (byte & 1) - 1;
}
