import { describe, expect, it } from 'vitest';
import type { Facts } from '../model/facts.ts';
import type { Duty } from '../policy/duties.ts';
import { type DutyOccasion, subjectsOf } from './duty-subject.ts';

const AT = new Date('2026-11-25T02:00:00Z');
const OCCASION: DutyOccasion = {
  entityId: 'entity',
  purpose: 'payroll',
  transferId: 'transfer',
  incidentId: null,
  at: AT,
  granted: false,
};
const FACTS: Facts = { at: AT.toISOString(), event: 'send', origin: 'MO', dest: 'HK', scope_hash: 'scope' };

function duty(over: Partial<Duty>): Duty {
  return {
    id: 'test.duty',
    pack: 'test',
    filing: null,
    form: null,
    cite: '',
    confidence: 'L',
    kind: 'statutory',
    starts: 'processing_started',
    attaches: 'personal_data',
    term: { amount: 8, unit: 'days', calendars: ['MO'] },
    utcOffset: '+08:00',
    satisfied: false,
    exemption: null,
    ...over,
  };
}
const keys = (over: Partial<Duty>, occasion: Partial<DutyOccasion> = {}, facts: Partial<Facts> = {}): string[] =>
  subjectsOf(duty(over), { ...FACTS, ...facts }, { ...OCCASION, ...occasion }).map((one) => one.key);

describe('what a duty is about', () => {
  it('is an entity and a purpose, whoever the recipient is', () => {
    expect(keys({})).toEqual(['purpose:entity:payroll']);
    expect(keys({}, {}, { dest: 'CN' })).toEqual(['purpose:entity:payroll']);
    expect(keys({}, { purpose: null })).toEqual(['purpose:entity:all']);
  });

  it('is an entity, a transfer or a destination where the law says so', () => {
    expect(keys({ attaches: 'held_1m', starts: 'threshold_reached' })).toEqual(['entity:entity']);
    expect(keys({ attaches: 'record_review' })).toEqual(['transfer:transfer']);
    expect(keys({ attaches: 'record_review' }, { transferId: null })).toEqual([]);
    expect(keys({ attaches: 'crossing' })).toEqual(['purpose:entity:payroll:HK']);
  });

  it('is one record, from its own day at UTC+8', () => {
    const filing = { attaches: 'gba_mo_contract', starts: 'contract_effective' } as const;
    const contract = { gba_mo: { id: 'c1', effective_at: '2026-11-02' } };
    const [subject] = subjectsOf(duty(filing), { ...FACTS, contract }, OCCASION);
    expect(subject).toMatchObject({ key: 'record:c1', ofRecord: true, isExact: true });
    expect(subject?.startedAt).toEqual(new Date('2026-11-02T00:00:00+08:00'));
  });

  it('is each of several assessments', () => {
    const pia = { cn: { id: 'p1', done_at: '2026-11-01' }, eu: { id: 'p2' } };
    const kept = { attaches: 'assessment_done', starts: 'assessment_done' } as const;
    expect(keys(kept, {}, { pia })).toEqual(['record:p1', 'record:p2']);
  });
});

describe('when its clock runs', () => {
  it('is never for an incident that nobody stated, and for nothing else when one was', () => {
    expect(keys({ starts: 'incident_known', attaches: 'breach' })).toEqual([]);
    expect(keys({ starts: 'incident_known', attaches: 'breach' }, { incidentId: 'i1' })).toEqual(['incident:i1']);
    expect(keys({}, { incidentId: 'i1' })).toEqual([]);
  });

  it('is from the grant for what counts from the first transfer', () => {
    expect(keys({ starts: 'first_transfer' })).toEqual([]);
    expect(keys({ starts: 'first_transfer' }, { granted: true })).toEqual(['purpose:entity:payroll']);
  });

  it('is while it is held for what has to be done before, once per recipient and kind of data', () => {
    const before = { starts: 'first_transfer', term: { amount: 0, unit: 'before', calendars: ['MO'] } } as const;
    const [held] = subjectsOf(duty(before), FACTS, OCCASION);
    expect(held).toMatchObject({ key: 'purpose:scope', isWaitedFor: true, isExact: true, ofRecord: false });
    const [sent] = subjectsOf(duty(before), FACTS, { ...OCCASION, granted: true });
    expect(sent).toMatchObject({ key: 'purpose:scope', isWaitedFor: false });
  });
});
