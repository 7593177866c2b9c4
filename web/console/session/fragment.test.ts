import { describe, expect, it } from 'vitest';
import { tokenOf } from './fragment.ts';
import { groupedSecretOf } from './totp-uri.ts';

describe('tokenOf', () => {
  it('takes a token and nothing else', () => {
    const token = 'aB3_-'.repeat(6);
    expect(tokenOf(`#${token}`)).toBe(token);
    expect([tokenOf(''), tokenOf('#short'), tokenOf(`#${token}&x=1`), tokenOf(`#${'a'.repeat(101)}`)]).toEqual([
      '',
      '',
      '',
      '',
    ]);
  });
});

describe('groupedSecretOf', () => {
  it('groups by four for typing', () => {
    expect(groupedSecretOf('otpauth://totp/E:a?secret=JBSWY3DPEH&issuer=E')).toBe('JBSW Y3DP EH');
  });
});
