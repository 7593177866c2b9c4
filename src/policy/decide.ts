/**
 * Facts in, decision out. Pure: the same engine and the same facts give the same decision, to the byte.
 * A transfer starts out permitted and each rule objects (docs/law/README.md); everything that cannot be decided is an objection too.
 */
import type { Facts } from '../model/facts.ts';
import { EFFECTS } from '../model/policy-decision.ts';
import type { Objection, Obligation, Outcome, PolicyDecision } from '../model/policy-decision.ts';
import { BUILTIN_PACK, NO_PACK, ONLY_THE_FACT_ITSELF, RULE_ERROR, UNKNOWN_FACT } from './builtin-rules.ts';
import type { BuiltinRule } from './builtin-rules.ts';
import { contextOf, isCrossing, strictest, unknownFacts } from './context.ts';
import { instantOf } from './engine.ts';
import type { Evaluation, PolicyEngine } from './engine.ts';
import type { Pack } from './load-pack.ts';
import { dayAt, durationDays, inForce } from './periods.ts';
import type { ObjectingRule, Rule } from './rule.ts';

type TrailEntry = PolicyDecision['trail'][number];

/**
 * Returns what the law and the organisation say about one event.
 *
 * The rules in force at `facts.at` are picked first, so an old decision can be made again with the rules of its day. All packs that attach
 * are evaluated together; the strictest effect counts, remedies and evidence add up, the earliest deadline counts.
 * Not checked: whether the facts are true, and whether what is on record is still valid; the caller names what it could not establish.
 *
 * @param facts - Facts that `factsSchema` accepted.
 * @throws `policy.bad_facts` when `facts.at` is no time. Nothing else: faults in rules are objections.
 */
export function decide(engine: PolicyEngine, facts: Facts): PolicyDecision {
  const instant = instantOf(facts.at);
  const packs = engine.packs.filter((pack) => attaches(pack, facts));
  const answer = engine.evaluate(packs, instant, facts.event, contextOf(facts, packs, engine.limits, instant));
  const objections = [...ruleObjections(answer), ...builtinObjections(facts, packs, instant, answer)].sort(
    strictestFirst,
  );
  return {
    outcome: outcomeOf(objections),
    event: facts.event,
    at: facts.at,
    effect: objections[0]?.effect ?? null,
    objections,
    remedies: union(objections.map((objection) => objection.remedies)),
    obligations: obligationsOf(engine, answer),
    evidence: union(objections.map((objection) => objection.evidence)),
    deadline: earliest(objections),
    trail: trailOf(answer, objections),
    packs: packs.map(({ file, digest }) => ({
      pack: file.pack,
      version: file.version,
      digest,
      reviewed: file.reviewed_by !== null,
    })),
  };
}

/** A pack of law attaches when the transfer starts under that law; a pack without a jurisdiction always does. */
function attaches(pack: Pack, facts: Facts): boolean {
  return pack.file.jurisdiction === null || pack.file.jurisdiction === facts.origin;
}

function ruleObjections(answer: Evaluation): readonly Objection[] {
  return answer.active.flatMap(({ pack, rule }) => {
    if (rule.does !== 'objects' || !answer.matched.has(rule.id)) return [];
    return [objectionOf(pack, rule)];
  });
}

function objectionOf(pack: Pack, rule: ObjectingRule): Objection {
  return {
    ruleId: rule.id,
    pack: pack.file.pack,
    effect: rule.effect,
    citation: {
      cite: rule.cite,
      url: pack.file.cites[rule.id]?.url ?? null,
      confidence: rule.confidence,
      kind: rule.kind,
    },
    remedies: [...rule.remedies].sort(),
    evidence: [...rule.evidence],
    deadline: rule.deadline,
  };
}

