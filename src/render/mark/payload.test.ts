import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex, utf8 } from '../../base/bytes.ts';
import { crc16, encode, parity, payloadOf, viewOf } from './payload.ts';
import { decode } from './viterbi.ts';

const viewId = fc.uint8Array({ minLength: 6, maxLength: 6 }).map(hex);

describe('the payload of the mark', () => {
  it('has the check value of its CRC', () => {
    expect(crc16(utf8('123456789'))).toBe(0x29b1);
  });

  it('takes a view id in one spelling only', () => {
    for (const wrong of ['', 'FEA6EAECA9CA', 'fea6eaeca9c', 'fea6eaeca9caa', 'fea6eaeca9cg', ' fea6eaeca9c'])
      expect(() => payloadOf(wrong)).toThrow(RangeError);
  });

  it('counts parity of up to eight bits', () => {
    for (let value = 0; value < 256; value += 1)
      expect(parity(value)).toBe([...value.toString(2)].filter((bit) => bit === '1').length % 2);
  });

  it('is read back from its code, whatever it is', () => {
    fc.assert(
      fc.property(viewId, (id) => {
        const read = viewOf(decode(Float64Array.from(encode(payloadOf(id)))));
        expect(read && hex(read)).toBe(id);
      }),
      { numRuns: 50 },
    );
  });

  it('is read back although 25 of its 210 bits are wrong and 40 are unknown', () => {
    fc.assert(
      fc.property(viewId, fc.integer({ min: 0, max: 13 }), (id, shift) => {
        const soft = Float64Array.from(encode(payloadOf(id)), (value, at) => {
          const place = (at * 89 + 7 * shift) % 210;
          return place < 25 ? -0.6 * value : place < 65 ? 0 : value;
        });
        const read = viewOf(decode(soft));
        expect(read && hex(read)).toBe(id);
      }),
      { numRuns: 50 },
    );
  });

  it('is not found in noise', () => {
    let state = 1;
    const noise = (): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 31 - 1;
    };
    for (let n = 0; n < 50; n += 1) expect(viewOf(decode(Float64Array.from({ length: 210 }, noise)))).toBeUndefined();
  });

  it('refuses a codeword of another length', () => {
    expect(() => decode(new Float64Array(209))).toThrow(RangeError);
  });
});
