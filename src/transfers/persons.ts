/**
 * Persons as keyed hashes: they can be counted and told apart, and nobody can say who they are without the index key, which is outside
 * the database. The values themselves live for the moment between the classifier and here.
 */
import { type Bytes, concat, hex, utf8 } from '../base/bytes.ts';
import type { ClassificationSummary } from '../model/classification.ts';
import type { SealCrypto } from '../seal/index.ts';
import { KEY_LENGTH } from '../seal/crypto.ts';
import { expandSha384 } from '../seal/hkdf.ts';

/** Enough that two of a thousand million persons hardly ever share one, and short enough to keep a million. */
export const PERSON_BYTES = 16;
/** Domain of the derived key: a hash made for anything else never equals one of these. */
const PURPOSE = 'entrepot.person/v1';
/** Hashes made before other requests get their turn. */
const AT_ONCE = 2_000;

/** Turns the classifier's keys of persons into hashes, in their order; null stays null (content that was not read). */
export type PersonHasher = (keys: readonly string[] | null) => Promise<readonly Bytes[] | null>;

/** The first 16 bytes of HMAC-SHA-384 under a key derived from the index key. */
export function createPersonHasher(crypto: SealCrypto, indexKey: Bytes): PersonHasher {
  let derived: Promise<Bytes> | undefined;
  return async (keys) => {
    if (keys === null) return null;
    derived ??= expandSha384(crypto, indexKey, utf8(PURPOSE), KEY_LENGTH);
    const key = await derived;
    const hashes: Bytes[] = [];
    for (const one of keys) {
      hashes.push((await crypto.hmacSha384(key, utf8(one))).slice(0, PERSON_BYTES));
      if (hashes.length % AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    return hashes;
  };
}

/** One value of the column `upload.persons`. */
export function joinPersons(hashes: readonly Bytes[] | null): Bytes | null {
  return hashes === null ? null : concat(...hashes);
}

/** Hashes out of the column; null when the content was not read. A remainder that is no whole hash is left out. */
export function splitPersons(joined: Uint8Array | null): readonly Bytes[] | null {
  if (joined === null) return null;
  const hashes: Bytes[] = [];
  for (let at = 0; at + PERSON_BYTES <= joined.length; at += PERSON_BYTES)
    hashes.push(new Uint8Array(joined.slice(at, at + PERSON_BYTES)));
  return hashes;
}

export type PersonsOfTransfer = {
  /** Different persons of all parts that could be read. */
  readonly hashes: readonly Bytes[];
  /** False when a part could not be read: there may be more. */
  readonly complete: boolean;
};

/** The persons of a message and its files together: who is in two parts is one person. */
export function mergePersons(parts: readonly (readonly Bytes[] | null)[]): PersonsOfTransfer {
  const byHash = new Map<string, Bytes>();
  for (const part of parts) for (const hash of part ?? []) byHash.set(hex(hash), hash);
  return { hashes: [...byHash.values()], complete: parts.every((part) => part !== null) };
}

/** A summary with the number of different persons, as far as every part could be read; else with the sum of all parts. */
export function withPersons(summary: ClassificationSummary, persons: PersonsOfTransfer): ClassificationSummary {
  return persons.complete ? { ...summary, persons: persons.hashes.length } : summary;
}
