import { describe, expect, it } from 'vitest';
import { nodeSha256 } from './hash-node.ts';
import { encodeEntry, subjectTag } from './entry.ts';
import { NUMBERS_AHEAD, watchTags } from './tags.ts';

const KEY = new Uint8Array(32).fill(7);
const OTHER = new Uint8Array(32).fill(8);

const entry = (key: Uint8Array<ArrayBuffer>, no: number) =>
  encodeEntry({ class: 'event', commitment: new Uint8Array(32).fill(no), tag: subjectTag(nodeSha256, key, no) });

function walk(numbers: readonly number[], count: number) {
  const watch = watchTags(nodeSha256, KEY, count);
  let index = 0;
  for (const no of numbers) {
    watch.onEntry(index, entry(KEY, no));
    watch.onEntry(index + 1, entry(OTHER, no));
    index += 2;
  }
  return watch.finish();
}

describe('entries that carry the tags of one person', () => {
  it('are whole when every number is there once, in whatever order, among those of others', () => {
    expect(walk([1, 0, 2], 3)).toEqual({ outcome: 'whole', indexes: [2, 0, 4] });
    expect(walk([], 0)).toEqual({ outcome: 'whole', indexes: [] });
  });

  it('are not whole when one is missing from the log', () => {
    expect(walk([0, 2], 3)).toEqual({ outcome: 'not_whole', missing: [1], leftOut: [], twice: [] });
  });

  it('are not whole when the list leaves one out, also behind a gap', () => {
    expect(walk([0, 1, 2], 2)).toMatchObject({ outcome: 'not_whole', leftOut: [2] });
    expect(walk([0, 1, 1 + NUMBERS_AHEAD], 2)).toMatchObject({ outcome: 'not_whole', leftOut: [1 + NUMBERS_AHEAD] });
  });

  it('are not whole when a number is there twice', () => {
    expect(walk([0, 1, 1], 2)).toMatchObject({ outcome: 'not_whole', twice: [1] });
  });

  it('need a key of 32 bytes', () => {
    expect(() => watchTags(nodeSha256, new Uint8Array(31), 1)).toThrow();
  });
});
