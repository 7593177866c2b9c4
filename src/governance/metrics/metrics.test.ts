import { describe, expect, it } from 'vitest';
import { createClientResolver } from '../../access/client.ts';
import { Secret } from '../../base/secret.ts';
import { createMetricsAccess } from './access.ts';
import { createRunningSum } from './running.ts';
import { METRICS, sample } from './table.ts';
import { metricsText } from './text.ts';

describe('the text of the metrics', () => {
  it('names every metric once with help and type, and escapes what labels hold', () => {
    const text = metricsText([
      sample('entrepot_outbox_messages', 3, { connection: 'a"b\\c\nd', state: 'pending' }),
      sample('entrepot_outbox_messages', 1, { connection: 'email', state: 'dead' }),
      sample('entrepot_log_lag_seconds', 0.25, {}),
    ]);
    expect(text).toContain('entrepot_outbox_messages{connection="a\\"b\\\\c\\nd",state="pending"} 3\n');
    expect(text).toContain('\nentrepot_log_lag_seconds 0.25\n');
    for (const name of Object.keys(METRICS)) expect(text.split(`# TYPE ${name} `)).toHaveLength(2);
    expect(
      text.split('\n').every((line) => line === '' || /^# |^[a-z_]+(?:\{[^}]*\})? [-+.\deInfNa]+$/.test(line)),
    ).toBe(true);
  });

  it('gives names that Prometheus takes, counters that end in total, and no label for a person', () => {
    for (const [name, { type, labels }] of Object.entries(METRICS)) {
      expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
      expect(name.endsWith('_total')).toBe(type === 'counter');
      for (const label of labels)
        expect([
          'version',
          'connection',
          'connection_kind',
          'state',
          'kind',
          'door',
          'sandbox',
          'outcome',
          'event',
          'level',
          'quantile',
        ]).toContain(label);
    }
  });
});

describe('who may read them', () => {
  const ask = (
    peer: string,
    headers: Record<string, string> = {},
    networks: string[] = [],
    proxies: string[] = [],
  ): boolean => {
    const client = createClientResolver({ trustedProxies: proxies })(peer, new Headers(headers));
    return createMetricsAccess(networks, new Secret('letmein-0123456789'))(client, new Headers(headers));
  };

  it('is this machine and configured networks', () => {
    expect(ask('127.0.0.1')).toBe(true);
    expect(ask('::1')).toBe(true);
    expect(ask('::ffff:127.0.0.1')).toBe(true);
    expect(ask('10.1.2.3')).toBe(false);
    expect(ask('10.1.2.3', {}, ['10.0.0.0/8'])).toBe(true);
    expect(ask('203.0.113.9', {}, ['10.0.0.0/8'])).toBe(false);
  });

  it('is not whoever comes through a proxy of this machine that was not configured', () => {
    expect(ask('127.0.0.1', { 'x-forwarded-for': '203.0.113.9' })).toBe(false);
    expect(ask('127.0.0.1', { via: '1.1 caddy' })).toBe(false);
    expect(ask('10.0.0.5', { forwarded: 'for=203.0.113.9' }, ['10.0.0.0/8'])).toBe(false);
  });

  it('is whom a configured proxy speaks for, by that address and not by the proxy’s', () => {
    expect(ask('127.0.0.1', { 'x-forwarded-for': '203.0.113.9' }, [], ['127.0.0.1'])).toBe(false);
    expect(ask('127.0.0.1', { 'x-forwarded-for': '10.9.9.9' }, ['10.0.0.0/8'], ['127.0.0.1'])).toBe(true);
    expect(ask('127.0.0.1', { 'x-forwarded-for': 'nonsense' }, ['0.0.0.0/0'], ['127.0.0.1'])).toBe(false);
  });

  it('is anybody with the token, and nobody with a part of it', () => {
    expect(ask('203.0.113.9', { authorization: 'Bearer letmein-0123456789' })).toBe(true);
    for (const header of [
      'Bearer letmein-012345678',
      'Bearer ',
      'Basic letmein-0123456789',
      'Bearer letmein-0123456789 x',
      'letmein-0123456789',
      `Bearer ${'x'.repeat(5000)}`,
    ])
      expect([header.slice(0, 40), ask('203.0.113.9', { authorization: header })]).toEqual([
        header.slice(0, 40),
        false,
      ]);
    const noToken = createMetricsAccess([], undefined);
    expect(
      noToken({ address: '203.0.113.9', viaProxy: false, scheme: null }, new Headers({ authorization: 'Bearer ' })),
    ).toBe(false);
  });

  it('cannot be set to a network that is none', () => {
    expect(() => createMetricsAccess(['10.0.0.0/99'], undefined)).toThrow();
  });
});

describe('a running sum', () => {
  it('reads what is settled once and what is young each time', async () => {
    const events = [new Date('2026-11-25T00:00:00Z'), new Date('2026-11-26T00:58:00Z')];
    const asked: string[] = [];
    const sum = createRunningSum(async (from, to) => {
      asked.push(`${from.toISOString().slice(0, 16)} ${to.toISOString().slice(0, 16)}`);
      return events.filter((at) => at >= from && at < to).map(() => ['a', 1] as const);
    });
    expect((await sum.read(new Date('2026-11-26T01:00:00Z'))).get('a')).toBe(2);
    events.push(new Date('2026-11-26T01:04:00Z'));
    expect((await sum.read(new Date('2026-11-26T01:05:00Z'))).get('a')).toBe(3);
    expect((await sum.read(new Date('2026-11-26T02:00:00Z'))).get('a')).toBe(3);
    expect(asked.filter((one) => one.startsWith('1970'))).toHaveLength(1);
  });
});
