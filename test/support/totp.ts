/** One-time passwords of an authenticator app (RFC 6238, HMAC-SHA-1, steps of 30 seconds), as the tests' own people use them. */
import { createHmac } from 'node:crypto';

const STEP_MS = 30_000;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Returns the code of `key` at `at`. */
export function totpOf(key: Uint8Array, at: Date, digits = 6): string {
  return codeOfStep(key, Math.floor(at.getTime() / STEP_MS), digits);
}

/** Returns the bytes of a base32 text without padding (RFC 4648 section 6). */
export function fromBase32(text: string): Uint8Array {
  const out: number[] = [];
  let [buffer, bits] = [0, 0];
  for (const letter of text) {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) throw new Error('not base32');
    buffer = ((buffer << 5) | value) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      out.push((buffer >> bits) & 0xff);
    }
  }
  return new Uint8Array(out);
}

/**
 * Returns an authenticator app: each call gives a code that was not given before, since servers take every code once. It
 * uses the next step early, which servers allow, and waits only when that is used up too.
 */
export function createAuthenticator(secret: string): () => Promise<string> {
  const key = fromBase32(secret);
  let last = 0;
  return async () => {
    for (;;) {
      const now = Math.floor(Date.now() / STEP_MS);
      const step = Math.max(now, last + 1);
      if (step <= now + 1) {
        last = step;
        return codeOfStep(key, step, 6);
      }
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  };
}

function codeOfStep(key: Uint8Array, step: number, digits: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', key).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 15;
  return ((mac.readUInt32BE(offset) & 0x7f_ff_ff_ff) % 10 ** digits).toString().padStart(digits, '0');
}
