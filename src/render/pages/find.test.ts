import { describe, expect, it } from 'vitest';
import type { Box, PageText } from './drawable.ts';
import { findOnPage } from './find.ts';

/** Characters a hundredth of the page wide, 40 to a line. */
function page(text: string): PageText {
  const boxes: (Box | undefined)[] = [];
  let [x, y] = [0, 0];
  for (const character of text) {
    if (character === '\n') [x, y] = [0, y + 0.05];
    for (let unit = 0; unit < character.length; unit += 1)
      boxes.push(character === '\n' ? undefined : [x, y, x + 0.01, y + 0.02]);
    if (character !== '\n') x += 0.01;
  }
  return { text, boxes };
}

const count = (text: string, query: string): number => findOnPage(page(text), query, 500).length;

describe('finding a text on a page', () => {
  it.each([
    ['case', 'Agreement', 'aGREEMENT'],
    ['width of letters', 'ＡＢＣ１２３', 'abc123'],
    ['width of kana', 'ﾃｽﾄ', 'テスト'],
    ['composition', 'Cafe\u0301', 'café'],
    ['composition the other way', 'Jo\u00e3o', 'joa\u0303o'],
    ['ligatures', 'o\ufb03ce', 'office'],
    ['a line end between words', 'first\nword', 'first word'],
    ['a line end within Chinese', '採購\n合同', '採購合同'],
    ['spaces beside Chinese', '2026 年 3 月', '2026年3月'],
    ['characters that are not seen', 'con\u200btract', 'contract'],
  ])('does not mind %s', (_, text, query) => {
    expect(count(text, query)).toBe(1);
  });

  it('does not find part of a character, nor one script in another', () => {
    expect(count('각', '가')).toBe(0);
    expect(count('e\u0301', 'e')).toBe(0);
    expect(count('\ufb03', 'f')).toBe(0);
    expect(count('合約', '合约')).toBe(0);
  });

  it('says where: one rectangle for each line', () => {
    const [[first, second, ...others] = []] = findOnPage(page('xx採購\n合同yy'), '採購合同', 10);
    expect(first).toEqual({ x: 0.02, y: 0, width: 0.02, height: 0.02 });
    expect(second?.x).toBe(0);
    expect(second?.width).toBeCloseTo(0.02);
    expect(others).toEqual([]);
  });

  it('counts places that do not overlap, and stops where it is told to', () => {
    expect(count('aaaa', 'aa')).toBe(2);
    expect(findOnPage(page('a'.repeat(900)), 'a', 500)).toHaveLength(500);
  });

  it('finds nothing for nothing', () => {
    expect(count('text', '')).toBe(0);
    expect(count('text', ' \n\u200b ')).toBe(0);
    expect(count('', 'text')).toBe(0);
  });
});
