/** What is kept of a device that hands over to another, and the secrets of the two. Pure but for randomness. */
import { z } from 'zod';
import { keyedHash } from '../../access/keys.ts';
import { base64url, type Bytes, concat, equal, fromBase64url, utf8 } from '../../base/bytes.ts';
import type { Random } from '../../base/random.ts';
import { MINUTE } from '../../base/units.ts';
import { PAIRING_ALPHABET, PAIRING_CODE_LENGTH } from '../../model/api/open-identity.ts';
import type { OpenDeps } from '../recipient-access.ts';

export const PAIRING_KIND = 'pairing';
export const PAIRING_MS = 3 * MINUTE;

/** Steps that are left, in the column `tries_left`: each is taken once, by one statement. */
export const STEPS = { open: 3, claimed: 2, approved: 1, done: 0 } as const;

/** Sealed in the row. Hashes are of the secrets that the two devices hold. */
export const pairingDataSchema = z.strictObject({
  handle: z.string(),
  first: z.string(),
  /** Of the first device's session; null when it had none. */
  session: z.string().nullable(),
  second: z.string().nullable(),
  /** In the order shown; `right` is the one that the second device shows. */
  numbers: z.array(z.number()),
  right: z.number().nullable(),
  place: z.string(),
  /** What the second device's session is called, once it has one. */
  began: z.string().nullable(),
});
export type PairingData = z.infer<typeof pairingDataSchema>;

/** Eight of 30 letters and figures, 39 bits: typed by a person, alive for three minutes, tried a few times. */
export function drawShortCode(random: Random): string {
  const most = 256 - (256 % PAIRING_ALPHABET.length);
  let code = '';
  while (code.length < PAIRING_CODE_LENGTH) {
    const [byte = 0] = random(1);
    if (byte < most) code += PAIRING_ALPHABET[byte % PAIRING_ALPHABET.length] ?? '';
  }
  return code;
}

/** Three different numbers from 10 to 99 and which of them is the right one, all equally likely. */
export function drawNumbers(random: Random): { readonly numbers: readonly number[]; readonly right: number } {
  const numbers: number[] = [];
  while (numbers.length < 3) {
    const number = 10 + below(random, 90);
    if (!numbers.includes(number)) numbers.push(number);
  }
  return { numbers, right: numbers[below(random, 3)] ?? 0 };
}

function below(random: Random, limit: number): number {
  const most = 256 - (256 % limit);
  for (;;) {
    const [byte = 0] = random(1);
    if (byte < most) return byte % limit;
  }
}

/** A secret for one of the two devices: the challenge's id and 256 random bits, of which a hash is kept. */
export function drawKey(deps: OpenDeps, challengeId: string): { readonly key: string; readonly hash: string } {
  const key = `${challengeId}~${base64url(deps.random(32))}`;
  return { key, hash: hashOf(deps, key) };
}

export function challengeIdIn(key: string): string {
  return key.slice(0, 36);
}

/** Whether a device's secret is the one of which the hash was kept. Constant time. */
export function isKey(deps: OpenDeps, key: string, hash: string | null): boolean {
  return hash !== null && equal(fromBase64url(hashOf(deps, key)), fromBase64url(hash));
}

function hashOf(deps: OpenDeps, key: string): string {
  return base64url(keyed(deps, 'pairing key v1', key));
}

/** By what a typed or scanned code is found. */
export function lookupOf(deps: OpenDeps, code: string): Bytes {
  return keyed(deps, 'pairing code v1', code);
}

function keyed(deps: OpenDeps, use: string, text: string): Bytes {
  return keyedHash(deps.access.codes.key, concat(utf8(use), new Uint8Array(1), utf8(text)));
}
