import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runHere, scratch } from '../../test/support/command.ts';
import { keysCommand } from './keys.ts';

const composed = { keys: keysCommand(async () => 0) };
const run = (...args: string[]) => runHere(['keys', ...args], { composed });

let folder: ReturnType<typeof scratch>;
beforeEach(() => {
  folder = scratch();
});
afterEach(() => folder.remove());

describe('entrepot keys', () => {
  it('prints public halves and never a secret one', async () => {
    const made = [
      await run('generate', '-o', folder.path('id'), '--json'),
      await run('sender', '-o', folder.path('sender'), '--json'),
      await run('public', folder.path('id')),
      await run('public', folder.path('sender'), '--json'),
    ];
    for (const { code, out, err } of made) {
      expect(code).toBe(0);
      expect(out + err).not.toMatch(/SECRET-KEY|ENTREPOT-SENDER-/);
    }
    expect(made[2]?.out.split('\n')[0]).toBe(JSON.parse(made[0]?.out ?? '').publicKey);
    expect(JSON.parse(made[3]?.out ?? '').publicKey).toBe(JSON.parse(made[1]?.out ?? '').publicKey);
  });

  it('never overwrites a key', async () => {
    await run('generate', '-o', folder.path('id'));
    const before = readFileSync(folder.path('id'), 'utf8');
    expect((await run('generate', '-o', folder.path('id'))).code).toBe(2);
    expect(readFileSync(folder.path('id'), 'utf8')).toBe(before);
  });

  it.each(['', 'not a key', 'AGE-SECRET-KEY-1QQQQ', '\u0000\u0001', 'AGE-SECRET-KEY-1A\nAGE-SECRET-KEY-1B'])(
    'refuses %j as an identity without repeating it',
    async (content) => {
      writeFileSync(folder.path('id'), content);
      const result = await run('public', folder.path('id'));
      expect(result.code).toBe(1);
      expect(result.err).toContain('cli.bad_identity_file');
      if (content.length > 3) expect(result.err).not.toContain(content.slice(0, 12));
    },
  );

  it('asks for the shares when no files are given, and finds the mistyped one', async () => {
    const records = (await run('generate', '-o', folder.path('rec'))).out.trim();
    await run('records', 'split', folder.path('rec'), '-o', folder.path('share'));
    const [one = '', two = ''] = [1, 2].map((n) => readFileSync(folder.path(`share-${n}`), 'utf8').trim());
    const args = ['keys', 'records', 'join', '--key', records, '-o'];
    const joined = await runHere([...args, folder.path('back')], { composed, answers: [one.toLowerCase(), two] });
    expect(joined.code).toBe(0);
    expect(readFileSync(folder.path('back'), 'utf8')).toBe(readFileSync(folder.path('rec'), 'utf8'));
    const wrong = one.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    const mistyped = await runHere([...args, folder.path('no')], { composed, answers: [wrong, two] });
    expect(mistyped).toMatchObject({ code: 1 });
    expect(mistyped.err).toContain('seal.bad_records_share');
    const same = await runHere([...args, folder.path('no')], { composed, answers: [one, one] });
    expect(same.err).toContain('seal.records_mismatch');
    expect(existsSync(folder.path('no'))).toBe(false);
    expect((await run('records', 'join', '--key', records, '-o', folder.path('no'))).err).toContain(
      'cli.nobody_to_ask',
    );
  });
});
