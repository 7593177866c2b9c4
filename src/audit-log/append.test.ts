import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bytes, hex, utf8 } from '../base/bytes.ts';
import { codeOf } from '../base/errors.ts';
import { type TestLog, createTestLog, grow, hasher, testEntry, testLogOf } from '../../test/support/audit-log.ts';
import { createLog, integrate } from './append.ts';
import { openCheckpoint, signCheckpoint } from './checkpoint.ts';
import { type PortCall, createMemoryState, publishedText } from './memory.ts';
import { verifyConsistency } from './proof.ts';
import { type TreeHead, proveConsistency } from './prove.ts';
import { compareWithPublished } from './start-up.ts';
import { parseBundle, tilePathAt, tileWidth } from './tile.ts';
import { verifyLog } from './verify.ts';

const check = (log: TestLog) => compareWithPublished({ ...log, key: log.key });

async function published(log: TestLog): Promise<TreeHead> {
  const opened = await openCheckpoint(publishedText(log.tiles) ?? '', log.key);
  if (opened.outcome !== 'verified') throw new Error(opened.code);
  return opened.checkpoint;
}

/** All entries of the published log, in order. */
async function entriesOf(log: TestLog): Promise<readonly string[]> {
  const { size } = await published(log);
  const entries: string[] = [];
  for (let index = 0; index * 256 < size; index += 1) {
    const bundle = log.tiles.files.get(tilePathAt(size, 'entries', index))!;
    entries.push(...parseBundle(bundle, tileWidth(size, 'entries', index)).map(hex));
  }
  return entries;
}

async function expectWhole(log: TestLog, size: number): Promise<void> {
  const result = await verifyLog({ source: log.tiles, key: log.key, hasher });
  expect(result).toMatchObject({ outcome: 'verified', checkpoint: { size } });
  expect(await entriesOf(log)).toEqual(Array.from({ length: size }, (_, i) => hex(testEntry(i))));
  expect(log.state.batches()).toEqual([]);
  expect(await check(log)).toEqual({ outcome: 'consistent', size });
}

describe('integrate', () => {
  it('publishes what was waiting and says how far the log got', async () => {
    const log = await createTestLog();
    expect(await integrate(log)).toEqual({ outcome: 'idle', size: 0 });
    log.state.submit(testEntry(0));
    expect(await integrate(log)).toEqual({ outcome: 'advanced', from: 0, size: 1 });
    await expectWhole(log, 1);
  });

  it('refuses a log that was never created', async () => {
    const log = await createTestLog();
    const lost = { ...log, state: createMemoryState() };
    await expect(integrate(lost)).rejects.toMatchObject({ code: 'log.not_created' });
  });

  it('refuses staged entries that leave a gap or reach below the head', async () => {
    const log = await testLogOf(3);
    for (const firstIndex of [4, 2]) {
      const pending = async () => [{ firstIndex, entries: [testEntry(9), testEntry(10)] }];
      const run = integrate({ ...log, state: { ...log.state, pending } });
      await expect(run).rejects.toMatchObject({ code: 'log.sequence_gap', errorClass: 'fatal' });
    }
  });

  it('refuses to go on from a partial bundle that was changed, and from one that is missing', async () => {
    const log = await testLogOf(10);
    const path = tilePathAt(10, 'entries', 0);
    const bundle = log.tiles.files.get(path)!;
    log.state.submit(testEntry(10));
    bundle[40] = bundle[40]! ^ 1;
    await expect(integrate(log)).rejects.toMatchObject({ code: 'log.tile_mismatch' });
    log.tiles.files.delete(path);
    await expect(integrate(log)).rejects.toMatchObject({ code: 'log.missing_tile' });
  });

  it('refuses a state whose edge does not lead to its root', async () => {
    const log = await testLogOf(10);
    const head = (await log.state.head())!;
    const edge = head.edge.slice();
    edge[0] = edge[0]! ^ 1;
    log.state.restore({ ...head, edge });
    log.state.submit(testEntry(10));
    await expect(integrate(log)).rejects.toMatchObject({ code: 'log.state_corrupt' });
    expect(await check(log)).toEqual({ outcome: 'read_only', code: 'log.state_corrupt', source: 'state' });
  });

  it('never overwrites a checkpoint that it cannot read or that is ahead of the state', async () => {
    const log = await testLogOf(5);
    const old = (await log.state.head())!;
    await grow(log, 8, 8, 5);
    const ahead = publishedText(log.tiles);
    log.state.restore(old);
    log.state.submit(testEntry(90));
    await expect(integrate(log)).rejects.toMatchObject({ code: 'log.published_ahead', errorClass: 'fatal' });
    expect(publishedText(log.tiles)).toBe(ahead);
    log.tiles.files.set('checkpoint', utf8('garbage'));
    await expect(integrate(log)).rejects.toMatchObject({ code: 'log.published_unreadable', errorClass: 'fatal' });
    expect(publishedText(log.tiles)).toBe('garbage');
  });

  it('stops when another integrator committed a different log of the same size', async () => {
    const log = await testLogOf(4);
    const foreign = hasher.leaf(utf8('foreign'));
    const commit: typeof log.state.commit = async (_, to) => {
      log.state.restore({ ...to, root: foreign });
      return false;
    };
    log.state.submit(testEntry(4));
    const run = integrate({ ...log, state: { ...log.state, commit } });
    await expect(run).rejects.toMatchObject({ code: 'log.fork', errorClass: 'fatal' });
  });

  it('stops when the state was put back while it worked', async () => {
    const log = await testLogOf(4);
    const old = (await log.state.head())!;
    await grow(log, 9, 9, 4);
    const commit: typeof log.state.commit = async () => {
      log.state.restore(old);
      return false;
    };
    log.state.submit(testEntry(9));
    const run = integrate({ ...log, state: { ...log.state, commit } });
    await expect(run).rejects.toMatchObject({ code: 'log.state_corrupt', errorClass: 'fatal' });
  });
});

