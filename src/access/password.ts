/**
 * Passwords of staff: length and a short list of what everybody tries first, nothing else (NIST SP 800-63B section 3.1.1.2). A second
 * factor is always required besides.
 *
 * Stored as better-auth stores them: scrypt (RFC 7914) with N = 16384, r = 16, p = 1, 64 bytes, 16 random bytes of salt whose
 * hexadecimal text is the salt; `salt:key` in hexadecimal. password.test.ts checks the parameters against known answers, so
 * that an update of the library cannot weaken them silently.
 */

export const PASSWORD_LENGTH = { min: 12, max: 128 } as const;

/** Commonest passwords of at least twelve characters, in the form that `normal` gives. Patterns are handled below. */
const COMMON = new Set([
  'passwordpassword',
  'password1234',
  'password12345',
  'password123456',
  'passw0rd1234',
  'p@ssw0rd1234',
  'mypassword123',
  'administrator',
  'administrator1',
  'adminadminadmin',
  'admin1234567',
  'welcome12345',
  'welcome123456',
  'letmein12345',
  'changeme1234',
  'changemenow1',
  'iloveyou1234',
  'qwertyuiop12',
  'qwertyuiop123',
  'qwerty123456',
  'qwerty1234567',
  '1qaz2wsx3edc',
  '1q2w3e4r5t6y',
  'q1w2e3r4t5y6',
  'zaq12wsxcde3',
  'asdfghjkl123',
  'woaini1314520',
  'woaini5201314',
  'a123456789012',
  'aa1234567890',
  'abc123456789',
  'abcd12345678',
  'entrepot1234',
  'correcthorsebatterystaple',
]);

const SEQUENCES = [
  '01234567890123456789',
  '98765432109876543210',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
];

export type PasswordVerdict = 'ok' | 'too_short' | 'too_long' | 'too_common';

/**
 * Returns whether a password may be chosen. Lengths are counted in characters after NFKC, as it is hashed.
 *
 * @param email - The person's address; a password that is mostly the address is too common.
 */
export function judgePassword(password: string, email: string): PasswordVerdict {
  const text = normal(password);
  const length = Array.from(text).length;
  if (length < PASSWORD_LENGTH.min) return 'too_short';
  if (length > PASSWORD_LENGTH.max) return 'too_long';
  return isCommon(text, email) ? 'too_common' : 'ok';
}

function isCommon(text: string, email: string): boolean {
  if (COMMON.has(text)) return true;
  // One to four characters repeated: `aaaaaaaaaaaa`, `123412341234`.
  if (/^(.{1,4})\1+$/su.test(text)) return true;
  if (SEQUENCES.some((sequence) => sequence.includes(text) || sequence.repeat(2).includes(text))) return true;
  const name = normal(email.split('@')[0] ?? '');
  return name.length >= 4 && text.replaceAll(name, '').length < 4;
}

function normal(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
