import { array, assert, constantFrom, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffHunks, lineDiff } from './line-diff.ts';

const joined = (diff: ReturnType<typeof lineDiff>, left: 'removed' | 'added'): string =>
  diff
    .filter(({ kind }) => kind === 'same' || kind === left)
    .map(({ text }) => text)
    .join('\n');

describe('differences between texts', () => {
  it('hold both texts, whatever they are', () => {
    const text = array(constantFrom('a', 'b', 'c', 'forbid', ''), { maxLength: 30 }).map((all) => all.join('\n'));
    assert(
      property(text, text, (before, after) => {
        const diff = lineDiff(before, after);
        expect(joined(diff, 'removed')).toBe(before);
        expect(joined(diff, 'added')).toBe(after);
      }),
    );
  });

  it('are as few as can be', () => {
    const diff = lineDiff('one\ntwo\nthree\nfour', 'one\nthree\nfour\nfive');
    expect(diff.filter(({ kind }) => kind !== 'same')).toEqual([
      { kind: 'removed', text: 'two' },
      { kind: 'added', text: 'five' },
    ]);
  });

  it('of texts that have nothing in common take no longer than of others', () => {
    const many = (letter: string): string => Array.from({ length: 60_000 }, (_, at) => `${letter}${at}`).join('\n');
    const started = performance.now();
    expect(lineDiff(many('a'), many('b'))).toHaveLength(120_000);
    const some = (letter: string): string => Array.from({ length: 9_000 }, (_, at) => `${letter}${at}`).join('\n');
    expect(lineDiff(some('a'), some('b'))).toHaveLength(18_000);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('are shown with a few lines around them, numbered in both texts', () => {
    const before = Array.from({ length: 40 }, (_, at) => `line ${at + 1}`);
    const after = before.flatMap((text, at) => (at === 9 ? [] : at === 29 ? [text, 'new'] : [text]));
    const hunks = diffHunks(lineDiff(before.join('\n'), after.join('\n')), 2);
    expect(hunks.map(({ oldLine, newLine, lines }) => [oldLine, newLine, lines.length])).toEqual([
      [8, 8, 5],
      [29, 28, 5],
    ]);
  });
});
