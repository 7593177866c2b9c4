import { describe, expect, it } from 'vitest';
import type { PolicyDecision } from '../model/policy-decision.ts';
import { mergeDecisions } from './merge-decisions.ts';

const decision: PolicyDecision = {
  outcome: 'held',
  event: 'send',
  at: '2026-11-22T10:00:00+08:00',
  effect: 'need_filing',
  objections: [],
  remedies: [],
  obligations: [],
  evidence: [],
  deadline: null,
  unknown: [],
  trail: [],
  packs: [],
};
const due = (deadline: string | null): PolicyDecision => ({ ...decision, deadline });

describe('one decision for several recipients', () => {
  it.each([
    ['P8D', 'PT0S', 'PT0S'],
    ['P10D', 'P8D', 'P8D'],
    ['PT72H', 'P8D', 'PT72H'],
    [null, 'P8D', 'P8D'],
    [null, null, null],
  ])('has the deadline that comes first in time, not in the alphabet: %s and %s', (a, b, first) => {
    expect(mergeDecisions(due(a), due(b)).deadline).toBe(first);
    expect(mergeDecisions(due(b), due(a)).deadline).toBe(first);
  });

  it('names what is not known of any of them, once', () => {
    const [a, b] = [
      { ...decision, unknown: ['n', 'dest'] },
      { ...decision, unknown: ['n'] },
    ];
    expect(mergeDecisions(a, b).unknown).toEqual(['dest', 'n']);
  });
});
