/** Decisions a second with policy sets parsed once, against parsing them for every decision, in the same run. */
import { isAuthorized } from '@cedar-policy/cedar-wasm/nodejs';
import type { Facts } from '../src/model/facts.ts';
import { contextOf } from '../src/policy/context.ts';
import { decide } from '../src/policy/decide.ts';
import type { PolicyEngine } from '../src/policy/engine.ts';
import { openPolicyEngine } from '../src/policy/packs-node.ts';

export type BenchOptions = { readonly seconds: number };
export type DecideBench = {
  readonly rules: number;
  /** Decisions a second: facts to decision, policy sets parsed once. */
  readonly preparedPerSecond: number;
  /** Cedar questions a second when the same rules are parsed each time. */
  readonly unpreparedPerSecond: number;
  readonly ratio: number;
};

const FACTS: Facts = {
  event: 'open',
  at: '2026-11-22T10:00:00+08:00',
  origin: 'MO',
  destination: 'CN',
  destinationCity: 'CN-GD-ZH',
  recipientKind: 'controller',
  level: 'confidential',
  categories: ['user.contact.email', 'user.name'],
  hasPersonalData: true,
  persons: 40,
  unreadable: false,
  purpose: 'contract_performance',
  bases: ['consent_unambiguous'],
  necessary: false,
  filings: ['mo_art20_notice'],
  approvals: [],
  custody: 'server',
  viewOnly: false,
  unknown: [],
};

/** Returns both rates. The two ways take turns in slices, so that a busy machine slows both. */
export async function run(options: BenchOptions = { seconds: 2 }): Promise<DecideBench> {
  const engine = await openPolicyEngine();
  const ways = { prepared: () => void decide(engine, FACTS), unprepared: unpreparedQuestion(engine) };
  const spent = { prepared: 0, unprepared: 0 };
  const done = { prepared: 0, unprepared: 0 };
  for (const way of Object.values(ways)) for (let i = 0; i < 20; i += 1) way();
  while (spent.prepared + spent.unprepared < options.seconds * 1000) {
    for (const name of ['prepared', 'unprepared'] as const) {
      const started = performance.now();
      for (let i = 0; i < 20; i += 1) ways[name]();
      spent[name] += performance.now() - started;
      done[name] += 20;
    }
  }
  const preparedPerSecond = (done.prepared / spent.prepared) * 1000;
  const unpreparedPerSecond = (done.unprepared / spent.unprepared) * 1000;
  return {
    rules: engine.rules.size,
    preparedPerSecond: Math.round(preparedPerSecond),
    unpreparedPerSecond: Math.round(unpreparedPerSecond),
    ratio: Number((preparedPerSecond / unpreparedPerSecond).toFixed(1)),
  };
}

function unpreparedQuestion(engine: PolicyEngine): () => void {
  const context = contextOf(FACTS, engine.packs, engine.limits, Date.parse(FACTS.at));
  const rules = [...engine.rules.values()].map(({ rule }) => [rule.id, rule.policy] as const);
  const call = {
    principal: { type: 'Party', id: 'acting' },
    action: { type: 'Action', id: FACTS.event },
    resource: { type: 'Transfer', id: 'decided' },
    context,
    policies: { staticPolicies: Object.fromEntries(rules) },
    entities: [],
  };
  return () => void isAuthorized(call);
}
