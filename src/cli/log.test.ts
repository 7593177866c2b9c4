import { createServer, type RequestListener, type Server } from 'node:http';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { grow, hasher, ORIGIN, testEntry, testKey, testLogOf } from '../../test/support/audit-log.ts';
import { runHere, scratch } from '../../test/support/command.ts';
import { createDirectoryTiles } from '../audit-log/directory-node.ts';
import {
  addSignatures,
  cosigner,
  integrate,
  keyFromSeed,
  parseProofFile,
  verifierKeyText,
} from '../audit-log/index.ts';
import { logCommand } from './log.ts';

const composed = { log: logCommand(async () => 0) };
const run = (...args: string[]) => runHere(['log', ...args], { composed });

let folder: ReturnType<typeof scratch>;
let vkey: string;
let tree: string;

/** A log of `size` entries in a folder. */
async function writeLog(size: number, older?: string): Promise<void> {
  const log = await testLogOf(0);
  const onDisk = { ...log, tiles: createDirectoryTiles(tree) };
  for (let index = 0; index < size; index += 1) {
    log.state.submit(testEntry(index));
    if (older !== undefined && index === 99) {
      while ((await integrate(onDisk, 1024)).outcome !== 'idle');
      writeFileSync(older, readFileSync(join(tree, 'checkpoint')));
    }
  }
  while ((await integrate(onDisk, 1024)).outcome !== 'idle');
}

beforeEach(async () => {
  folder = scratch();
  tree = folder.path('log');
  mkdirSync(tree);
  vkey = verifierKeyText((await testKey()).verifier);
});
afterEach(() => folder.remove());

describe('entrepot log verify', () => {
  it('verifies a folder by a key from elsewhere, and that it continues an older checkpoint', async () => {
    await writeLog(600, folder.path('older'));
    const args = ['verify', tree, '--vkey', vkey, '--since', folder.path('older'), '--json'];
    const { code, out } = await run(...args);
    expect(JSON.parse(out)).toMatchObject({ outcome: 'verified', origin: ORIGIN, size: 600, older: 1 });
    expect(code).toBe(0);
  });

  it.each([
    ['an entry changed', 'tile/entries/000', 'log.entry_malformed', (bytes: Buffer) => (bytes[2] = 0x46)],
    [
      'a commitment changed',
      'tile/entries/000',
      'log.tile_mismatch',
      (bytes: Buffer) => (bytes[30] = (bytes[30] ?? 0) ^ 1),
    ],
    ['a hash changed', 'tile/0/000', 'log.tile_mismatch', (bytes: Buffer) => (bytes[30] = (bytes[30] ?? 0) ^ 1)],
  ])('refuses a log with %s, with the stable code', async (_, path, code, change) => {
    await writeLog(600);
    const bytes = readFileSync(join(tree, path));
    change(bytes);
    writeFileSync(join(tree, path), bytes);
    const result = await run('verify', tree, '--vkey', vkey, '--json');
    expect([result.code, JSON.parse(result.out).code]).toEqual([1, code]);
  });

  it('refuses a tile that is gone, another key, an older checkpoint of another log and no checkpoint', async () => {
    await writeLog(300);
    const other = verifierKeyText((await keyFromSeed(ORIGIN, 'ed25519', new Uint8Array(32).fill(9))).verifier);
    expect((await run('verify', tree, '--vkey', other)).out).toContain('log.unknown_key');
    const fork = await testLogOf(0);
    fork.state.submit(testEntry(77));
    await grow(fork, 0);
    writeFileSync(folder.path('fork'), (await fork.tiles.read('checkpoint')) ?? '');
    expect((await run('verify', tree, '--vkey', vkey, '--since', folder.path('fork'))).out).toContain(
      'log.inconsistent',
    );
    rmSync(join(tree, 'tile/0/000'));
    expect((await run('verify', tree, '--vkey', vkey)).out).toContain('log.missing_tile');
    rmSync(join(tree, 'checkpoint'));
    expect(await run('verify', tree, '--vkey', vkey)).toMatchObject({ code: 1 });
  });

  it('takes a key from beside the log only with a warning, and none from nowhere', async () => {
    await writeLog(3);
    expect((await run('verify', tree)).code).toBe(2);
    writeFileSync(folder.path('log.vkey'), `${vkey}\n`);
    const { code, err } = await run('verify', tree);
    expect(code).toBe(0);
    expect(err).toContain('warning');
    writeFileSync(folder.path('key'), `# of the log\n${vkey}\n`);
    expect(await run('verify', tree, '--vkey', `@${folder.path('key')}`)).toMatchObject({ code: 0, err: '' });
  });

  it('asks for the cosignatures of a policy', async () => {
    await writeLog(5);
    const witness = await keyFromSeed('witness.example', 'cosignature-v1', new Uint8Array(32).fill(3));
    const policy = `log ${vkey}\nwitness w ${verifierKeyText(witness.verifier)}\nquorum `;
    writeFileSync(folder.path('none'), `${policy}none\n`);
    writeFileSync(folder.path('one'), `${policy}w\n`);
    expect((await run('verify', tree, '--policy', folder.path('none'))).code).toBe(0);
    const refused = await run('verify', tree, '--policy', folder.path('one'));
    expect([refused.code, refused.out]).toEqual([1, 'REFUSED log.quorum_unmet\n']);
    const text = readFileSync(join(tree, 'checkpoint'), 'utf8');
    const { cosign } = await cosigner(witness.privateKey);
    const body = text.slice(0, text.indexOf('\n\n') + 1);
    writeFileSync(join(tree, 'checkpoint'), addSignatures(text, [await cosign(body, 1_790_000_000)]));
    expect((await run('verify', tree, '--policy', folder.path('one'), '--json')).out).toContain('"witnesses":["w"]');
  });

  it('refuses what is no folder and no address', async () => {
    expect((await run('verify', folder.path('none'), '--vkey', vkey)).code).toBe(2);
    expect((await run('verify', tree, '--vkey', 'nonsense')).err).toContain('log.bad_key');
    expect((await run('verify', 'ftp://localhost/log', '--vkey', vkey)).code).toBe(2);
  });
});

