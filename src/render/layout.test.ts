import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FormField } from '../model/form-document.ts';
import { breakable, columnShares, evenRows, groupFields, type Table } from './layout.ts';

const field: FormField = { kind: 'field', number: null, label: 'a', value: 'b', missing: false, hint: null };
const table = (head: readonly string[], ...rows: readonly (readonly string[])[]): Table => ({
  kind: 'table',
  head,
  rows,
});

describe('groupFields', () => {
  it('joins fields that follow each other, and keeps the order', () => {
    const heading = { kind: 'heading', text: 'h' } as const;
    expect(groupFields([field, field, heading, field])).toEqual([
      { kind: 'fields', items: [field, field] },
      heading,
      { kind: 'fields', items: [field] },
    ]);
    expect(groupFields([])).toEqual([]);
  });
});

describe('columnShares', () => {
  it('gives a column of long lines more, and keeps short words whole', () => {
    const [number = 0, text = 0] = columnShares(table(['#', 'Text'], ['1', '一段很長的文字，'.repeat(5)]));
    expect(text).toBeGreaterThan(3 * number);
    const crowded = columnShares(table(Array.from({ length: 8 }, (_, i) => (i === 0 ? 'País' : 'x'.repeat(200)))));
    expect((crowded[0] ?? 0) * 104).toBeGreaterThan(6);
  });

  it('sums to one for any table, without a column of nothing', () => {
    const rows = fc.array(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 12 }), { maxLength: 5 });
    fc.assert(
      fc.property(rows, (all) => {
        const shares = columnShares(table(all[0] ?? [], ...all));
        if (shares.length === 0) return;
        expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1);
        expect(Math.min(...shares)).toBeGreaterThan(0.01);
      }),
    );
  });
});

describe('evenRows', () => {
  it('fills short rows, and the head too', () => {
    expect(evenRows(table(['a'], ['b', 'c'], []))).toEqual({
      head: ['a', ''],
      rows: [
        ['b', 'c'],
        ['', ''],
      ],
    });
  });
});

describe('breakable', () => {
  it('leaves a text alone whose words fit', () => {
    expect(breakable('short words, 氹仔嘅很長很長的文字也不必處理', 20)).toBe(
      'short words, 氹仔嘅很長很長的文字也不必處理',
    );
  });

  it('divides a long word only, without losing or parting anything', () => {
    expect(breakable(`a ${'b'.repeat(12)} c`, 12)).toEqual(['a bb', 'bb', 'bb', 'bb', 'bb', 'bb', ' c']);
    expect(breakable('e\u0301'.repeat(12), 6)).toEqual(Array.from({ length: 12 }, () => 'e\u0301'));
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.integer({ min: -3, max: 60 }), (text, room) => {
        const pieces = breakable(text, room);
        expect(typeof pieces === 'string' ? pieces : pieces.join('')).toBe(text);
      }),
    );
  });
});
