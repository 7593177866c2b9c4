import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Io } from '../cli/io.ts';
import { placesCommand } from './update-places.ts';

let directory: string;
let from: string;
let written: string;

const io: Io = {
  stdin: (async function* () {})(),
  stdout: (text) => {
    written += text;
  },
  stderr: (text) => {
    written += text;
  },
  isTerminal: false,
  signal: new AbortController().signal,
  environment: {},
  ask: undefined,
};

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'entrepot-places-'));
  from = join(directory, 'from');
  await mkdir(from);
  written = '';
  vi.stubEnv('ENTREPOT_DATA', join(directory, 'data'));
  await mkdir(join(directory, 'data'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(directory, { recursive: true, force: true });
});

const V4 =
  '147.8.0.0,147.8.255.255,HK\n166.111.0.0,166.111.255.255,CN\n193.136.0.0,193.137.255.255,PT\n202.175.0.0,202.175.255.255,MO\n';
const V6 = '2001:690::,2001:690:ffff:ffff:ffff:ffff:ffff:ffff,PT\n';

async function bring(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) await writeFile(join(from, name), text);
}
const installed = (): Promise<string[]> => readdir(join(directory, 'data', 'places')).catch(() => []);

describe('entrepot places', () => {
  it('installs a folder whose answers are right, and nothing else of it', async () => {
    await bring({
      'x-country-ipv4.csv': V4,
      'x-country-ipv6.csv': V6,
      'asn-ipv4.csv': '52.95.110.0,52.95.110.255,16509,"Amazon.com, Inc."\n',
      'asn-ipv6.csv': '2600:1f00::,2600:1f00:ffff:ffff:ffff:ffff:ffff:ffff,16509,"Amazon.com, Inc."\n',
      'tor.txt': '198.18.7.7\n',
      'evil.sh': 'rm -rf /',
    });
    expect(await placesCommand(['update', '--from', from], io)).toBe(0);
    expect((await installed()).toSorted()).toEqual([
      'asn-ipv4.csv',
      'asn-ipv6.csv',
      'tor.txt',
      'x-country-ipv4.csv',
      'x-country-ipv6.csv',
    ]);
    expect(written).toContain('hosting networks: 2 ranges of IPv4, 1 of IPv6');
    expect(await placesCommand(['update', '--from', from], io)).toBe(0);
  });

  it('leaves what was there when a known address is elsewhere, or taken for a cloud', async () => {
    await bring({ 'x-country-ipv4.csv': V4, 'x-country-ipv6.csv': V6, 'hosting.txt': '198.18.0.0/15\n' });
    expect(await placesCommand(['update', '--from', from], io)).toBe(0);
    const before = await installed();
    await bring({ 'x-country-ipv4.csv': V4.replace('MO', 'CN') });
    expect(await placesCommand(['update', '--from', from], io)).toBe(1);
    expect(written).toContain('BAD  202.175.0.1 CN, known to be MO');
    await bring({ 'x-country-ipv4.csv': V4, 'hosting.txt': '0.0.0.0/0\n' });
    expect(await placesCommand(['update', '--from', from], io)).toBe(1);
    expect(await installed()).toEqual(before);
  });

  it('refuses a file that cannot be read, naming the line', async () => {
    await bring({ 'x-country-ipv4.csv': `${V4}not,a,line\n`, 'x-country-ipv6.csv': V6 });
    await expect(placesCommand(['update', '--from', from], io)).rejects.toMatchObject({ details: { line: 5 } });
    expect(await installed()).toEqual([]);
  });

  it('says how it is used when it is not told from where', async () => {
    expect(await placesCommand(['update'], io)).toBe(2);
    expect(await placesCommand(['remove'], io)).toBe(2);
    expect(written).toContain('usage: entrepot places');
  });
});
