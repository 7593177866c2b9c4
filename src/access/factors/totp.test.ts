import { describe, expect, it } from 'vitest';
import { utf8 } from '../../base/bytes.ts';
import { systemRandom } from '../../base/random.ts';
import { acceptTotp, base32, newTotpSecret, stepAt, TOTP, totpAddress, totpOfStep } from './totp.ts';

const KEY = utf8('12345678901234567890');

describe('codes of an authenticator app', () => {
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('are the last six digits of RFC 6238 appendix B at second %i', (seconds, code) => {
    expect(totpOfStep(KEY, stepAt(new Date(seconds * 1000)))).toBe(code);
  });

  it('are accepted one step before and after, and no further', () => {
    const now = new Date(1_790_000_000_000);
    const step = stepAt(now);
    const accepted = [-2, -1, 0, 1, 2].map((by) => acceptTotp(KEY, totpOfStep(KEY, step + by), now, -1));
    expect(accepted).toEqual([undefined, step - 1, step, step + 1, undefined]);
  });

  it('are accepted once: neither the used step nor an older one again', () => {
    const now = new Date(1_790_000_000_000);
    const step = stepAt(now);
    expect(acceptTotp(KEY, totpOfStep(KEY, step), now, step)).toBe(undefined);
    expect(acceptTotp(KEY, totpOfStep(KEY, step - 1), now, step)).toBe(undefined);
    expect(acceptTotp(KEY, totpOfStep(KEY, step + 1), now, step)).toBe(step + 1);
  });

  it.each(['', '12345', '1234567', '12345a', ' 123456', '１２３４５６', '123456\n', '0'.repeat(1 << 16)])(
    'are never %j',
    (hostile) => {
      expect(acceptTotp(KEY, hostile, new Date(), -1)).toBe(undefined);
    },
  );

  it('come from a secret as long as the hash, written in base32 as RFC 4648 section 10 does', () => {
    expect(newTotpSecret(systemRandom).length).toBe(TOTP.secretLength);
    expect(['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map((text) => base32(utf8(text)))).toEqual([
      '',
      'MY',
      'MZXQ',
      'MZXW6',
      'MZXW6YQ',
      'MZXW6YTB',
      'MZXW6YTBOI',
    ]);
  });

  it('are set up by an address in which a name cannot change anything else', () => {
    const url = new URL(totpAddress(KEY, 'A&secret=B:C', 'REF?x#y'));
    expect([...url.searchParams.keys()]).toEqual(['secret', 'issuer', 'algorithm', 'digits', 'period']);
    expect(url.searchParams.get('secret')).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
    expect(url.searchParams.get('issuer')).toBe('A&secret=B C');
    expect(decodeURIComponent(url.pathname)).toBe('/A&secret=B C:REF?x#y');
    expect(url.hash).toBe('');
  });
});
