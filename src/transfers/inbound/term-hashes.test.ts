import { expect, it } from 'vitest';
import { hex, utf8 } from '../../base/bytes.ts';
import { nodeCrypto } from '../../seal/node-crypto.ts';
import { hashTerms, TERM_BYTES } from './term-hashes.ts';

const deps = (fill: number) => ({ crypto: nodeCrypto, keys: { index: new Uint8Array(32).fill(fill) } }) as never;

it('hashes of words are short, keyed, sorted, and hold nothing of the words', async () => {
  const terms = new Set(['貨櫃', 'container', '77']);
  const hashes = await hashTerms(deps(1), terms);
  expect(hashes.every((hash) => hash.length === TERM_BYTES)).toBe(true);
  expect(hashes.map(hex)).toEqual(hashes.map(hex).toSorted());
  expect((await hashTerms(deps(1), new Set(['77', 'container', '貨櫃']))).map(hex)).toEqual(hashes.map(hex));
  const other = await hashTerms(deps(2), terms);
  expect(other.map(hex).filter((one) => hashes.map(hex).includes(one))).toEqual([]);
  for (const term of terms) expect(hashes.map(hex).join()).not.toContain(hex(utf8(term)).slice(0, 12));
});
