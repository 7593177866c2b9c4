import { existsSync, readdirSync, readFileSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runHere, scratch } from '../../test/support/command.ts';
import { keysCommand } from './keys.ts';

const composed = { keys: keysCommand(async () => 0) };
const run = (...args: string[]) => runHere(args, { composed });
/** More than one segment, so that order and length matter. */
const CONTENT = Uint8Array.from({ length: 2_500_000 }, (_, i) => (i * 31) & 0xff);

let folder: ReturnType<typeof scratch>;
let publicKey: string;
let sender: string;

beforeEach(async () => {
  folder = scratch();
  writeFileSync(folder.path('plan.bin'), CONTENT);
  publicKey = (await run('keys', 'generate', '-o', folder.path('id'))).out.trim();
  sender = (await run('keys', 'sender', '-o', folder.path('sender'))).out.trim();
});
afterEach(() => folder.remove());

async function sealed(...more: string[]): Promise<void> {
  const args = ['--to', publicKey, '--secret-file', folder.path('secrets'), '--sender', folder.path('sender')];
  const result = await run('seal', folder.path('plan.bin'), ...args, '-o', folder.path('s'), ...more);
  expect(result).toMatchObject({ code: 0 });
}
const openArgs = (): string[] => [
  'open',
  folder.path('s'),
  '--identity',
  folder.path('id'),
  '--secret-file',
  folder.path('secrets'),
];
const leftovers = (): string[] => readdirSync(folder.directory).filter((name) => name.includes('.part'));

