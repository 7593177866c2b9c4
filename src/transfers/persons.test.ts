import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex } from '../base/bytes.ts';
import { nodeCrypto } from '../seal/node-crypto.ts';
import { createPersonHasher, joinPersons, mergePersons, PERSON_BYTES, splitPersons } from './persons.ts';

const KEY = new Uint8Array(32).fill(7);
const hasher = createPersonHasher(nodeCrypto, KEY);
const hashes = async (keys: readonly string[]): Promise<string[]> => ((await hasher(keys)) ?? []).map(hex);

describe('hashes of persons', () => {
  it('are the same for the same key, 16 bytes long, and others under another index key', async () => {
    const [first, again, other] = await hashes(['hkid:A1234563', 'hkid:A1234563', 'hkid:A1234571']);
    expect(first).toBe(again);
    expect(first).not.toBe(other);
    expect(first?.length).toBe(2 * PERSON_BYTES);
    const elsewhere = await createPersonHasher(nodeCrypto, new Uint8Array(32).fill(8))(['hkid:A1234563']);
    expect(elsewhere?.map(hex)).not.toEqual([first]);
  });

  it('show nothing of the key', async () => {
    expect((await hashes(['email:maria@example.org'])).join('')).not.toContain(hex(new TextEncoder().encode('maria')));
  });

  it('are null for content that was not read, and none for content about nobody', async () => {
    expect(await hasher(null)).toBeNull();
    expect(await hasher([])).toEqual([]);
  });

  it('come back from the column as they were', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string(), { maxLength: 20 }), async (keys) => {
        const made = await hasher(keys);
        expect(splitPersons(joinPersons(made))?.map(hex)).toEqual(made?.map(hex));
      }),
    );
    expect(splitPersons(joinPersons(null))).toBeNull();
  });

  it('of several parts are one set, complete when every part was read', async () => {
    const message = await hasher(['a', 'b']);
    const file = await hasher(['b', 'c']);
    expect(mergePersons([message, file])).toMatchObject({ complete: true, hashes: { length: 3 } });
    expect(mergePersons([message, null])).toMatchObject({ complete: false, hashes: { length: 2 } });
    expect(mergePersons([])).toEqual({ complete: true, hashes: [] });
  });
});
