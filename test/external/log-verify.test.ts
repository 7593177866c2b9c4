/**
 * Programs that nobody here wrote judge our log: the Go project's own sumdb/note and sumdb/tlog packages rebuild it,
 * openssl verifies its checkpoint. Needs a Go tool chain and, once, either the module proxy or Debian's
 * golang-golang-x-mod-dev; without them the tests are skipped and say so.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLog, integrate, noteSigner, tilePath, verifierKeyText } from '../../src/audit-log/index.ts';
import { createDirectoryTiles } from '../../src/audit-log/directory-node.ts';
import { createMemoryState } from '../../src/audit-log/memory.ts';
import { hasher, testEntry, testKey } from '../support/audit-log.ts';

const sources = join(import.meta.dirname, 'log-verify');
const work = await mkdtemp(join(tmpdir(), 'log-verify-'));
const program = buildVerifier(join(work, 'log-verify'));
const openssl = works('openssl', ['version']);
if (program === undefined) console.warn('external log verifier skipped: no Go tool chain with golang.org/x/mod');
if (!openssl) console.warn('openssl check of the checkpoint skipped: no openssl');

function works(file: string, args: readonly string[]): boolean {
  try {
    execFileSync(file, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function buildVerifier(output: string): string | undefined {
  const go = ['go', '/usr/local/go/bin/go', '/usr/lib/go/bin/go'].find((file) => works(file, ['version']));
  if (go === undefined) return undefined;
  const ways = [
    { GOFLAGS: '-mod=readonly', GOTOOLCHAIN: 'local', GO111MODULE: 'on' },
    { GO111MODULE: 'off', GOPATH: '/usr/share/gocode' },
  ];
  for (const env of ways) {
    try {
      const options = { cwd: sources, env: { ...process.env, ...env }, stdio: 'ignore', timeout: 170_000 } as const;
      execFileSync(go, ['build', '-o', output, '.'], options);
      if (existsSync(output)) return output;
    } catch {
      // The other way may work: modules need the proxy or a cache, GOPATH needs Debian's packages.
    }
  }
  return undefined;
}

/** Returns what a verifier prints, and whether it accepted. */
function judge(file: string, args: readonly string[]): { accepted: boolean; says: string } {
  try {
    return { accepted: true, says: execFileSync(file, args, { encoding: 'utf8', stdio: 'pipe' }).trim() };
  } catch (error) {
    const says = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    return { accepted: false, says };
  }
}

const SIZE = 777;
const root = join(work, 'log');
const older = join(work, 'older');
let vkey = '';

beforeAll(async () => {
  const { verifier, privateKey } = await testKey();
  const log = {
    state: createMemoryState(),
    tiles: createDirectoryTiles(root),
    signer: await noteSigner(privateKey),
    hasher,
  };
  vkey = verifierKeyText(verifier);
  await createLog(log);
  let done = 0;
  for (const size of [1, 250, 256, 300, 600, SIZE]) {
    for (; done < size; done += 1) log.state.submit(testEntry(done));
    await integrate(log);
    if (size === 300) await writeFile(older, await readFile(join(root, 'checkpoint')));
  }
});

afterAll(async () => rm(work, { recursive: true, force: true }));

/** Runs with one bit of a file changed. */
async function withFlip<T>(path: string, run: () => T): Promise<T> {
  const file = join(root, path);
  const good = await readFile(file);
  const bad = Buffer.from(good);
  const at = Math.floor(bad.length / 2);
  bad[at] = (bad[at] ?? 0) ^ 0x04;
  await writeFile(file, bad);
  try {
    return run();
  } finally {
    await writeFile(file, good);
  }
}

describe.skipIf(program === undefined)('the Go verifier', () => {
  const verify = (...more: readonly string[]) => judge(program ?? '', [root, vkey, ...more]);

  it('accepts a log made here, and its consistency with an older checkpoint', () => {
    expect(verify()).toEqual({ accepted: true, says: `verified ${SIZE} entries` });
    expect(verify(older)).toEqual({ accepted: true, says: `verified ${SIZE} entries` });
  });

  it('refuses one flipped bit in the checkpoint, in any bundle and in any tile', async () => {
    const tiles = [0, 1, 2, 3].flatMap((index) => {
      const width = index === 3 ? SIZE - 768 : 256;
      return [tilePath({ level: 0, index, width }), tilePath({ level: 'entries', index, width })];
    });
    for (const path of ['checkpoint', ...tiles, tilePath({ level: 1, index: 0, width: 3 })]) {
      const { accepted, says } = await withFlip(path, () => verify());
      expect(accepted, path).toBe(false);
      expect(says, path).not.toBe('');
    }
    expect(verify().accepted).toBe(true);
  });

  it('refuses another key', async () => {
    const other = verifierKeyText((await testKey(8)).verifier);
    expect(judge(program ?? '', [root, other]).accepted).toBe(false);
  });
});

describe.skipIf(!openssl)('openssl', () => {
  const script = join(import.meta.dirname, 'openssl-verify.sh');
  const verify = () => judge('sh', [script, join(root, 'checkpoint'), vkey]);

  it('accepts the signature on the checkpoint', () => {
    expect(verify()).toEqual({ accepted: true, says: 'Signature Verified Successfully' });
  });

  it('refuses a flipped bit', async () => {
    expect((await withFlip('checkpoint', verify)).accepted).toBe(false);
  });
});
