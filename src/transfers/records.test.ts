import { describe, expect, it } from 'vitest';
import { nodeSha256 } from '../audit-log/hash-node.ts';
import { factsOfRecords, fitOf, type OnRecord, type RecordParty, standingInUse } from './records.ts';

const at = new Date('2026-11-25T02:00:00Z');
const party: RecordParty = {
  elsewhere: false,
  entityId: 'e1',
  purpose: 'payroll',
  categories: ['biz.contract', 'user.contact.phone_number', 'user.name'],
  recipient: { id: 'r1', jurisdiction: 'CN', city: 'CN-GD-ZH' },
};
const scope = {
  entityId: 'e1',
  purpose: 'payroll' as const,
  categories: ['user.contact', 'user.name'],
  recipients: [{ id: 'r1', jurisdiction: 'CN', city: 'CN-GD-ZH' }],
};
const standing: OnRecord = {
  id: 'b1',
  bases: ['consent.explicit'],
  contracts: [],
  filings: ['mo_art20_notice'],
  assessments: [],
  necessary: true,
  facts: {},
  begins: new Date('2026-11-01T00:00:00Z'),
  expires: null,
  scope,
};
const facts = (records: readonly OnRecord[], of: RecordParty = party) => factsOfRecords(nodeSha256, records, of, at);

describe('the scope of a standing record', () => {
  it('holds what is below its categories, and business data about nobody', () => {
    expect(fitOf(scope, party)).toBe('fits');
    expect(fitOf(scope, { ...party, categories: ['user.contacts'] })).toBe('outgrown');
    expect(fitOf(scope, { ...party, categories: [...party.categories, 'user.health_and_medical'] })).toBe('outgrown');
  });

  it('ends when a recipient is somewhere else', () => {
    const moved = { ...party, recipient: { ...party.recipient, city: 'CN-GD-SZ' } };
    expect(fitOf(scope, moved)).toBe('outgrown');
    expect(facts([standing], moved)).toMatchObject({ basis: [], necessary: false });
    expect(facts([standing], moved).filing.mo_art20_notice?.scope_hash).not.toBe(facts([], moved).scopeHash);
  });

  it('is for one entity, one purpose and its recipients', () => {
    for (const other of [
      { entityId: 'e2' },
      { purpose: 'audit' as const },
      { recipient: { ...party.recipient, id: 'r2' } },
    ])
      expect(fitOf(scope, { ...party, ...other })).toBe('unrelated');
  });
});

describe('what a standing record says about the next content', () => {
  it('is nothing about persons, children, important data or secrets', () => {
    const saw = { n: 1, minor14: false, important_data: 'no' as const, state_secret: 'no' as const };
    const told = { informed: true, subject_loc: ['MO'] };
    expect(facts([{ ...standing, facts: { ...saw, ...told } }]).stated).toEqual(told);
    expect(facts([{ ...standing, scope: null, facts: { ...saw, ...told } }]).stated).toEqual({ ...saw, ...told });
  });

  it('is nothing once it has expired', () => {
    const expired = { ...standing, facts: { informed: true }, expires: at };
    expect(facts([expired])).toMatchObject({ basis: [], stated: {} });
  });

  it('gives way to what is stated about this content', () => {
    const own: OnRecord = { ...standing, id: 'b2', scope: null, facts: { informed: false } };
    expect(facts([own, { ...standing, facts: { informed: true } }]).stated).toEqual({ informed: false });
  });
});

describe('records in use', () => {
  it('are those in force that fit at least one recipient', () => {
    const far = { ...party, recipient: { id: 'r9', jurisdiction: 'US', city: null } };
    expect(standingInUse([standing], [far, party], at)).toEqual(['b1']);
    expect(standingInUse([standing], [far], at)).toEqual([]);
    expect(standingInUse([{ ...standing, expires: at }], [party], at)).toEqual([]);
    expect(standingInUse([{ ...standing, begins: new Date('2026-12-01') }], [party], at)).toEqual([]);
    expect(standingInUse([{ ...standing, scope: null }], [party], at)).toEqual([]);
  });
});
