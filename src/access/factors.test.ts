import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Factor, FACTORS } from '../model/access-terms.ts';
import { isEnough, LEAST_NEED, missingFactors, needOf, nextFactors, strictestNeed, withFactor } from './factors.ts';

const factors = fc.uniqueArray(fc.constantFrom(...FACTORS));
const need = fc.record({ min: fc.integer({ min: 0, max: 6 }), required: factors });

describe('the ladder of factors', () => {
  it('begins with two different ones', () => {
    expect(missingFactors([], LEAST_NEED)).toEqual({ required: [], more: 2 });
    expect(missingFactors(['notice'], LEAST_NEED)).toEqual({ required: [], more: 1 });
    expect(isEnough(['notice', 'code'], LEAST_NEED)).toBe(true);
  });

  it('does not count signing in, nor the same factor twice', () => {
    expect(isEnough(['notice', 'sign_in'], LEAST_NEED)).toBe(false);
    expect(isEnough(['code', 'code'], LEAST_NEED)).toBe(false);
  });

  it('asks for signing in where it is required, beside two others', () => {
    const wanted = needOf({ factorsMin: 2, factors: ['sign_in'] });
    expect(missingFactors(['notice', 'code'], wanted)).toEqual({ required: ['sign_in'], more: 0 });
    expect(isEnough(['notice', 'code', 'sign_in'], wanted)).toBe(true);
  });

  it('counts a required factor among the number', () => {
    expect(missingFactors(['notice', 'code'], { min: 3, required: ['totp'] })).toEqual({ required: ['totp'], more: 0 });
    expect(missingFactors(['notice', 'code'], { min: 4, required: ['totp'] })).toEqual({ required: ['totp'], more: 1 });
  });

  it('takes the strictest of several objects', () => {
    expect(
      strictestNeed([
        { min: 2, required: ['totp'] },
        { min: 3, required: ['passkey'] },
      ]),
    ).toEqual({ min: 3, required: ['totp', 'passkey'] });
    expect(strictestNeed([])).toEqual(LEAST_NEED);
  });

  it('offers what brings further, required ones first, and signing in only where it is required', () => {
    const offered: readonly Factor[] = ['code', 'totp', 'passphrase', 'sign_in'];
    expect(nextFactors(['notice', 'code'], { min: 3, required: ['passphrase'] }, offered)).toEqual(['passphrase']);
    expect(nextFactors(['notice', 'code'], { min: 4, required: ['passphrase'] }, offered)).toEqual([
      'passphrase',
      'totp',
    ]);
    expect(nextFactors(['notice', 'code'], { min: 2, required: [] }, offered)).toEqual([]);
    expect(nextFactors(['notice'], { min: 2, required: ['sign_in'] }, ['sign_in'])).toEqual(['sign_in']);
    expect(nextFactors(['notice'], { min: 2, required: [] }, ['sign_in'])).toEqual([]);
  });

  it('is never passed with fewer than two counted factors, whatever the terms say', () => {
    fc.assert(
      fc.property(factors, need, (proved, wanted) => {
        if (isEnough(proved, wanted))
          expect(proved.filter((one) => one !== 'sign_in').length).toBeGreaterThanOrEqual(2);
      }),
    );
  });

  it('is not closed by proving more, nor opened by asking for more', () => {
    fc.assert(
      fc.property(factors, need, need, fc.constantFrom(...FACTORS), (proved, one, other, more) => {
        if (isEnough(proved, one)) expect(isEnough(withFactor(proved, more), one)).toBe(true);
        if (isEnough(proved, strictestNeed([one, other]))) expect(isEnough(proved, one)).toBe(true);
      }),
    );
  });

  it('is passed once everything that is missing was proved', () => {
    fc.assert(
      fc.property(factors, need, (proved, wanted) => {
        const missing = missingFactors(proved, wanted);
        if (missing === undefined) return;
        const others = FACTORS.filter((one) => one !== 'sign_in' && ![...proved, ...missing.required].includes(one));
        fc.pre(others.length >= missing.more);
        expect(isEnough(withFactor(proved, ...missing.required, ...others.slice(0, missing.more)), wanted)).toBe(true);
      }),
    );
  });
});
