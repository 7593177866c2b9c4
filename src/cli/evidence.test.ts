import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestLog, grow, hasher, seededRandom, testKey, testLogOf } from '../../test/support/audit-log.ts';
import { runHere, scratch } from '../../test/support/command.ts';
import { nodeSha256 } from '../audit-log/hash-node.ts';
import {
  commitEvent,
  discloseEvent,
  disclosureJson,
  EVENT_FIELDS,
  type EventFields,
  integrate,
  openCheckpoint,
  proveInclusion,
  verifierKeyText,
  writeProofFile,
} from '../audit-log/index.ts';
import { fromUtf8, hex, utf8 } from '../base/bytes.ts';
import { canonicalJson } from '../base/canonical-json.ts';
import { evidenceCommand } from './evidence.ts';

const composed = { evidence: evidenceCommand(async () => 0) };
const run = (...args: string[]) => runHere(['evidence', 'verify', ...args], { composed });
type Files = Record<string, Uint8Array>;

/** A bundle with one disclosed event at index 2 of a log of 5. */
async function bundle(): Promise<Files> {
  const log = await createTestLog();
  await grow(log, 2);
  const fields = Object.fromEntries(EVENT_FIELDS.map((name) => [name, name === 'action' ? 'notice.sent' : null]));
  const values = fields as EventFields;
  const event = commitEvent(
    { sha256: nodeSha256, random: seededRandom('evidence') },
    { class: 'event', fields: values },
  );
  log.state.submit(event.entry);
  await integrate(log);
  await grow(log, 5, 1024, 3);
  const text = fromUtf8((await log.tiles.read('checkpoint')) ?? new Uint8Array(0));
  const opened = await openCheckpoint(text, log.key);
  if (opened.outcome !== 'verified') throw new Error(opened.code);
  const { proof } = await proveInclusion({ hasher, source: log.tiles }, 2, opened.checkpoint);
  const disclosure = discloseEvent({ ...event, fields: values }, ['time', 'action']);
  return listed({
    'log.vkey': utf8(`${verifierKeyText(log.key)}\n`),
    checkpoint: utf8(text),
    'proofs/2.tlog-proof': utf8(writeProofFile({ index: 2, proof, checkpoint: text })),
    'events/2.json': utf8(canonicalJson(disclosureJson(disclosure))),
  });
}

/** The files with a list of their digests. */
function listed(files: Files): Files {
  const { 'manifest.json': _, ...others } = files;
  const digests = Object.fromEntries(Object.entries(others).map(([name, bytes]) => [name, hex(nodeSha256(bytes))]));
  return { ...others, 'manifest.json': utf8(canonicalJson({ format: 'entrepot.evidence/v1', files: digests })) };
}

let folder: ReturnType<typeof scratch>;
beforeEach(() => {
  folder = scratch();
});
afterEach(() => folder.remove());

function write(files: Files): string {
  const root = folder.path('bundle');
  rmSync(root, { recursive: true, force: true });
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), bytes);
  }
  return root;
}

