import { describe, expect, it } from 'vitest';
import type { PolicyDecision } from '../model/policy-decision.ts';
import { withCapabilities } from './fulfil.ts';

const allowed: PolicyDecision = {
  outcome: 'allow',
  event: 'send',
  at: '2026-11-22T10:00:00+08:00',
  effect: null,
  objections: [],
  remedies: [],
  obligations: [],
  evidence: [],
  deadline: null,
  unknown: [],
  trail: [],
  packs: [],
};
const viewOnly: PolicyDecision = {
  ...allowed,
  obligations: [{ kind: 'view_only', value: null, ruleId: 'org.restricted.view_only', pack: 'org-policy' }],
};

describe('obligations that an installation cannot keep', () => {
  it('hold what is view-only and cannot be shown until two officers allow the download', () => {
    const decision = withCapabilities(viewOnly, false);
    expect(decision.outcome).toBe('held');
    expect(decision.effect).toBe('need_approval(internal)');
    expect(decision.objections.map((one) => one.ruleId)).toEqual(['policy.cannot_fulfil']);
    expect(decision.remedies).toEqual(['approval:two_officer']);
    expect(decision.trail.at(-1)).toEqual({ ruleId: 'policy.cannot_fulfil', pack: 'policy', result: 'objects' });
  });

  it('leave alone what can be shown, and what is not view-only', () => {
    expect(withCapabilities(viewOnly, true)).toBe(viewOnly);
    expect(withCapabilities(allowed, false)).toBe(allowed);
  });

  it('never soften a refusal or a stricter effect', () => {
    const refused: PolicyDecision = { ...viewOnly, outcome: 'refused', effect: 'forbid' };
    const decision = withCapabilities(refused, false);
    expect(decision.outcome).toBe('refused');
    expect(decision.effect).toBe('forbid');
  });
});
