import { describe, expect, it } from 'vitest';
import { fromBase32, totpOf } from './support/totp.ts';

const KEY = new TextEncoder().encode('12345678901234567890');

describe('the authenticator app of the tests', () => {
  it.each([
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ])('gives the code of RFC 6238 appendix B at second %i', (seconds, code) => {
    expect(totpOf(KEY, new Date(seconds * 1000), 8)).toBe(code);
  });

  it('reads base32 as RFC 4648 section 10 writes it', () => {
    expect(new TextDecoder().decode(fromBase32('MZXW6YTBOI'))).toBe('foobar');
    expect(fromBase32('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')).toEqual(KEY);
  });
});
