import { beforeAll, describe, expect, it } from 'vitest';
import { addWorkingDays } from '../calendar/working-days.ts';
import type { Facts } from '../model/facts.ts';
import { type Duty, dutiesFor, dutyDue, isOverdue, type WorkingDays } from './duties.ts';
import { type PolicyEngine, regulatorAt } from './engine.ts';
import { openPolicyEngine } from './packs-node.ts';

const FACTS: Facts = {
  event: 'send',
  at: '2026-11-22T10:00:00+08:00',
  origin: 'MO',
  dest: 'CN',
  cats: ['user.contact.email'],
  n: 3,
  purpose: { use: 'contract_performance' },
};

let engine: PolicyEngine;
beforeAll(async () => {
  engine = await openPolicyEngine();
});

function duty(id: string, facts: Partial<Facts> = {}): Duty {
  const found = dutiesFor(engine, { ...FACTS, ...facts }).find((one) => one.id === id);
  if (found === undefined) throw new Error(`${id} does not attach`);
  return found;
}
function ids(facts: Partial<Facts>): readonly string[] {
  return dutiesFor(engine, { ...FACTS, ...facts }).map(({ id }) => id);
}
const calendars: WorkingDays = (places, day, n) =>
  places
    .map((place) => addWorkingDays(place, day, n))
    .map((answer) => (answer.outcome === 'known' ? answer.day : answer.earliest))
    .sort()[0] ?? day;
const at = (text: string): Date => new Date(text);
const endOf = (day: string, offset = '+08:00'): Date => at(`${day}T23:59:59.999${offset}`);

describe('the notice of processing (art. 21(1))', () => {
  const start = at('2026-11-02T10:00:00+08:00');

  it('is due on the eighth day and overdue on the ninth, however few the persons (golden test 8)', () => {
    for (const n of [3, 100_000]) {
      const notice = duty('mo.notice', { event: 'store', dest: 'MO', n });
      expect(dutyDue(notice, start, calendars)).toEqual(endOf('2026-11-10'));
      expect(isOverdue(notice, start, endOf('2026-11-10'), calendars)).toBe(false);
      expect(isOverdue(notice, start, at('2026-11-11T00:00:00+08:00'), calendars)).toBe(true);
    }
  });

  it('is counted in days of Macau, wherever the server stands', () => {
    expect(dutyDue(duty('mo.notice'), at('2026-11-01T16:00:00Z'), calendars)).toEqual(endOf('2026-11-10'));
    expect(dutyDue(duty('mo.notice'), at('2026-11-01T15:59:59Z'), calendars)).toEqual(endOf('2026-11-09'));
  });

  it.each([['mo_notice'], ['mo_simplified'], ['mo_auth']] as const)('is done when %s is on record', (filing) => {
    const notice = duty('mo.notice', { filing: { [filing]: { filed_at: '2026-11-03' } } });
    expect(notice.satisfied).toBe(true);
    expect(isOverdue(notice, start, at('2027-01-01T00:00:00Z'), calendars)).toBe(false);
  });

  it.each([
    ['made later', { filed_at: '2026-11-23' }],
    ['expired', { filed_at: '2026-01-01', expires_at: '2026-11-21' }],
    ['made for something else', { filed_at: '2026-11-03', scope_hash: 'other' }],
  ])('is not done by a filing %s', (_, record) => {
    expect(duty('mo.notice', { filing: { mo_notice: record }, scope_hash: 'own' }).satisfied).toBe(false);
  });

  it('is not asked for payroll and staff kept in Macau, and is again when they are opened elsewhere (golden test 10)', () => {
    expect(duty('mo.notice', { dest: 'MO', purpose: { use: 'payroll' } }).exemption).toBe('mo.notice.exempt.staffpay');
    expect(duty('mo.notice', { dest: 'MO', purpose: { use: 'employment' } }).exemption).toBe(
      'mo.notice.exempt.staffadmin',
    );
    const opened: Partial<Facts> = { event: 'open', purpose: { use: 'payroll' } };
    expect(duty('mo.notice', { ...opened, dest: 'CN' }).exemption).toBeNull();
    expect(duty('mo.notice', { ...opened, dest: 'unknown' }).exemption).toBeNull();
    expect(duty('mo.notice', { dest: 'MO', purpose: {} }).exemption).toBeNull();
    expect(duty('mo.notice', { dest: 'MO', purpose: { use: 'marketing' } }).exemption).toBeNull();
  });

  it('knows no exemption before the day it was gazetted', () => {
    const kept: Partial<Facts> = { dest: 'MO', purpose: { use: 'payroll' } };
    expect(duty('mo.notice', { ...kept, at: '2007-12-04T23:59:59+08:00' }).exemption).toBeNull();
    expect(duty('mo.notice', { ...kept, at: '2007-12-05T00:00:00+08:00' }).exemption).not.toBeNull();
  });

  it('attaches to personal data of Macau only; categories that nobody knows may be personal', () => {
    expect(ids({ cats: ['biz.contract'], n: 0 })).not.toContain('mo.notice');
    const { cats: _, ...unread } = FACTS;
    expect(dutiesFor(engine, unread).map(({ id }) => id)).toContain('mo.notice');
    expect(ids({ origin: 'HK' })).not.toContain('mo.notice');
  });
});