describe('entrepot evidence verify', () => {
  it('verifies a folder and a zip offline, and shows only what was disclosed', async () => {
    const files = await bundle();
    writeFileSync(folder.path('b.zip'), zipSync(files));
    for (const path of [write(files), folder.path('b.zip')]) {
      const { code, out, err } = await run(path, '--json');
      expect(code).toBe(0);
      const shown = JSON.parse(out);
      expect(shown).toMatchObject({ outcome: 'verified', size: 5, problems: [] });
      expect(shown.events[0].fields.map((field: { name: string }) => field.name)).toEqual(['time', 'action']);
      expect(err).toContain('warning');
    }
    const vkey = verifierKeyText((await testKey()).verifier);
    expect(await run(folder.path('b.zip'), '--vkey', vkey)).toMatchObject({ code: 0, err: '' });
  });

  it('refuses a bundle by another key than the one given', async () => {
    const other = verifierKeyText((await testKey(8)).verifier);
    expect((await run(write(await bundle()), '--vkey', other)).out).toContain('log.unknown_key');
  });

  const replaced = (name: string, from: string, to: string) => (files: Files) =>
    listed({ ...files, [name]: utf8(fromUtf8(files[name] ?? new Uint8Array(0)).replace(from, to)) });

  it.each<[string, (files: Files) => Files | Promise<Files>, string]>([
    ['a value changed', replaced('events/2.json', 'notice.sent', 'notice.lost'), 'log.proof_mismatch'],
    [
      'a value changed without its digest',
      (files) => ({ ...files, 'events/2.json': utf8('{}') }),
      'evidence.digest_mismatch',
    ],
    ['a proof for another index', replaced('proofs/2.tlog-proof', 'index 2', 'index 3'), 'log.proof_mismatch'],
    [
      'an event under another number than its own',
      (files) => {
        const { 'events/2.json': event, 'proofs/2.tlog-proof': proof, ...rest } = files;
        return listed({ ...rest, 'events/1.json': event ?? utf8(''), 'proofs/1.tlog-proof': proof ?? utf8('') });
      },
      'log.proof_mismatch',
    ],
    ['a checkpoint of another size', replaced('checkpoint', '\n5\n', '\n6\n'), 'log.bad_signature'],
    ['a proof under a changed checkpoint', replaced('proofs/2.tlog-proof', '\n5\n', '\n6\n'), 'log.bad_signature'],
    ['a file too many', (files) => ({ ...files, 'events/3.json': utf8('{}') }), 'evidence.file_not_listed'],
    [
      'a file too few',
      (files) => Object.fromEntries(Object.entries(files).filter(([name]) => name !== 'proofs/2.tlog-proof')),
      'evidence.file_missing',
    ],
    [
      'tiles that are none of the log',
      (files) => listed({ ...files, 'tile/0/000.p/5': new Uint8Array(160) }),
      'log.missing_tile',
    ],
  ])('refuses a bundle with %s', async (_, change, code) => {
    const result = await run(write(await change(await bundle())));
    expect(result.code).toBe(1);
    expect(result.out).toContain(code);
  });

  it('refuses a second history of the same size by the same key', async () => {
    const files = await bundle();
    const other = await testLogOf(5);
    files['checkpoint'] = (await other.tiles.read('checkpoint')) ?? new Uint8Array(0);
    expect((await run(write(listed(files)))).out).toContain('log.fork');
  });

  it('checks the whole log when its tiles are there', async () => {
    const log = await testLogOf(300);
    const files: Files = { 'log.vkey': utf8(verifierKeyText(log.key)) };
    for await (const path of log.tiles.list()) files[path] = (await log.tiles.read(path)) ?? new Uint8Array(0);
    expect(await run(write(listed(files)))).toMatchObject({ code: 0 });
    const tile = files['tile/0/000'] ?? new Uint8Array(0);
    tile[0] = (tile[0] ?? 0) ^ 1;
    expect((await run(write(listed(files)))).out).toContain('log.tile_mismatch');
  });

  it('refuses hostile bundles without writing or following anything', async () => {
    const files = await bundle();
    for (const name of ['../evil', '/etc/evil', 'a/../../evil', '.hidden', 'events\\2.json']) {
      writeFileSync(folder.path('b.zip'), zipSync({ ...files, [name]: utf8('x') }));
      expect((await run(folder.path('b.zip'))).err, name).toContain('cli.bad_evidence');
    }
    const bomb = zipSync({ ...files, 'README.txt': new Uint8Array(300 * 1024 * 1024) }, { level: 1 });
    writeFileSync(folder.path('b.zip'), bomb);
    expect((await run(folder.path('b.zip'))).err).toContain('cli.bad_evidence');
    writeFileSync(folder.path('b.zip'), zipSync(files).subarray(0, 500));
    expect((await run(folder.path('b.zip'))).err).toContain('cli.bad_evidence');
    const root = write(files);
    symlinkSync('/etc/passwd', join(root, 'README.txt'));
    expect((await run(root)).err).toContain('cli.bad_evidence');
    expect((await run(folder.path('none'))).code).toBe(2);
    expect(readFileSync(join(root, 'manifest.json')).length).toBeGreaterThan(0);
  });
});
