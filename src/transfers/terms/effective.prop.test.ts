import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AccessTerms,
  accessTermsSchema,
  type EffectiveTerms,
  FACTORS,
  type FullLevelTerms,
  type Hours,
  PERMISSION_NAMES,
  TERM_NAMES,
} from '../../model/access-terms.ts';
import { RECIPIENT_KINDS } from '../../model/facts.ts';
import { type Cells, type Caps, DAYS_AT_MOST, effectiveTerms } from './effective.ts';
import { SHIPPED_LEVELS } from './level-defaults.ts';
import { meetTerm } from './meet.ts';

const DAY = 86_400_000;
const GRANTED = new Date('2026-11-20T08:00:00.000Z');

const time = fc.integer({ min: -20, max: 140 }).map((days) => new Date(GRANTED.getTime() + days * DAY).toISOString());
const nullable = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { nil: null });
const text = (...values: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...values);
const hours: fc.Arbitrary<Hours> = fc.constantFrom<Hours[]>(
  { days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00', zone: 'Asia/Macau' },
  { days: [6], from: '22:00', to: '02:00', zone: 'Europe/Lisbon' },
);
const members = {
  permission: fc.constantFrom(...PERMISSION_NAMES),
  opensMax: fc.integer({ min: 1, max: 100 }),
  countries: nullable(fc.uniqueArray(text('MO', 'HK', 'CN', 'PT'))),
  networks: nullable(fc.uniqueArray(text('10.0.0.0/8', '10.1.0.0/16', '192.0.2.7', '2001:db8::/32'))),
  devicesMax: nullable(fc.integer({ min: 1, max: 20 })),
  hours: nullable(hours),
  kinds: nullable(fc.uniqueArray(fc.constantFrom(...RECIPIENT_KINDS))),
  factorsMin: fc.integer({ min: 2, max: 5 }),
  factors: fc.subarray([...FACTORS]),
  search: fc.boolean(),
  textLayer: fc.boolean(),
};
const cell: fc.Arbitrary<AccessTerms> = fc.record(
  { ...members, notBefore: nullable(time), until: nullable(time) },
  { requiredKeys: [] },
);
const level: fc.Arbitrary<FullLevelTerms> = fc.record({
  ...members,
  daysMax: nullable(fc.integer({ min: 1, max: 90 })),
});
const cells: fc.Arbitrary<Cells> = fc.record(
  { transfer: cell, object: cell, recipient: cell, pair: cell },
  { requiredKeys: [] },
);
const caps: fc.Arbitrary<Caps> = fc.record({
  level,
  obligations: fc.record({ viewOnly: fc.boolean(), expiryDays: nullable(fc.integer({ min: 1, max: 90 })) }),
  opensMax: fc.integer({ min: 1, max: 100 }),
  expiresDays: fc.integer({ min: 1, max: 90 }),
  grantedAt: fc.constant(GRANTED),
});

const width = (terms: EffectiveTerms): number => PERMISSION_NAMES.indexOf(terms.permission);

/** `a` allows nothing that `b` does not. */
function isWithin(a: EffectiveTerms, b: EffectiveTerms): boolean {
  return TERM_NAMES.every((name) => {
    const met = meetTerm(name, a[name], b[name]);
    return JSON.stringify(meetTerm(name, met, met)) === JSON.stringify(meetTerm(name, a[name], a[name]));
  });
}

describe('the terms in force', () => {
  it('never exceed the template of the level', () => {
    fc.assert(
      fc.property(caps, cells, (limits, said) => {
        const { terms } = effectiveTerms(limits, said);
        const { daysMax, hours: open, ...rest } = limits.level;
        const end = daysMax === null ? null : new Date(GRANTED.getTime() + daysMax * DAY).toISOString();
        const template = { ...rest, hours: open === null ? [] : [open], notBefore: null, until: end };
        expect(isWithin(terms, template)).toBe(true);
      }),
    );
  });

  it('never exceed what the decision obliges to, and end within ninety days', () => {
    fc.assert(
      fc.property(caps, cells, (limits, said) => {
        const { terms } = effectiveTerms(limits, said);
        if (limits.obligations.viewOnly) expect(terms.permission).not.toBe('download');
        const days = Math.min(limits.obligations.expiryDays ?? DAYS_AT_MOST, DAYS_AT_MOST);
        expect(Date.parse(terms.until ?? '')).toBeLessThanOrEqual(GRANTED.getTime() + days * DAY);
      }),
    );
  });

  it('are those of the narrowest cell where no cap is stricter', () => {
    fc.assert(
      fc.property(cells, cell, (said, pair) => {
        const wide: Caps = {
          level: SHIPPED_LEVELS.public,
          obligations: { viewOnly: false, expiryDays: null },
          opensMax: 100,
          expiresDays: 7,
          grantedAt: GRANTED,
        };
        const { terms, from } = effectiveTerms(wide, { ...said, pair });
        for (const name of ['permission', 'opensMax', 'devicesMax', 'countries', 'search'] as const) {
          if (pair[name] === undefined) continue;
          expect(from[name]).toBe('pair');
          expect(JSON.stringify(meetTerm(name, terms[name], terms[name]))).toBe(
            JSON.stringify(meetTerm(name, pair[name] as never, pair[name] as never)),
          );
        }
      }),
    );
  });

  it('are no wider than either the row or the column where both say something and the pair does not', () => {
    fc.assert(
      fc.property(caps, cell, cell, (limits, object, recipient) => {
        const both = effectiveTerms(limits, { object, recipient }).terms;
        const apart = [effectiveTerms(limits, { object }).terms, effectiveTerms(limits, { recipient }).terms];
        if (object.permission !== undefined && recipient.permission !== undefined)
          expect(width(both)).toBe(Math.min(...apart.map(width)));
        if (object.factorsMin !== undefined && recipient.factorsMin !== undefined)
          expect(both.factorsMin).toBe(Math.max(...apart.map((one) => one.factorsMin)));
      }),
    );
  });

  it('L8: allow nothing when any cell that was stored cannot be read', () => {
    const broken = fc.oneof(
      fc.jsonValue().filter((value) => !accessTermsSchema.safeParse(value).success),
      fc.constant({ permission: 'everything' }),
      fc.constant({ permission: 'download', unheard: true }),
    );
    fc.assert(
      fc.property(
        caps,
        cells,
        fc.constantFrom('transfer', 'object', 'recipient', 'pair'),
        broken,
        (limits, said, at, value) => {
          const { terms, from } = effectiveTerms(limits, { ...said, [at]: value });
          expect(terms.permission).toBe('none');
          expect(from.permission).toBe('unreadable');
        },
      ),
    );
  });

  it('become stricter or stay when the level becomes stricter', () => {
    fc.assert(
      fc.property(caps, level, cells, (limits, other, said) => {
        const narrow = {
          ...limits.level,
          factorsMin: Math.max(limits.level.factorsMin, other.factorsMin),
          opensMax: 1,
        };
        const before = effectiveTerms(limits, said).terms;
        const after = effectiveTerms({ ...limits, level: narrow }, said).terms;
        expect(after.opensMax).toBe(1);
        expect(after.factorsMin).toBeGreaterThanOrEqual(before.factorsMin);
      }),
    );
  });
});

describe('two values of one term', () => {
  const effective: fc.Arbitrary<EffectiveTerms> = fc
    .tuple(caps, cells)
    .map(([limits, said]) => effectiveTerms(limits, said).terms);

  it('meet in the same whichever comes first, and are never wider than one of them', () => {
    fc.assert(
      fc.property(effective, effective, fc.constantFrom(...TERM_NAMES), (a, b, name) => {
        const text = JSON.stringify(meetTerm(name, a[name] as never, b[name] as never));
        expect(text).toBe(JSON.stringify(meetTerm(name, b[name] as never, a[name] as never)));
        const met = { ...a, [name]: meetTerm(name, a[name] as never, b[name] as never) };
        expect(isWithin(met, a)).toBe(true);
      }),
    );
  });
});
