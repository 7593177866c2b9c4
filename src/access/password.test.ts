import { scryptSync } from 'node:crypto';
import { hashPassword, verifyPassword } from 'better-auth/crypto';
import { describe, expect, it } from 'vitest';
import { judgePassword } from './password.ts';

describe('which passwords may be chosen', () => {
  it.each([
    ['short', 'too_short'],
    ['eleven char', 'too_short'],
    ['漢字漢字漢字漢字漢字字', 'too_short'],
    ['twelve chars', 'ok'],
    ['漢字與葡文一起寫成句子才夠', 'ok'],
    ['correct horse battery staple', 'ok'],
    ['x1'.repeat(64), 'too_common'],
    [`${'lotus flower '.repeat(10)}!`, 'too_long'],
    ['aaaaaaaaaaaaaa', 'too_common'],
    ['123412341234', 'too_common'],
    ['123456789012', 'too_common'],
    ['901234567890', 'too_common'],
    ['abcdefghijkl', 'too_common'],
    ['QwertyUiop12', 'too_common'],
    ['Password1234', 'too_common'],
    ['ｐａｓｓｗｏｒｄ１２３４', 'too_common'],
    ['ines.ferreira', 'too_common'],
    ['ines.ferreira99', 'too_common'],
    ['ines.ferreira likes tea', 'ok'],
  ])('%s: %s', (password, verdict) => {
    expect(judgePassword(password, 'ines.ferreira@lotus.example')).toBe(verdict);
  });
});

describe('how better-auth keeps them', () => {
  // Our own answer to: scrypt, N = 16384, r = 16, p = 1, 64 bytes, salt = the hexadecimal text.
  const salt = '00112233445566778899aabbccddeeff';
  const known = `${salt}:${scryptSync('a long enough password 7', salt, 64, { N: 16384, r: 16, p: 1, maxmem: 2 ** 26 }).toString('hex')}`;

  it('verifies a known answer of the documented parameters, and nothing else', async () => {
    expect(await verifyPassword({ hash: known, password: 'a long enough password 7' })).toBe(true);
    expect(await verifyPassword({ hash: known, password: 'a long enough password 8' })).toBe(false);
    const weaker = `${salt}:${scryptSync('a long enough password 7', salt, 64, { N: 8192, r: 16, p: 1, maxmem: 2 ** 26 }).toString('hex')}`;
    expect(await verifyPassword({ hash: weaker, password: 'a long enough password 7' })).toBe(false);
  });

  it('the known answer is this one', () => {
    expect(known.slice(33, 65)).toBe('f5628b73213f02ca8d9ceea10bcc9d02');
  });

  it('makes hashes of the documented parameters, each with its own salt', async () => {
    const made = await Promise.all([1, 2].map(() => hashPassword('another phrase 123')));
    for (const one of made) {
      const [ownSalt = '', key] = one.split(':');
      expect(ownSalt).toMatch(/^[0-9a-f]{32}$/);
      expect(
        scryptSync('another phrase 123', ownSalt, 64, { N: 16384, r: 16, p: 1, maxmem: 2 ** 26 }).toString('hex'),
      ).toBe(key);
    }
    expect(made[0]).not.toBe(made[1]);
  });
});
