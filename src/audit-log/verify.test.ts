import { describe, expect, it } from 'vitest';
import { type Bytes, concat, utf8 } from '../base/bytes.ts';
import {
  type TestLog,
  createTestLog,
  grow,
  hasher,
  testEntry,
  testKey,
  testLogOf,
} from '../../test/support/audit-log.ts';
import { signCheckpoint } from './checkpoint.ts';
import { commitEvent } from './entry.ts';
import { treeHasher } from './hash.ts';
import { noteSigner, parseNote, signNote } from './note.ts';
import { publishedText } from './memory.ts';
import { proveInclusion } from './prove.ts';
import { sha256 } from './sha256.ts';
import { urlSource } from './source-url.ts';
import { encodeBundle, parseBundle, tilePath, tilePathAt, tileWidth } from './tile.ts';
import { createTreeBuilder, splitHashes } from './tree.ts';
import { verifyLog } from './verify.ts';

const verify = (log: TestLog, more = {}) => verifyLog({ source: log.tiles, key: log.key, hasher, ...more });

describe('verifyLog', () => {
  it('accepts logs of all shapes and reports progress to the last entry', async () => {
    for (const size of [0, 1, 255, 256, 257, 600]) {
      const log = await testLogOf(size);
      const seen: number[] = [];
      let last = 0;
      const result = await verify(log, {
        onEntry: (index: number) => void seen.push(index),
        onProgress: (done: number) => {
          last = done;
        },
      });
      expect(result).toMatchObject({ outcome: 'verified', checkpoint: { size } });
      expect(seen).toEqual(Array.from({ length: size }, (_, i) => i));
      expect(last).toBe(size);
    }
  });

  it('gives the same answer with the plain hash that browsers use', async () => {
    const log = await testLogOf(300);
    expect(await verify(log, { hasher: treeHasher(sha256) })).toMatchObject({ outcome: 'verified' });
  });

  it('accepts a log without any partial tile of earlier sizes', async () => {
    const log = await createTestLog();
    await grow(log, 600, 7);
    const needed = new Set([
      'checkpoint',
      ...[0, 1, 2].flatMap((i) => [tilePathAt(600, 0, i), tilePathAt(600, 'entries', i)]),
      tilePathAt(600, 1, 0),
    ]);
    for (const path of log.tiles.files.keys()) if (!needed.has(path)) log.tiles.files.delete(path);
    expect(log.tiles.files.size).toBe(needed.size);
    expect(await verify(log)).toMatchObject({ outcome: 'verified' });
  });

  it('refuses every single-bit flip in every file that the checkpoint needs', async () => {
    const log = await testLogOf(5);
    const { root } = (await log.state.head())!;
    let flips = 0;
    for (const [path, bytes] of log.tiles.files) {
      for (let bit = 0; bit < bytes.length * 8; bit += 1) {
        const changed = bytes.slice();
        changed[bit >> 3] = changed[bit >> 3]! ^ (1 << (bit & 7));
        log.tiles.files.set(path, changed);
        const result = await verify(log);
        if (result.outcome !== 'refused') expect.fail(`${path} bit ${bit}: ${JSON.stringify(root)}`);
        flips += 1;
      }
      log.tiles.files.set(path, bytes);
    }
    expect(flips).toBeGreaterThan(8 * (5 * 32 + 5 * 54));
  });

  it('refuses a flip in any file of a log with full tiles', async () => {
    const log = await testLogOf(530);
    for (const [path, bytes] of log.tiles.files) {
      const changed = bytes.slice();
      const at = Math.floor(bytes.length / 2);
      changed[at] = changed[at]! ^ 1;
      log.tiles.files.set(path, changed);
      expect((await verify(log)).outcome, path).toBe('refused');
      log.tiles.files.set(path, bytes);
    }
    expect((await verify(log)).outcome).toBe('verified');
  });

  it('names what is wrong and where', async () => {
    const path = tilePathAt(300, 'entries', 1);
    const entries = Array.from({ length: 44 }, (_, i) => testEntry(256 + i));
    const swapped = [entries[1]!, entries[0]!, ...entries.slice(2)];
    const cases: readonly (readonly [string, Bytes | undefined, object])[] = [
      [path, undefined, { code: 'log.missing_tile', path }],
      [path, encodeBundle(entries.slice(1)), { code: 'log.bundle_malformed', path }],
      [path, encodeBundle([...entries, testEntry(1)]), { code: 'log.bundle_malformed', path }],
      [path, encodeBundle(entries).slice(0, -1), { code: 'log.bundle_malformed', path }],
      [path, encodeBundle([utf8('x'), ...entries.slice(1)]), { code: 'log.entry_malformed', index: 256 }],
      [path, encodeBundle(swapped), { code: 'log.tile_mismatch', path: tilePathAt(300, 0, 1) }],
      [tilePathAt(300, 1, 0), undefined, { code: 'log.missing_tile', path: tilePathAt(300, 1, 0) }],
      ['checkpoint', undefined, { code: 'log.missing_tile', path: 'checkpoint' }],
      ['checkpoint', utf8('x'), { code: 'log.note_malformed' }],
    ];
    for (const [at, bytes, expected] of cases) {
      const log = await testLogOf(300);
      if (bytes === undefined) log.tiles.files.delete(at);
      else log.tiles.files.set(at, bytes);
      expect(await verify(log)).toMatchObject({ outcome: 'refused', ...expected });
    }
  });

  it('refuses another key, another log under the same key bytes, and a signed body that is no checkpoint', async () => {
    const log = await testLogOf(3);
    const other = await testKey(8);
    expect(await verify(log, { key: other.verifier })).toMatchObject({ code: 'log.unknown_key' });
    const renamed = await testKey(7, 'entrepot.test/log/b/2026');
    expect(await verify(log, { key: renamed.verifier })).toMatchObject({ code: 'log.unknown_key' });
    const text = publishedText(log.tiles)!.replace('\n3\n', '\n03\n');
    expect(await verify(log, { checkpoint: text })).toMatchObject({ code: 'log.bad_signature' });
  });

  it('refuses what the key signed when it names another origin or writes the size in another way', async () => {
    const log = await testLogOf(3);
    const [origin, size, ...rest] = parseNote(publishedText(log.tiles)!).text.split('\n');
    const sign = async (lines: readonly (string | undefined)[]) => signNote(lines.join('\n'), [log.signer]);
    expect(await verify(log, { checkpoint: await sign(['other.test', size, ...rest]) })).toMatchObject({
      code: 'log.origin_mismatch',
    });
    for (const other of ['03', '3 ', '+3', '3.0', '0x3', '9007199254740992', '']) {
      expect(await verify(log, { checkpoint: await sign([origin, other, ...rest]) })).toMatchObject({
        code: 'log.checkpoint_malformed',
      });
    }
  });

  it('compares the full tiles of upper levels too', async () => {
    const log = await testLogOf(65_537, 8192);
    expect(await verify(log)).toMatchObject({ outcome: 'verified', checkpoint: { size: 65_537 } });
    const path = tilePathAt(65_537, 1, 0);
    const tile = log.tiles.files.get(path)!;
    expect(tile).toHaveLength(8192);
    tile[100] = tile[100]! ^ 1;
    expect(await verify(log)).toEqual({ outcome: 'refused', code: 'log.tile_mismatch', path });
  });

  it('refuses a log whose own key signed a root that the entries do not lead to', async () => {
    const log = await testLogOf(300);
    const checkpoint = await signCheckpoint(log.signer, 300, hasher.leaf(utf8('other')));
    expect(await verify(log, { checkpoint })).toMatchObject({ outcome: 'refused', code: 'log.root_mismatch' });
  });

  it('refuses a log that does not continue an older checkpoint, at every size', async () => {
    const log = await testLogOf(300);
    const fork = hasher.leaf(utf8('fork'));
    for (const size of [0, 1, 255, 256, 257, 299, 300]) {
      const older = [await signCheckpoint(log.signer, size, fork)];
      expect(await verify(log, { older })).toMatchObject({ outcome: 'refused', code: 'log.inconsistent' });
    }
    const longer = [await signCheckpoint(log.signer, 301, fork)];
    expect(await verify(log, { older: longer })).toMatchObject({ outcome: 'refused', code: 'log.inconsistent' });
    const earlier = await testLogOf(120);
    expect(await verify(log, { older: [publishedText(earlier.tiles)!] })).toMatchObject({ outcome: 'verified' });
  });

  it('takes entries of any form only when asked to', async () => {
    const log = await createTestLog();
    for (const text of ['one', '', 'three']) log.state.submit(utf8(text));
    await grow(log, 0);
    expect(await verify(log)).toMatchObject({ code: 'log.entry_malformed', index: 0 });
    expect(await verify(log, { entries: 'any' })).toMatchObject({ outcome: 'verified' });
  });

  it('passes on faults of the source', async () => {
    const log = await testLogOf(300);
    const source = {
      read: async (path: string) =>
        path.includes('entries') ? Promise.reject(new Error('disk')) : log.tiles.read(path),
    };
    await expect(verify(log, { source })).rejects.toThrow('disk');
  });
});

