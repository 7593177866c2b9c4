/**
 * Facts of a situation that somebody imagines (what if?): how one fact is stated or taken away, which further facts are worth asking for, and
 * how a situation is written into a link. A situation is about law only: it names nobody.
 */
import { type FactRecord, type Facts, factsSchema } from '../model/facts.ts';
import { attaches, decide } from './decide.ts';
import { instantOf, type PolicyEngine } from './engine.ts';
import { dayAt, inForce } from './periods.ts';
import { readFacts } from './read-facts.ts';
import { TRIGGERS } from './readings.ts';
import { mayActOn } from './rule.ts';

/** Returns what is stated about a fact (`org.ciio`), or undefined. */
export function factAt(facts: Facts, path: string): unknown {
  let value: unknown = facts;
  for (const part of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.hasOwn(value, part) ? Reflect.get(value, part) : undefined;
  }
  return value;
}

/** Returns the facts with one stated anew, or taken away by undefined; the same facts when the value is none that this fact can have. */
export function withFact(facts: Facts, path: string, value: unknown): Facts {
  const copy: Record<string, unknown> = structuredClone(facts);
  put(copy, path.split('.'), value);
  const read = factsSchema.safeParse(copy);
  return read.success ? read.data : facts;
}

function put(target: object, path: readonly string[], value: unknown): void {
  const [head = '', ...rest] = path;
  if (rest.length === 0) {
    if (value === undefined) Reflect.deleteProperty(target, head);
    else Reflect.set(target, head, value);
    return;
  }
  const there: unknown = Reflect.get(target, head);
  const inner = typeof there === 'object' && there !== null ? there : {};
  put(inner, rest, value);
  // A group without members is a fact that is not stated.
  if (Object.keys(inner).length === 0) Reflect.deleteProperty(target, head);
  else Reflect.set(target, head, inner);
}

/** How a further fact is stated: `answer` is yes, no or not known; `flag` is said or not said. */
export type FurtherFact = {
  readonly fact: string;
  readonly as: 'answer' | 'flag' | 'number' | 'role' | 'place';
  /** Member of the Cedar context that holds it. */
  readonly member: string;
};

const further = (as: FurtherFact['as'], fact: string, member: string): FurtherFact => ({ fact, as, member });

/** Everything beside places, recipient, kinds of data, number, purpose, level and what is on record, in the order of a form. */
export const FURTHER_FACTS: readonly FurtherFact[] = [
  further('answer', 'purpose.same_as_collection', 'purposeChanged'),
  further('role', 'role', 'roles'),
  further('answer', 'minor14', 'minors'),
  further('place', 'subject_loc', 'collectedAbroad'),
  further('answer', 'important_data', 'importantData'),
  further('answer', 'state_secret', 'stateSecret'),
  further('answer', 'org.ciio', 'criticalOperator'),
  further('answer', 'org.mo_ci_operator', 'macauCriticalOperator'),
  further('answer', 'org.hk_ci_operator', 'hongKongCriticalOperator'),
  further('number', 'ytd.cn.pi', 'yearPersons'),
  further('number', 'ytd.cn.spi', 'yearSensitive'),
  further('number', 'held.pi', 'heldPersons'),
  further('number', 'held.face', 'heldFaces'),
  further('number', 'org.size', 'staff'),
  further('answer', 'informed', 'informed'),
  further('answer', 'text_unchanged', 'textUnchanged'),
  further('flag', 'org.prc_presence', 'mainlandPresence'),
  further('flag', 'recipient.certified', 'recipientCertified'),
  further('flag', 'ftz_unlisted', 'freeTradeZoneUnlisted'),
  further('flag', 'onward_agreed', 'onwardAgreed'),
  further('flag', 'volume_split', 'volumeSplit'),
  further('flag', 'data_combined', 'dataCombined'),
  further('flag', 'unreadable', 'unreadable'),
  further('flag', 'sealed.view_only', 'viewOnly'),
  further('answer', 'work.outside_hours', 'outsideHours'),
  further('answer', 'work.escalation', 'escalation'),
  further('flag', 'work.force_majeure', 'forceMajeure'),
  further('flag', 'work.emergency', 'emergency'),
  further('flag', 'work.approver', 'approverNamed'),
  further('flag', 'work.agreement', 'disconnectAgreement'),
  further('answer', 'monitoring.covert', 'covert'),
  further('answer', 'monitoring.performance', 'performance'),
  further('flag', 'monitoring.assessment', 'monitoringAssessed'),
  further('flag', 'monitoring.policy', 'monitoringPolicy'),
  further('flag', 'monitoring.suspicion', 'suspicion'),
  further('flag', 'monitoring.informed', 'employeesInformed'),
  further('flag', 'monitoring.alternative', 'alternativeOffered'),
];

/** Facts that are named as unknown when a rule hangs on them; the others are read as not said. */
const NAMED: ReadonlySet<string> = new Set([...TRIGGERS.map(({ fact }) => fact), 'subject_loc']);

/**
 * Returns the further facts that the rules ask for in this situation: those that would have to be known if none of them were, those that some
 * rule at this event reads, and those stated already.
 */
