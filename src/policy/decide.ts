/**
 * Facts in, decision out. Pure: the same engine and the same facts give the same decision, to the byte.
 * A transfer starts out permitted and each rule objects (docs/law/README.md); everything that cannot be decided is an objection too.
 */
import type { ApprovalKind, Facts } from '../model/facts.ts';
import { EFFECTS } from '../model/policy-decision.ts';
import type { Objection, Obligation, Outcome, PolicyDecision } from '../model/policy-decision.ts';
import { BUILTIN_PACK, NO_PACK, RULE_ERROR, UNKNOWN_FACT } from './builtin-rules.ts';
import type { BuiltinRule } from './builtin-rules.ts';
import type { CedarContext } from './cedar-port.ts';
import { contextOf, isCrossing } from './context.ts';
import type { Reading } from './context.ts';
import { instantOf } from './engine.ts';
import type { Evaluation, PolicyEngine } from './engine.ts';
import type { Pack } from './load-pack.ts';
import { dayAt, earliestDeadline, inForce } from './periods.ts';
import {
  foreignNames,
  missingEssentials,
  missingLifters,
  missingOf,
  missingTriggers,
  type Trigger,
  type Unknown,
  withoutUnknown,
} from './readings.ts';
import type { ObjectingRule, Rule } from './rule.ts';

type TrailEntry = PolicyDecision['trail'][number];

/** The rules' answer: which match for certain, and which only if a fact that nobody knows is the worst it can be. */
type Findings = {
  readonly answer: Evaluation;
  readonly unsettled: ReadonlySet<string>;
  /** Facts that would settle them, those left out for which somebody answers. */
  readonly open: readonly Unknown[];
  /** Rules are unsettled and no fact would settle them: that is a fault. */
  readonly orphaned: boolean;
};

/**
 * Returns what the law and the organisation say about one event.
 *
 * The rules in force at `facts.at` are picked first, so an old decision can be made again with the rules of its day. All packs that attach
 * are evaluated together; the strictest effect counts, remedies and evidence add up, the earliest deadline counts.
 * Not checked: whether the facts are true; what is on record counts by its own dates and scope.
 *
 * @param stated - Facts that `factsSchema` accepted; what is left out, or named in `unknown`, is not known.
 * @throws `policy.bad_facts` when `stated.at` is no time. Nothing else: faults in rules are objections.
 */
export function decide(engine: PolicyEngine, stated: Facts): PolicyDecision {
  const instant = instantOf(stated.at);
  const facts = withoutUnknown(stated);
  const packs = engine.packs.filter((pack) => attaches(pack, facts));
  const found = evaluate(engine, facts, packs, instant);
  const { answer } = found;
  const objections = [...ruleObjections(found), ...builtinObjections(facts, packs, instant, found)].sort(
    strictestFirst,
  );
  return {
    outcome: outcomeOf(objections),
    event: facts.event ?? 'send',
    at: facts.at,
    effect: objections[0]?.effect ?? null,
    objections,
    remedies: union(objections.map((objection) => objection.remedies)),
    obligations: obligationsOf(engine, answer),
    evidence: union(objections.map((objection) => objection.evidence)),
    deadline: earliestDeadline(objections.map((objection) => objection.deadline)),
    unknown: neededFacts(facts, found),
    trail: trailOf(found, objections),
    packs: packs.map(({ file, digest }) => ({
      pack: file.pack,
      version: file.version,
      digest,
      reviewed: engine.reviewed.has(digest),
    })),
  };
}

/**
 * A pack attaches by where the transfer starts and by what happens; one without such a list always does. What is done to an employee is
 * the concern of the law where the employee is (`dest`) as well.
 */
export function attaches({ file }: Pack, { origin, dest, event = 'send' }: Facts): boolean {
  const places = event === 'contact_employee' || event === 'monitor_employee' ? [origin, dest] : [origin];
  return (
    (file.origins === null || places.some((place) => place !== undefined && file.origins?.includes(place))) &&
    (file.events === null || file.events.includes(event))
  );
}

