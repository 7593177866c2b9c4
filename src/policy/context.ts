/**
 * Facts as the rules see them: the members of `packs/schema.cedarschema`.
 * INVARIANT: a fact named in `unknown` is given its strictest reading, so that not knowing something never opens a way.
 */
import { GBA_CITIES } from '../model/jurisdiction.ts';
import { stricterLevel } from '../model/level.ts';
import type { Facts } from '../model/facts.ts';
import type { CedarContext } from './cedar-port.ts';
import type { Limits } from './engine.ts';
import type { Pack } from './load-pack.ts';
import { dayAt, inForce } from './periods.ts';

/** Deeper keys exist in no list; the limit keeps a hostile key of a million dots cheap. */
const MAX_KEY_DEPTH = 8;
const EVERYBODY = Number.MAX_SAFE_INTEGER;

/** Names of the unknown facts, sorted, each once. A place given as `unknown` is one of them whether or not the caller says so. */
export function unknownFacts(facts: Facts): readonly string[] {
  const names = new Set(facts.unknown.map(publicName));
  if (facts.origin === 'unknown') names.add('origin');
  if (facts.destination === 'unknown') names.add('destination');
  return [...names].sort();
}

/** A name that is no fact's name (it came from outside, in any form) is shown as `other` and objected to all the same. */
function publicName(name: string): string {
  return /^[a-zA-Z][a-zA-Z0-9_.]{0,63}$/.test(name) ? name : 'other';
}

/** Returns the facts with the strictest reading of what is unknown. Places keep what was stated; `isCrossing` looks at `unknown` itself. */
export function strictest(facts: Facts): Facts {
  const unknown = new Set(unknownFacts(facts));
  const when = <T>(name: string, strict: T, stated: T): T => (unknown.has(name) ? strict : stated);
  const personal = facts.categories.some((key) => key === 'user' || key.startsWith('user.'));
  return {
    ...facts,
    destination: when('destination', 'unknown', facts.destination),
    destinationCity: when('destinationCity', null, facts.destinationCity),
    level: when('level', stricterLevel('restricted', facts.level), facts.level),
    // Categories that describe persons outweigh a statement that there are none.
    hasPersonalData: facts.hasPersonalData || personal || unknown.has('hasPersonalData') || unknown.has('categories'),
    persons: when('persons', EVERYBODY, facts.persons),
    unreadable: facts.unreadable || unknown.has('unreadable'),
    purpose: when('purpose', 'other', facts.purpose),
    bases: when('bases', [], facts.bases),
    necessary: facts.necessary && !unknown.has('necessary'),
    filings: when('filings', [], facts.filings),
    approvals: when('approvals', [], facts.approvals),
    custody: when('custody', 'server', facts.custody),
    viewOnly: facts.viewOnly || unknown.has('viewOnly'),
  };
}

/** Whether the content becomes readable in another place than where it started; an unknown place is another place. */
export function isCrossing(facts: Facts): boolean {
  const unknown = unknownFacts(facts);
  return facts.origin !== facts.destination || unknown.includes('origin') || unknown.includes('destination');
}

/**
 * Returns the Cedar context for facts.
 *
 * @param packs - The packs that attach: their lists of sensitive categories, adequate places and instruments are applied.
 * @param instant - Milliseconds of `facts.at`.
 */
export function contextOf(facts: Facts, packs: readonly Pack[], limits: Limits, instant: number): CedarContext {
  const strict = strictest(facts);
  const unknown = unknownFacts(facts);
  const filings = strict.filings.filter((filing) => existed(filing, packs, instant));
  const inBay = GBA_CITIES.some((city) => city === strict.destinationCity);
  return {
    origin: strict.origin,
    destination: strict.destination,
    crossing: isCrossing(facts),
    destinationCity: strict.destinationCity ?? '',
    inGreaterBayArea: strict.destination === 'CN' && inBay,
    recipientKind: entity('RecipientKind', strict.recipientKind),
    level: entity('Level', strict.level),
    categories: withAncestors(strict.categories),
    hasPersonalData: strict.hasPersonalData,
    sensitiveFor: sensitivePlaces(facts, packs, instant),
    adequateFor: adequateFor(strict.destination, packs, instant),
    persons: strict.persons,
    unreadable: strict.unreadable,
    purpose: entity('Purpose', strict.purpose),
    bases: strict.bases.map((basis) => entity('Basis', basis)),
    necessary: strict.necessary,
    filings: filings.map((filing) => entity('Filing', filing)),
    approvals: strict.approvals.map((approval) => entity('Approval', approval)),
    custody: entity('Custody', strict.custody),
    viewOnly: strict.viewOnly,
    unknown: [...unknown],
    limits: { recordReview: limits.recordReview },
  };
}

function entity(type: string, id: string): { __entity: { type: string; id: string } } {
  return { __entity: { type, id } };
}

/** A filing that did not exist on the day counts for nothing, however it came into the facts. */
function existed(filing: string, packs: readonly Pack[], instant: number): boolean {
  return packs.every(({ file }) => {
    const periods = file.instruments.filter((entry) => entry.filing === filing);
    return periods.length === 0 || periods.some((entry) => inForce(entry, dayAt(instant, file.utcOffset)));
  });
}

function withAncestors(categories: readonly string[]): string[] {
  const out = new Set<string>();
  for (const key of categories) {
    out.add(key);
    const parts = key.split('.', MAX_KEY_DEPTH);
    for (let depth = 1; depth < parts.length; depth += 1) out.add(parts.slice(0, depth).join('.'));
  }
  return [...out].sort();
}

/** Returns the jurisdictions, among the packs', whose law treats one of the categories as sensitive at that instant. */
export function sensitivePlaces(facts: Facts, packs: readonly Pack[], instant: number): string[] {
  const unknown = unknownFacts(facts);
  const places = new Set<string>();
  for (const { file } of packs) {
    if (file.jurisdiction === null || file.sensitive.length === 0) continue;
    const day = dayAt(instant, file.utcOffset);
    const keys = file.sensitive.filter((entry) => inForce(entry, day)).map((entry) => entry.key);
    const hit = facts.categories.some((category) =>
      keys.some((key) => category === key || category.startsWith(`${key}.`)),
    );
    // Unknown categories may be any, so they may be sensitive ones.
    if (hit || unknown.includes('categories')) places.add(file.jurisdiction);
  }
  return [...places].sort();
}

function adequateFor(destination: string, packs: readonly Pack[], instant: number): string[] {
  return packs.flatMap(({ file }) => {
    const day = dayAt(instant, file.utcOffset);
    const found = file.adequate.some((entry) => entry.destination === destination && inForce(entry, day));
    return found && file.jurisdiction !== null ? [file.jurisdiction] : [];
  });
}
