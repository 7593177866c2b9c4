import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAddress } from './cidr.ts';
import { lazyCountryTable } from './ip-countries-node.ts';
import { createPlaceResolver } from './place.ts';

const everywherePt = { countryOf: () => 'PT' };
const unknown = { jurisdiction: 'unknown', city: null, source: 'none' };

describe('the place of an address', () => {
  const resolve = createPlaceResolver({
    networks: [
      { cidr: '203.0.113.0/24', jurisdiction: 'HK', city: null },
      { cidr: '203.0.113.128/25', jurisdiction: 'CN', city: 'CN-GD-ZH' },
      { cidr: '10.0.0.0/8', jurisdiction: 'MO', city: null },
    ],
    countries: async () => everywherePt,
  });

  it('comes from the configured networks first, the narrowest of them', async () => {
    expect(await resolve('203.0.113.5')).toEqual({ jurisdiction: 'HK', city: null, source: 'configured' });
    expect(await resolve('203.0.113.200')).toEqual({ jurisdiction: 'CN', city: 'CN-GD-ZH', source: 'configured' });
    expect(await resolve('10.1.1.1')).toMatchObject({ jurisdiction: 'MO' });
    expect(await resolve('::ffff:10.1.1.1')).toMatchObject({ jurisdiction: 'MO' });
  });

  it('comes from the table otherwise, and says so', async () => {
    expect(await resolve('194.65.1.1')).toEqual({ jurisdiction: 'PT', city: null, source: 'database' });
  });

  it.each([
    '127.0.0.1',
    '::1',
    '192.168.1.1',
    '172.31.255.255',
    '169.254.0.1',
    '100.64.0.1',
    '198.51.100.1',
    '224.0.0.1',
    '255.255.255.255',
    '0.0.0.0',
    'fe80::1',
    'fd00::1',
    'ff02::1',
    '2001:db8::1',
    '2002:cb00:7101::1',
    '64:ff9b::808:808',
    '2001:0:4136:e378::',
    '',
    'unknown',
    'localhost',
    '1.2.3.4/8',
  ])('%j is unknown', async (ip) => {
    expect(await resolve(ip)).toEqual(unknown);
  });

  it('is unknown without a table and for a code that is none', async () => {
    expect(await createPlaceResolver({ networks: [], countries: async () => null })('194.65.1.1')).toEqual(unknown);
    const odd = { countryOf: () => 'p1' };
    expect(await createPlaceResolver({ networks: [], countries: async () => odd })('194.65.1.1')).toEqual(unknown);
  });

  it.each([
    { cidr: '10.0.0.0/99', jurisdiction: 'MO', city: null },
    { cidr: '10.0.0.0/8', jurisdiction: 'Macau', city: null },
    { cidr: '10.0.0.0/8', jurisdiction: 'CN', city: 'Zhuhai' },
  ])('a bad entry is refused at start: %j', (entry) => {
    expect(() => createPlaceResolver({ networks: [entry], countries: async () => null })).toThrow('setting');
  });
});

