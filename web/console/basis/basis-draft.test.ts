import { describe, expect, it } from 'vitest';
import { recordBasisSchema } from '../../../src/model/api/transfers.ts';
import { EMPTY_BASIS, isBasisComplete, recordOf, toggled, withRemedy } from './basis-draft.ts';
import { askedFacts, missingFacts, statedFactOf, withFact } from './stated.ts';

describe('a basis while it is written', () => {
  it('takes what a decision asks for, once', () => {
    const once = withRemedy(EMPTY_BASIS, 'basis:consent.explicit');
    expect(withRemedy(once, 'basis:consent.explicit')).toEqual(once);
    expect(withRemedy(once, 'filing:mo_art20_notice')).toMatchObject({
      bases: ['consent.explicit'],
      filings: ['mo_art20_notice'],
    });
    expect(withRemedy(EMPTY_BASIS, 'contract:gba_mo').contracts).toEqual(['gba_mo']);
    expect(withRemedy(EMPTY_BASIS, 'pia:gba').assessments).toEqual(['gba']);
  });

  it('is left alone by remedies that nobody can record', () => {
    expect(withRemedy(EMPTY_BASIS, 'approval:officer')).toBe(EMPTY_BASIS);
    expect(withRemedy(EMPTY_BASIS, 'basis:__proto__')).toBe(EMPTY_BASIS);
  });

  it('becomes a request that the contract accepts, or none', () => {
    expect(recordOf(EMPTY_BASIS)).toBeNull();
    expect(
      recordBasisSchema.parse(
        recordOf({ ...EMPTY_BASIS, necessary: true, evidence: ' HR-1 ', expiresAt: '2027-01-31' }),
      ),
    ).toEqual({
      bases: [],
      contracts: [],
      filings: [],
      assessments: [],
      necessary: true,
      facts: {},
      evidence: 'HR-1',
      reference: '',
      effectiveAt: null,
      expiresAt: '2027-01-31',
      reuse: false,
    });
  });

  it('needs evidence for what is claimed and for another number of persons, and none for an answer', () => {
    expect(isBasisComplete({ ...EMPTY_BASIS, facts: { minor14: false } })).toBe(true);
    expect(isBasisComplete({ ...EMPTY_BASIS, facts: { n: 3 } })).toBe(false);
    expect(isBasisComplete({ ...EMPTY_BASIS, bases: ['vital'] })).toBe(false);
    expect(isBasisComplete({ ...EMPTY_BASIS, bases: ['vital'], evidence: 'HR-1' })).toBe(true);
  });

  it('refuses an end before the beginning', () => {
    const days = { effectiveAt: '2027-02-01', expiresAt: '2027-01-31' };
    expect(isBasisComplete({ ...EMPTY_BASIS, bases: ['vital'], evidence: 'HR-1', ...days })).toBe(false);
  });
});

describe('toggled', () => {
  it('adds and takes out in the order of the whole list', () => {
    expect(toggled(['a', 'b', 'c'], ['c'], 'a', true)).toEqual(['a', 'c']);
    expect(toggled(['a', 'b', 'c'], ['a', 'c'], 'a', false)).toEqual(['c']);
  });
});

describe('stated facts', () => {
  it('are asked for by the law of the origin', () => {
    expect(askedFacts('MO', [], {})).toEqual(['same_as_collection']);
    expect(askedFacts('CN', [], {})).toEqual([
      'same_as_collection',
      'subject_loc',
      'minor14',
      'important_data',
      'state_secret',
    ]);
  });

  it('are asked for when a decision misses them, and stay once they are stated', () => {
    const missing = missingFacts({ unknown: ['minor14'], remedies: ['fact:informed', 'approval:officer'] });
    expect(missing).toEqual(['minor14', 'informed']);
    expect(askedFacts('MO', missing, { onward_agreed: true })).toEqual([
      'same_as_collection',
      'minor14',
      'informed',
      'onward_agreed',
    ]);
  });

  it('know the names of decisions', () => {
    expect(statedFactOf('purpose.same_as_collection')).toBe('same_as_collection');
    expect(statedFactOf('org.ciio')).toBeNull();
    expect(statedFactOf('constructor')).toBeNull();
  });

  it('are taken out again', () => {
    expect(withFact({ n: 3, minor14: true }, 'n', undefined)).toEqual({ minor14: true });
    expect(withFact({}, 'minor14', false)).toEqual({ minor14: false });
  });
});