/**
 * CVE-2026-56865: readers that trust the tiles on the way to the root can be shown a leaf with a forged tile over it.
 * The attacker changes one entry, its bundle and the lowest tile, and leaves everything above as it was.
 */
describe('a forged leaf with a forged tile over it', () => {
  const forge = (log: TestLog, size: number, index: number): Bytes => {
    const forged = commitEvent(
      { sha256, random: (n) => new Uint8Array(n) },
      {
        class: 'event',
        fields: {
          time: null,
          actor: null,
          subject: null,
          object: null,
          action: 'forged',
          legalBasis: null,
          decision: null,
          packVersions: null,
          channel: null,
          place: null,
          detail: null,
        },
      },
    ).entry;
    const n = Math.floor(index / 256);
    const width = tileWidth(size, 0, n);
    const bundlePath = tilePathAt(size, 'entries', n);
    const entries = [...parseBundle(log.tiles.files.get(bundlePath)!, width)];
    entries[index % 256] = forged;
    log.tiles.files.set(bundlePath, encodeBundle(entries));
    const hashes = splitHashes(log.tiles.files.get(tilePathAt(size, 0, n))!);
    hashes[index % 256] = hasher.leaf(forged);
    log.tiles.files.set(tilePathAt(size, 0, n), concat(...hashes));
    return forged;
  };

  // popcount(size) > number of edge tiles: 767 = 0b1011111111 has 9 complete subtrees in 2 edge tiles.
  it.each([
    [767, 0],
    [767, 300],
    [767, 766],
    [511, 5],
    [515, 514],
    [256, 255],
  ])('is refused by the rebuild and yields no proof, size %i entry %i', async (size, index) => {
    const log = await testLogOf(size);
    const head = (await log.state.head())!;
    forge(log, size, index);
    expect((await verify(log)).outcome).toBe('refused');
    await expect(proveInclusion({ hasher, source: log.tiles }, index, head)).rejects.toMatchObject({
      code: 'log.tile_mismatch',
    });
  });

  it('is refused even when every tile above is forged with it, because the root is signed', async () => {
    const log = await testLogOf(767);
    forge(log, 767, 300);
    const builder = createTreeBuilder(hasher, (tile) => log.tiles.files.set(tilePath(tile), tile.bytes));
    for (let n = 0; n < 3; n += 1) {
      const bundle = log.tiles.files.get(tilePathAt(767, 'entries', n))!;
      for (const entry of parseBundle(bundle, tileWidth(767, 'entries', n))) builder.append(hasher.leaf(entry));
    }
    for (const tile of builder.partialTiles()) log.tiles.files.set(tilePath(tile), tile.bytes);
    expect(await verify(log)).toMatchObject({ outcome: 'refused', code: 'log.root_mismatch' });
  });
});

