import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientSubject, createClientResolver } from './client.ts';

const resolve = createClientResolver({ trustedProxies: ['10.0.0.0/8', 'fd00::/8'] });
const headers = (entries: Record<string, string>): Headers => new Headers(entries);

describe('the client of a request', () => {
  it.each([
    ['no proxy', '203.0.113.9', '198.51.100.1', '203.0.113.9'],
    ['a stranger who claims to be a proxy', '203.0.113.9', '10.0.0.1', '203.0.113.9'],
    ['one proxy', '10.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['two proxies', '10.0.0.1', '198.51.100.1, 10.0.0.2', '198.51.100.1'],
    ['a forged start of the chain', '10.0.0.1', '1.1.1.1, 198.51.100.1', '198.51.100.1'],
    ['a forged start that looks trusted', '10.0.0.1', '10.9.9.9, 198.51.100.1, 10.0.0.2', '198.51.100.1'],
    ['a chain of proxies only', '10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
    ['an IPv6 client', 'fd00::1', '2001:db8::7', '2001:0db8:0000:0000:0000:0000:0000:0007'],
    ['a port', '10.0.0.1', '198.51.100.1:4711', '198.51.100.1'],
    ['brackets and a port', '10.0.0.1', '[2001:db8::7]:4711', '2001:0db8:0000:0000:0000:0000:0000:0007'],
    ['a mapped peer', '::ffff:10.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['no header from the proxy', '10.0.0.1', '', '10.0.0.1'],
    ['an unreadable last hop', '10.0.0.1', '198.51.100.1, garbage', 'unknown'],
    ['an empty last hop', '10.0.0.1', '198.51.100.1, ', 'unknown'],
    ['an unreadable hop behind the client', '10.0.0.1', 'garbage, 198.51.100.1', '198.51.100.1'],
  ])('%s', (_case, peer, forwarded, expected) => {
    expect(resolve(peer, headers({ 'x-forwarded-for': forwarded })).address).toBe(expected);
  });

  it('a Forwarded header is ignored where the proxy writes the other one', () => {
    const sent = headers({ forwarded: 'for=1.1.1.1', 'x-forwarded-for': '198.51.100.1', 'x-forwarded-proto': 'https' });
    expect(resolve('10.0.0.1', sent)).toEqual({ address: '198.51.100.1', viaProxy: true, scheme: 'https' });
  });

  it('a Forwarded header counts where it is configured', () => {
    const other = createClientResolver({ trustedProxies: ['10.0.0.1'], forwardedHeader: 'forwarded' });
    const sent = headers({
      forwarded: 'for=1.1.1.1, for="[2001:db8::7]:80";proto=https',
      'x-forwarded-for': '9.9.9.9',
    });
    expect(other('10.0.0.1', sent).address).toBe('2001:0db8:0000:0000:0000:0000:0000:0007');
    expect(other('10.0.0.1', headers({ forwarded: 'for=_hidden' })).address).toBe('unknown');
  });

  it('the scheme of a stranger is not believed', () => {
    expect(resolve('203.0.113.9', headers({ 'x-forwarded-proto': 'https' })).scheme).toBeNull();
    expect(resolve('10.0.0.1', headers({ 'x-forwarded-proto': 'https, http' })).scheme).toBe('http');
  });

  it('hostile values never throw and never become the client of a stranger', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.constantFrom('10.0.0.1', '203.0.113.9', undefined, ''),
        (value, peer) => {
          const client = resolve(peer, { get: () => value });
          if (peer === '203.0.113.9') expect(client.address).toBe(peer);
          if (peer === undefined || peer === '') expect(client.address).toBe('unknown');
        },
      ),
    );
    expect(resolve('10.0.0.1', { get: () => '1.1.1.1,'.repeat(200_000) }).address).toBe('unknown');
  });
});

describe('what a rate limit counts as one client', () => {
  it('is a /64 in IPv6 and one address in IPv4', () => {
    expect(clientSubject('2001:db8::1')).toBe(clientSubject('2001:db8::ffff:ffff:1'));
    expect(clientSubject('2001:db8::1')).not.toBe(clientSubject('2001:db8:0:1::1'));
    expect(clientSubject('203.0.113.9')).not.toBe(clientSubject('203.0.113.8'));
    expect(clientSubject('garbage')).toBe('unknown');
  });
});