/** The objections that no pack can make: places without rules, facts nobody knows, rules that failed. */
function builtinObjections(
  facts: Facts,
  packs: readonly Pack[],
  instant: number,
  answer: Evaluation,
): readonly Objection[] {
  const approved = strictest(facts).approvals.length > 0;
  const objections: Objection[] = [];
  if (isCrossing(facts) && !isCovered(facts, packs, instant) && !approved) {
    objections.push(builtinObjection(NO_PACK, ['approval:officer']));
  }
  for (const name of unknownFacts(facts)) {
    const onlyTheFact = ONLY_THE_FACT_ITSELF.includes(name);
    if (approved && !onlyTheFact) continue;
    // One objection per fact: what lifts one does not lift another.
    objections.push(builtinObjection(UNKNOWN_FACT, [...(onlyTheFact ? [] : ['approval:officer']), `fact:${name}`]));
  }
  // INVARIANT: a rule that could not be evaluated counts as one that objects and that nothing lifts.
  if (answer.broken || answer.failed.size > 0) objections.push(builtinObjection(RULE_ERROR, []));
  return objections;
}

function builtinObjection(rule: BuiltinRule, remedies: readonly string[]): Objection {
  return {
    ruleId: rule.id,
    pack: BUILTIN_PACK,
    effect: rule.effect,
    citation: { cite: rule.cite, url: null, confidence: 'H', kind: 'org_policy' },
    remedies: [...remedies],
    evidence: rule.id === RULE_ERROR.id ? [] : ['officer_decision', 'reason'],
    deadline: null,
  };
}

function isCovered(facts: Facts, packs: readonly Pack[], instant: number): boolean {
  return packs.some(({ file }) => {
    if (file.jurisdiction === null) return false;
    const day = dayAt(instant, file.utcOffset);
    return file.covers.some(
      (entry) => (entry.destination === '*' || entry.destination === facts.destination) && inForce(entry, day),
    );
  });
}

function strictestFirst(a: Objection, b: Objection): number {
  const byEffect = EFFECTS.indexOf(a.effect) - EFFECTS.indexOf(b.effect);
  if (byEffect !== 0) return byEffect;
  const [left, right] = [keyOf(a), keyOf(b)];
  return left < right ? -1 : Number(left > right);
}

function keyOf(objection: Objection): string {
  return [objection.pack, objection.ruleId, ...objection.remedies].join(' ');
}

function outcomeOf(objections: readonly Objection[]): Outcome {
  if (objections.length === 0) return 'allow';
  return objections.every((objection) => objection.remedies.length > 0) ? 'held' : 'refused';
}

function union(lists: readonly (readonly string[])[]): string[] {
  return [...new Set(lists.flat())].sort();
}

function earliest(objections: readonly Objection[]): string | null {
  const deadlines = objections.flatMap(({ deadline }) => (deadline === null ? [] : [deadline]));
  return deadlines.sort((a, b) => (durationDays(a) ?? 0) - (durationDays(b) ?? 0))[0] ?? null;
}

function obligationsOf(engine: PolicyEngine, answer: Evaluation): Obligation[] {
  return answer.active.flatMap(({ pack, rule }) => {
    if (rule.does !== 'obliges' || !answer.matched.has(rule.id)) return [];
    const number = rule.param === null ? null : (engine.params[rule.param] ?? 1);
    return rule.obligations.map((kind) => ({
      kind,
      value: kind === 'expiry_days' ? number : null,
      ruleId: rule.id,
      pack: pack.file.pack,
    }));
  });
}

/** Cedar names only what matched; the rest of the trail is ours. */
function trailOf(answer: Evaluation, objections: readonly Objection[]): TrailEntry[] {
  const inForceIds = new Set(answer.active.map(({ rule }) => rule.id));
  const resultOf = (rule: Rule): TrailEntry['result'] => {
    if (!inForceIds.has(rule.id)) return 'not_in_force';
    if (answer.broken || answer.failed.has(rule.id)) return 'error';
    return answer.matched.has(rule.id) ? rule.does : 'silent';
  };
  const fromPacks = answer.rules.map(({ pack, rule }) => ({
    ruleId: rule.id,
    pack: pack.file.pack,
    result: resultOf(rule),
  }));
  const own = [NO_PACK, RULE_ERROR, UNKNOWN_FACT].map(({ id }): TrailEntry => {
    const objects = objections.some((objection) => objection.ruleId === id);
    return { ruleId: id, pack: BUILTIN_PACK, result: objects ? 'objects' : 'silent' };
  });
  return [...fromPacks, ...own];
}
