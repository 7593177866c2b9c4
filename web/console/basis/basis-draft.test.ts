import { describe, expect, it } from 'vitest';
import { recordBasisSchema } from '../../../src/model/api/transfers.ts';
import { EMPTY_BASIS, recordOf, toggled, withRemedy } from './basis-draft.ts';

describe('a basis while it is written', () => {
  it('takes what a decision asks for, once', () => {
    const once = withRemedy(EMPTY_BASIS, 'basis:consent_explicit');
    expect(withRemedy(once, 'basis:consent_explicit')).toEqual(once);
    expect(withRemedy(once, 'filing:mo_art20_notice')).toMatchObject({
      bases: ['consent_explicit'],
      filings: ['mo_art20_notice'],
    });
  });

  it('is left alone by remedies that nobody can record', () => {
    expect(withRemedy(EMPTY_BASIS, 'approval:officer')).toBe(EMPTY_BASIS);
    expect(withRemedy(EMPTY_BASIS, 'basis:__proto__')).toBe(EMPTY_BASIS);
  });

  it('becomes a request that the contract accepts, or none', () => {
    expect(recordOf(EMPTY_BASIS)).toBeNull();
    expect(recordBasisSchema.parse(recordOf({ ...EMPTY_BASIS, necessary: true, evidence: ' HR-1 ' }))).toEqual({
      bases: [],
      filings: [],
      necessary: true,
      evidence: 'HR-1',
    });
  });
});

describe('toggled', () => {
  it('adds and takes out in the order of the whole list', () => {
    expect(toggled(['a', 'b', 'c'], ['c'], 'a', true)).toEqual(['a', 'c']);
    expect(toggled(['a', 'b', 'c'], ['a', 'c'], 'a', false)).toEqual(['c']);
  });
});
