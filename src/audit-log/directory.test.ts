import { chmod, mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { utf8 } from '../base/bytes.ts';
import { type TestLog, createTestLog, grow, hasher, testEntry } from '../../test/support/audit-log.ts';
import { createLog, integrate } from './append.ts';
import { createDirectoryTiles, directorySource } from './directory-node.ts';
import { fsckLog } from './fsck.ts';
import { createMemoryState } from './memory.ts';
import { nodeSha256 } from './hash-node.ts';
import { compareWithPublished } from './start-up.ts';
import { verifyLog } from './verify.ts';

let root = '';
beforeEach(async () => {
  root = join(await mkdtemp(join(tmpdir(), 'audit-log-')), 'log');
});
afterEach(async () => {
  await rm(join(root, '..'), { recursive: true, force: true });
});

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  return Array.fromAsync(items);
}

async function logIn(
  folder: string,
): Promise<Omit<TestLog, 'tiles'> & { tiles: ReturnType<typeof createDirectoryTiles> }> {
  const base = await createTestLog();
  const log = { ...base, state: createMemoryState(), tiles: createDirectoryTiles(folder) };
  await createLog(log);
  return log;
}

describe('a log in a directory', () => {
  it('has the same files as one in memory, and nothing besides', async () => {
    const log = await logIn(root);
    const memory = await createTestLog();
    for (const [to, from] of [
      [200, 0],
      [700, 200],
    ] as const) {
      await grow(memory, to, 333, from);
      for (let i = from; i < to; i += 1) log.state.submit(testEntry(i));
      while ((await integrate(log, 333)).outcome !== 'idle') await Promise.resolve();
    }
    const files = await all(log.tiles.list());
    expect(files.sort()).toEqual([...memory.tiles.files.keys()].sort());
    for (const path of files) {
      expect(new Uint8Array(await readFile(join(root, path)))).toEqual(memory.tiles.files.get(path));
    }
    expect(await verifyLog({ source: directorySource(root), key: log.key, hasher })).toMatchObject({
      outcome: 'verified',
    });
    expect(await compareWithPublished(log)).toEqual({ outcome: 'consistent', size: 700 });
  });

  it('keeps what it has: the same bytes again are fine, other bytes are a fault that stops everything', async () => {
    const tiles = createDirectoryTiles(root);
    await tiles.write('tile/0/000.p/1', utf8('a'));
    await tiles.write('tile/0/000.p/1', utf8('a'));
    const run = tiles.write('tile/0/000.p/1', utf8('b'));
    await expect(run).rejects.toMatchObject({ code: 'log.tile_conflict', errorClass: 'fatal' });
    expect(await readFile(join(root, 'tile/0/000.p/1'), 'utf8')).toBe('a');
  });

  it('replaces only the checkpoint', async () => {
    const tiles = createDirectoryTiles(root);
    expect(await tiles.read('checkpoint')).toBeUndefined();
    for (const text of ['one\n', 'two\n']) {
      await tiles.writeCheckpoint(text);
      expect(await readFile(join(root, 'checkpoint'), 'utf8')).toBe(text);
    }
    await expect(tiles.write('checkpoint', utf8('x'))).rejects.toMatchObject({ code: 'log.bad_path' });
    expect(await readdir(root)).toEqual(['checkpoint']);
  });

  it('writes many files into the same folders at once', async () => {
    const tiles = createDirectoryTiles(root);
    const paths = Array.from({ length: 60 }, (_, i) => `tile/${i % 3}/${String(i).padStart(3, '0')}`);
    await Promise.all(paths.map(async (path) => tiles.write(path, utf8(path))));
    for (const path of paths) expect(await readFile(join(root, path), 'utf8')).toBe(path);
  });

  it('reads and writes no path that leads elsewhere', async () => {
    const tiles = createDirectoryTiles(root);
    for (const path of ['../x', '/etc/passwd', 'tile/0/../../../x', 'tile/0/000/..', 'tile/0/000\0', '', 'tile', 'a']) {
      await expect(tiles.read(path)).rejects.toMatchObject({ code: 'log.bad_path' });
      await expect(tiles.write(path, utf8('x'))).rejects.toMatchObject({ code: 'log.bad_path' });
    }
  });

  it('leaves no unfinished file and no tile when the folder cannot be written', async () => {
    await mkdir(root, { recursive: true });
    await writeFile(join(root, 'tile'), 'a file where a folder must be');
    const tiles = createDirectoryTiles(root);
    await expect(tiles.write('tile/0/000', utf8('x'))).rejects.toThrow();
    expect(await readdir(root)).toEqual(['tile']);
    await chmod(root, 0o755);
  });
});

describe('fsck', () => {
  const fsck = async (log: Awaited<ReturnType<typeof logIn>>) =>
    fsckLog({ source: directorySource(root), key: log.key, hasher, sha256: nodeSha256 });

  it('names leftovers of crashes and strangers, and calls only a wrong log unclean', async () => {
    const log = await logIn(root);
    for (let i = 0; i < 300; i += 1) log.state.submit(testEntry(i));
    await integrate(log, 300);
    expect(await fsck(log)).toMatchObject({ clean: true, leftovers: [], strangers: [], eventsCompared: 0 });
    await log.tiles.write('tile/entries/001.p/45', utf8('left by a crash'));
    await log.tiles.write('tile/0/002', utf8('left by a crash'));
    await writeFile(join(root, 'tile/0/.tmp-1'), 'x');
    await writeFile(join(root, 'notes.txt'), 'x');
    await symlink('/nowhere', join(root, 'link'));
    const report = await fsck(log);
    expect(report.clean).toBe(true);
    expect([...report.leftovers].sort()).toEqual(['tile/0/.tmp-1', 'tile/0/002', 'tile/entries/001.p/45']);
    expect([...report.strangers].sort()).toEqual(['link', 'notes.txt']);
    await writeFile(join(root, 'tile/0/000'), 'x');
    expect(await fsck(log)).toMatchObject({
      clean: false,
      log: { outcome: 'refused', code: 'log.tile_mismatch', path: 'tile/0/000' },
    });
  });
});
