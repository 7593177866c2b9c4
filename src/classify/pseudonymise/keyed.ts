/** Keyed choices: everything random-looking about a pseudonym comes from HMAC-SHA-256 (FIPS 198-1) under the key of its table. */
import { type Bytes, concat, utf8 } from '../../base/bytes.ts';

/** Bytes that only the key, the label and the value decide; as many as are asked for. */
export type Draw = {
  /** A number from 0 to `below` - 1. `below` is at most 2^24. */
  readonly number: (below: number) => number;
  readonly pick: <T>(from: readonly T[]) => T;
};

export type Keyed = {
  /** @param attempt - Raised when what was drawn is taken already. */
  readonly draw: (label: string, value: string, attempt: number) => Promise<Draw>;
  /** 32 bytes for one use of the key. */
  readonly derive: (label: string) => Promise<Bytes>;
};

export async function createKeyed(key: Bytes): Promise<Keyed> {
  const { subtle } = globalThis.crypto;
  const mac = await subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const sign = async (...parts: readonly string[]): Promise<Bytes> =>
    // Lengths before the parts, so that no two lists of parts give the same bytes.
    new Uint8Array(
      await subtle.sign('HMAC', mac, concat(...parts.flatMap((part) => [utf8(`${part.length}:`), utf8(part)]))),
    );
  return {
    draw: async (label, value, attempt) => drawFrom(await blocks(sign, label, value, attempt)),
    derive: (label) => sign('key', label),
  };
}

/** 96 bytes: 32 numbers of three bytes, which is more than any pseudonym draws before it begins anew. */
async function blocks(
  sign: (...parts: readonly string[]) => Promise<Bytes>,
  label: string,
  value: string,
  attempt: number,
): Promise<Bytes> {
  const counts = value.length > 24 ? [0, 1, 2, 3, 4, 5] : [0, 1, 2];
  return concat(
    ...(await Promise.all(counts.map((count) => sign('draw', label, value, String(attempt), String(count))))),
  );
}

function drawFrom(bytes: Bytes): Draw {
  let at = 0;
  const number = (below: number): number => {
    const word = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    at = (at + 3) % bytes.length;
    return word % below;
  };
  return {
    number,
    pick: (from) => {
      const chosen = from[number(from.length)];
      if (chosen === undefined) throw new RangeError('nothing to pick from');
      return chosen;
    },
  };
}