describe('urlSource', () => {
  const serve =
    (log: TestLog, status = 200) =>
    async (url: string) => {
      const bytes = log.tiles.files.get(url.replace('https://logs.test/a/', ''));
      return bytes === undefined ? new Response(null, { status: 404 }) : new Response(bytes, { status });
    };

  it('verifies a log over HTTP', async () => {
    const log = await testLogOf(300);
    for (const prefix of ['https://logs.test/a', 'https://logs.test/a/']) {
      const source = urlSource(prefix, serve(log));
      expect(await verify(log, { source })).toMatchObject({ outcome: 'verified' });
    }
  });

  it('tells missing from unreachable', async () => {
    const log = await testLogOf(3);
    log.tiles.files.delete('checkpoint');
    expect(await verify(log, { source: urlSource('https://logs.test/a', serve(log)) })).toMatchObject({
      code: 'log.missing_tile',
    });
    const broken = urlSource('https://logs.test/a', serve(await testLogOf(3), 500));
    await expect(verify(log, { source: broken })).rejects.toMatchObject({ code: 'log.unreachable' });
    const dead = urlSource('https://logs.test/a', async () => Promise.reject(new Error('refused')));
    await expect(verify(log, { source: dead })).rejects.toMatchObject({ code: 'log.unreachable' });
  });

  it('stops reading an answer that never ends', async () => {
    let sent = 0;
    const endless = () =>
      new ReadableStream<Uint8Array>({
        pull: (controller) => {
          sent += 1;
          controller.enqueue(new Uint8Array(1_000_000));
        },
      });
    const source = urlSource('https://logs.test/a', async () => new Response(endless()));
    await expect(source.read('checkpoint')).rejects.toMatchObject({ code: 'log.unreachable' });
    expect(sent).toBeLessThan(25);
  });

  it('asks for no path that is not of a log, and for no other kind of address', async () => {
    const source = urlSource('https://logs.test/a', async () => expect.fail('no request'));
    for (const path of ['../secret', 'tile/0/../../x', 'tile/0/000?x', 'checkpoint#', '']) {
      await expect(source.read(path)).rejects.toMatchObject({ code: 'log.bad_path' });
    }
    for (const prefix of ['file:///etc', 'javascript:1', 'nonsense']) {
      expect(() => urlSource(prefix, async () => expect.fail('no request'))).toThrow('not the path');
    }
  });
});

describe('log keys', () => {
  it('refuse a private key whose id belongs to another', async () => {
    const { privateKey } = await testKey();
    const changed = privateKey.replace(/\+[0-9a-f]{8}\+/, '+00000000+');
    await expect(noteSigner(changed)).rejects.toMatchObject({ code: 'log.bad_key' });
  });
});
