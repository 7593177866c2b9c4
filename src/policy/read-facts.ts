/**
 * Facts as somebody writes them: a JSON object with the names of docs/law/README.md, nested or dotted. A name that is not one of them is an
 * error, never ignored: a misspelt fact would silently be an unknown one.
 */
import { ASSESSMENTS, CONTRACTS, type Facts, factsSchema, FILINGS, recordSchema } from '../model/facts.ts';

export type ReadFacts =
  | { readonly outcome: 'read'; readonly facts: Facts }
  /** Paths of what is wrong; never a value, since facts describe people's affairs. */
  | { readonly outcome: 'rejected'; readonly members: readonly string[] };

/**
 * Returns the facts, or which members are wrong.
 *
 * Accepted besides the form of `factsSchema`: dotted names at the top (`"ytd.cn.pi": 3`), `purpose` as a text, `pia` as one record, a single
 * text for a list of texts, `true` or `false` for a record that is there or not, null for what is not known, `UK` for `GB` and `EL` for `GR`.
 *
 * @param value - Whatever was parsed from JSON.
 * @param at - Time of the event when the facts have none.
 */
export function readFacts(value: unknown, at: string): ReadFacts {
  if (!isObject(value)) return { outcome: 'rejected', members: ['(not an object)'] };
  const nested: Record<string, unknown> = { at };
  const clashes = Object.entries(value).filter(([name, member]) => !place(nested, name.split('.'), name, member));
  if (clashes.length > 0) return { outcome: 'rejected', members: clashes.map(([name]) => shown(name)) };
  // A day without a time begins at UTC+8, where these laws are made.
  const time = nested['at'];
  if (typeof time === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(time)) nested['at'] = `${time}T00:00:00+08:00`;
  const pia = nested['pia'];
  if (isObject(pia) && Object.keys(pia).some((key) => RECORD_MEMBERS.has(key))) nested['pia'] = { any: pia };
  for (const name of LISTS) if (typeof nested[name] === 'string') nested[name] = [nested[name]];
  for (const [kind, names] of RECORD_NAMES) nested[kind] = recordsOf(nested[kind], names);
  for (const name of PLACES) nested[name] = placeOf(nested[name]);
  const first = factsSchema.safeParse(nested);
  const read = first.success || !dropNulls(nested, first.error.issues) ? first : factsSchema.safeParse(nested);
  if (read.success) return { outcome: 'read', facts: read.data };
  const members = read.error.issues.flatMap((issue) => {
    const path = issue.path.map(String).join('.');
    if (issue.code !== 'unrecognized_keys') return [path === '' ? issue.code : path];
    return issue.keys.map((key) => (path === '' ? shown(key) : `${path}.${shown(key)}`));
  });
  return { outcome: 'rejected', members: [...new Set(members)] };
}

const RECORD_MEMBERS: ReadonlySet<string> = new Set(Object.keys(recordSchema.shape));
const MAX_DEPTH = 4;
const LISTS = ['basis', 'cats', 'subject_loc', 'approvals', 'unknown'] as const;
const RECORD_NAMES: readonly (readonly [string, ReadonlySet<string>])[] = [
  ['contract', new Set<string>(CONTRACTS)],
  ['filing', new Set<string>(FILINGS)],
  ['pia', new Set<string>([...ASSESSMENTS, 'any'])],
];
const PLACES = ['origin', 'dest', 'subject_loc'] as const;
/** Codes in common use that are not those of ISO 3166-1. */
const OTHER_CODES: ReadonlyMap<unknown, string> = new Map([
  ['UK', 'GB'],
  ['EL', 'GR'],
]);

function placeOf(value: unknown): unknown {
  return Array.isArray(value) ? value.map(placeOf) : (OTHER_CODES.get(value) ?? value);
}

/** A record of which only is said that it is there, or that it is not. */
function recordsOf(records: unknown, names: ReadonlySet<string>): unknown {
  if (!isObject(records)) return records;
  const stated = Object.entries(records).filter(([name, record]) => record !== false || !names.has(name));
  return Object.fromEntries(stated.map(([name, record]) => [name, record === true ? {} : record]));
}

/** Takes away the members that the schema rejects for being null; a name that it does not know stays, and stays rejected. */
function dropNulls(target: object, issues: readonly { readonly path: readonly PropertyKey[] }[]): boolean {
  const dropped = issues.map(({ path }) => {
    const inner = path
      .slice(0, -1)
      .reduce<unknown>((value, part) => (isObject(value) ? value[String(part)] : null), target);
    const last = path.at(-1);
    return isObject(inner) && last !== undefined && inner[String(last)] === null && Reflect.deleteProperty(inner, last);
  });
  return dropped.includes(true);
}

/** Puts a member at its path. `false` when something else stands there already. */
function place(target: Record<string, unknown>, path: readonly string[], name: string, value: unknown): boolean {
  const [head = '', ...rest] = path;
  // `__proto__` and the like are no facts; they stay whole, and the schema rejects them.
  if (path.length > MAX_DEPTH || path.some((part) => part === '' || part in Object.prototype)) {
    Object.defineProperty(target, shown(name), { value: null, enumerable: true, configurable: true });
    return true;
  }
  const content = path.length === 1 && head === 'purpose' && typeof value === 'string' ? { use: value } : value;
  const there = target[head];
  if (rest.length === 0) {
    if (there === undefined || head === 'at') target[head] = isObject(content) ? { ...content } : content;
    else if (isObject(there) && isObject(content)) return merge(there, content);
    else return false;
    return true;
  }
  if (there === undefined) target[head] = {};
  const inner = target[head];
  return isObject(inner) && place(inner, rest, name, value);
}

function merge(into: Record<string, unknown>, from: Record<string, unknown>): boolean {
  return Object.entries(from).every(([key, value]) => {
    if (Object.hasOwn(into, key)) return false;
    into[key] = value;
    return true;
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A name from outside may be anything; only what looks like a fact's name is repeated. */
function shown(name: string): string {
  return /^[a-zA-Z][\w.]{0,63}$/.test(name) ? name : '(other)';
}