describe('the table of countries', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'countries-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const write = async (v4: string, v6 = '2001:200::,2001:200:ffff:ffff:ffff:ffff:ffff:ffff,JP\n') => {
    await writeFile(join(folder, 'test-ipv4.csv'), v4);
    await writeFile(join(folder, 'test-ipv6.csv'), v6);
    return lazyCountryTable(folder)();
  };
  const lookUp = async (v4: string, ip: string, v6?: string) => (await write(v4, v6))?.countryOf(parseAddress(ip)!);

  it.each([
    ['1.0.0.0', 'AU'],
    ['1.0.0.255', 'AU'],
    ['1.0.1.0', null],
    ['0.255.255.255', null],
    ['9.0.0.0', 'HK'],
    ['9.0.0.63', 'HK'],
    ['9.0.0.64', 'MO'],
    ['9.0.0.127', 'MO'],
    ['9.0.0.128', 'HK'],
    ['9.0.0.255', 'HK'],
    ['20.0.0.0', null],
    ['30.0.0.0', 'CN'],
    ['30.0.0.150', null],
    ['30.0.0.250', null],
  ])('%s is in %s', async (ip, expected) => {
    const file = [
      '1.0.0.0,1.0.0.255,AU',
      '9.0.0.0,9.0.0.255,HK',
      '9.0.0.64,9.0.0.127,MO',
      // The same network twice, and two that overlap: nobody has it.
      '20.0.0.0,20.0.0.255,US',
      '20.0.0.0,20.0.0.255,DE',
      '30.0.0.0,30.0.0.199,CN',
      '30.0.0.100,30.0.0.255,HK',
    ];
    expect(await lookUp(`${file.join('\r\n')}\n`, ip)).toBe(expected);
  });

  it.each([
    ['2620::5', 'US'],
    ['2620:0:10::1', 'CA'],
    ['2620:0:10:ffff::1', 'CA'],
    ['2620:0:11::1', null],
    ['2a00::1', 'GB'],
    ['2a00:0:0:1::1', 'FR'],
    ['2a00:0:0:2::1', 'GB'],
    ['2b00::1', null],
  ])('%s is in %s', async (ip, expected) => {
    const file =
      '2620::,2620::ffff:ffff:ffff:ffff:ffff,US\n2620:0:10::,2620::10:ffff:ffff:ffff:ffff:ffff,CA\n2a00::,2a00:ffff:ffff:ffff:ffff:ffff:ffff:ffff,GB\n2a00:0:0:1::,2a00::1:ffff:ffff:ffff:ffff,FR\n';
    expect(await lookUp('1.0.0.0,1.0.0.255,AU', ip, file)).toBe(expected);
  });

  it.each([
    'x',
    '1.0.0.0',
    '1.0.0.0,1.0.0.255',
    '1.0.0.0,1.0.0.255,Australia',
    '1.0.0.0,1.0.0.255,au',
    '1.0.0.256,1.0.1.0,AU',
    '1.0.0,1.0.0.9,AU',
    '1.0.0.9,1.0.0.0,AU',
    '2.0.0.0,2.0.0.1,AU\n1.0.0.0,1.0.0.1,AU',
    '2001:200::,2001:200::1,JP',
    ',,',
    '1.0.0.0;1.0.0.255;AU',
  ])('a file with %j is refused', async (file) => {
    await expect(write(file)).rejects.toMatchObject({ code: 'access.bad_country_data' });
  });

  it.each([
    '2001::1::2,2001::3,JP',
    '1:2:3:4:5:6:7:8:9,2001::3,JP',
    '12345::,2001::3,JP',
    '1:2:3,2001::3,JP',
    '2001::g,2001::3,JP',
  ])('an IPv6 file with %j is refused', async (file) => {
    await expect(write('1.0.0.0,1.0.0.255,AU', file)).rejects.toMatchObject({ code: 'access.bad_country_data' });
  });

  it('a folder that is not there is an error, an absent package is not', async () => {
    await expect(lazyCountryTable('/nowhere/at/all')()).rejects.toMatchObject({ code: 'access.bad_country_data' });
  });

  it('the data that is installed tells Macau, Hong Kong, Taiwan and the mainland apart', async (context) => {
    const table = await lazyCountryTable()();
    if (table === null) {
      console.warn('skipped: the optional package with country data is not installed');
      context.skip();
      return;
    }
    const of = (ip: string): string | null => table.countryOf(parseAddress(ip)!);
    expect(['202.175.3.3', '113.28.1.1', '168.95.1.1', '114.114.114.114', '194.65.1.1'].map(of)).toEqual([
      'MO',
      'HK',
      'TW',
      'CN',
      'PT',
    ]);
    expect(['2405:3000::1', '2001:b000::1', '240e:1::1'].map(of)).toEqual(['HK', 'TW', 'CN']);
    expect(['10.0.0.1', '::1'].map(of)).toEqual([null, null]);
  });
});
