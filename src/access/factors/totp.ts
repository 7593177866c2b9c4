/** Codes of an authenticator app (RFC 6238): HMAC-SHA-1, steps of 30 seconds, six digits, what every such app can do. */
import { createHmac } from 'node:crypto';
import { type Bytes, equal, u64be, utf8 } from '../../base/bytes.ts';
import type { Random } from '../../base/random.ts';
import { SECOND } from '../../base/units.ts';

export const TOTP = { stepMs: 30 * SECOND, digits: 6, secretLength: 20 } as const;
/** Steps before and after the current one: clocks of telephones are not exact. */
const AROUND = [0, -1, 1] as const;

/** As long as the hash (RFC 4226 section 4, R6). */
export function newTotpSecret(random: Random): Bytes {
  return random(TOTP.secretLength);
}

/** The number of the step at `at` (RFC 6238 section 4.2). */
export function stepAt(at: Date): number {
  return Math.floor(at.getTime() / TOTP.stepMs);
}

/** Six digits of one step (RFC 4226 section 5.3). */
export function totpOfStep(secret: Uint8Array, step: number): string {
  const mac = createHmac('sha1', secret).update(u64be(step)).digest();
  const at = mac.readUInt8(mac.length - 1) & 0x0f;
  const number = (mac.readUInt32BE(at) & 0x7f_ff_ff_ff) % 10 ** TOTP.digits;
  return String(number).padStart(TOTP.digits, '0');
}

/**
 * Returns the step that a code belongs to, or undefined. A step that was used, and every one before it, is never accepted again
 * (RFC 6238 section 5.2); the caller keeps the returned one by a conditional update.
 *
 * @param lastStep - The newest step that was accepted; -1 for none.
 */
export function acceptTotp(secret: Uint8Array, code: string, now: Date, lastStep: number): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const current = stepAt(now);
  let found: number | undefined;
  // Every step is looked at, so that the time does not tell which.
  for (const around of AROUND) {
    const step = current + around;
    if (equal(utf8(totpOfStep(secret, step)), utf8(code)) && step > lastStep && step >= 0) found ??= step;
  }
  return found;
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648 section 6 without padding: what is typed when a picture cannot be scanned. */
export function base32(bytes: Uint8Array): string {
  let out = '';
  let [buffer, bits] = [0, 0];
  for (const byte of bytes) {
    buffer = ((buffer << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      out += BASE32[(buffer >> bits) & 31];
    }
  }
  return bits === 0 ? out : out + BASE32[(buffer << (5 - bits)) & 31];
}

/** `otpauth:` address that apps read from a picture. `issuer` and `account` are shown in the app; no address and no name of a file. */
export function totpAddress(secret: Uint8Array, issuer: string, account: string): string {
  const label = `${encodeURIComponent(issuer.replaceAll(':', ' '))}:${encodeURIComponent(account.replaceAll(':', ' '))}`;
  const query = `secret=${base32(secret)}&issuer=${encodeURIComponent(issuer.replaceAll(':', ' '))}`;
  return `otpauth://totp/${label}?${query}&algorithm=SHA1&digits=${TOTP.digits}&period=${TOTP.stepMs / SECOND}`;
}
