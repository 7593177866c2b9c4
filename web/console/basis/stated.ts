/** Facts about one transfer that people state, by the names that decisions use for them. */
import type { StatedFacts } from '../../../src/model/legal-record.ts';

/** In the order in which they are asked. */
export const STATED = [
  'same_as_collection',
  'subject_loc',
  'minor14',
  'important_data',
  'state_secret',
  'informed',
  'text_unchanged',
  'onward_agreed',
  'n',
] as const satisfies readonly (keyof StatedFacts)[];
export type Stated = (typeof STATED)[number];

/** Answered with yes or no; `same_as_collection` starts out as yes. */
export const YES_NO = [
  'minor14',
  'important_data',
  'state_secret',
  'informed',
  'text_unchanged',
  'onward_agreed',
] as const;
export type YesNo = (typeof YES_NO)[number];

/** Facts about the legal entity: stated once for all its transfers. */
const OF_ENTITY = /^(?:org\.|held\.|role$|origin_city$)/;

/** The stated fact that a decision calls by this name (`purpose.same_as_collection`), or null. */
export function statedFactOf(name: string): Stated | null {
  const own = name === 'purpose.same_as_collection' ? 'same_as_collection' : name;
  return STATED.find((one) => one === own) ?? null;
}

/** True for what is stated on the page of records, about the legal entity. */
export function isOfEntity(name: string): boolean {
  return OF_ENTITY.test(name);
}

/** Facts to ask for: what the law of the origin needs, what the decision misses, and what is stated already. In the order of the form. */
export function askedFacts(
  origin: string | null,
  missing: readonly string[],
  stated: StatedFacts,
): readonly Exclude<Stated, 'n'>[] {
  const wanted = new Set<string>(['same_as_collection', ...(origin === 'CN' ? MAINLAND : [])]);
  for (const name of missing) wanted.add(statedFactOf(name) ?? '');
  return STATED.filter((one) => one !== 'n' && (wanted.has(one) || stated[one] !== undefined)).flatMap((one) =>
    one === 'n' ? [] : [one],
  );
}

const MAINLAND: readonly Stated[] = ['subject_loc', 'minor14', 'important_data', 'state_secret'];

/** Names of facts that a decision misses: unknown ones, and those that would lift an objection. */
export function missingFacts(
  decision: { readonly unknown: readonly string[]; readonly remedies: readonly string[] } | null,
): readonly string[] {
  if (decision === null) return [];
  const lifting = decision.remedies.flatMap((remedy) => (remedy.startsWith('fact:') ? [remedy.slice(5)] : []));
  return [...new Set([...decision.unknown, ...lifting])];
}

/** The facts with one changed; undefined takes it out. */
export function withFact<K extends Stated>(facts: StatedFacts, name: K, value: StatedFacts[K]): StatedFacts {
  const { [name]: _before, ...rest } = facts;
  return value === undefined ? rest : { ...rest, [name]: value };
}