/**
 * Cedar is asked once when everything is known, else twice: with the strictest and with the most lenient reading of what is not.
 * INVARIANT: what matches in either reading is not let pass in silence.
 */
function evaluate(engine: PolicyEngine, facts: Facts, packs: readonly Pack[], instant: number): Findings {
  const context = (reading: Reading): CedarContext => contextOf(facts, packs, engine.limits, instant, reading);
  const ask = (asked: CedarContext): Evaluation => engine.evaluate(packs, instant, facts.event ?? 'send', asked);
  const worst = context('strict');
  const strict = ask(worst);
  const missing = missingTriggers(facts);
  const isPlain = missing.length === 0 || !strict.active.some(({ rule }) => isOpen(rule, strict, missing));
  if (isPlain) return { answer: strict, unsettled: new Set(), open: [], orphaned: false };
  const best = context('lenient');
  const lenient = ask(best);
  const unsettled = new Set(
    strict.active.flatMap(({ rule }) =>
      rule.does === 'objects' && strict.matched.has(rule.id) && !lenient.matched.has(rule.id) ? [rule.id] : [],
    ),
  );
  const candidates = missingOf(
    missing,
    membersOf(strict, (id) => unsettled.has(id)),
  );
  const open = decisive(candidates, unsettled, (member) =>
    ask({ ...worst, ...(best[member] === undefined ? {} : { [member]: best[member] }) }),
  ).map((one) => ({ fact: one.fact, vouchedBy: whoVouches(one, strict, unsettled) }));
  const certain = (id: string): boolean => !unsettled.has(id);
  return {
    // A rule that objects only in the lenient reading (a smaller number falls into its band) objects as well.
    answer: {
      ...strict,
      matched: new Set([...[...strict.matched].filter(certain), ...lenient.matched]),
      failed: new Set([...strict.failed, ...lenient.failed]),
      broken: strict.broken || lenient.broken,
    },
    unsettled,
    open: open.filter(({ vouchedBy }) => !isVouched(facts, vouchedBy)),
    orphaned: unsettled.size > 0 && open.length === 0,
  };
}

/**
 * Of the facts that unsettled rules look at, those that settle one of them when they alone are taken at their best. A rule that none alone
 * settles hangs on all that it looks at.
 */
function decisive(
  candidates: readonly Trigger[],
  unsettled: ReadonlySet<string>,
  askWith: (member: string) => Evaluation,
): readonly Trigger[] {
  if (candidates.length <= 1) return candidates;
  const left = new Set(unsettled);
  const rules = new Map<string, Rule>();
  const found = candidates.filter(({ member }) => {
    const { matched, active } = askWith(member);
    for (const { rule } of active) if (unsettled.has(rule.id)) rules.set(rule.id, rule);
    const settled = [...unsettled].filter((id) => !matched.has(id));
    for (const id of settled) left.delete(id);
    return settled.length > 0;
  });
  const rest = candidates.filter(({ member }) => [...left].some((id) => rules.get(id)?.members.has(member) === true));
  return [...new Set([...found, ...rest])];
}

/** Who may answer for not knowing a fact: an officer, or two where a rule that hangs on it would be lifted by no less, or by nothing. */
function whoVouches(
  { member, vouchable }: Trigger,
  answer: Evaluation,
  unsettled: ReadonlySet<string>,
): ApprovalKind | null {
  if (!vouchable) return null;
  const grave = answer.active.some(
    ({ rule }) =>
      rule.does === 'objects' &&
      unsettled.has(rule.id) &&
      rule.members.has(member) &&
      !rule.remedies.includes('approval:officer') &&
      (rule.remedies.length === 0 || rule.remedies.includes('approval:two_officer')),
  );
  return grave ? 'two_officer' : 'officer';
}

function isVouched({ approvals = [] }: Facts, by: ApprovalKind | null): boolean {
  return approvals.includes('two_officer') ? by !== null : by === 'officer' && approvals.includes('officer');
}

