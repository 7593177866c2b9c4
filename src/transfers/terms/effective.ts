/**
 * The permission matrix: what one recipient may do with one object. Pure.
 *
 * For each term the narrowest cell that says something counts: recipient and object together, then what is said of the recipient and what is
 * said of the object (of those two the stricter, for neither is narrower), then the whole transfer. What no cell says is the level's. Then come
 * the caps, which nothing exceeds: the level's template, what the decision obliges to, and the transfer's own limits.
 */
import { DAY } from '../../base/units.ts';
import {
  type AccessTerms,
  accessTermsSchema,
  type EffectiveTerms,
  type FullLevelTerms,
  type TermName,
  type TermSource,
} from '../../model/access-terms.ts';
import type { ReleaseTerms } from '../../policy/obligations.ts';
import { meetTerm } from './meet.ts';

/** As stored; what is not of the expected form allows nothing. */
export type Cells = {
  readonly transfer?: unknown;
  readonly object?: unknown;
  readonly recipient?: unknown;
  readonly pair?: unknown;
};

export type Caps = {
  readonly level: FullLevelTerms;
  readonly obligations: Pick<ReleaseTerms, 'viewOnly' | 'expiryDays'>;
  /** The sender's wishes when he sent it. */
  readonly opensMax: number;
  readonly expiresDays: number;
  /** Null before it is granted: days are counted from then. */
  readonly grantedAt: Date | null;
};

export type Resolved = { readonly terms: EffectiveTerms; readonly from: Readonly<Record<TermName, TermSource>> };

/** No transfer can be opened for longer than this, whatever a cell says. */
export const DAYS_AT_MOST = 90;

/** Returns the terms for one recipient and object, with what decided each. */
export function effectiveTerms(caps: Caps, cells: Cells): Resolved {
  const read = readCells(cells);
  const floor = defaults(caps);
  const capped = capsOf(caps);
  const one = <K extends TermName>(name: K): readonly [EffectiveTerms[K], TermSource] => {
    const own = [floor[name], isOwnLimit(name) ? 'limit' : 'level'] as const;
    const said = saidOf(name, read) ?? own;
    // No end of its own is the transfer's end.
    const wished = name === 'until' && said[0] === null ? own : said;
    return capped.reduce<readonly [EffectiveTerms[K], TermSource]>((now, cap) => applyCap(name, now, cap), wished);
  };
  const permission = read === undefined ? (['none', 'unreadable'] as const) : one('permission');
  const [notBefore, until, opensMax, countries] = [one('notBefore'), one('until'), one('opensMax'), one('countries')];
  const [networks, devicesMax, hours, kinds] = [one('networks'), one('devicesMax'), one('hours'), one('kinds')];
  const [factorsMin, factors] = [one('factorsMin'), one('factors')];
  const [search, textLayer] = [one('search'), one('textLayer')];
  return {
    terms: {
      permission: permission[0],
      notBefore: notBefore[0],
      until: until[0],
      opensMax: opensMax[0],
      countries: countries[0],
      networks: networks[0],
      devicesMax: devicesMax[0],
      hours: hours[0],
      kinds: kinds[0],
      factorsMin: factorsMin[0],
      factors: factors[0],
      search: search[0],
      textLayer: textLayer[0],
    },
    from: {
      permission: permission[1],
      notBefore: notBefore[1],
      until: until[1],
      opensMax: opensMax[1],
      countries: countries[1],
      networks: networks[1],
      devicesMax: devicesMax[1],
      hours: hours[1],
      kinds: kinds[1],
      factorsMin: factorsMin[1],
      factors: factors[1],
      search: search[1],
      textLayer: textLayer[1],
    },
  };
}

type Said = { readonly [K in TermName]?: EffectiveTerms[K] | undefined };
type ReadCells = { readonly [K in keyof Cells]-?: Said };

/** Undefined when one of them cannot be read. */
function readCells(cells: Cells): ReadCells | undefined {
  const [transfer, object] = [readCell(cells.transfer), readCell(cells.object)];
  const [recipient, pair] = [readCell(cells.recipient), readCell(cells.pair)];
  if (transfer === undefined || object === undefined || recipient === undefined || pair === undefined) return undefined;
  return { transfer, object, recipient, pair };
}

function readCell(stored: unknown): Said | undefined {
  if (stored === undefined) return {};
  const read = accessTermsSchema.safeParse(stored);
  return read.success ? spread(read.data) : undefined;
}

/** `hours` as a list, and nothing for what was left out. */
function spread({ hours, ...rest }: AccessTerms): Said {
  const said: Said = { ...rest };
  return hours === undefined ? said : { ...said, hours: hours === null ? [] : [hours] };
}

function saidOf<K extends TermName>(
  name: K,
  cells: ReadCells | undefined,
): readonly [EffectiveTerms[K], TermSource] | undefined {
  if (cells === undefined) return undefined;
  const values: { readonly [S in keyof ReadCells]: EffectiveTerms[K] | undefined } = {
    pair: cells.pair[name],
    recipient: cells.recipient[name],
    object: cells.object[name],
    transfer: cells.transfer[name],
  };
  if (values.pair !== undefined) return [values.pair, 'pair'];
  const { recipient, object } = values;
  if (recipient !== undefined && object !== undefined) {
    const both = meetTerm(name, recipient, object);
    return [both, isSame(both, object) && !isSame(both, recipient) ? 'object' : 'recipient'];
  }
  if (recipient !== undefined) return [recipient, 'recipient'];
  if (object !== undefined) return [object, 'object'];
  return values.transfer === undefined ? undefined : [values.transfer, 'transfer'];
}

type Cap = { readonly source: TermSource; readonly terms: Said };

function applyCap<K extends TermName>(
  name: K,
  now: readonly [EffectiveTerms[K], TermSource],
  cap: Cap,
): readonly [EffectiveTerms[K], TermSource] {
  const limit: EffectiveTerms[K] | undefined = cap.terms[name];
  if (limit === undefined) return now;
  const met = meetTerm(name, now[0], limit);
  // Compared in one order: a list that only stands otherwise is no stricter.
  return isSame(meetTerm(name, met, met), meetTerm(name, now[0], now[0])) ? now : [met, cap.source];
}

/** What holds where no cell says anything. */
function defaults({ level, opensMax, expiresDays, grantedAt }: Caps): EffectiveTerms {
  const { daysMax: _days, hours, ...rest } = level;
  return {
    ...rest,
    hours: hours === null ? [] : [hours],
    notBefore: null,
    until: endAfter(grantedAt, expiresDays),
    opensMax,
  };
}

function isOwnLimit(name: TermName): boolean {
  return name === 'until' || name === 'opensMax' || name === 'notBefore';
}

function capsOf({ level, obligations, grantedAt }: Caps): readonly Cap[] {
  const { daysMax, hours, ...rest } = level;
  const { expiryDays, viewOnly } = obligations;
  const until = (days: number | null): Said => {
    const end = days === null ? null : endAfter(grantedAt, days);
    return end === null ? {} : { until: end };
  };
  return [
    { source: 'level', terms: { ...rest, hours: hours === null ? [] : [hours], ...until(daysMax) } },
    { source: 'rule', terms: { ...(viewOnly ? { permission: 'view' } : {}), ...until(expiryDays) } },
    { source: 'limit', terms: until(DAYS_AT_MOST) },
  ];
}

function endAfter(grantedAt: Date | null, days: number): string | null {
  return grantedAt === null ? null : new Date(grantedAt.getTime() + days * DAY).toISOString();
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
