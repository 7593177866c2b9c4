import { describe, expect, it } from 'vitest';
import { type LogSource, verifierKeyText } from '../../../src/audit-log/index.ts';
import { publishedText } from '../../../src/audit-log/memory.ts';
import { createTestLog, grow, testLogOf } from '../../../test/support/audit-log.ts';
import { runVerification } from './run-verification.ts';

const nothing = () => {};

describe('runVerification', () => {
  it('verifies a log, reports progress and returns the checkpoint to remember', async () => {
    const log = await testLogOf(300);
    const seen: number[] = [];
    const answer = await runVerification(
      { url: '', vkey: verifierKeyText(log.key), older: null },
      log.tiles,
      (done) => void seen.push(done),
    );
    expect(answer).toMatchObject({ kind: 'verified', size: 300, checkpoint: publishedText(log.tiles) });
    expect(seen).toEqual([256, 300]);
  });

  it('continues the checkpoint of an earlier visit, and refuses one that is cut short', async () => {
    const log = await createTestLog();
    await grow(log, 3);
    const vkey = verifierKeyText(log.key);
    const earlier = publishedText(log.tiles) ?? '';
    await grow(log, 5);
    const later = publishedText(log.tiles) ?? '';
    expect(await runVerification({ url: '', vkey, older: earlier }, log.tiles, nothing)).toMatchObject({
      kind: 'verified',
      size: 8,
    });
    const short = await testLogOf(3);
    expect(await runVerification({ url: '', vkey, older: later }, short.tiles, nothing)).toMatchObject({
      kind: 'refused',
      code: 'log.inconsistent',
    });
  });

  it('names the file or entry at fault when one bit was changed', async () => {
    const log = await testLogOf(5);
    const path = [...log.tiles.files.keys()].find((name) => name.startsWith('tile/entries/') && name.endsWith('.p/5'));
    const bundle = log.tiles.files.get(path ?? '')!;
    const changed = bundle.slice();
    changed.set([bundle.at(-1)! ^ 1], bundle.length - 1);
    log.tiles.files.set(path!, changed);
    const vkey = verifierKeyText(log.key);
    for (const older of [null, publishedText(log.tiles) ?? '']) {
      expect(await runVerification({ url: '', vkey, older }, log.tiles, nothing)).toMatchObject({
        kind: 'refused',
        code: 'log.tile_mismatch',
      });
    }
  });

  it('refuses a log of another key than the one that is believed', async () => {
    const log = await testLogOf(2);
    const other = { ...log.key, publicKey: log.key.publicKey.map((byte) => byte ^ 1) };
    const vkey = verifierKeyText(log.key);
    expect(
      await runVerification({ url: '', vkey: verifierKeyText(other), older: null }, log.tiles, nothing),
    ).toMatchObject({
      kind: 'refused',
      code: 'log.bad_key',
    });
    expect(await runVerification({ url: '', vkey: `x${vkey}`, older: null }, log.tiles, nothing)).toMatchObject({
      kind: 'refused',
    });
  });

  it('refuses a checkpoint that is no text at all', async () => {
    const log = await testLogOf(2);
    log.tiles.files.set('checkpoint', Uint8Array.of(0xff, 0xfe));
    const vkey = verifierKeyText(log.key);
    expect(await runVerification({ url: '', vkey, older: 'x' }, log.tiles, nothing)).toMatchObject({
      kind: 'refused',
      code: 'log.note_malformed',
    });
  });

  it('says that it could not finish, and nothing about the log, when it cannot be read', async () => {
    const log = await testLogOf(2);
    const broken: LogSource = { read: () => Promise.reject(new Error('network')) };
    expect(
      await runVerification({ url: '', vkey: verifierKeyText(log.key), older: null }, broken, nothing),
    ).toMatchObject({ kind: 'failed' });
  });
});