describe('entrepot seal and open', () => {
  it('gives the file back to the holder of identity and secret, checked against the sender', async () => {
    await sealed();
    expect(readFileSync(folder.path('s')).includes(Buffer.from(CONTENT.subarray(0, 64)))).toBe(false);
    const result = await run(...openArgs(), '--sender', sender, '-o', folder.path('out'));
    expect(result).toMatchObject({ code: 0, err: '' });
    expect(readFileSync(folder.path('out')).equals(CONTENT)).toBe(true);
    expect(leftovers()).toEqual([]);
  });

  it('seals an empty file', async () => {
    writeFileSync(folder.path('plan.bin'), '');
    await sealed();
    expect(await run(...openArgs(), '-o', folder.path('out'))).toMatchObject({ code: 0 });
    expect(statSync(folder.path('out')).size).toBe(0);
  });

  it('says whose signature it is when no sender was given', async () => {
    await sealed();
    expect((await run(...openArgs(), '-o', folder.path('out'))).err).toContain(sender);
  });

  it('keeps secrets and opened files from other accounts', async () => {
    await sealed();
    await run(...openArgs(), '-o', folder.path('out'));
    for (const name of ['secrets', 'id', 'sender', 'out'])
      expect(statSync(folder.path(name)).mode & 0o077, name).toBe(0);
  });

  it('opens for the records, whose identity comes back from two of three shares', async () => {
    const records = (await run('keys', 'generate', '-o', folder.path('rec'))).out.trim();
    await run('keys', 'records', 'split', folder.path('rec'), '-o', folder.path('share'));
    await sealed('--records', records);
    const join = ['keys', 'records', 'join', '--key', records, '-o', folder.path('rec2')];
    expect(await run(...join, folder.path('share-2'), folder.path('share-3'))).toMatchObject({ code: 0 });
    const args = ['--identity', folder.path('rec2'), '--secret-file', folder.path('secrets'), '-o', folder.path('out')];
    expect(await run('open', folder.path('s'), ...args)).toMatchObject({ code: 0 });
    expect(readFileSync(folder.path('out')).equals(CONTENT)).toBe(true);
  });

  it('opens by the share of a link together with its secret', async () => {
    const args = ['--link', '--json', '--secret-file', folder.path('secrets'), '-o', folder.path('s')];
    const { linkShare } = JSON.parse((await run('seal', folder.path('plan.bin'), ...args)).out);
    const opening = ['open', folder.path('s'), '--secret-file', folder.path('secrets'), '-o', folder.path('out')];
    expect(await run(...opening, '--link', `#${linkShare}`)).toMatchObject({ code: 0 });
    expect(readFileSync(folder.path('out')).equals(CONTENT)).toBe(true);
    const damaged = `${linkShare.slice(0, 10)}${linkShare[10] === 'A' ? 'B' : 'A'}${linkShare.slice(11)}`;
    expect(await run(...opening, '--link', damaged)).toMatchObject({ code: 1 });
  });

  it('shows without a key only kinds, sizes and labels, and no label moves the cursor', async () => {
    await sealed('--label', 'for \u001b[31myou\u202e');
    const shown = JSON.parse((await run('inspect', folder.path('s'), '--json')).out);
    expect(shown).toMatchObject({
      contentBytes: CONTENT.length,
      entries: [{ kind: 'recipient' }, { kind: 'label', text: 'for \ufffd[31myou\ufffd' }],
    });
    expect(JSON.stringify(shown)).not.toContain('plan.bin');
  });

  it.each([
    ['one flipped bit in the last segment', () => flip(statSync(folder.path('s')).size - 20), 'seal.bad_segment'],
    [
      'one flipped bit in the first segment',
      () => flip(statSync(folder.path('s')).size - 2_000_000),
      'seal.bad_segment',
    ],
    [
      'a file cut at a segment',
      () => truncateSync(folder.path('s'), statSync(folder.path('s')).size - 402_880),
      'seal.bad_length',
    ],
    ['a file cut in the start', () => truncateSync(folder.path('s'), 20), 'seal.truncated'],
    ['something else', () => writeFileSync(folder.path('s'), 'x'.repeat(5000)), 'seal.bad_container'],
  ])('refuses %s and leaves no file', async (_, damage, code) => {
    await sealed();
    damage();
    const result = await run(...openArgs(), '-o', folder.path('out'));
    expect(result.code).toBe(1);
    expect(result.err).toContain(code);
    expect(existsSync(folder.path('out'))).toBe(false);
    expect(leftovers()).toEqual([]);
  });

  it('refuses another identity, another sender and a secret that was taken out', async () => {
    await sealed();
    await run('keys', 'generate', '-o', folder.path('other'));
    const other = (await run('keys', 'sender', '-o', folder.path('other-sender'))).out.trim();
    const secretArgs = ['--secret-file', folder.path('secrets'), '-o', folder.path('out')];
    expect((await run('open', folder.path('s'), '--identity', folder.path('other'), ...secretArgs)).err).toContain(
      'seal.wrong_identity',
    );
    expect((await run(...openArgs(), '-o', folder.path('out'), '--sender', other)).err).toContain('seal.bad_signature');
    const dashed = `-${'A'.repeat(42)}`;
    expect((await run(...openArgs(), '-o', folder.path('out'), '--sender', dashed)).err).toContain(
      'seal.bad_signature',
    );
    writeFileSync(folder.path('secrets'), '# nothing\n');
    expect((await run(...openArgs(), '-o', folder.path('out'))).err).toContain('cli.secret_missing');
    expect(existsSync(folder.path('out'))).toBe(false);
  });

  it('refuses a secret of another sealing', async () => {
    await sealed();
    const secrets = readFileSync(folder.path('secrets'), 'utf8').replace(
      / ([A-Za-z0-9_-]{43}) /,
      ` ${'A'.repeat(43)} `,
    );
    writeFileSync(folder.path('secrets'), secrets);
    expect(await run(...openArgs(), '-o', folder.path('out'))).toMatchObject({ code: 1 });
    expect(existsSync(folder.path('out'))).toBe(false);
  });

  it('never overwrites, not even through a link to nowhere', async () => {
    await sealed();
    writeFileSync(folder.path('out'), 'mine');
    expect(await run(...openArgs(), '-o', folder.path('out'))).toMatchObject({ code: 2 });
    expect(readFileSync(folder.path('out'), 'utf8')).toBe('mine');
    symlinkSync(folder.path('nowhere'), folder.path('link'));
    expect(await run(...openArgs(), '-o', folder.path('link'))).toMatchObject({ code: 2 });
    expect(existsSync(folder.path('nowhere'))).toBe(false);
    const again = ['seal', folder.path('plan.bin'), '--to', publicKey, '--secret-file', folder.path('secrets')];
    expect((await run(...again, '-o', folder.path('new'))).err).toContain('cli.file_exists');
  });

  it('takes the sender’s name for the file as a name, never as a path', async () => {
    const before = process.cwd();
    try {
      process.chdir(folder.directory);
      writeFileSync(folder.path('..evil\\name'), 'x');
      await run('seal', folder.path('..evil\\name'), '--to', publicKey, '--secret-file', 'secrets', '-o', 's');
      expect(await run(...openArgs())).toMatchObject({ code: 0, out: '..evil_name: 1 bytes\n' });
    } finally {
      process.chdir(before);
    }
  });

  it.each([
    [[], 'something is missing'],
    [['f'], '--secret-file'],
    [['f', '--secret-file', 's'], 'for whom'],
    [['f', '--nonsense'], 'Unknown option'],
  ])('explains how it is used: %j', async (args, reason) => {
    const result = await run('seal', ...args);
    expect(result.code).toBe(2);
    expect(result.err).toContain(reason);
    expect(result.err).toContain('usage: entrepot seal');
  });

  it('refuses a key that is none before it reads the file', async () => {
    const result = await run(
      'seal',
      folder.path('plan.bin'),
      '--to',
      'age1nonsense',
      '--secret-file',
      folder.path('secrets'),
    );
    expect(result.err).toContain('cli.bad_key_text');
    expect(existsSync(folder.path('secrets'))).toBe(false);
  });
});

function flip(at: number): void {
  const bytes = readFileSync(folder.path('s'));
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(folder.path('s'), bytes);
}
