/** Members of what a caller sent, whatever their form: programs send numbers as strings, strings as numbers, and null for nothing. */
import { fromUtf8 } from '../../base/bytes.ts';

export type Loose = Readonly<Record<string, unknown>>;

/** The object that the bytes hold in UTF-8; undefined for anything else. A byte order mark is passed over. */
export function readObject(bytes: Uint8Array): Loose | undefined {
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  try {
    const parsed: unknown = JSON.parse(fromUtf8(hasMark ? bytes.subarray(3) : bytes));
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Never a member of the prototype, whatever the name. */
function member(from: Loose, name: string): unknown {
  return Object.hasOwn(from, name) ? from[name] : undefined;
}

/** The first of the names that holds text or a number; else empty. Half characters are made whole. */
export function textOf(from: Loose, ...names: readonly string[]): string {
  for (const name of names) {
    const value = member(from, name);
    if (typeof value === 'string' && value !== '') return value.toWellFormed();
    if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  }
  return '';
}

export function objectOf(from: Loose, name: string): Loose | undefined {
  const value = member(from, name);
  return isObject(value) ? value : undefined;
}

/** The objects in a list; empty when there is no list. */
export function objectsOf(from: Loose, name: string): readonly Loose[] {
  const value = member(from, name);
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Texts and numbers of a list, or of one value that stands for a list. */
export function textsOf(from: Loose, name: string): readonly string[] {
  const value = member(from, name);
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.flatMap((one) => {
    if (typeof one === 'string') return one.trim() === '' ? [] : [one.trim()];
    return typeof one === 'number' && Number.isFinite(one) ? [String(one)] : [];
  });
}

export function isTrue(from: Loose, name: string): boolean {
  const value = member(from, name);
  return value === true || value === 1 || (typeof value === 'string' && /^(?:true|1)$/i.test(value.trim()));
}
