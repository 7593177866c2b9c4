import { describe, expect, it } from 'vitest';
import { type AccessTerms, accessTermsSchema, levelTermsSchema } from '../../../src/model/access-terms.ts';
import {
  badLineOf,
  draftOf,
  isoOf,
  levelTermsOf,
  localOf,
  problemsIn,
  type TermsDraft,
  termsOf,
} from './terms-draft.ts';

const ZONE = 'Asia/Macau';
const NOW = Date.parse('2026-11-25T09:00:00.000Z');
const FULL: AccessTerms = {
  permission: 'view',
  notBefore: null,
  until: '2026-12-01T10:00:00.000Z',
  opensMax: 3,
  countries: ['MO', 'HK'],
  networks: ['203.0.113.0/24', '2001:db8::/32'],
  devicesMax: 2,
  hours: { days: [1, 2], from: '09:00', to: '18:00', zone: ZONE },
  kinds: ['processor'],
  factorsMin: 3,
  factors: ['totp'],
  search: false,
  textLayer: true,
};

describe('terms while they are edited', () => {
  it('come out as they went in, and as the contract takes them', () => {
    for (const terms of [{}, FULL, { countries: null, networks: null, hours: null, devicesMax: null, kinds: null }]) {
      const out = termsOf(draftOf(terms, ZONE));
      expect(out).toEqual(terms);
      expect(accessTermsSchema.safeParse(out).success).toBe(true);
    }
    const level = { permission: 'download' as const, daysMax: 30 };
    expect(levelTermsOf(draftOf(level, ZONE))).toEqual(level);
    expect(levelTermsSchema.safeParse(levelTermsOf(draftOf({ daysMax: null }, ZONE))).success).toBe(true);
  });

  it('say what cannot be used, and only while it counts', () => {
    const draft = draftOf({}, ZONE);
    expect(problemsIn(draft, NOW)).toEqual([]);
    const bad: Partial<TermsDraft> = {
      opensMax: { mode: 'set', value: '101' },
      devicesMax: { mode: 'set', value: '' },
      factorsMin: { mode: 'set', value: '1' },
      until: { mode: 'set', value: localOf('2026-11-25T08:00:00.000Z') },
      networks: { mode: 'set', value: '203.0.113.0/24\nthe office' },
      hours: { mode: 'set', value: { days: [], from: '09:00', to: '18:00', zone: ZONE } },
    };
    expect(problemsIn({ ...draft, ...bad }, NOW)).toEqual([
      'opensMax',
      'devicesMax',
      'factorsMin',
      'until',
      'networks',
      'hours',
    ]);
    expect(problemsIn({ ...draft, ...bad, ...draftOf({}, ZONE) }, NOW)).toEqual([]);
  });

  it('read a network by its form, and times both ways', () => {
    expect(badLineOf('10.0.0.0/8\n\n::1')).toBeNull();
    expect(badLineOf('10.0.0.0/8\n<b>')).toBe(2);
    expect(isoOf('tomorrow')).toBeNull();
    expect(isoOf(localOf('2026-12-01T10:00:00.000Z'))).toBe('2026-12-01T10:00:00.000Z');
    expect(localOf('never')).toBe('');
  });
});
