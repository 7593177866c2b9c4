import { describe, expect, it } from 'vitest';
import { WordsNear } from './words-near.ts';

describe('words near a place', () => {
  const text = `${'other '.repeat(30)}tell her ${'x '.repeat(700)}his end`;
  const at = text.indexOf('her ', 180);

  it('are found where stretches overlap, and in those far behind', () => {
    const words = new WordsNear(text, /\b(?:her|his)\b/g);
    expect(words.isAny(0, 100)).toBe(false);
    expect(words.isAny(90, at + 1)).toBe(true);
    expect(words.isAny(at + 3, at + 100)).toBe(false);
    expect(words.isAny(text.length - 20, text.length)).toBe(true);
  });

  it('are whole words, wherever the stretch is cut', () => {
    const words = new WordsNear(text, /\b(?:her|his)\b/g);
    // The stretch begins inside of "other".
    expect(words.isAny(2, 20)).toBe(false);
    expect(words.isWhole(90, at + 1)).toBe(false);
    expect(words.isWhole(90, at + 3)).toBe(true);
  });
});