describe('createLog', () => {
  it('does nothing for a log that exists', async () => {
    const log = await testLogOf(3);
    expect(await createLog(log)).toBe(false);
    await expectWhole(log, 3);
  });

  it('refuses to begin again when the database was lost but a checkpoint is published', async () => {
    const log = await testLogOf(3);
    const lost = { ...log, state: createMemoryState() };
    await expect(createLog(lost)).rejects.toMatchObject({ code: 'log.already_published', errorClass: 'fatal' });
    expect(await compareWithPublished(lost)).toMatchObject({ outcome: 'read_only', code: 'log.already_published' });
  });
});

/**
 * Crashes the process at call number `at` (its effect done or not), or lets only that call fail, while a log of 250
 * entries takes 10 and then 20 more across the tile boundary. Returns false when the run ended before the call came.
 */
async function runWithFault(at: number, mode: 'crash' | 'failure'): Promise<PortCall | undefined> {
  let calls = -1;
  let hit: PortCall | undefined;
  let isArmed = false;
  const statements: TreeHead[] = [];
  const log: TestLog = await createTestLog((call) => {
    if (!isArmed) return;
    if (hit !== undefined && mode === 'crash') throw new Error('the process is gone');
    calls += 1;
    if (calls !== at) return;
    hit = call;
    throw new Error(`fault at ${call.port}.${call.call} ${call.moment}`);
  });
  await grow(log, 250);
  isArmed = true;
  let given = 250;
  for (const more of [10, 20]) {
    for (let i = 0; i < more; i += 1) log.state.submit(testEntry(given + i));
    given += more;
    await integrate(log).catch(() => undefined);
    statements.push(await rememberPublished(log));
    if (hit !== undefined && mode === 'crash') break;
  }
  // Restart: the start-up check must let the log go on, and the same code must finish what was begun.
  isArmed = false;
  statements.push(await rememberPublished(log));
  expect((await check(log)).outcome).toBe('consistent');
  await grow(log, 0);
  await expectWhole(log, given);
  await expectOneHistory(log, statements);
  return hit;
}

async function rememberPublished(log: TestLog): Promise<TreeHead> {
  return published(log);
}

