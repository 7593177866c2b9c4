import { describe, expect, it } from 'vitest';
import type { StandingRecord } from '../../../src/model/api/records.ts';
import { categoryTexts, keysOf } from './categories.ts';
import { matchesRecord } from './search.ts';

const id = '01920000-0000-7000-8000-000000000001';
const record: StandingRecord = {
  id,
  bases: ['consent.explicit'],
  contracts: [],
  filings: ['mo_art20_notice'],
  assessments: [],
  necessary: true,
  facts: {},
  evidence: 'HR-1',
  reference: 'DSPDP/1',
  effectiveAt: null,
  expiresAt: null,
  reuse: true,
  recordedBy: 'Ana',
  recordedAt: '2026-11-01T00:00:00.000Z',
  withdrawn: false,
  scope: { entityId: id, purpose: 'payroll', categories: ['user.name'], recipients: [] },
  state: 'in_force',
  entity: 'Lótus',
  recipients: [],
  used: 0,
  granted: 0,
};
const all = { words: '', state: 'all', kind: 'all' } as const;

describe('records', () => {
  it('are found by every word of what is shown of them', () => {
    expect(matchesRecord(record, { ...all, words: 'LÓTUS hr-1' }, ['Lótus', 'HR-1'])).toBe(true);
    expect(matchesRecord(record, { ...all, words: 'lótus zhuhai' }, ['Lótus', 'HR-1'])).toBe(false);
  });

  it('are current until they have expired or are withdrawn', () => {
    const states = ['in_force', 'soon', 'planned', 'outgrown', 'expired', 'withdrawn'] as const;
    const shown = states.filter((state) => matchesRecord({ ...record, state }, { ...all, state: 'current' }, []));
    expect(shown).toEqual(['in_force', 'soon', 'planned', 'outgrown']);
    expect(matchesRecord(record, { ...all, state: 'expired' }, [])).toBe(false);
  });

  it('are found by what they are', () => {
    expect(matchesRecord(record, { ...all, kind: 'filings' }, [])).toBe(true);
    expect(matchesRecord(record, { ...all, kind: 'contracts' }, [])).toBe(false);
  });
});

describe('kinds of data', () => {
  const t = (label: string) => `<${label}>`;

  it('are keys of the taxonomy, each once', () => {
    expect(keysOf(['contact', 'bank', 'pay'])).toEqual([
      'user.contact',
      'user.financial.bank_account',
      'user.payment',
      'user.financial',
    ]);
  });

  it('name what is below a key, and leave a key that nobody named as it is', () => {
    const keys = [
      'user.contact.email',
      'user.contact.phone_number',
      'user.financial',
      'user.new_thing',
      'biz.contract',
    ];
    expect(categoryTexts({ t }, keys)).toEqual(['<record_data.contact>', '<data_kind.pay>', 'user.new_thing']);
  });
});
