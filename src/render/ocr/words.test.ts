import { describe, expect, it } from 'vitest';
import { readBitmap } from './bitmap.ts';
import { repairMachineLine } from './machine-zone.ts';
import type { Word } from './tesseract.ts';
import { joinWords, machineBand } from './words.ts';

const word = (text: string, left: number, line = '1'): Word => ({
  text,
  left,
  top: 0,
  width: 20 * text.length,
  height: 20,
  confidence: 90,
  line,
});

describe('recognised words', () => {
  it('of Chinese are joined without spaces, unless there is a gap; numbers and Latin words keep theirs', () => {
    const line = [
      word('證件', 0),
      word('號碼', 42),
      word('1234567(8)', 90),
      word('Chan', 320),
      word('Tai', 410),
      word('姓名', 500),
      word('陳大文', 600),
    ];
    expect(joinWords(line)).toBe('證件號碼 1234567(8) Chan Tai 姓名 陳大文');
    expect(joinWords([word('2026', 0), word('年', 82), word('3', 104), word('月', 126)])).toBe('2026年3月');
  });

  it('of a machine-readable zone are found as a strip that is narrower than the page', () => {
    expect(machineBand([word('I<CHN1234567<<4<<<<<<<<<LLLL', 0), word('more', 0, '2')], 900)).toEqual({
      left: 2,
      top: 0,
      width: 896,
      height: 32,
    });
    expect(machineBand([word('a < b', 0)], 900)).toBeUndefined();
  });
});

describe('machine-readable lines', () => {
  it.each([
    ['I<CHN1234567<<4<<<<<<<<LLLLLLL', 'I<CHN1234567<<4<<<<<<<<<<<<<<<'],
    ['0103071M3101012CHN<<<<<<<<<<<O', '0103071M3101012CHN<<<<<<<<<<<0'],
    ['O1O3071M31O1012CHN<<<<<<<<<<0', '0103071M3101012CHN<<<<<<<<<<<0'],
    ['CHAN<<TAI<MANK<KLKLLLLLLLLLLLL', 'CHAN<<TAI<MAN<<<<<<<<<<<<<<<<<'],
    ['E000000019CHN0103071F3101012<<<<<<<<<<<<<<<0', 'E000000019CHN0103071F3101012<<<<<<<<<<<<<<<0'],
  ])('%s becomes %s', (raw, repaired) => {
    expect(repairMachineLine(raw)).toBe(repaired);
  });
});

describe('bitmaps', () => {
  it('of 24 bits are read from the bottom up, and nonsense is none', () => {
    const bytes = new Uint8Array(54 + 8);
    const view = new DataView(bytes.buffer);
    bytes.set([0x42, 0x4d]);
    view.setUint32(10, 54, true);
    view.setUint32(14, 40, true);
    view.setInt32(18, 1, true);
    view.setInt32(22, 2, true);
    view.setUint16(28, 24, true);
    bytes.set([1, 2, 3, 0, 4, 5, 6], 54);
    expect(readBitmap(bytes, 100)).toEqual({ data: Uint8Array.of(6, 5, 4, 3, 2, 1), width: 1, height: 2 });
    expect(readBitmap(bytes, 1)).toBeUndefined();
    expect(readBitmap(bytes.slice(0, 58), 100)).toBeUndefined();
  });
});
