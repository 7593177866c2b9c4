/**
 * How a fact is read that nobody knows. Two kinds:
 *
 * - What lifts an objection (a basis, a contract, a filing, where the data were collected) and is not known is simply not on record.
 * - What makes a rule object (important data, a number of persons, the kind of recipient) has two readings, the strictest and the most
 *   lenient. A rule that objects in the strictest only is not settled: `policy.unknown_fact` stands for it and names the fact.
 *
 * INVARIANT: taking a fact away never lets through what was held with it.
 */
import { type ApprovalKind, type Facts, isCategory } from '../model/facts.ts';
import type { CedarPolicy } from './cedar-port.ts';

export type Trigger = {
  /** Name of the fact, as people and the command line write it. */
  readonly fact: string;
  readonly isKnown: (facts: Facts) => boolean;
  /** Member of the Cedar context that holds it. */
  readonly member: string;
  /** An officer may answer for not knowing it; a number can only be stated. */
  readonly vouchable: boolean;
};

const trigger = (
  fact: string,
  member: string,
  value: (facts: Facts) => unknown,
  vouchable: boolean = true,
): Trigger => ({
  fact,
  member,
  isKnown: (facts) => value(facts) !== undefined && value(facts) !== 'unknown',
  vouchable,
});

/** Facts that make rules object. */
export const TRIGGERS: readonly Trigger[] = [
  trigger('recipient.type', 'recipientKinds', (facts) => facts.recipient?.type),
  trigger('role', 'roles', (facts) => facts.role),
  trigger('purpose.same_as_collection', 'purposeChanged', (facts) => facts.purpose?.same_as_collection),
  trigger('minor14', 'minors', (facts) => facts.minor14),
  trigger('important_data', 'importantData', (facts) => facts.important_data),
  trigger('state_secret', 'stateSecret', (facts) => facts.state_secret),
  trigger('org.ciio', 'criticalOperator', (facts) => facts.org?.ciio),
  trigger('org.mo_ci_operator', 'macauCriticalOperator', (facts) => facts.org?.mo_ci_operator),
  trigger('org.hk_ci_operator', 'hongKongCriticalOperator', (facts) => facts.org?.hk_ci_operator),
  trigger('n', 'persons', (facts) => facts.n, false),
  trigger('ytd.cn.pi', 'yearPersons', (facts) => facts.ytd?.cn?.pi, false),
  trigger('ytd.cn.spi', 'yearSensitive', (facts) => facts.ytd?.cn?.spi, false),
  trigger('held.pi', 'heldPersons', (facts) => facts.held?.pi, false),
  trigger('held.face', 'heldFaces', (facts) => facts.held?.face, false),
  trigger('org.size', 'staff', (facts) => facts.org?.size, false),
  trigger('purpose', 'purpose', (facts) => facts.purpose?.use),
  // A plain contact, once something is said about the work at all.
  trigger('work', 'escalation', (facts) => facts.work),
  trigger('work.outside_hours', 'outsideHours', (facts) => facts.work?.outside_hours),
  trigger('monitoring.covert', 'covert', (facts) => facts.monitoring?.covert),
  trigger('monitoring.performance', 'performance', (facts) => facts.monitoring?.performance),
];

export type Lifter = Omit<Trigger, 'vouchable'> & {
  /** Whether stating it could lift a rule with these remedies in this situation. */
  readonly lifts: (remedies: readonly string[], facts: Facts) => boolean;
};

const lifter = (fact: string, member: string, value: (facts: Facts) => unknown, lifts: Lifter['lifts']): Lifter => ({
  fact,
  isKnown: (facts) => value(facts) !== undefined && value(facts) !== 'unknown',
  member,
  lifts,
});

const anyOf =
  (prefix: string): Lifter['lifts'] =>
  (remedies) =>
    remedies.some((remedy) => remedy.startsWith(prefix));

