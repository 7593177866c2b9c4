import { describe, expect, it } from 'vitest';
import { LEVEL_SUBJECTS } from './classification.ts';
import {
  belowFloor,
  changesBetween,
  levelPolicySchema,
  needsSecond,
  ruleOf,
  SHIPPED_POLICY,
  wholePolicy,
} from './level-policy.ts';

describe('a policy of levels', () => {
  it('is read strictly: no unknown types, no scores between the steps, no combination of one', () => {
    const read = (over: object) => levelPolicySchema.safeParse({ ...SHIPPED_POLICY, ...over }).success;
    expect(read({})).toBe(true);
    expect(read({ types: { passport_of_mars: { level: 'public', from: 50 } } })).toBe(false);
    expect(read({ types: { phone: { level: 'public', from: 52 } } })).toBe(false);
    expect(read({ types: { phone: { level: 'public', from: 0 } } })).toBe(false);
    expect(read({ types: { phone: { level: 'secret', from: 50 } } })).toBe(false);
    expect(read({ combinations: [{ subjects: ['phone'], level: 'public' }] })).toBe(false);
    expect(read({ combinations: [{ subjects: ['phone', 'phone'], level: 'public' }] })).toBe(false);
    expect(read({ persons: [{ over: -1, level: 'public' }] })).toBe(false);
    expect(read({ names: { public: { en: ' ' } } })).toBe(false);
    expect(read({ names: { public: { en: 'x'.repeat(41) } } })).toBe(false);
    expect(read({ more: 1 })).toBe(false);
  });

  it('gives a type that it does not name its shipped level', () => {
    const bare = { ...SHIPPED_POLICY, types: {} };
    for (const subject of LEVEL_SUBJECTS) expect(ruleOf(bare, subject)).toEqual(SHIPPED_POLICY.types[subject]);
    expect(wholePolicy(bare)).toEqual(SHIPPED_POLICY);
    expect(changesBetween(bare, SHIPPED_POLICY)).toEqual([]);
  });

  it('that puts a document or a secret below confidential is told which', () => {
    const low = { level: 'internal', from: 50 } as const;
    expect(belowFloor({ types: { passport: low, secret: low, phone: low } })).toEqual(['passport', 'secret']);
  });

  it('says what is different from another one, member by member', () => {
    const after = {
      ...SHIPPED_POLICY,
      types: { ...SHIPPED_POLICY.types, phone: { level: 'restricted' as const, from: 55 } },
      persons: [],
      names: { public: { pt: 'Aberto' } },
    };
    expect(changesBetween(SHIPPED_POLICY, after).map(({ what }) => what)).toEqual([
      'types.phone',
      'persons',
      'names.public',
    ]);
  });
});

describe('two officers', () => {
  it('are needed for a secret and for a document whose check digit holds, and for nothing else', () => {
    expect(needsSecond('secret', 'none')).toBe(true);
    expect(needsSecond('hkid', 'ok')).toBe(true);
    expect(needsSecond('hkid', 'fail')).toBe(false);
    expect(needsSecond('mo_bir', 'none')).toBe(false);
    expect(needsSecond('bank_card', 'ok')).toBe(false);
    expect(needsSecond('phone', 'none')).toBe(false);
  });
});