/** Whether a rule's answer may hang on a missing fact: it looks at it. */
function isOpen(rule: Rule, answer: Evaluation, missing: readonly { readonly member: string }[]): boolean {
  return (
    rule.does === 'objects' && answer.matched.has(rule.id) && missing.some(({ member }) => rule.members.has(member))
  );
}

function membersOf(answer: Evaluation, wanted: (ruleId: string) => boolean): ReadonlySet<string> {
  return new Set(answer.active.flatMap(({ rule }) => (wanted(rule.id) ? [...rule.members] : [])));
}

/** Names of what is not known and was needed: to say what applies, to settle a rule, or to lift one that objects. */
function neededFacts(facts: Facts, { answer, unsettled, open }: Findings): string[] {
  const resting = answer.active.flatMap(({ rule }) =>
    rule.does === 'objects' && (unsettled.has(rule.id) || answer.matched.has(rule.id)) ? [rule] : [],
  );
  const lifting = missingLifters(facts).filter(({ member, lifts }) =>
    resting.some((rule) => rule.members.has(member) && lifts(rule.remedies, facts)),
  );
  const names = [...missingEssentials(facts), ...open, ...lifting].map(({ fact }) => fact);
  return [...new Set([...names, ...foreignNames(facts)])].sort();
}

function ruleObjections({ answer }: Findings): readonly Objection[] {
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
  { answer, open, orphaned }: Findings,
): readonly Objection[] {
  const approved = (facts.approvals ?? []).length > 0;
  const objections: Objection[] = [];
  if (isTransfer(facts) && !isCovered(facts, packs, instant) && !approved) {
    objections.push(builtinObjection(NO_PACK, ['approval:officer']));
  }
  const foreign = foreignNames(facts).map((fact): Unknown => ({ fact, vouchedBy: 'officer' }));
  // One objection per fact: what lifts one does not lift another.
  for (const { fact, vouchedBy } of [...missingEssentials(facts), ...foreign, ...open]) {
    if (isVouched(facts, vouchedBy)) continue;
    const approval = vouchedBy === null ? [] : [`approval:${vouchedBy}`];
    objections.push(builtinObjection(UNKNOWN_FACT, [...approval, `fact:${fact}`]));
  }
  // INVARIANT: a rule that could not be evaluated counts as one that objects and that nothing lifts; so does one that stays unsettled by nothing.
  if (answer.broken || answer.failed.size > 0 || orphaned) objections.push(builtinObjection(RULE_ERROR, []));
  return objections;
}

/** Only what makes content readable elsewhere needs rules for the two places. */
function isTransfer(facts: Facts): boolean {
  const { event = 'send' } = facts;
  return isCrossing(facts) && TRANSFER_EVENTS.has(event);
}

const TRANSFER_EVENTS: ReadonlySet<string> = new Set([
  'send',
  'notify',
  'open',
  'download',
  'forward',
  'disclose_authority',
]);

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
      (entry) => (entry.destination === '*' || entry.destination === facts.dest) && inForce(entry, day),
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
function trailOf({ answer, unsettled }: Findings, objections: readonly Objection[]): TrailEntry[] {
  const inForceIds = new Set(answer.active.map(({ rule }) => rule.id));
  const resultOf = (rule: Rule): TrailEntry['result'] => {
    if (!inForceIds.has(rule.id)) return 'not_in_force';
    if (answer.broken || answer.failed.has(rule.id)) return 'error';
    if (unsettled.has(rule.id)) return 'unsettled';
    return answer.matched.has(rule.id) ? rule.does : 'silent';
  };
  const fromPacks = answer.rules.map(({ pack, rule }) => ({
    ruleId: rule.id,
    pack: pack.file.pack,
    result: resultOf(rule),
  }));
  const own = [NO_PACK, RULE_ERROR, UNKNOWN_FACT].map(({ id }): TrailEntry => {
    const isObjecting = objections.some((objection) => objection.ruleId === id);
    return { ruleId: id, pack: BUILTIN_PACK, result: isObjecting ? 'objects' : 'silent' };
  });
  return [...fromPacks, ...own];
}
