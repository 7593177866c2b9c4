/** Makes the pseudonyms of one table: equal values get equal ones, different values different ones, and what is made is remembered. */
import type { Bytes } from '../../base/bytes.ts';
import type { Operator, PseudonymEntry } from '../../model/pseudonyms.ts';
import { shiftDate } from './dates.ts';
import { formatKept, labelled, type ValueType } from './format.ts';
import { createKeyed, type Keyed } from './keyed.ts';
import { createTokenCipher } from './token.ts';

export type Wanted = {
  readonly type: ValueType;
  readonly value: string;
  readonly operator: Operator;
  /** Whose row it is: dates of one person move by the same number of days. */
  readonly person: string;
};

export type Maker = {
  /** Says which values there are, so that no pseudonym is another one's original. To be called before the first `make`. */
  readonly expect: (value: string) => void;
  readonly make: (wanted: Wanted) => Promise<string>;
  /** Days by which this person's dates move; never 0. */
  readonly days: (person: string) => Promise<number>;
  /** Originals with what stands in their place, in order of first appearance. */
  readonly entries: () => readonly PseudonymEntry[];
};

const ATTEMPTS = 64;
/** Half a year to either side. */
const MOST_DAYS = 182;

export async function createMaker(key: Bytes, keepLast: number): Promise<Maker> {
  const keyed = await createKeyed(key);
  const tokens = await createTokenCipher(key);
  const made = new Map<string, PseudonymEntry>();
  const taken = new Set<string>();
  const originals = new Set<string>();
  const free = (candidate: string): boolean =>
    !taken.has(fold(candidate)) && !holdsOriginal(fold(candidate), originals);
  const days = async (person: string): Promise<number> => {
    const moved = 1 + (await keyed.draw('days', person, 0)).number(2 * MOST_DAYS);
    return moved > MOST_DAYS ? MOST_DAYS - moved : moved;
  };
  const create = async ({ type, value, operator, person }: Wanted): Promise<string> => {
    if (operator === 'replace') return `[${type}]`;
    if (operator === 'mask') return mask(value, keepLast);
    if (operator === 'token') return tokens.seal(type, value);
    const shifted = type === 'date_of_birth' || type === 'other' ? shiftDate(value, await days(person)) : undefined;
    return shifted ?? findFree(keyed, type, value, free);
  };
  return {
    expect: (value) => void originals.add(fold(value)),
    days,
    make: async (wanted) => {
      const value = wanted.value.trim();
      // A date's pseudonym depends on whose it is, the others on the value alone.
      const id = [wanted.operator, wanted.type, fold(value), dated(wanted) ? wanted.person : ''].join('\0');
      const known = made.get(id);
      if (known !== undefined) return known.pseudonym;
      const pseudonym = await create({ ...wanted, value });
      taken.add(fold(pseudonym));
      made.set(id, { type: wanted.type, original: value, pseudonym });
      return pseudonym;
    },
    entries: () => [...made.values()],
  };
}

/** A short Chinese name may be the end of a longer invented one. */
function holdsOriginal(candidate: string, originals: ReadonlySet<string>): boolean {
  if (originals.has(candidate)) return true;
  if (!/[\u3400-\u9fff]/.test(candidate)) return false;
  return [2, 3].some((length) =>
    Array.from({ length: Math.max(0, candidate.length - length + 1) }, (_, at) =>
      originals.has(candidate.slice(at, at + length)),
    ).some(Boolean),
  );
}

function dated({ type, operator, value }: Wanted): boolean {
  return (
    operator === 'pseudonym' && (type === 'date_of_birth' || type === 'other') && shiftDate(value, 1) !== undefined
  );
}

async function findFree(
  keyed: Keyed,
  type: ValueType,
  value: string,
  free: (candidate: string) => boolean,
): Promise<string> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const candidate = formatKept(await keyed.draw(type, fold(value), attempt), type, value, attempt);
    if (free(candidate)) return candidate;
  }
  // The form has no room for so many values.
  return labelled(await keyed.draw(`${type}.long`, fold(value), 0), type, 10);
}

/** Leaves the last characters, at most half of them; marks between them stay. */
export function mask(value: string, keepLast: number): string {
  const chars = Array.from(value);
  const signs = chars.filter((char) => /[\p{L}\p{N}]/u.test(char)).length;
  let hidden = Math.max(Math.ceil(signs / 2), signs - keepLast);
  return chars
    .map((char) => {
      if (hidden <= 0 || !/[\p{L}\p{N}]/u.test(char)) return char;
      hidden -= 1;
      return '*';
    })
    .join('');
}

/** One spelling for values that differ by case and kind of space only. Lengths stay. */
export function fold(value: string): string {
  return value.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()).replace(/[\u00a0\u3000\t]/g, ' ');
}
