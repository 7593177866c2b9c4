/** The decision tables in test/decisions: facts, articles and what has to come out. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Facts } from '../model/facts.ts';
import { effectSchema, outcomeSchema, policyDecisionSchema } from '../model/policy-decision.ts';
import { BUILTIN_RULES } from './builtin-rules.ts';
import { decide } from './decide.ts';
import type { PolicyEngine } from './engine.ts';
import { openPolicyEngine } from './packs-node.ts';
import { readFacts } from './read-facts.ts';

const ids = z.array(z.string());
const caseSchema = z.strictObject({
  name: z.string(),
  article: z.string(),
  golden: z.number().optional(),
  /** Members that replace those of the base; null leaves the fact out. */
  facts: z.record(z.string(), z.unknown()),
  /** Further facts, each with a list of values: the case is decided for every combination. */
  each: z.record(z.string(), z.array(z.unknown()).min(1)).default({}),
  expect: z.strictObject({
    outcome: outcomeSchema,
    effect: effectSchema.nullable(),
    objects: ids,
    obliges: ids.optional(),
    silent: ids.default([]),
    not_in_force: ids.default([]),
    unsettled: ids.default([]),
    remedies: ids.optional(),
    deadline: z.string().optional(),
  }),
});
const tableSchema = z.strictObject({
  pack: z.string(),
  base: z.record(z.string(), z.unknown()),
  cases: z.array(caseSchema).min(1),
});

const FOLDER = join(import.meta.dirname, '../../test/decisions');
const tables = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.yaml'))
  .sort()
  .map((name) => tableSchema.parse(parse(readFileSync(join(FOLDER, name), 'utf8'))));

type Case = z.infer<typeof caseSchema>;

/** Every combination of the values in `each`, over the facts of the case. */
function variantsOf({ facts, each }: Case): readonly object[] {
  return Object.entries(each).reduce<readonly object[]>(
    (variants, [name, values]) => variants.flatMap((variant) => values.map((value) => ({ ...variant, [name]: value }))),
    [facts],
  );
}

let engine: PolicyEngine;
beforeAll(async () => {
  engine = await openPolicyEngine();
});

describe.each(tables)('decisions of $pack', ({ pack, base, cases }) => {
  it.each(cases)('$name ($article)', (row) => {
    for (const variant of variantsOf(row)) expectDecision(pack, factsOf({ ...base, ...variant }), row.expect);
  });
});

function factsOf(members: object): Facts {
  const stated = Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null));
  const read = readFacts(stated, '2026-11-22T10:00:00+08:00');
  if (read.outcome === 'rejected') throw new Error(`check ${read.members.join(', ')}`);
  return read.facts;
}

function expectDecision(pack: string, facts: Facts, wanted: Case['expect']): void {
  const decision = decide(engine, facts);
  const own = (entry: { pack: string; ruleId: string }): boolean => entry.pack === pack || entry.pack === 'policy';
  const shown = JSON.stringify(facts);
  expect(policyDecisionSchema.parse(decision)).toEqual(decision);
  expect(
    decision.objections
      .filter(own)
      .map((entry) => entry.ruleId)
      .sort(),
    shown,
  ).toEqual([...wanted.objects].sort());
  expect([decision.outcome, decision.effect], shown).toEqual([wanted.outcome, wanted.effect]);
  const results = new Map(decision.trail.map((entry) => [entry.ruleId, entry.result]));
  for (const id of wanted.silent) expect([id, results.get(id)], shown).toEqual([id, 'silent']);
  for (const id of wanted.unsettled) expect([id, results.get(id)], shown).toEqual([id, 'unsettled']);
  for (const id of wanted.not_in_force) expect([id, results.get(id)], shown).toEqual([id, 'not_in_force']);
  if (wanted.obliges !== undefined) {
    const obliging = new Set(decision.obligations.filter(own).map((entry) => entry.ruleId));
    expect([...obliging].sort(), shown).toEqual([...wanted.obliges].sort());
  }
  if (wanted.remedies !== undefined) expect(decision.remedies, shown).toEqual([...wanted.remedies].sort());
  if (wanted.deadline !== undefined) expect(decision.deadline, shown).toBe(wanted.deadline);
}

describe('coverage of the decision tables', () => {
  const cases = tables.flatMap((table) => table.cases);
  it('shows every rule objecting or obliging once, and lifted once', () => {
    // A failing rule has no case in a table: no shipped rule can fail. decide.test.ts makes one that does.
    // What an installation cannot fulfil is no fact: fulfil.test.ts.
    const elsewhere = new Set(['policy.rule_error', 'policy.cannot_fulfil']);
    const builtin = BUILTIN_RULES.map(({ id }) => id).filter((id) => !elsewhere.has(id));
    const all = [...engine.rules.keys(), ...builtin];
    const always = new Set(['org.two_factors', 'org.expiry.public']);
    const speaks = new Set(cases.flatMap(({ expect: wanted }) => [...wanted.objects, ...(wanted.obliges ?? [])]));
    const lifted = new Set(cases.flatMap(({ expect: wanted }) => wanted.silent));
    expect(all.length).toBeGreaterThan(30);
    expect(all.filter((id) => !speaks.has(id))).toEqual([]);
    expect(all.filter((id) => !lifted.has(id) && !always.has(id))).toEqual([]);
  });

  it('has every golden test that these packs can answer by a decision', () => {
    const golden = new Set(cases.flatMap(({ golden: number }) => (number === undefined ? [] : [number])));
    // 29 is the name of a regulator: decide.test.ts. The clocks of 6, 8 and 10 are in duties.test.ts as well.
    expect([...golden].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 30 }, (_, at) => at + 1).filter((n) => n !== 29),
    );
  });
});
