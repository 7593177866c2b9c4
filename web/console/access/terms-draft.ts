/** Terms while they are edited: every one taken from the wider scope, without a limit, or as it stands in its fields. Pure. */
import type { AccessTerms, Factor, Hours, LevelTerms, PermissionName } from '../../../src/model/access-terms.ts';
import type { RecipientKind } from '../../../src/model/facts.ts';

/** `inherit`: as the wider scope; `any`: no limit; `set`: as the field says. */
export type Mode = 'inherit' | 'any' | 'set';
type Choice<T> = { readonly mode: Mode; readonly value: T };

export type TermsDraft = {
  readonly permission: PermissionName | '';
  /** As `datetime-local` writes them, in this browser's zone. */
  readonly notBefore: Choice<string>;
  readonly until: Choice<string>;
  readonly opensMax: Choice<string>;
  /** Of a level only. */
  readonly daysMax: Choice<string>;
  readonly countries: Choice<readonly string[]>;
  /** One per line. */
  readonly networks: Choice<string>;
  readonly devicesMax: Choice<string>;
  readonly hours: Choice<Hours>;
  readonly kinds: Choice<readonly RecipientKind[]>;
  readonly factorsMin: Choice<string>;
  readonly factors: Choice<readonly Factor[]>;
  readonly search: 'inherit' | 'yes' | 'no';
  readonly textLayer: 'inherit' | 'yes' | 'no';
};

const WEEKDAYS = [1, 2, 3, 4, 5];

export function draftOf(terms: AccessTerms & LevelTerms, zone: string): TermsDraft {
  const office: Hours = { days: WEEKDAYS, from: '09:00', to: '18:00', zone };
  const flag = (value: boolean | undefined) => (value === undefined ? 'inherit' : value ? 'yes' : 'no');
  return {
    permission: terms.permission ?? '',
    notBefore: choice(mapped(terms.notBefore, localOf), ''),
    until: choice(mapped(terms.until, localOf), ''),
    opensMax: choice(mapped(terms.opensMax, String), '5'),
    daysMax: choice(mapped(terms.daysMax, String), '30'),
    countries: choice<readonly string[]>(terms.countries, []),
    networks: choice(
      mapped(terms.networks, (list) => list.join('\n')),
      '',
    ),
    devicesMax: choice(mapped(terms.devicesMax, String), '1'),
    hours: choice(terms.hours, office),
    kinds: choice<readonly RecipientKind[]>(terms.kinds, []),
    factorsMin: choice(mapped(terms.factorsMin, String), '2'),
    factors: choice<readonly Factor[]>(terms.factors, []),
    search: flag(terms.search),
    textLayer: flag(terms.textLayer),
  };
}

function mapped<A, B>(value: A | null | undefined, map: (value: A) => B): B | null | undefined {
  if (value === undefined) return undefined;
  return value === null ? null : map(value);
}

function choice<T>(value: T | null | undefined, start: T): Choice<T> {
  if (value === undefined) return { mode: 'inherit', value: start };
  return value === null ? { mode: 'any', value: start } : { mode: 'set', value };
}

/** Names of the fields that cannot be used as they are; empty when all can. */
export function problemsIn(draft: TermsDraft, now: number): readonly (keyof TermsDraft)[] {
  const { notBefore, until, networks, hours } = draft;
  const end = until.mode === 'set' ? isoOf(until.value) : undefined;
  const isEndBad = end === null || (end !== undefined && Date.parse(end) <= now);
  const problems: (keyof TermsDraft)[] = NUMBERS.filter(({ name, min, max }) => {
    const { mode, value } = draft[name];
    return mode === 'set' && !(/^\d{1,3}$/.test(value) && Number(value) >= min && Number(value) <= max);
  }).map(({ name }) => name);
  if (notBefore.mode === 'set' && isoOf(notBefore.value) === null) problems.push('notBefore');
  if (isEndBad) problems.push('until');
  if (networks.mode === 'set' && badLineOf(networks.value) !== null) problems.push('networks');
  if (hours.mode === 'set' && !isUsable(hours.value)) problems.push('hours');
  return problems;
}

const NUMBERS = [
  { name: 'opensMax', min: 1, max: 100 },
  { name: 'daysMax', min: 1, max: 90 },
  { name: 'devicesMax', min: 1, max: 20 },
  { name: 'factorsMin', min: 2, max: 5 },
] as const;

function isUsable({ days, from, to, zone }: Hours): boolean {
  return days.length > 0 && isTime(from) && isTime(to) && zone.trim() !== '';
}

/** Number of the first line that is neither a network nor an address, as far as its form tells; the server reads it exactly. */
export function badLineOf(text: string): number | null {
  const bad = text
    .split('\n')
    .findIndex((line) => line.trim() !== '' && !/^[0-9a-fA-F.:]{2,45}(?:\/\d{1,3})?$/.test(line.trim()));
  return bad < 0 ? null : bad + 1;
}

const isTime = (text: string): boolean => /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text);

/** The terms of a cell. */
export function termsOf(draft: TermsDraft): AccessTerms {
  const notBefore = said(draft.notBefore, isoOf);
  const until = said(draft.until, isoOf);
  return {
    ...commonOf(draft),
    ...(notBefore === undefined ? {} : { notBefore }),
    ...(until === undefined ? {} : { until }),
  };
}

/** The terms of a level. */
export function levelTermsOf(draft: TermsDraft): LevelTerms {
  const daysMax = said(draft.daysMax, Number);
  return { ...commonOf(draft), ...(daysMax === undefined ? {} : { daysMax }) };
}

function commonOf(draft: TermsDraft): Omit<AccessTerms, 'notBefore' | 'until'> {
  const countries = said(draft.countries, (value) => [...value]);
  const networks = said(draft.networks, linesOf);
  const devicesMax = said(draft.devicesMax, Number);
  const hours = said(draft.hours, (value) => value);
  const kinds = said(draft.kinds, (value) => [...value]);
  const { permission, opensMax, factorsMin, factors, search, textLayer } = draft;
  return {
    ...(permission === '' ? {} : { permission }),
    ...(opensMax.mode === 'set' ? { opensMax: Number(opensMax.value) } : {}),
    ...(countries === undefined ? {} : { countries }),
    ...(networks === undefined ? {} : { networks }),
    ...(devicesMax === undefined ? {} : { devicesMax }),
    ...(hours === undefined ? {} : { hours }),
    ...(kinds === undefined ? {} : { kinds }),
    ...(factorsMin.mode === 'set' ? { factorsMin: Number(factorsMin.value) } : {}),
    ...(factors.mode === 'inherit' ? {} : { factors: factors.mode === 'any' ? [] : [...factors.value] }),
    ...(search === 'inherit' ? {} : { search: search === 'yes' }),
    ...(textLayer === 'inherit' ? {} : { textLayer: textLayer === 'yes' }),
  };
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Undefined: not said. */
function said<A, B>({ mode, value }: Choice<A>, map: (value: A) => B): B | null | undefined {
  return mode === 'inherit' ? undefined : mode === 'any' ? null : map(value);
}

/** `2026-11-30T18:00` in this browser's zone as an instant; null for anything else. */
export function isoOf(local: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(local)) return null;
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

/** The same the other way, for `datetime-local`. */
export function localOf(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return '';
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** Whether anything is said. */
export function saysNothing(terms: AccessTerms): boolean {
  return Object.keys(terms).length === 0;
}