async function expectOneHistory(log: TestLog, statements: readonly TreeHead[]): Promise<void> {
  const now = await published(log);
  for (const old of statements) {
    const proof = await proveConsistency({ hasher, source: log.tiles }, old, now);
    const claim = { size1: old.size, size2: now.size, root1: old.root, root2: now.root };
    expect(verifyConsistency(hasher, claim, proof)).toBe(true);
  }
}

describe('a fault at any moment of any port call', () => {
  it.each(['crash', 'failure'] as const)(
    'loses no entry, uses no index twice and never contradicts a published checkpoint: %s',
    async (mode) => {
      const seen = new Set<string>();
      for (let at = 0; ; at += 1) {
        const hit = await runWithFault(at, mode);
        if (hit === undefined) break;
        seen.add(`${hit.port}.${hit.call} ${hit.moment}`);
      }
      // Every step of the sequence was interrupted before and after its effect.
      const steps = ['state.sequence', 'state.pending', 'tiles.read', 'state.head', 'tiles.write', 'state.commit'];
      for (const step of [...steps, 'tiles.writeCheckpoint', 'state.discard']) {
        expect([...seen]).toContain(`${step} before`);
        expect([...seen]).toContain(`${step} after`);
      }
    },
  );

  it.each([
    ['state.sequence', 'before', { staged: 0, size: 4, published: 4 }],
    ['state.sequence', 'after', { staged: 1, size: 4, published: 4 }],
    ['tiles.write', 'before', { staged: 1, size: 4, published: 4 }],
    ['tiles.write', 'after', { staged: 1, size: 4, published: 4 }],
    ['state.commit', 'before', { staged: 1, size: 4, published: 4 }],
    ['state.commit', 'after', { staged: 1, size: 6, published: 4 }],
    ['tiles.writeCheckpoint', 'before', { staged: 1, size: 6, published: 4 }],
    ['tiles.writeCheckpoint', 'after', { staged: 1, size: 6, published: 6 }],
    ['state.discard', 'before', { staged: 1, size: 6, published: 6 }],
    ['state.discard', 'after', { staged: 0, size: 6, published: 6 }],
  ] as const)('leaves the documented state after a crash at %s, %s its effect', async (step, moment, expected) => {
    let isArmed = false;
    const log: TestLog = await createTestLog((call) => {
      if (isArmed && `${call.port}.${call.call}` === step && call.moment === moment) throw new Error('crash');
    });
    await grow(log, 4);
    isArmed = true;
    log.state.submit(testEntry(4));
    log.state.submit(testEntry(5));
    await expect(integrate(log)).rejects.toThrow('crash');
    isArmed = false;
    const state = {
      staged: log.state.batches().length,
      size: (await log.state.head())?.size,
      published: (await published(log)).size,
    };
    expect(state).toEqual(expected);
    await grow(log, 0);
    await expectWhole(log, 6);
  });
});

describe('two integrators at once', () => {
  it('make one log, whatever the order of their steps', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 300 }), async (scheduler, first) => {
        const log = await createTestLog((call) => scheduler.schedule(Promise.resolve(), `${call.port}.${call.call}`));
        const more = 40;
        for (let i = 0; i < first; i += 1) log.state.submit(testEntry(i));
        const runs = [integrate(log, 64), integrate(log, 100), integrate(log, 300)];
        for (let i = 0; i < more; i += 1) log.state.submit(testEntry(first + i));
        runs.push(integrate(log, 50));
        const results = Promise.all(runs);
        await scheduler.waitFor(results);
        await scheduler.waitFor(grow(log, 0, 1000));
        const expectation = (async () => {
          expect((await published(log)).size).toBe((await log.state.head())?.size);
          const result = await verifyLog({ source: log.tiles, key: log.key, hasher });
          expect(result).toMatchObject({ outcome: 'verified', checkpoint: { size: first + more } });
        })();
        await scheduler.waitFor(expectation);
      }),
      { numRuns: 40 },
    );
  });
});

