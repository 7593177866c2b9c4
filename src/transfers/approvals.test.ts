import { describe, expect, it } from 'vitest';
import type { Objection } from '../model/policy-decision.ts';
import type { ApprovalRow } from '../store/tables/approvals.ts';
import { answersAs, asksOf, officersAmong } from './approvals.ts';

const at = new Date('2026-11-25T02:00:00Z');
const transfer = { sender_id: 'sender', content_hash: Buffer.from('content') };
const row = (approver: string, principal = approver, over: Partial<ApprovalRow> = {}): ApprovalRow => ({
  org_id: 'org',
  approval_id: `${approver}-${principal}`,
  transfer_id: 't',
  content_hash: Buffer.from('content'),
  approver_id: approver,
  outcome: 'approved',
  reason_sealed: Buffer.alloc(0),
  at,
  valid_until: new Date('2026-12-25T02:00:00Z'),
  on_behalf_of: approver === principal ? null : principal,
  principal_id: principal,
  lapsed_at: null,
  ...over,
});

describe('officers that have approved', () => {
  it('are counted by whose word it is, and by who gave it', () => {
    expect(officersAmong([row('ana'), row('bao')], transfer, at)).toBe(2);
    expect(officersAmong([row('ana'), row('dan', 'bao')], transfer, at)).toBe(2);
    expect(officersAmong([row('ana'), row('dan', 'ana')], transfer, at)).toBe(1);
    expect(officersAmong([row('dan', 'ana'), row('dan', 'bao')], transfer, at)).toBe(1);
  });

  it('are neither the sender nor somebody in his name', () => {
    expect(officersAmong([row('sender'), row('dan', 'sender'), row('sender', 'ana')], transfer, at)).toBe(0);
  });

  it('are nobody whose approval has ended, lapsed, was for other content, or was a refusal', () => {
    const gone: Partial<ApprovalRow>[] = [
      { valid_until: at },
      { lapsed_at: at },
      { content_hash: Buffer.from('other') },
      { outcome: 'declined' },
    ];
    expect(gone.map((over) => officersAmong([row('ana', 'ana', over)], transfer, at))).toEqual([0, 0, 0, 0]);
  });
});

describe('in whose name somebody may answer', () => {
  const delegate = { id: 'dan', isOfficer: false, delegations: [{ from_staff: 'ana' }, { from_staff: 'sender' }] };
  const officer = { id: 'ana', isOfficer: true, delegations: [] };

  it('is his own as an officer, that of officers who let him as a delegate, and never the sender', () => {
    expect(answersAs(officer, transfer, [], at)).toEqual([null]);
    expect(answersAs(delegate, transfer, [], at)).toEqual(['ana']);
    expect(answersAs({ ...delegate, id: 'sender' }, transfer, [], at)).toEqual([]);
    expect(answersAs({ id: 'eve', isOfficer: false, delegations: [] }, transfer, [], at)).toEqual([]);
  });

  it('is nobody once he or that officer has answered, and the officer himself in place of his delegate', () => {
    expect(answersAs(delegate, transfer, [row('ana')], at)).toEqual([]);
    expect(answersAs(officer, transfer, [row('ana')], at)).toEqual([]);
    expect(answersAs(officer, transfer, [row('dan', 'ana')], at)).toEqual([null]);
  });
});

it('asks for what the strictest rule asks, and says when nothing else would do', () => {
  const held = (...lists: string[][]) =>
    asksOf({ outcome: 'held', objections: lists.map((remedies) => ({ ...OBJECTION, remedies })) });
  expect(held(['approval:officer'], ['approval:two_officer'])).toEqual({ asks: 'two_officer', required: true });
  expect(held(['approval:officer', 'approval:two_officer'])).toEqual({ asks: 'officer', required: true });
  expect(held(['approval:officer'], ['approval:two_officer', 'basis:vital'])).toEqual({
    asks: 'officer',
    required: true,
  });
  expect(held(['basis:vital', 'approval:two_officer'])).toEqual({ asks: 'two_officer', required: false });
  expect(held(['basis:vital'])).toBeUndefined();
  expect(
    asksOf({ outcome: 'refused', objections: [{ ...OBJECTION, remedies: ['approval:officer'] }] }),
  ).toBeUndefined();
});

const OBJECTION: Omit<Objection, 'remedies'> = {
  ruleId: 'r',
  pack: 'p',
  effect: 'need_approval(internal)',
  citation: { cite: '', url: null, confidence: 'H', kind: 'org_policy' },
  evidence: [],
  deadline: null,
};
