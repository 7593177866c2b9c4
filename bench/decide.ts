/**
 * One decision over all packs from facts to decision, the permission matrix, and beside them the bare Cedar call in the same run: the same
 * parsed set, the same context.
 */
import type { Facts } from '../src/model/facts.ts';
import { nodeCedar } from '../src/policy/cedar-node.ts';
import type { CedarEngine } from '../src/policy/cedar-port.ts';
import { decide } from '../src/policy/decide.ts';
import { createEngine, type PolicyEngine } from '../src/policy/engine.ts';
import { decideMatrix } from '../src/policy/matrix.ts';
import { openPolicyEngine } from '../src/policy/packs-node.ts';

/** What it should take, on a machine that does nothing else. */
const TARGETS = { decisionP99Ms: 3, matrixSeconds: 2 };

type Spread = { readonly p50: number; readonly p99: number };
export type DecideBench = {
  readonly packs: number;
  readonly rules: number;
  /** Milliseconds, facts to decision. */
  readonly decision: Spread;
  readonly perSecond: number;
  /** Milliseconds of `statefulIsAuthorized` alone, for the calls that those decisions make. */
  readonly cedar: Spread;
  /** A decision's time to that of its calls of Cedar, at the median. */
  readonly ratio: number;
  /** 4 levels x 30 destinations x 5 recipients. */
  readonly matrix: { readonly cells: number; readonly seconds: number };
  readonly targets: typeof TARGETS & { readonly met: boolean };
};

/** From Macau with everything known, from Macau as a form is first filled in, and from the mainland with its thresholds. */
const KNOWN: Facts = {
  event: 'send',
  at: '2026-11-22T10:00:00+08:00',
  origin: 'MO',
  dest: 'CN',
  dest_city: 'CN-GD-ZH',
  role: 'controller',
  recipient: { type: 'controller' },
  level: 'confidential',
  cats: ['user.contact.email', 'user.name'],
  n: 40,
  minor14: false,
  unreadable: false,
  purpose: { use: 'contract_performance', same_as_collection: true },
  basis: ['consent.unambiguous'],
  necessary: false,
  contract: {},
  filing: { mo_art20_notice: {} },
  pia: {},
  org: { ciio: false, mo_ci_operator: false, hk_ci_operator: false, size: 80 },
  important_data: 'no',
  state_secret: 'no',
  held: { pi: 4_000, face: 0 },
  ytd: { cn: { pi: 900, spi: 0 } },
  approvals: [],
};
const { role: _role, minor14: _minor, org: _org, important_data: _data, ...FIRST } = KNOWN;
const SITUATIONS: readonly Facts[] = [
  KNOWN,
  FIRST,
  { ...KNOWN, origin: 'CN', dest: 'MO', dest_city: null, cats: ['user.name', 'user.financial.bank_account'] },
  { ...KNOWN, event: 'open', origin: 'HK', dest: 'GB' },
  { ...KNOWN, origin: 'PT', dest: 'MO', dest_city: null },
];

/** Runs for about `seconds`; decisions and bare calls take turns, so that a busy machine slows both. */
export async function run(options: { readonly seconds?: number | string } = {}): Promise<DecideBench> {
  const seconds = Number(options.seconds ?? 4);
  const engine = await openPolicyEngine();
  const calls = SITUATIONS.map((facts) => callsOf(engine, facts));
  const decided: number[] = [];
  const asked: number[] = [];
  const [, ...matrix] = Array.from({ length: 4 }, () => timed(() => void decideMatrix(engine, KNOWN)) / 1000);
  // Each set of rules is parsed once; that is not what is measured.
  for (let round = 0; round < 20; round += 1) for (const facts of SITUATIONS) decide(engine, facts);
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    for (const [at, facts] of SITUATIONS.entries()) {
      decided.push(timed(() => void decide(engine, facts)));
      asked.push(
        timed(() => {
          for (const call of calls[at] ?? []) nodeCedar.statefulIsAuthorized(call);
        }),
      );
    }
  }
  const [decision, cedar] = [spread(decided), spread(asked)];
  const best = Math.min(...matrix);
  return {
    packs: engine.packs.length,
    rules: engine.rules.size,
    decision,
    perSecond: Math.round(1000 / (decided.reduce((sum, one) => sum + one, 0) / decided.length)),
    cedar,
    ratio: rounded(decision.p50 / cedar.p50),
    matrix: { cells: 600, seconds: rounded(best) },
    targets: { ...TARGETS, met: decision.p99 <= TARGETS.decisionP99Ms && best <= TARGETS.matrixSeconds },
  };
}

type Call = Parameters<CedarEngine['statefulIsAuthorized']>[0];

/** The calls of Cedar that a decision makes: one, or two when something is not known. */
function callsOf(engine: PolicyEngine, facts: Facts): readonly Call[] {
  const calls: Call[] = [];
  const listening: CedarEngine = {
    ...nodeCedar,
    statefulIsAuthorized: (call) => {
      calls.push(structuredClone(call));
      return nodeCedar.statefulIsAuthorized(call);
    },
  };
  const created = createEngine(listening, engine.packs, { params: {} });
  if (created.outcome === 'ready') decide(created.engine, facts);
  return calls;
}

function timed(act: () => void): number {
  const started = performance.now();
  act();
  return performance.now() - started;
}

function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => rounded(sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN);
  return { p50: at(0.5), p99: at(0.99) };
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
