import { describe, expect, it } from 'vitest';
import { Secret } from '../../base/secret.ts';
import { HOUR } from '../../base/units.ts';
import { isSignedByDingtalk } from './incoming-sign.ts';

const secret = new Secret('SECtest0000');
const AT = 1_700_000_000_000;
const headers = { timestamp: String(AT), sign: 'vnXGs3iLBrhWP5FlVeFaKWEXtHxmrew6anASiLXEfm0=' };

describe('the signature of an outgoing robot', () => {
  it('holds for an hour before and after', () => {
    for (const distance of [0, HOUR, -HOUR]) {
      expect(isSignedByDingtalk(headers, secret, new Date(AT + distance))).toBe(true);
    }
    for (const distance of [HOUR + 1, -HOUR - 1, 1000 * HOUR]) {
      expect(isSignedByDingtalk(headers, secret, new Date(AT + distance))).toBe(false);
    }
  });

  it.each([
    { ...headers, sign: undefined },
    { ...headers, timestamp: undefined },
    { ...headers, sign: '' },
    { ...headers, sign: `${headers.sign}=` },
    { ...headers, sign: headers.sign.replace('v', 'w') },
    { ...headers, sign: headers.sign.toLowerCase() },
    { ...headers, sign: encodeURIComponent(headers.sign) },
    { ...headers, timestamp: String(AT + 1) },
    { ...headers, timestamp: ` ${AT}` },
    { ...headers, timestamp: '1700000000' },
    { ...headers, timestamp: '1.7e12' },
    { ...headers, timestamp: 'NaN' },
    { ...headers, timestamp: '-1700000000000' },
  ])('refuses headers that are missing, cut, changed or in another form (%#)', (given) => {
    expect(isSignedByDingtalk(given, secret, new Date(AT))).toBe(false);
  });

  it('refuses what another secret signed', () => {
    expect(isSignedByDingtalk(headers, new Secret('SECtest0001'), new Date(AT))).toBe(false);
  });
});
