import { beforeAll, describe, expect, it } from 'vitest';
import { FACTS } from '../../test/support/policy.ts';
import type { Facts } from '../model/facts.ts';
import { dutiesFor, dutyDueDay, isOverdue } from './duties.ts';
import type { Duty } from './duties.ts';
import type { PolicyEngine } from './engine.ts';
import { openPolicyEngine } from './packs-node.ts';

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
const weekday = (day: string): boolean => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
const at = (text: string): Date => new Date(text);

describe('the notice of processing (art. 21(1))', () => {
  const start = at('2026-11-02T10:00:00+08:00');

  it('is due on the eighth day and overdue on the ninth, however few the persons (golden test 8)', () => {
    const notice = duty('mo.notice', { destination: 'MO', persons: 3 });
    expect(dutyDueDay(notice, start, weekday)).toBe('2026-11-10');
    expect(isOverdue(notice, start, at('2026-11-10T23:59:59+08:00'), weekday)).toBe(false);
    expect(isOverdue(notice, start, at('2026-11-11T00:00:00+08:00'), weekday)).toBe(true);
    expect(
      isOverdue(
        duty('mo.notice', { destination: 'MO', persons: 100_000 }),
        start,
        at('2026-11-11T00:00:00+08:00'),
        weekday,
      ),
    ).toBe(true);
  });

  it('is counted in days of Macau, wherever the server stands', () => {
    expect(dutyDueDay(duty('mo.notice'), at('2026-11-01T16:00:00Z'), weekday)).toBe('2026-11-10');
  });

  it.each([['mo_notice'], ['mo_simplified'], ['mo_auth']] as const)('is done when %s is on record', (filing) => {
    const notice = duty('mo.notice', { filings: [filing] });
    expect(notice.satisfied).toBe(true);
    expect(isOverdue(notice, start, at('2027-01-01T00:00:00Z'), weekday)).toBe(false);
  });

  it('is not done by a record that nobody could establish', () => {
    expect(duty('mo.notice', { filings: ['mo_notice'], unknown: ['filings'] }).satisfied).toBe(false);
  });

  it('is not asked for payroll and staff kept in Macau, and is again when they are opened elsewhere (golden test 10)', () => {
    expect(duty('mo.notice', { destination: 'MO', purpose: 'payroll' }).exemption).toBe('mo.notice.exempt.staffpay');
    expect(duty('mo.notice', { destination: 'MO', purpose: 'employment' }).exemption).toBe(
      'mo.notice.exempt.staffadmin',
    );
    expect(duty('mo.notice', { event: 'open', destination: 'CN', purpose: 'payroll' }).exemption).toBeNull();
    expect(duty('mo.notice', { event: 'open', destination: 'unknown', purpose: 'payroll' }).exemption).toBeNull();
    expect(duty('mo.notice', { destination: 'MO', purpose: 'payroll', unknown: ['purpose'] }).exemption).toBeNull();
    expect(duty('mo.notice', { destination: 'MO', purpose: 'marketing' }).exemption).toBeNull();
  });

  it('knows no exemption before the day it was gazetted', () => {
    expect(
      duty('mo.notice', { destination: 'MO', purpose: 'payroll', at: '2007-12-04T23:59:59+08:00' }).exemption,
    ).toBeNull();
    expect(
      duty('mo.notice', { destination: 'MO', purpose: 'payroll', at: '2007-12-05T00:00:00+08:00' }).exemption,
    ).not.toBeNull();
  });

  it('attaches to personal data of Macau only', () => {
    expect(ids({ hasPersonalData: false, categories: [] })).toEqual([]);
    expect(ids({ hasPersonalData: false, categories: [], unknown: ['hasPersonalData'] })).toEqual(['mo.notice']);
    expect(ids({ origin: 'HK' })).toEqual([]);
  });
});

describe('filing the Greater Bay Area contract', () => {
  const start = at('2026-11-02T10:00:00+08:00');

  it('is overdue on the eleventh working day (golden test 6)', () => {
    const filing = duty('mo.gba.file', { filings: ['gba_mo'], destinationCity: 'CN-GD-ZH' });
    expect(dutyDueDay(filing, start, weekday)).toBe('2026-11-16');
    expect(isOverdue(filing, start, at('2026-11-16T23:59:59+08:00'), weekday)).toBe(false);
    expect(isOverdue(filing, start, at('2026-11-17T00:00:00+08:00'), weekday)).toBe(true);
  });

  it('is done with the receipt, and asked of nobody without a contract', () => {
    expect(duty('mo.gba.file', { filings: ['gba_mo', 'dspdp_gba'] }).satisfied).toBe(true);
    expect(ids({})).not.toContain('mo.gba.file');
  });

  it('says so when the calendar knows no working day', () => {
    expect(() => dutyDueDay(duty('mo.gba.file', { filings: ['gba_mo'] }), start, () => false)).toThrow(RangeError);
  });
});

describe('other duties', () => {
  it('attach where they belong: vital interest with sensitive data, simplified registration for three years', () => {
    expect(ids({ bases: ['vital'], categories: ['user.health_and_medical'] })).toContain('mo.sens.incapable');
    expect(ids({ bases: ['vital'] })).not.toContain('mo.sens.incapable');
    const renewal = duty('mo.notice.simplified', { filings: ['mo_simplified'] });
    expect(dutyDueDay(renewal, at('2026-11-02T10:00:00+08:00'), weekday)).toBe('2029-11-02');
  });
});
