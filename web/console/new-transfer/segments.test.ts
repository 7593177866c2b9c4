import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FINDING_TYPES } from '../../../src/model/classification.ts';
import { certaintyOf, segmentsOf, type TextFinding } from './segments.ts';

const finding = (start: number, end: number, score = 0.9): TextFinding => ({ type: 'phone', start, end, score });

describe('segmentsOf', () => {
  it('joins to the text and never overlaps, whatever is found', () => {
    const findings = fc.array(
      fc.record({
        type: fc.constantFrom(...FINDING_TYPES),
        start: fc.integer({ min: -5, max: 60 }),
        end: fc.integer({ min: -5, max: 60 }),
        score: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), findings, (text, found) => {
        const segments = segmentsOf(text, found);
        expect(segments.map((segment) => segment.text).join('')).toBe(text);
        expect(segments.every((segment) => segment.text !== '')).toBe(true);
      }),
    );
  });

  it('keeps the surer of two findings that overlap', () => {
    const [first] = segmentsOf('6612 3456', [finding(0, 4, 0.4), finding(0, 9, 0.9)]);
    expect(first).toMatchObject({ text: '6612 3456', finding: { score: 0.9 } });
  });

  it('leaves out findings of a longer, earlier text', () => {
    expect(segmentsOf('ab', [finding(0, 5)])).toEqual([{ start: 0, text: 'ab', finding: null }]);
  });
});

describe('certaintyOf', () => {
  it('has the bounds of the model', () => {
    expect([0.49, 0.5, 0.8, 0.81].map(certaintyOf)).toEqual(['low', 'medium', 'medium', 'high']);
  });
});