/** Facts that lift objections, by the member that holds them; named as unknown when an objection could rest on their absence. */
const LIFTERS: readonly Lifter[] = [
  lifter('basis', 'bases', (facts) => facts.basis, anyOf('basis:')),
  lifter(
    'necessary',
    'necessary',
    (facts) => facts.necessary,
    (remedies, { basis }) =>
      remedies.includes('fact:necessary') ||
      // Necessity completes a basis that the rule takes.
      (basis === undefined
        ? remedies.some((remedy) => remedy.startsWith('basis:'))
        : basis.some((kind) => remedies.includes(`basis:${kind}`))),
  ),
  lifter(
    'contract',
    'contracts',
    (facts) => facts.contract,
    (remedies, facts) =>
      remedies.some((remedy) => remedy.startsWith('contract:') && !remedy.startsWith('contract:gba_')) ||
      bayContracts(remedies, facts).length > 0,
  ),
  lifter('filing', 'filings', (facts) => facts.filing, anyOf('filing:')),
  lifter('pia', 'assessments', (facts) => facts.pia, anyOf('pia:')),
  lifter(
    'subject_loc',
    'collectedAbroad',
    (facts) => facts.subject_loc,
    (_, { origin }) => mayBe(origin, ['CN']),
  ),
  lifter(
    'origin_city',
    'originInGreaterBayArea',
    (facts) => facts.origin_city,
    (remedies, facts) =>
      mayBe(facts.origin, ['CN']) && (remedies.includes('fact:origin_city') || restsOnBayContract(remedies, facts)),
  ),
  lifter(
    'dest_city',
    'inGreaterBayArea',
    (facts) => facts.dest_city,
    (remedies, facts) =>
      mayBe(facts.dest, ['CN']) && (remedies.includes('fact:dest_city') || restsOnBayContract(remedies, facts)),
  ),
  lifter(
    'purpose',
    'purpose',
    (facts) => facts.purpose?.use,
    (remedies) => remedies.includes('fact:purpose'),
  ),
];

function mayBe(place: string | undefined, places: readonly string[]): boolean {
  return place === undefined || place === 'unknown' || places.includes(place);
}

/** The Greater Bay Area contracts among the remedies that serve between these places. */
function bayContracts(remedies: readonly string[], { origin, dest }: Facts): readonly ('gba_mo' | 'gba_hk')[] {
  return (['gba_mo', 'gba_hk'] as const).filter((kind) => {
    const places = ['CN', kind === 'gba_mo' ? 'MO' : 'HK'];
    return remedies.includes(`contract:${kind}`) && mayBe(origin, places) && mayBe(dest, places);
  });
}

/** Whether a city would complete such a contract: it is on record, or may be. */
function restsOnBayContract(remedies: readonly string[], facts: Facts): boolean {
  const { contract } = facts;
  return bayContracts(remedies, facts).some((kind) => contract === undefined || contract[kind] !== undefined);
}

/** Facts without which nothing can be decided: they are read strictly and always objected to. */
const ESSENTIAL: readonly { readonly fact: string; readonly isKnown: (facts: Facts) => boolean }[] = [
  { fact: 'event', isKnown: (facts) => facts.event !== undefined },
  // Whom an employer may reach depends on where the employee is: `dest`.
  {
    fact: 'origin',
    isKnown: ({ event, origin }) => event === 'contact_employee' || (origin !== undefined && origin !== 'unknown'),
  },
  { fact: 'dest', isKnown: ({ dest }) => dest !== undefined && dest !== 'unknown' },
  { fact: 'cats', isKnown: ({ event, cats }) => event === 'contact_employee' || cats?.every(isCategory) === true },
];

/** Essential facts that no officer can vouch for: without them it is not known whose law applies, or what happens. */
const ONLY_THE_FACT_ITSELF: ReadonlySet<string> = new Set(['event', 'origin', 'dest', 'approvals', 'at']);

const COUNTERPART_OF: ReadonlyMap<string, string> = new Map([['purpose', 'use']]);

/** Returns the facts without those that are named in `unknown`. Level, custody and the like stay: `contextOf` looks at the names itself. */
export function withoutUnknown(facts: Facts): Facts {
  if (facts.unknown === undefined || facts.unknown.length === 0) return facts;
  const copy: Record<string, unknown> = structuredClone(facts);
  for (const name of facts.unknown ?? []) {
    const [head = '', ...rest] = name.split('.', 4);
    const tail = rest.length === 0 ? COUNTERPART_OF.get(head) : rest.join('.');
    if (!REMOVABLE.has(head)) continue;
    if (tail === undefined) delete copy[head];
    else removeAt(copy[head], tail.split('.'));
  }
  return isFacts(copy, facts) ? copy : facts;
}