describe('filing the Greater Bay Area contract', () => {
  const contract: Partial<Facts> = {
    dest_city: 'CN-GD-ZH',
    contract: { gba_mo: { id: 'c1', effective_at: '2026-11-02' } },
  };
  const start = at('2026-11-02T00:00:00+08:00');

  it('is overdue on the eleventh working day (golden test 6)', () => {
    const filing = duty('gba.file', contract);
    expect(dutyDue(filing, start, calendars)).toEqual(endOf('2026-11-16'));
    expect(isOverdue(filing, start, endOf('2026-11-16'), calendars)).toBe(false);
    expect(isOverdue(filing, start, at('2026-11-17T00:00:00+08:00'), calendars)).toBe(true);
  });

  it('skips the holidays of a place', () => {
    // In Macau 20, 22, 24 and 25 December are holidays, and the 21st stands for the Sunday.
    const macau = { term: { amount: 10, unit: 'working_days', calendars: ['MO'] }, utcOffset: '+08:00' } as const;
    const due = dutyDue(macau, at('2026-12-11T10:00:00+08:00'), calendars);
    expect(due > endOf('2026-12-25')).toBe(true);
    expect(dutyDue(duty('gba.file', contract), at('2026-12-11T10:00:00+08:00'), calendars)).toEqual(
      endOf('2026-12-25'),
    );
  });

  it('is done with the receipt, and asked of nobody without a contract', () => {
    expect(duty('gba.file', { ...contract, filing: { dspdp_gba: {} } }).satisfied).toBe(true);
    expect(ids({})).not.toContain('gba.file');
  });

  it('runs in the working days of its own place unless the pack says otherwise', () => {
    expect(duty('mo.notice').term.calendars).toEqual(['MO']);
    const both = { term: { amount: 1, unit: 'working_days', calendars: ['MO', 'CN'] }, utcOffset: '+08:00' } as const;
    // 1 October 2026 is free in both; after the holiday of the mainland Macau works first.
    const due = dutyDue(both, at('2026-09-30T10:00:00+08:00'), calendars);
    const macau = dutyDue(
      { ...both, term: { ...both.term, calendars: ['MO'] } },
      at('2026-09-30T10:00:00+08:00'),
      calendars,
    );
    expect(due).toEqual(macau);
  });
});

describe('other duties', () => {
  it('attach where they belong: vital interest with sensitive data, simplified registration for three years', () => {
    expect(ids({ basis: ['vital'], cats: ['user.health_and_medical'] })).toContain('mo.sens.incapable');
    expect(ids({ basis: ['vital'] })).not.toContain('mo.sens.incapable');
    const renewal = duty('mo.notice.simplified', { filing: { mo_simplified: { filed_at: '2026-11-02' } } });
    expect(dutyDue(renewal, at('2026-11-02T10:00:00+08:00'), calendars)).toEqual(endOf('2029-11-02'));
  });

  it.each([
    ['hours', 72, '2026-11-05T10:00:00+08:00'],
    ['before', 0, '2026-11-02T10:00:00+08:00'],
    ['at_once', 0, '2026-11-02T10:00:00+08:00'],
    ['days', 3, '2026-11-05T23:59:59.999+08:00'],
    ['months', 3, '2027-02-02T23:59:59.999+08:00'],
    ['years', 3, '2029-11-02T23:59:59.999+08:00'],
  ] as const)('with a term in %s end when it says', (unit, amount, due) => {
    const one = { term: { amount, unit, calendars: ['MO'] }, utcOffset: '+08:00' } as const;
    expect(dutyDue(one, at('2026-11-02T10:00:00+08:00'), calendars)).toEqual(at(due));
  });

  it('end on the last day of a shorter month', () => {
    const month = { term: { amount: 1, unit: 'months', calendars: ['MO'] }, utcOffset: '+08:00' } as const;
    expect(dutyDue(month, at('2027-01-31T10:00:00+08:00'), calendars)).toEqual(endOf('2027-02-28'));
    const years = { term: { amount: 3, unit: 'years', calendars: ['MO'] }, utcOffset: '+08:00' } as const;
    expect(dutyDue(years, at('2028-02-29T10:00:00+08:00'), calendars)).toEqual(endOf('2031-02-28'));
  });
});

describe('the regulator (golden test 29)', () => {
  it('has the name of the day', () => {
    const nameAt = (time: string): string | undefined => regulatorAt(engine, 'MO', time, 'en')?.id;
    expect(nameAt('2024-01-31T23:59:59+08:00')).toBe('GPDP');
    expect(nameAt('2024-02-01T00:00:00+08:00')).toBe('DSPDP');
    expect(regulatorAt(engine, 'XX', '2024-02-01T00:00:00+08:00', 'en')).toBeNull();
  });
});
