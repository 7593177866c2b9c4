import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseAddress } from './cidr.ts';
import { lazyHostingTable } from './ip-hosting-node.ts';
import { createPlaceResolver, type HostingTable } from './place.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'entrepot-hosting-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const V4 = `1.1.1.0,1.1.1.255,13335,"Cloudflare, Inc."
5.9.0.0,5.9.255.255,24940,Hetzner Online GmbH
202.175.0.0,202.175.255.255,4609,"Companhia de Telecomunicacoes de Macau, ""CTM"""
`;
const V6 = '2606:4700::,2606:4700:ffff:ffff:ffff:ffff:ffff:ffff,13335,"Cloudflare, Inc."\r\n';

async function tables(v4: string | Uint8Array, v6: string | Uint8Array = V6): Promise<HostingTable | null> {
  await writeFile(join(directory, 'asn-ipv4.csv'), v4);
  await writeFile(join(directory, 'asn-ipv6.csv'), v6);
  return lazyHostingTable(directory)();
}

const asks = (table: HostingTable | null, text: string): boolean => {
  const address = parseAddress(text);
  return address !== undefined && table?.isHosting(address) === true;
};

describe('networks from which anybody comes', () => {
  it('are the ranges of the listed systems, and no others', async () => {
    const table = await tables(V4);
    expect(['1.1.1.0', '1.1.1.255', '5.9.3.4', '2606:4700::1'].map((one) => asks(table, one))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(['1.1.2.0', '1.1.0.255', '202.175.0.1', '2606:4701::1'].map((one) => asks(table, one))).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(table?.counts).toEqual({ v4: 2, v6: 1 });
  });

  it('are those of the lists beside it as well: networks, addresses and remarks', async () => {
    await writeFile(
      join(directory, 'tor.txt'),
      '# exits\n198.18.7.7\n\n  203.0.113.0/25 # of a friend\n2001:db8::/32\n',
    );
    const table = await tables(V4);
    expect(['198.18.7.7', '203.0.113.127', '2001:db8:1::', '5.9.0.1'].every((one) => asks(table, one))).toBe(true);
    expect(['198.18.7.8', '203.0.113.128', '2001:db9::'].some((one) => asks(table, one))).toBe(false);
  });

  it.each([
    ['a number that is none', '1.1.1.0,1.1.1.255,AS13335,x\n'],
    ['a number that is too long', '1.1.1.0,1.1.1.255,99999999999,x\n'],
    ['a line that ends early', '1.1.1.0,1.1.1.255\n'],
    ['an address that is none', '1.1.1.999,1.1.1.255,13335,x\n'],
    ['a range that ends before it begins', '1.1.1.9,1.1.1.1,13335,x\n'],
    ['bytes that are no text', Uint8Array.of(0xff, 0xfe, 0x00, 0x31)],
  ])('stop the start at %s', async (_what, file) => {
    await expect(tables(file)).rejects.toThrow('hosting networks');
  });

  it('stop the start at a list with a line that is no network', async () => {
    await writeFile(join(directory, 'hosting.txt'), '10.0.0.0/8\n<script>\n');
    await expect(tables(V4)).rejects.toMatchObject({ details: { file: 'hosting.txt', line: 2 } });
  });

  it('make a place unknown, unless the network is one that the organisation knows', async () => {
    const table = await tables(V4);
    const resolve = createPlaceResolver({
      networks: [{ cidr: '5.9.1.0/24', jurisdiction: 'MO', city: null }],
      countries: async () => ({ countryOf: () => 'DE' }),
      hosting: async () => table,
    });
    expect(await resolve('5.9.0.1')).toEqual({ jurisdiction: 'unknown', city: null, source: 'hosting' });
    expect(await resolve('5.9.1.1')).toEqual({ jurisdiction: 'MO', city: null, source: 'configured' });
    expect(await resolve('202.175.0.1')).toEqual({ jurisdiction: 'DE', city: null, source: 'database' });
    expect(await resolve('127.0.0.1')).toEqual({ jurisdiction: 'unknown', city: null, source: 'none' });
  });

  it('are in the package that comes along, where it is installed', async () => {
    const table = await lazyHostingTable()();
    if (table === null) {
      console.info('skipped: @ip-location-db/asn is not installed');
      return;
    }
    expect(table.counts.v4).toBeGreaterThan(10_000);
    expect(['1.1.1.1', '52.95.110.1', '2606:4700:4700::1111'].map((one) => asks(table, one))).toEqual([
      true,
      true,
      true,
    ]);
    // CTM in Macau, HKU and Tsinghua.
    expect(['202.175.0.1', '147.8.0.1', '166.111.0.1'].map((one) => asks(table, one))).toEqual([false, false, false]);
  });
});
