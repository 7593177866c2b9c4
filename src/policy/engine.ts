/** The packs of one organisation, checked together, with its own numbers, ready to decide. */
import type { Locale } from '../model/locale.ts';
import { BUILTIN_PACK } from './builtin-rules.ts';
import type { CedarContext, CedarEngine } from './cedar-port.ts';
import { POLICY } from './errors.ts';
import type { Pack } from './load-pack.ts';
import { dayAt, inForce } from './periods.ts';
import { mayActOn, type PackProblem, type Rule } from './rule.ts';

export type EngineSettings = {
  /** The organisation's own numbers by parameter id; what is not named keeps the pack's default. */
  readonly params: Readonly<Record<string, number>>;
  /** Digests of the packs that somebody put a name to; what is not named was not reviewed. */
  readonly reviewed?: readonly string[];
};
export type Limits = { readonly recordReview: number };
export type PackRule = { readonly pack: Pack; readonly rule: Rule };
export type CedarAnswer = {
  readonly matched: ReadonlySet<string>;
  readonly failed: ReadonlySet<string>;
  /** Cedar refused the whole question, so no rule was evaluated. */
  readonly broken: boolean;
};
export type Evaluation = CedarAnswer & {
  /** All rules of the packs, and those of them that were in force and therefore evaluated. */
  readonly rules: readonly PackRule[];
  readonly active: readonly PackRule[];
};
export type PolicyEngine = {
  readonly packs: readonly Pack[];
  readonly params: Readonly<Record<string, number>>;
  /** Digests of reviewed packs. A review is of exactly one text: a changed letter is another pack. */
  readonly reviewed: ReadonlySet<string>;
  readonly limits: Limits;
  /** The rule and its pack by rule id. */
  readonly rules: ReadonlyMap<string, PackRule>;
  /** Evaluates the rules of `packs` that are in force at `instant`; each set is parsed once. */
  readonly evaluate: (packs: readonly Pack[], instant: number, event: string, context: CedarContext) => Evaluation;
};
export type CreatedEngine =
  | { readonly outcome: 'ready'; readonly engine: PolicyEngine }
  | { readonly outcome: 'rejected'; readonly problems: readonly PackProblem[] };

/** More than any pack asks for; a transfer of this size is looked at even when no pack sets a limit. */
const NO_LIMIT: Limits = { recordReview: 1 };

/**
 * Returns the engine, or why these packs and settings do not go together: the same pack or rule id twice, an unknown parameter,
 * a name of the product's own, a statutory number, or a number looser than the pack's.
 */
export function createEngine(cedar: CedarEngine, packs: readonly Pack[], settings: EngineSettings): CreatedEngine {
  const problems = [...clashes(packs), ...settingProblems(packs, settings)];
  if (problems.length > 0) return { outcome: 'rejected', problems };
  const params: Record<string, number> = {};
  let limits = NO_LIMIT;
  for (const [id, param] of packs.flatMap((pack) => Object.entries(pack.file.params))) {
    const value = settings.params[id] ?? param.default;
    params[id] = value;
    if (param.limit !== null) limits = { ...limits, [param.limit]: value };
  }
  const rules = new Map(packs.flatMap((pack) => pack.rules.map((rule) => [rule.id, { pack, rule }] as const)));
  const reviewed = new Set(settings.reviewed);
  return { outcome: 'ready', engine: { packs, params, reviewed, limits, rules, evaluate: createEvaluator(cedar) } };
}

function clashes(packs: readonly Pack[]): readonly PackProblem[] {
  const seen = new Set<string>();
  const problems: PackProblem[] = [];
  for (const pack of packs) {
    const { pack: name, params } = pack.file;
    const rules = pack.rules.map((rule) => `rule ${rule.id}`);
    for (const id of [`pack ${name}`, ...rules, ...Object.keys(params).map((param) => `parameter ${param}`)]) {
      if (seen.has(id)) problems.push({ file: name, rule: null, problem: `${id} stands in two packs` });
      seen.add(id);
    }
    if (name === BUILTIN_PACK)
      problems.push({ file: name, rule: null, problem: `the name ${name} is the product's own` });
    for (const { id } of pack.rules.filter((rule) => rule.id.startsWith(`${BUILTIN_PACK}.`)))
      problems.push({ file: name, rule: id, problem: `ids that begin with ${BUILTIN_PACK}. are the product's own` });
  }
  return problems;
}

function settingProblems(packs: readonly Pack[], settings: EngineSettings): readonly PackProblem[] {
  const known = new Map(packs.flatMap((pack) => Object.entries(pack.file.params)));
  const problemOf = (id: string, value: number): string | null => {
    const param = known.get(id);
    if (param === undefined) return 'there is no such parameter';
    if (param.kind === 'statutory') return 'the number is set by the statute';
    if (!Number.isSafeInteger(value) || value < 1) return 'the number is not a positive whole number';
    const looser = param.stricter === 'lower' ? value > param.default : value < param.default;
    return looser ? 'an organisation may only be stricter than the pack' : null;
  };
  return Object.entries(settings.params).flatMap(([id, value]) => {
    const problem = problemOf(id, value);
    return problem === null ? [] : [{ file: 'settings', rule: id, problem }];
  });
}