describe('compareWithPublished', () => {
  const witnessed = async (log: TestLog, size: number, root: Bytes) => signCheckpoint(log.signer, size, root);

  it('lets a log go on whose published checkpoint and witnesses are behind or equal', async () => {
    const log = await testLogOf(300);
    const old = publishedText(log.tiles)!;
    await grow(log, 700, 50, 300);
    expect(await compareWithPublished(log, [old, publishedText(log.tiles)!])).toEqual({
      outcome: 'consistent',
      size: 700,
    });
  });

  it('says that a log is absent only when nothing of it was ever seen', async () => {
    const log = await testLogOf(3);
    const nothing = { ...log, state: createMemoryState(), tiles: { read: async () => undefined } };
    expect(await compareWithPublished(nothing)).toEqual({ outcome: 'absent' });
    expect(await compareWithPublished(nothing, [publishedText(log.tiles)!])).toMatchObject({ outcome: 'read_only' });
  });

  it('is read-only after a restored database, by the published file or by a witness alone', async () => {
    const log = await testLogOf(300);
    const old = (await log.state.head())!;
    const oldFile = log.tiles.files.get('checkpoint')!;
    await grow(log, 310, 10, 300);
    const newer = publishedText(log.tiles)!;
    log.state.restore(old);
    expect(await check(log)).toEqual({ outcome: 'read_only', code: 'log.published_ahead', source: 'published' });
    log.tiles.files.set('checkpoint', oldFile);
    expect(await check(log)).toMatchObject({ outcome: 'consistent' });
    expect(await compareWithPublished(log, [newer])).toEqual({
      outcome: 'read_only',
      code: 'log.published_ahead',
      source: 'witness',
    });
  });

  it('is read-only when a statement of the same or a smaller size has another root', async () => {
    const log = await testLogOf(300);
    for (const size of [300, 299, 256, 1]) {
      const forked = await witnessed(log, size, hasher.leaf(utf8('other')));
      expect(await compareWithPublished(log, [forked])).toMatchObject({ outcome: 'read_only', code: 'log.fork' });
    }
  });

  it('is read-only when the checkpoint is missing, unreadable, of another key or another log', async () => {
    const log = await testLogOf(3);
    const good = log.tiles.files.get('checkpoint')!;
    const flipped = good.slice();
    flipped[flipped.length - 5] = 0x41;
    const foreign = await createTestLog();
    const cases = [
      [undefined, 'log.published_missing'],
      [utf8('not a note'), 'log.published_unreadable'],
      [good.slice(0, 30), 'log.published_unreadable'],
      [utf8((publishedText(log.tiles) ?? '').replace('\n3\n', '\n2\n')), 'log.bad_signature'],
      [utf8(publishedText(foreign.tiles)!.replaceAll('entrepot.test', 'other.test')), 'log.unknown_key'],
    ] as const;
    for (const [bytes, code] of cases) {
      if (bytes === undefined) log.tiles.files.delete('checkpoint');
      else log.tiles.files.set('checkpoint', bytes);
      expect(await check(log)).toEqual({ outcome: 'read_only', code, source: 'published' });
    }
  });

  it('is read-only when the head and the checkpoint beside it say different things', async () => {
    const log = await testLogOf(3);
    const head = (await log.state.head())!;
    for (const checkpoint of [
      await signCheckpoint(log.signer, 2, head.root),
      await signCheckpoint(log.signer, 3, hasher.leaf(utf8('x'))),
    ]) {
      log.state.restore({ ...head, checkpoint });
      expect(await check(log)).toEqual({ outcome: 'read_only', code: 'log.state_corrupt', source: 'state' });
    }
  });

  it('is read-only when a tile on the right edge is gone or changed', async () => {
    const log = await testLogOf(300);
    const path = tilePathAt(300, 0, 1);
    const tile = log.tiles.files.get(path)!;
    tile[3] = tile[3]! ^ 0x80;
    expect(await check(log)).toMatchObject({ outcome: 'read_only', code: 'log.tile_mismatch', source: 'state' });
    log.tiles.files.delete(path);
    expect(await check(log)).toMatchObject({ outcome: 'read_only', code: 'log.missing_tile', source: 'state' });
  });

  it('passes on faults of the store that say nothing about the log', async () => {
    const log = await testLogOf(3);
    const read = async () => Promise.reject(new Error('disk'));
    await expect(compareWithPublished({ ...log, tiles: { read } })).rejects.toThrow('disk');
    expect(codeOf(new Error('disk'))).toBe('base.unexpected');
  });
});
