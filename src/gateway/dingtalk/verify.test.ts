import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { doorSecuritySchema } from '../../model/door.ts';
import { CLIENT_CALLS } from '../../../test/support/dingtalk-clients.ts';
import { readQuery } from './query.ts';
import { checkCaller, checkKeywords, isWithin, signOf } from './verify.ts';

const NOW = 1_700_000_000_000;
const SECRET = 'SECtest0000';
const SIGN = 'vnXGs3iLBrhWP5FlVeFaKWEXtHxmrew6anASiLXEfm0=';
const SIGNED = doorSecuritySchema.parse({});

const check = (query: string, over: { secrets?: readonly string[]; now?: number; client?: string } = {}) =>
  checkCaller(
    { query: readQuery(`/robot/send?${query}`), client: over.client ?? '10.0.0.1', now: new Date(over.now ?? NOW) },
    SIGNED,
    over.secrets ?? [SECRET],
  );

describe('a signature', () => {
  it('is what two independent clients compute', () => {
    expect(signOf('1700000000000', SECRET)).toBe(SIGN);
  });

  it('is accepted encoded once, twice, not at all, and with spaces for plus', () => {
    // Has a plus, a slash and an equals sign.
    const at = [...Array(500).keys()].map((i) => String(NOW + i)).find((ts) => /\+.*\/.*=/.test(signOf(ts, SECRET)));
    const sign = signOf(at ?? '', SECRET);
    const spellings = [
      sign,
      encodeURIComponent(sign),
      encodeURIComponent(encodeURIComponent(sign)),
      sign.replaceAll('+', ' '),
      sign.replaceAll('+', '%20'),
      encodeURIComponent(sign.replaceAll('+', ' ')),
      encodeURIComponent(sign).replaceAll('%2B', '%2b').replaceAll('%2F', '%2f'),
    ];
    for (const spelling of spellings) expect(check(`timestamp=${at}&sign=${spelling}`), spelling).toBeUndefined();
  });

  it('may be one of several pairs, in any place; one good pair is enough', () => {
    const good = `timestamp=${NOW}&sign=${encodeURIComponent(SIGN)}`;
    const other = `timestamp=${NOW - 5}&sign=${encodeURIComponent(signOf('1', SECRET))}`;
    const late = `timestamp=${NOW - 4_000_000}&sign=${encodeURIComponent(signOf(String(NOW - 4_000_000), SECRET))}`;
    for (const query of [`${good}&${other}`, `${other}&${good}`, `${late}&${other}&${good}`, `${late}&${good}`])
      expect(check(`access_token=t&${query}`), query).toBeUndefined();
    expect(check(`${other}&${late}`)).toBe('invalid timestamp');
    expect(check(`timestamp=${NOW}&sign=x&timestamp=1&sign=${SIGN}`)).toBe('invalid timestamp');
  });

  it('may be used again: it says who calls, not that the call is new', () => {
    const query = `timestamp=${NOW}&sign=${encodeURIComponent(SIGN)}`;
    expect([check(query), check(query)]).toEqual([undefined, undefined]);
  });

  it('is good for an hour before and after, and not a millisecond longer', () => {
    const query = `timestamp=${NOW}&sign=${encodeURIComponent(SIGN)}`;
    for (const now of [NOW - 3_600_000, NOW + 3_600_000]) expect(check(query, { now })).toBeUndefined();
    for (const now of [NOW - 3_600_001, NOW + 3_600_001]) expect(check(query, { now })).toBe('invalid timestamp');
  });

  it('is not good with another secret, another time, an empty value, or none', () => {
    expect(check(`timestamp=${NOW}&sign=${encodeURIComponent(SIGN)}`, { secrets: ['SECother'] })).toBe(
      'sign not match',
    );
    expect(check(`timestamp=${NOW + 1}&sign=${encodeURIComponent(SIGN)}`)).toBe('sign not match');
    expect(check(`timestamp=${NOW}&sign=`)).toBe('sign not match');
    expect(check(`timestamp=${NOW}`)).toBe('sign not match');
    expect(check(`sign=${encodeURIComponent(SIGN)}`)).toBe('sign not match');
    expect(check(`timestamp=1e12&sign=${encodeURIComponent(SIGN)}`)).toBe('invalid timestamp');
    expect(check(`timestamp=${NOW}&sign=${encodeURIComponent(SIGN)}`, { secrets: [] })).toBe('sign not match');
  });

  it('of the secret before counts while that is handed in', () => {
    expect(check(`timestamp=${NOW}&sign=${encodeURIComponent(SIGN)}`, { secrets: ['SECnew', SECRET] })).toBeUndefined();
  });

  it('is never found by anything that is not it', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (timestamp, sign) => {
        expect(check(`timestamp=${encodeURIComponent(timestamp)}&sign=${encodeURIComponent(sign)}`)).toBeDefined();
        expect(check(`${timestamp}&${sign}&timestamp=${NOW}&sign=${sign}`)).toBeDefined();
      }),
    );
  });

  it.each(
    CLIENT_CALLS.filter(
      (call) => call.query('t', SECRET, NOW).includes('sign=') && !call.query('t', SECRET, NOW).endsWith('sign='),
    ),
  )('of $client is accepted', (call) => {
    expect(check(call.query('t', SECRET, NOW))).toBeUndefined();
  });
});

describe('a door without signature', () => {
  const rules = (over: object) => doorSecuritySchema.parse({ signed: false, ...over });
  const caller = (client: string) => ({ query: [], client, now: new Date(NOW) });

  it('lets in by network, IPv4 and IPv6, also when the address is written as a mapped one', () => {
    const security = rules({ networks: ['10.8.0.0/16', '2001:db8::/32'] });
    expect(checkCaller(caller('10.8.3.4'), security, [])).toBeUndefined();
    expect(checkCaller(caller('2001:0db8:0000:0000:0000:0000:0000:0001'), security, [])).toBeUndefined();
    expect(checkCaller(caller('10.9.0.1'), security, [])).toBe('ip not in whitelist');
    expect(checkCaller(caller('unknown'), security, [])).toBe('ip not in whitelist');
    expect(isWithin(['::ffff:10.8.0.0/112'], '10.8.0.9')).toBe(true);
    expect(isWithin(['nonsense'], '10.8.0.9')).toBe(false);
  });

  it('lets in by keyword, and nobody else', () => {
    const security = rules({ keywords: ['alert', '告警'] });
    expect(checkCaller(caller('10.8.3.4'), security, [])).toBeUndefined();
    expect(checkKeywords('磁盘告警', security)).toBeUndefined();
    expect(checkKeywords('all is well', security)).toBe('keywords not in content');
  });

  it('with neither lets nobody in', () => {
    expect(checkCaller(caller('10.8.3.4'), rules({}), [SECRET])).toBe('sign not match');
  });

  it('asks for everything that is set, as the vendor does', () => {
    const both = doorSecuritySchema.parse({ networks: ['10.8.0.0/16'] });
    const query = readQuery(`?timestamp=${NOW}&sign=${encodeURIComponent(SIGN)}`);
    const call = (client: string, pairs = query) =>
      checkCaller({ query: pairs, client, now: new Date(NOW) }, both, [SECRET]);
    expect(call('10.8.0.1')).toBeUndefined();
    expect(call('10.9.0.1')).toBe('ip not in whitelist');
    expect(call('10.8.0.1', [])).toBe('sign not match');
  });
});