describe('entrepot log prove', () => {
  it('writes a proof file that the library verifies, and none for an index outside', async () => {
    await writeLog(300);
    const { code, out } = await run('prove', '257', tree, '--vkey', vkey);
    expect(code).toBe(0);
    const proof = parseProofFile(out);
    expect(proof.index).toBe(257);
    expect(proof.proof.length).toBeGreaterThan(5);
    expect(hasher.leaf(testEntry(257))).toHaveLength(32);
    expect((await run('prove', '300', tree, '--vkey', vkey)).err).toContain('log.out_of_range');
    expect((await run('prove', '-1', tree, '--vkey', vkey)).code).toBe(2);
  });
});

describe('a log at an address', () => {
  let server: Server;
  let url: string;
  let answer: RequestListener;

  beforeAll(async () => {
    server = createServer((request, response) => answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/log/`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('is verified as it is served', async () => {
    await writeLog(300);
    answer = (request, response) => {
      const bytes = readFileSync(join(tree, (request.url ?? '').slice('/log/'.length)));
      response.end(bytes);
    };
    expect(await run('verify', url, '--vkey', vkey)).toMatchObject({ code: 0, err: '' });
    expect((await run('verify', url)).code).toBe(2);
  });

  it.each([
    [
      'an error',
      (_: unknown, response: { writeHead: (n: number) => { end: () => void } }) => response.writeHead(500).end(),
    ],
    [
      'a redirect to somewhere else',
      (_: unknown, response: { writeHead: (n: number, h: object) => { end: () => void } }) =>
        response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    ],
  ])('that answers with %s is unreachable, not refused', async (_, listener) => {
    answer = listener;
    const result = await run('verify', url, '--vkey', vkey);
    expect(result.code).toBe(2);
    expect(result.err).toContain('log.unreachable');
  });
});