type RuleSet = {
  /** Members of the context that the rules in it read: the others need not be handed over. */
  readonly members: ReadonlySet<string>;
  readonly name: string;
  readonly rules: readonly PackRule[];
  readonly active: readonly PackRule[];
  readonly usable: boolean;
};
/** Days remembered before the list starts afresh: replays of many years must not grow it without end. */
const MAX_DAYS = 4_000;

/**
 * Cedar keeps parsed policy sets under a name for as long as the module lives. The name holds the packs' digests and which of their rules are
 * in force, so that two engines share a set only when it is the same text.
 */
function createEvaluator(cedar: CedarEngine): PolicyEngine['evaluate'] {
  const byDay = new Map<string, RuleSet>();
  const byName = new Map<string, RuleSet>();
  const select = (packs: readonly Pack[], days: readonly string[], event: string): RuleSet => {
    const rules = packs.flatMap((pack) => pack.rules.map((rule) => ({ pack, rule })));
    const flags = packs.flatMap((pack, at) => pack.rules.map((rule) => inForce(rule, days[at] ?? '')));
    const name = [...packs.map((pack) => pack.digest), flags.map(Number).join(''), event].join('/');
    const known = byName.get(name);
    if (known !== undefined) return known;
    const active = rules.filter((_, at) => flags[at]);
    // A rule about other events cannot match: it is in force and silent.
    const asked = active.filter(({ rule }) => mayActOn(rule.policy, event));
    const answer = cedar.preparsePolicySet(name, { staticPolicies: policiesOf(asked) });
    const members = new Set(asked.flatMap(({ rule }) => [...rule.members]));
    const set = { name, rules, active, members, usable: answer.type === 'success' };
    byName.set(name, set);
    return set;
  };
  return (packs, instant, event, context) => {
    const days = packs.map((pack) => dayAt(instant, pack.file.utcOffset));
    const key = [event, ...packs.map((pack, at) => `${pack.file.pack} ${days[at]}`)].join(' ');
    const set = byDay.get(key) ?? select(packs, days, event);
    if (byDay.size >= MAX_DAYS) byDay.clear();
    byDay.set(key, set);
    const answer = set.usable ? ask(cedar, set, event, context) : BROKEN;
    return { rules: set.rules, active: set.active, ...answer };
  };
}

const BROKEN: CedarAnswer = { matched: new Set(), failed: new Set(), broken: true };

function ask(cedar: CedarEngine, set: RuleSet, event: string, context: CedarContext): CedarAnswer {
  // Handing a context over to WebAssembly costs more than the rules do.
  const needed = Object.fromEntries(Object.entries(context).filter(([member]) => set.members.has(member)));
  const answer = cedar.statefulIsAuthorized({
    principal: { type: 'Party', id: 'acting' },
    action: { type: 'Action', id: event },
    resource: { type: 'Transfer', id: 'decided' },
    context: needed,
    preparsedPolicySetId: set.name,
    entities: [],
  });
  if (answer.type === 'failure') return BROKEN;
  const { reason, errors } = answer.response.diagnostics;
  return { matched: new Set(reason), failed: new Set(errors.map((error) => error.policyId)), broken: false };
}

/**
 * On a deny Cedar names the `forbid`s that matched and is silent about the `permit`s. Obligations are wanted in every case, so a rule that
 * obliges is evaluated as a `forbid` too; Cedar's own allow or deny is not used, only the names of what matched.
 */
function policiesOf(rules: readonly PackRule[]): Record<string, Rule['policy']> {
  return Object.fromEntries(rules.map(({ rule }) => [rule.id, { ...rule.policy, effect: 'forbid' }]));
}

export type Regulator = { readonly id: string; readonly name: string; readonly url: string | null };

/**
 * Returns the regulator of a jurisdiction at an instant, by its name of that day; null when no pack speaks for the place.
 *
 * @throws `policy.bad_facts` when `at` is not a time.
 */
export function regulatorAt(engine: PolicyEngine, jurisdiction: string, at: string, locale: Locale): Regulator | null {
  const instant = instantOf(at);
  for (const { file } of engine.packs.filter((pack) => pack.file.jurisdiction === jurisdiction)) {
    const found = file.regulators.find((entry) => inForce(entry, dayAt(instant, file.utcOffset)));
    if (found !== undefined) return { id: found.id, name: found.name[locale], url: found.url };
  }
  return null;
}

/** Milliseconds of an ISO 8601 time. @throws `policy.bad_facts` when it is none. */
export function instantOf(at: string): number {
  const instant = Date.parse(at);
  if (Number.isNaN(instant)) throw POLICY.bad_facts({ fact: 'at' });
  return instant;
}
