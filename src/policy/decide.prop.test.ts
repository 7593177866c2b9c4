import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  APPROVALS,
  DECISION_EVENTS,
  factsSchema,
  FILINGS,
  LEGAL_BASES,
  PURPOSES,
  RECIPIENT_KINDS,
} from '../model/facts.ts';
import type { Facts } from '../model/facts.ts';
import { LEVELS } from '../model/level.ts';
import { EFFECTS, OUTCOMES, policyDecisionSchema } from '../model/policy-decision.ts';
import type { PolicyDecision } from '../model/policy-decision.ts';
import { nodeCedar } from './cedar-node.ts';
import { contextOf } from './context.ts';
import { decide } from './decide.ts';
import type { PolicyEngine } from './engine.ts';
import { releaseTerms } from './obligations.ts';
import { openPolicyEngine } from './packs-node.ts';

let engine: PolicyEngine;
beforeAll(async () => {
  engine = await openPolicyEngine();
});

const category = fc.oneof(
  fc.constantFrom(
    'user.contact.email',
    'user.health_and_medical',
    'user.financial.bank_account',
    'user.criminal_history',
    'biz.contract',
    'user.unique_id.pseudonymous',
    'system.operations',
    'user.financial.credit_solvency',
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const factName = fc.constantFrom(...Object.keys(factsSchema.shape), 'importantData');
const facts: fc.Arbitrary<Facts> = fc.record({
  event: fc.constantFrom(...DECISION_EVENTS),
  at: fc.constantFrom(
    '2026-11-22T10:00:00+08:00',
    '2024-09-09T12:00:00Z',
    '2010-01-01T00:00:00Z',
    '2001-01-01T00:00:00Z',
  ),
  origin: fc.constantFrom('MO', 'MO', 'MO', 'HK', 'CN', 'unknown'),
  destination: fc.constantFrom('MO', 'CN', 'CN', 'HK', 'PT', 'unknown'),
  destinationCity: fc.constantFrom(null, 'CN-GD-ZH', 'CN-GD-SZ', 'CN-ZJ-HZ'),
  recipientKind: fc.constantFrom(...RECIPIENT_KINDS),
  level: fc.constantFrom(...LEVELS),
  categories: fc.array(category, { maxLength: 4 }),
  hasPersonalData: fc.boolean(),
  persons: fc.oneof(fc.constantFrom(0, 999, 1000), fc.maxSafeNat()),
  unreadable: fc.boolean(),
  purpose: fc.constantFrom(...PURPOSES),
  bases: fc.subarray([...LEGAL_BASES]),
  necessary: fc.boolean(),
  filings: fc.subarray([...FILINGS]),
  approvals: fc.subarray([...APPROVALS]),
  custody: fc.constantFrom('server', 'end-to-end'),
  viewOnly: fc.boolean(),
  unknown: fc.array(fc.oneof(factName, fc.string({ unit: 'binary' })), { maxLength: 3 }),
});

function strictness(decision: PolicyDecision): readonly [number, number] {
  const effect = decision.effect === null ? 0 : EFFECTS.length - EFFECTS.indexOf(decision.effect);
  return [OUTCOMES.indexOf(decision.outcome), effect];
}

/** `after` is at least as strict as `before` in outcome and in effect. */
function expectNotLooser(before: Facts, after: Facts): void {
  const [was, is] = [decide(engine, before), decide(engine, after)];
  const [wasOutcome, wasEffect] = strictness(was);
  const [isOutcome, isEffect] = strictness(is);
  expect(isOutcome).toBeGreaterThanOrEqual(wasOutcome);
  expect(isEffect).toBeGreaterThanOrEqual(wasEffect);
}

describe('decisions never loosen', () => {
  it('when the level is higher', () => {
    fc.assert(
      fc.property(facts, fc.constantFrom(...LEVELS), (given, level) => {
        fc.pre(LEVELS.indexOf(level) >= LEVELS.indexOf(given.level));
        const higher = { ...given, level };
        expectNotLooser(given, higher);
        const [was, is] = [given, higher].map((one) => releaseTerms(decide(engine, one)).expiryDays ?? Infinity);
        expect(is).toBeLessThanOrEqual(was ?? 0);
      }),
    );
  });

  it('when one more fact is unknown', () => {
    fc.assert(
      fc.property(facts, fc.oneof(factName, fc.string()), (given, name) => {
        expectNotLooser(given, { ...given, unknown: [...given.unknown, name] });
      }),
    );
  });

  it('when a legal basis is taken away', () => {
    fc.assert(
      fc.property(facts, fc.constantFrom(...LEGAL_BASES), (given, basis) => {
        expectNotLooser(
          { ...given, bases: [...given.bases, basis] },
          { ...given, bases: given.bases.filter((kind) => kind !== basis) },
        );
      }),
      { numRuns: 300 },
    );
  });

  it('when an approval is taken away', () => {
    fc.assert(
      fc.property(facts, fc.constantFrom(...APPROVALS), (given, approval) => {
        const without = given.approvals.filter((kind) => kind !== approval);
        const [was, is] = [
          decide(engine, { ...given, approvals: [...given.approvals, approval] }),
          decide(engine, { ...given, approvals: without }),
        ];
        expect(OUTCOMES.indexOf(is.outcome)).toBeGreaterThanOrEqual(OUTCOMES.indexOf(was.outcome));
      }),
      { numRuns: 300 },
    );
  });
});

describe('a notice', () => {
  it('is allowed on the same facts as the sending, since it carries less', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const sent = decide(engine, { ...given, event: 'send' });
        if (sent.outcome !== 'allow') return;
        expect(decide(engine, { ...given, event: 'notify' }).outcome).toBe('allow');
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('any facts', () => {
  it('give a decision of the agreed form, the same one each time, and never a rule that fails', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const decision = decide(engine, given);
        expect(policyDecisionSchema.parse(decision)).toEqual(decision);
        expect(JSON.stringify(decide(engine, structuredClone(given)))).toBe(JSON.stringify(decision));
        expect(decision.trail.some(({ result }) => result === 'error')).toBe(false);
        expect(decision.outcome === 'allow').toBe(decision.objections.length === 0);
      }),
    );
  });

  it('make a context that the typed schema accepts', async () => {
    const { readSchema, SHIPPED_PACKS } = await import('./packs-node.ts');
    const { isAuthorized } = await import('@cedar-policy/cedar-wasm/nodejs');
    const schema = await readSchema(SHIPPED_PACKS);
    fc.assert(
      fc.property(facts, (given) => {
        const context = contextOf(given, engine.packs, engine.limits, Date.parse(given.at));
        const party = { type: 'Party', id: 'x' };
        const action = { type: 'Action', id: given.event };
        const resource = { type: 'Transfer', id: 'x' };
        const answer = isAuthorized({
          principal: party,
          action,
          resource,
          context,
          schema,
          validateRequest: true,
          policies: {},
          entities: [],
        });
        expect(answer.type === 'failure' ? answer.errors : []).toEqual([]);
      }),
      { numRuns: 50 },
    );
    expect(nodeCedar.checkParseSchema(schema).type).toBe('success');
  });

  it('that hold an unknown place are never allowed', () => {
    fc.assert(
      fc.property(facts, fc.constantFrom('origin', 'destination'), (given, place) => {
        expect(decide(engine, { ...given, [place]: 'unknown' }).outcome).not.toBe('allow');
      }),
    );
  });

  it('may hold enormous texts without costing enormous time', () => {
    const hostile = `${'a.'.repeat(200_000)}a`;
    const started = performance.now();
    decide(engine, { ...decideFacts(), categories: [hostile], unknown: [hostile] });
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

function decideFacts(): Facts {
  const [sample] = fc.sample(facts, { numRuns: 1, seed: 1 });
  if (sample === undefined) throw new Error('no sample');
  return sample;
}
