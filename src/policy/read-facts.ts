/**
 * Facts as somebody writes them: a JSON object with the names of docs/law/README.md, nested or dotted. A name that is not one of them is an
 * error, never ignored: a misspelt fact would silently be an unknown one.
 */
import { type Facts, factsSchema, recordSchema } from '../model/facts.ts';

export type ReadFacts =
  | { readonly outcome: 'read'; readonly facts: Facts }
  /** Paths of what is wrong; never a value, since facts describe people's affairs. */
  | { readonly outcome: 'rejected'; readonly members: readonly string[] };

/**
 * Returns the facts, or which members are wrong.
 *
 * Accepted besides the form of `factsSchema`: dotted names at the top (`"ytd.cn.pi": 3`), `purpose` as a text, and `pia` as one record.
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
  const read = factsSchema.safeParse(nested);
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