export function askedFacts(engine: PolicyEngine, facts: Facts): readonly FurtherFact[] {
  const bare = FURTHER_FACTS.reduce((left, { fact }) => withFact(left, fact, undefined), facts);
  const { approvals: _approvals, ...unvouched } = bare;
  const needed = new Set(decide(engine, unvouched).unknown);
  const read = membersRead(engine, facts);
  return FURTHER_FACTS.filter(
    ({ fact, member }) =>
      factAt(facts, fact) !== undefined || needed.has(fact) || (!NAMED.has(fact) && read.has(member)),
  );
}

/** Members that the rules of the packs that attach read at the event of the facts. */
function membersRead(engine: PolicyEngine, facts: Facts): ReadonlySet<string> {
  const instant = instantOf(facts.at);
  const event = facts.event ?? 'send';
  return new Set(
    engine.packs
      .filter((pack) => attaches(pack, facts))
      .flatMap(({ file, rules }) => {
        const day = dayAt(instant, file.utcOffset);
        const asked = rules.filter((rule) => inForce(rule, day) && mayActOn(rule.policy, event));
        return asked.flatMap(({ members }) => [...members]);
      }),
  );
}

/** Returns the facts with what a remedy of a decision stands for; the same facts for one that only a person can state (`fact:n`). */
export function withRemedy(facts: Facts, remedy: string): Facts {
  const at = remedy.indexOf(':');
  const [kind, name] = [remedy.slice(0, at), remedy.slice(at + 1)];
  switch (kind) {
    case 'basis':
      return withFact(facts, 'basis', [...new Set<string>([...(facts.basis ?? []), name])]);
    case 'approval':
      return withFact(facts, 'approvals', [...new Set<string>([...(facts.approvals ?? []), name])]);
    case 'contract':
    case 'filing':
    case 'pia':
      return withFact(facts, `${kind}.${name}`, {});
    default:
      return remedy === 'fact:necessary' ? withFact(facts, 'necessary', true) : facts;
  }
}

/** Returns the names of the facts in which two situations differ, those on record by their kind. */
export function differingFacts(one: Facts, other: Facts): readonly string[] {
  const flat = (facts: Facts): Map<string, string> => new Map(leavesOf(facts, '', SHALLOW));
  const [left, right] = [flat(one), flat(other)];
  return [...new Set([...left.keys(), ...right.keys()])].filter((path) => left.get(path) !== right.get(path));
}

/** Groups whose members are facts of their own; every other fact is one value. */
const SHALLOW: ReadonlySet<string> = new Set(
  ['recipient', 'purpose', 'org', 'ytd', 'ytd.cn', 'held', 'sealed', 'work'].concat('monitoring'),
);

function leavesOf(value: object, path: string, groups: ReadonlySet<string>): [string, string][] {
  return Object.entries(value).flatMap(([name, member]: [string, unknown]): [string, string][] => {
    const full = path === '' ? name : `${path}.${name}`;
    if (groups.has(full) && typeof member === 'object' && member !== null) return leavesOf(member, full, groups);
    // The purpose's own fact is named by its group (docs/law/README.md).
    return [[full === 'purpose.use' ? 'purpose' : full, JSON.stringify(member)]];
  });
}

const MAX_LINK = 20_000;

/** The part of an address after `#` for one or two situations: what the rules need, and no word that somebody typed. */
export function linkOf(situations: readonly Facts[]): string {
  return encodeURIComponent(JSON.stringify(situations.map(withoutWords)));
}

/** Returns the situations of such a link, or null when it is none. */
export function situationsOf(link: string, at: string): readonly Facts[] | null {
  if (link.length > MAX_LINK) return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(decodeURIComponent(link));
  } catch {
    return null;
  }
  if (!Array.isArray(parsed) || parsed.length === 0 || parsed.length > 2) return null;
  const read = parsed.map((one: unknown) => readFacts(one, at));
  return read.every((one) => one.outcome === 'read') ? read.map(({ facts }) => withoutWords(facts)) : null;
}

/** Numbers of filings, hashes and sectors are left out: they may say whose situation it is. */
function withoutWords(facts: Facts): Facts {
  const { scope_hash: _scope, unknown: _unknown, ...rest } = facts;
  const { sector: _sector, ...org } = facts.org ?? {};
  return {
    ...rest,
    ...(facts.org === undefined ? {} : { org }),
    ...(facts.cats === undefined ? {} : { cats: facts.cats.filter((key) => /^[a-z][a-z0-9_.]{0,99}$/.test(key)) }),
    ...(facts.contract === undefined ? {} : { contract: datesOf(facts.contract) }),
    ...(facts.filing === undefined ? {} : { filing: datesOf(facts.filing) }),
    ...(facts.pia === undefined ? {} : { pia: datesOf(facts.pia) }),
  };
}

function datesOf<K extends string>(records: Partial<Record<K, FactRecord>>): Partial<Record<K, FactRecord>> {
  const copy = { ...records };
  for (const name in copy) {
    const { id: _id, scope_hash: _scope, ...dates } = copy[name] ?? {};
    copy[name] = dates;
  }
  return copy;
}