/** Top members that may be taken away; the others are always there or are read by name. */
const REMOVABLE: ReadonlySet<string> = new Set(
  (
    'event origin dest origin_city dest_city subject_loc role recipient cats n ytd held minor14 basis necessary purpose contract ' +
    'filing pia org important_data state_secret work monitoring approvals onward_agreed ftz_unlisted'
  ).split(' '),
);

/** Every optional member of facts is optional in depth, so leaving some out gives facts again. */
function isFacts(copy: Record<string, unknown>, facts: Facts): copy is Facts {
  return copy['at'] === facts.at;
}

function removeAt(value: unknown, path: readonly string[]): void {
  const [first, ...rest] = path;
  if (typeof value !== 'object' || value === null || first === undefined) return;
  if (rest.length === 0) Reflect.deleteProperty(value, first);
  else removeAt(Reflect.get(value, first), rest);
}

const KNOWN_NAMES: ReadonlySet<string> = new Set(
  [...TRIGGERS, ...LIFTERS, ...ESSENTIAL]
    .map(({ fact }) => fact)
    .concat(
      'level',
      'custody',
      'viewOnly',
      'unreadable',
      'ytd',
      'ytd.cn',
      'held',
      'org',
      'work',
      'monitoring',
      'recipient',
    ),
);

/** Names in `unknown` that are no fact of the model: somebody says that something was not established, so it is objected to. */
export function foreignNames(facts: Facts): readonly string[] {
  const names = (facts.unknown ?? []).filter((name) => !KNOWN_NAMES.has(name)).map(publicName);
  return [...new Set(names)].sort();
}

/** A name that is no fact's name (it came from outside, in any form) is shown as `other` and objected to all the same. */
function publicName(name: string): string {
  return /^[a-zA-Z][a-zA-Z0-9_.]{0,63}$/.test(name) ? name : 'other';
}

/** A fact that is not known; `vouchedBy`: who may answer for that, null when only stating it helps. */
export type Unknown = { readonly fact: string; readonly vouchedBy: ApprovalKind | null };

/** Essential facts that are missing, sorted by name. */
export function missingEssentials(facts: Facts): readonly Unknown[] {
  return ESSENTIAL.filter(({ isKnown }) => !isKnown(facts)).map(({ fact }) => ({
    fact,
    vouchedBy: ONLY_THE_FACT_ITSELF.has(fact) ? null : 'officer',
  }));
}

/** Triggers that are missing. */
export function missingTriggers(facts: Facts): readonly Trigger[] {
  return TRIGGERS.filter(({ isKnown }) => !isKnown(facts));
}

/** Names of the missing facts that any of these policies looks at. */
export function missingOf<T extends { readonly fact: string; readonly member: string }>(
  missing: readonly T[],
  members: ReadonlySet<string>,
): readonly T[] {
  return missing.filter(({ member }) => members.has(member));
}

export function missingLifters(facts: Facts): readonly Lifter[] {
  return LIFTERS.filter(({ isKnown }) => !isKnown(facts));
}

/**
 * Returns the members of `context` that a policy's conditions read: the first attribute of each chain. null when the context is used as a
 * whole: such a rule may read anything.
 */
export function contextMembers(policy: CedarPolicy): ReadonlySet<string> | null {
  const found = new Set<string>();
  let isWhole = false;
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if (isContext(node)) isWhole = true;
    for (const [operator, value] of Object.entries(node)) {
      const attributes = operator === '.' || operator === 'has' ? attributesOfContext(value) : [];
      if (attributes.length === 0) visit(value);
      else found.add(attributes[0] ?? '');
    }
  };
  visit(policy.conditions);
  return isWhole ? null : found;
}

/** `{left: context, attr}`, where `has` may have several: the attributes; else none. */
function attributesOfContext(access: unknown): readonly string[] {
  if (typeof access !== 'object' || access === null || !isContext(Reflect.get(access, 'left'))) return [];
  const attr: unknown = Reflect.get(access, 'attr');
  return (Array.isArray(attr) ? attr : [attr]).filter((one) => typeof one === 'string');
}

function isContext(node: unknown): boolean {
  return typeof node === 'object' && node !== null && Reflect.get(node, 'Var') === 'context';
}
