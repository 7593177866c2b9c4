/**
 * Words of messages as keyed hashes: they can be searched for and not read. Without the index key, which is outside the database, a hash
 * says nothing; eight bytes are few enough that some words share one, so whatever is found is opened and read before it is shown.
 */
import { type Bytes, utf8 } from '../../base/bytes.ts';
import { KEY_LENGTH } from '../../seal/crypto.ts';
import { expandSha384 } from '../../seal/hkdf.ts';
import type { TransferDeps } from '../deps.ts';

export const TERM_BYTES = 8;
/** Domain of the derived key: a hash made for anything else never equals one of these. */
const PURPOSE = 'entrepot.inbound-term/v1';
/** Hashes made before others get their turn. */
const AT_ONCE = 2000;

/** Returns the first 8 bytes of HMAC-SHA-384 of each term, sorted, so that their order tells nothing about the text. */
export async function hashTerms(
  { crypto, keys }: Pick<TransferDeps, 'crypto' | 'keys'>,
  terms: ReadonlySet<string>,
): Promise<Bytes[]> {
  const key = await expandSha384(crypto, keys.index, utf8(PURPOSE), KEY_LENGTH);
  const hashes: Bytes[] = [];
  for (const term of terms) {
    hashes.push((await crypto.hmacSha384(key, utf8(term))).slice(0, TERM_BYTES));
    if (hashes.length % AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return hashes.toSorted((a, b) => Buffer.compare(a, b));
}
