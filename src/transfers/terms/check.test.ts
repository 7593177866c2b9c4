import { describe, expect, it } from 'vitest';
import type { EffectiveTerms } from '../../model/access-terms.ts';
import { type Presence, whyBarred } from './check.ts';
import { isWithinHours, isZone } from './hours.ts';
import { isInNetworks, meetNetworks } from './networks.ts';

const OPEN: EffectiveTerms = {
  permission: 'download',
  notBefore: null,
  until: '2026-12-01T00:00:00.000Z',
  opensMax: 5,
  countries: null,
  networks: null,
  devicesMax: null,
  hours: [],
  kinds: null,
  factorsMin: 2,
  factors: [],
  search: true,
  textLayer: true,
};

/** A Wednesday; 17:30 in Macau. */
const NOW = new Date('2026-11-25T09:30:00.000Z');
const HERE: Presence = {
  at: NOW,
  jurisdiction: 'MO',
  address: '203.0.113.9',
  factors: ['notice', 'code'],
  deviceId: null,
  kind: 'processor',
};
const OFFICE = { days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00', zone: 'Asia/Macau' };

const why = (terms: Partial<EffectiveTerms>, presence: Partial<Presence> = {}): string | undefined =>
  whyBarred({ ...OPEN, ...terms }, { ...HERE, ...presence })?.reason;

describe('whether somebody may open now', () => {
  it.each([
    ['everything in order', {}, {}, undefined],
    ['no permission', { permission: 'none' }, {}, 'not_permitted'],
    ['before its time', { notBefore: '2026-11-25T09:30:00.001Z' }, {}, 'not_yet'],
    ['at its time', { notBefore: '2026-11-25T09:30:00.000Z' }, {}, undefined],
    ['a time that is none', { notBefore: 'soon' }, {}, 'not_yet'],
    ['after its end', { until: '2026-11-25T09:30:00.000Z' }, {}, 'expired'],
    ['an end that is none', { until: 'never' }, {}, 'expired'],
    ['from a listed country', { countries: ['MO', 'HK'] }, {}, undefined],
    ['from another country', { countries: ['HK'] }, {}, 'place'],
    ['from nowhere that is known', { countries: ['MO', 'HK'] }, { jurisdiction: 'unknown' }, 'unknown_place'],
    ['from nowhere, with "unknown" listed', { countries: ['unknown'] }, { jurisdiction: 'unknown' }, 'unknown_place'],
    ['from nowhere without a list', {}, { jurisdiction: 'unknown' }, undefined],
    ['an empty list of countries', { countries: [] }, {}, 'place'],
    ['in a listed network', { networks: ['203.0.113.0/24'] }, {}, undefined],
    ['in another network', { networks: ['198.51.100.0/24'] }, {}, 'network'],
    ['an empty list of networks', { networks: [] }, {}, 'network'],
    ['a network that cannot be read', { networks: ['203.0.113.0/240'] }, {}, 'network'],
    ['an address that is unknown', { networks: ['0.0.0.0/0', '::/0'] }, { address: 'unknown' }, 'network'],
    ['as the kind that is asked', { kinds: ['processor'] }, {}, undefined],
    ['as another kind', { kinds: ['group'] }, {}, 'role'],
    ['a kind that nobody knows', { kinds: ['group'] }, { kind: 'robot' }, 'role'],
    ['within hours', { hours: [OFFICE] }, {}, undefined],
    ['after hours', { hours: [OFFICE] }, { at: new Date('2026-11-25T10:00:00.000Z') }, 'hours'],
    ['two hours of which one holds', { hours: [OFFICE, { ...OFFICE, days: [7] }] }, {}, 'hours'],
    ['hours of a zone that nobody knows', { hours: [{ ...OFFICE, zone: 'Asia/Atlantis' }] }, {}, 'hours'],
    ['two factors where three are asked', { factorsMin: 3 }, {}, 'factors'],
    ['one factor, whatever is asked', { factorsMin: 0 }, { factors: ['notice'] }, 'factors'],
    ['a named factor that is missing', { factors: ['passkey'] }, {}, 'factors'],
    ['a sign-in in place of a factor', { factorsMin: 3 }, { factors: ['notice', 'code', 'sign_in'] }, 'factors'],
    ['no key of its own where devices are counted', { devicesMax: 2 }, {}, 'device_unknown'],
    ['a key where devices are counted', { devicesMax: 2 }, { deviceId: 'd' }, undefined],
  ] satisfies [string, Partial<EffectiveTerms>, Partial<Presence>, string | undefined][])(
    '%s',
    (_what, terms, presence, reason) => {
      expect(why(terms, presence)).toBe(reason);
    },
  );

  it('says which factors are missing, and from when it opens, and nothing of what is allowed elsewhere', () => {
    const detail = (terms: Partial<EffectiveTerms>): string | null | undefined =>
      whyBarred({ ...OPEN, ...terms }, HERE)?.detail;
    expect(detail({ factors: ['totp'], factorsMin: 4 })).toBe('totp,+1');
    expect(detail({ notBefore: '2026-11-30T00:00:00.000Z' })).toBe('2026-11-30T00:00:00.000Z');
    expect(detail({ countries: ['HK', 'CN'] })).toBe('MO');
    expect(detail({ networks: ['10.0.0.0/8'] })).toBeNull();
  });
});

describe('hours of the week', () => {
  const at = (text: string): Date => new Date(text);

  it('begin at the first minute and end before the last', () => {
    expect(isWithinHours(OFFICE, at('2026-11-25T01:00:00Z'))).toBe(true);
    expect(isWithinHours(OFFICE, at('2026-11-25T00:59:59Z'))).toBe(false);
    expect(isWithinHours(OFFICE, at('2026-11-25T09:59:59Z'))).toBe(true);
    expect(isWithinHours(OFFICE, at('2026-11-28T02:00:00Z'))).toBe(false);
  });

  it('that pass midnight belong to the day on which they began', () => {
    const night = { days: [7], from: '22:00', to: '06:00', zone: 'Asia/Macau' };
    expect(isWithinHours(night, at('2026-11-29T15:00:00Z'))).toBe(true);
    expect(isWithinHours(night, at('2026-11-29T21:59:00Z'))).toBe(true);
    expect(isWithinHours(night, at('2026-11-29T22:00:00Z'))).toBe(false);
    expect(isWithinHours(night, at('2026-11-28T21:00:00Z'))).toBe(false);
  });

  it('with equal times are a whole day', () => {
    const sunday = { days: [7], from: '00:00', to: '00:00', zone: 'UTC' };
    expect(isWithinHours(sunday, at('2026-11-29T00:00:00Z'))).toBe(true);
    expect(isWithinHours(sunday, at('2026-11-29T23:59:59Z'))).toBe(true);
    expect(isWithinHours(sunday, at('2026-11-30T00:00:00Z'))).toBe(false);
  });

  it('follow summer time of their zone', () => {
    const lisbon = { days: [1], from: '09:00', to: '10:00', zone: 'Europe/Lisbon' };
    expect(isWithinHours(lisbon, at('2026-07-06T08:30:00Z'))).toBe(true);
    expect(isWithinHours(lisbon, at('2026-11-30T09:30:00Z'))).toBe(true);
  });

  it('that cannot be read are never', () => {
    expect(isWithinHours({ ...OFFICE, from: '25:00' }, NOW)).toBe(false);
    expect(isZone('Asia/Macau')).toBe(true);
    expect(isZone('../etc/passwd')).toBe(false);
  });
});

describe('networks', () => {
  it('in two lists at once are the narrower of those that lie in one another', () => {
    expect(meetNetworks(['10.0.0.0/8', '2001:db8::/32'], ['10.1.0.0/16', '192.0.2.0/24'])).toEqual(['10.1.0.0/16']);
    expect(meetNetworks(['10.1.2.3'], ['10.0.0.0/8'])).toEqual(['10.1.2.3']);
    expect(meetNetworks(['10.0.0.0/8'], ['172.16.0.0/12'])).toEqual([]);
    expect(meetNetworks(['nonsense'], ['10.0.0.0/8'])).toEqual([]);
  });

  it('hold an address in whatever spelling, and none that cannot be read', () => {
    expect(isInNetworks(['10.0.0.0/8'], '::ffff:10.2.3.4')).toBe(true);
    expect(isInNetworks(['2001:db8::/32'], '2001:0db8:0:0::1')).toBe(true);
    expect(isInNetworks(['10.0.0.0/8'], '10.2.3')).toBe(false);
    expect(isInNetworks(['10.0.0.0/8'], '')).toBe(false);
  });
});
