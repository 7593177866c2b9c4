import { appendFile, mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { extractAndClassify } from '../../../classify/classify-file.ts';
import type { SweepItem } from '../../../model/sweep.ts';
import { openBucket } from './bucket.ts';
import { openS3Reader } from '../../../store/blobs/s3-reader.ts';
import { openArchive, openArchiveFile } from './archive.ts';
import { chatOf } from './chat.ts';
import { openFolder } from './folder.ts';
import { createFileReader } from './read-file.ts';
import { runSweep } from './run.ts';
import type { SweepSource } from './source.ts';
import { openStateFile } from './state-file.ts';
import { ageOf, createSummary } from './summary.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'entrepot-tree-'));
  await mkdir(join(folder, 'tree/hr/deep'), { recursive: true });
  await writeFile(join(folder, 'secret.txt'), '電話：66123456');
  await symlink(join(folder, 'secret.txt'), join(folder, 'tree/link.txt'));
  await symlink(folder, join(folder, 'tree/loop'));
  for (let n = 0; n < 40; n += 1)
    await writeFile(
      join(folder, `tree/hr/deep/${String(n).padStart(2, '0')}.txt`),
      `第 ${n} 號 姓名：陳大文 電話：66123456\n`,
    );
  const old = new Date(Date.now() - 4 * 365 * 86_400_000);
  await utimes(join(folder, 'tree/hr/deep/00.txt'), old, old);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const readFile = createFileReader(async (file) => ({ ...(await extractAndClassify(file)), chat: null }));

async function sweep(source: SweepSource, known: ReadonlyMap<string, SweepItem> = new Map(), read = readFile) {
  const items = new Map<string, SweepItem>();
  let unchanged = 0;
  const isWhole = await runSweep({
    source,
    jobs: 1,
    signal: new AbortController().signal,
    read,
    known: (path) => known.get(path),
    onItem: (item, isUnchanged) => {
      items.set(item.path, item);
      if (isUnchanged) unchanged += 1;
    },
  });
  return { items, unchanged, isWhole };
}

describe('a sweep', () => {
  it('reads a folder without following links, and the second time only what has changed', async () => {
    const source = await openFolder(join(folder, 'tree'));
    const first = await sweep(source);
    expect([first.items.size, first.isWhole, first.unchanged]).toEqual([40, true, 0]);
    expect([...first.items.keys()].filter((path) => /link|loop/.test(path))).toEqual([]);
    const changed = join(folder, 'tree/hr/deep/07.txt');
    await writeFile(changed, 'bread and butter\n');
    const touched = join(folder, 'tree/hr/deep/08.txt');
    await utimes(touched, new Date(), new Date());
    const second = await sweep(source, first.items);
    expect(second.unchanged).toBe(39);
    expect(second.items.get('hr/deep/07.txt')).toMatchObject({ level: 'internal', counts: {} });
    const summary = createSummary('x', new Date(), 'd');
    for (const item of second.items.values()) summary.add(item, false);
    const report = summary.report(new Date());
    expect(report).toMatchObject({
      files: 40,
      ages: { '3_5y': { confidential: 1 } },
      places: [{ place: 'hr', files: 40 }],
    });
  });

  it('goes on from a state whose last line is half there, and from none of other detectors', async () => {
    const state = join(folder, 'state.jsonl');
    const source = await openFolder(join(folder, 'tree'));
    const { items } = await sweep(source);
    const first = await openStateFile(state, { root: source.root, packDigest: 'd', pictures: false });
    for (const item of [...items.values()].slice(0, 30)) await first.add(item);
    await first.close();
    await appendFile(state, '{"path":"half a li');
    const again = await openStateFile(state, { root: source.root, packDigest: 'd', pictures: false });
    expect(again.known.size).toBe(30);
    for (const item of [...items.values()].slice(30)) await again.add(item);
    await again.close();
    const whole = await openStateFile(state, { root: source.root, packDigest: 'd', pictures: false });
    await whole.close();
    expect(whole.known).toEqual(items);
    expect((await sweep(source, whole.known)).unchanged).toBe(40);
    await expect(openStateFile(state, { root: '/elsewhere', packDigest: 'd', pictures: false })).rejects.toMatchObject({
      code: 'sweep.bad_state',
    });
    const other = await openStateFile(state, { root: source.root, packDigest: 'other', pictures: false });
    await other.close();
    expect(other.known.size).toBe(0);
  });

  it('reads an archive entry by entry, and survives one that lies', async () => {
    const bytes = zipSync({
      'a/list.txt': new TextEncoder().encode('電話：66123456'),
      'b.txt': new TextEncoder().encode('x'.repeat(5000)),
    });
    const path = join(folder, 'drive.zip');
    await writeFile(path, bytes);
    const source = await openArchiveFile(path);
    const { items } = await sweep(source);
    await source.close();
    expect(items.get('a/list.txt')).toMatchObject({ level: 'confidential', counts: { phone: 1 } });
    const read = (from: Uint8Array) => async (at: number, length: number) => from.slice(at, at + length);
    for (let at = 0; at < bytes.length; at += 3) {
      const broken = bytes.slice();
      broken[at]! ^= 0xff;
      const outcome = await openArchive('x', broken.length, read(broken))
        .then(async (lying) => {
          for await (const { content } of lying.entries())
            if ('load' in content) await content.load().catch(() => undefined);
          return 'read';
        })
        .catch((error: { code?: string }) => error.code);
      expect(['read', 'sweep.bad_archive']).toContain(outcome);
    }
    for (const cut of [0, 10, bytes.length - 5])
      await expect(openArchive('x', cut, read(bytes.slice(0, cut)))).rejects.toMatchObject({
        code: 'sweep.bad_archive',
      });
  });

  it('tells conversations by their lines, and ages by the last change', () => {
    const lines = (line: (n: number) => string) => Array.from({ length: 6 }, (_, n) => line(n)).join('\n');
    expect(chatOf(lines((n) => `[2024-03-0${n + 1} 09:00:00] 陳大文：好`))).toMatchObject({
      messages: 6,
      from: '2024-03-01 09:00:00',
    });
    expect(chatOf(lines((n) => `陳大文 2024/3/${n + 1} 下午 3:05\n收到`))).toMatchObject({ messages: 6 });
    expect(chatOf(lines((n) => `${n},2024-03-01,12.50`))).toBeNull();
    expect(chatOf('Minutes of 2024-03-01 09:00\nAll agreed.')).toBeNull();
    const now = new Date('2026-01-01T00:00:00Z');
    expect(
      ['2025-06-01', '2024-06-01', '2022-06-01', '2017-01-01', '2001-01-01'].map((day) =>
        ageOf(`${day}T00:00:00Z`, now),
      ),
    ).toEqual(['under_1y', '1_3y', '3_5y', '5_10y', 'over_10y']);
  });
});

describe('a bucket', () => {
  it('has objects of any name, each read by its own or not at all', async () => {
    const names = [
      'a b+c.txt',
      '人事/"x"&\'y\'.txt',
      'ctl\u0001.txt',
      '/lead.txt',
      'lead.txt',
      'a//b.txt',
      'full/',
      'a/../b',
      '100%.txt',
    ];
    const form = (name: string) => encodeURIComponent(name).replaceAll('%20', '+').replaceAll('%2F', '/');
    const contents = (write: (name: string) => string) =>
      [...names, 'empty/']
        .map((name) => `<Contents><Key>${write(name)}</Key><Size>${name === 'empty/' ? 0 : 5}</Size></Contents>`)
        .join('');
    const entities = (name: string) =>
      name.replace(/["&']/g, (char) => `&#${char.charCodeAt(0)};`).replace('\u0001', '\ufffd');
    for (const [list, isExact] of [
      [`<EncodingType>url</EncodingType>${contents(form)}`, true],
      [contents(entities), false],
    ] as const) {
      const fetch = async (input: string | URL | Request): Promise<Response> => {
        const url = new URL(input instanceof Request ? input.url : input);
        return new Response(url.pathname === '/bucket/' ? `<L>${list}</L>` : decodeURIComponent(url.pathname));
      };
      const source = openBucket('s3://bucket', { ...KEYS, fetch });
      const seen: [string, string][] = [];
      for await (const { path, content } of source.entries())
        seen.push([
          path,
          'load' in content
            ? new TextDecoder().decode(await content.load())
            : 'problem' in content
              ? content.problem
              : '',
        ]);
      const wanted = isExact ? names : names.map((name) => name.replace('\u0001', '\ufffd'));
      expect(seen).toEqual(
        wanted.map((name) => [name, name === 'a/../b' ? 'unreadable.unsafe_names' : `/bucket/${name}`]),
      );
    }
  });

  it('is listed and read with signed requests only, page by page', async () => {
    const asked: string[] = [];
    const answer = (url: URL): string =>
      url.pathname === '/bucket/'
        ? url.searchParams.has('continuation-token')
          ? '<ListBucketResult><Contents><Key>hr/b&amp;c.txt</Key><Size>3</Size></Contents></ListBucketResult>'
          : '<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>t/1=</NextContinuationToken><Contents><Key>hr/a.txt</Key><LastModified>2020-01-01T00:00:00.000Z</LastModified><Size>2</Size></Contents></ListBucketResult>'
        : 'abc';
    const fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
      const url = new URL(input instanceof Request ? input.url : input);
      const headers = new Headers(init?.headers);
      expect(headers.get('authorization')).toMatch(
        /^AWS4-HMAC-SHA256 Credential=AK\/20260102\/us-east-1\/s3\/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=[0-9a-f]{64}$/,
      );
      expect(init?.method ?? 'GET').toBe('GET');
      asked.push(url.pathname + url.search);
      return new Response(answer(url));
    };
    const reader = openS3Reader('s3://bucket/hr', { ...KEYS, fetch });
    const keys: string[] = [];
    for await (const object of reader.list()) keys.push(object.key);
    expect(keys).toEqual(['hr/a.txt', 'hr/b&c.txt']);
    expect(new TextDecoder().decode(await reader.read('hr/b&c.txt', 10))).toBe('abc');
    await expect(reader.read('hr/a.txt', 2)).rejects.toMatchObject({ code: 'store.s3_too_large' });
    expect(asked.at(-1)).toBe('/bucket/hr/a.txt');
    expect(asked).toContain('/bucket/?continuation-token=t%2F1%3D&encoding-type=url&list-type=2&prefix=hr');
    expect(() => openS3Reader('http://x', { ...KEYS, fetch })).toThrow();
  });
});

const KEYS = {
  endpoint: 'http://minio:9000',
  region: 'us-east-1',
  accessKey: 'AK',
  secretKey: 'SK',
  sessionToken: undefined,
  now: () => new Date('2026-01-02T03:04:05Z'),
};
