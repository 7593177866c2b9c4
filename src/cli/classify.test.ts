import { execFileSync } from 'node:child_process';
import { readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runHere as runCommand, scratch, type CommandOptions } from '../../test/support/command.ts';
import { openFileClassifier } from '../app/files/open.ts';
import { classificationSchema } from '../model/classification.ts';
import { classifyCommand } from './classify.ts';

const SAMPLES = join(import.meta.dirname, '../../test/samples');
const lineSchema = classificationSchema.pick({
  level: true,
  persons: true,
  extracted: true,
  problem: true,
  findings: true,
});

// One process for all tests: each start of one takes a while.
const shared = openFileClassifier({ ocr: false, keeps: () => true });
afterAll(() => shared.close());
const classify = classifyCommand(() => ({ classify: shared.classify, close: () => Promise.resolve() }));
const runHere = (args: readonly string[], options: CommandOptions = {}) =>
  runCommand(args, { ...options, composed: { classify } });

let folder: ReturnType<typeof scratch>;
beforeAll(() => {
  folder = scratch();
});
afterAll(() => folder.remove());

const lines = (out: string): Record<string, unknown>[] =>
  out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

describe('entrepot classify', () => {
  it('prints one JSON line a file, and a value in none', async () => {
    writeFileSync(folder.path('pay.txt'), 'HKID: A123456(3), salary MOP 30,000\n');
    const { code, out } = await runHere(['classify', '--json', folder.path('pay.txt')]);
    expect(code).toBe(0);
    const [line = {}] = lines(out);
    const { file, ...rest } = line;
    expect(file).toBe(folder.path('pay.txt'));
    expect(lineSchema.parse(rest)).toMatchObject({ level: 'restricted', persons: 1, extracted: 'full', problem: null });
    expect(out).not.toContain('A123456');
  });

  it('reads every hostile sample without crashing and calls each at least unreadable or sensitive', async () => {
    const broken = readdirSync(join(SAMPLES, 'broken')).map((name) => join(SAMPLES, 'broken', name));
    expect(broken.length).toBeGreaterThan(8);
    const { code, out } = await runHere(['classify', '--json', ...broken]);
    expect(code).toBe(0);
    expect(lines(out).map((line) => line['level'])).toEqual(broken.map(() => 'restricted'));
  });

  it('does the others when a file cannot be opened, and ends with 2', async () => {
    const good = join(SAMPLES, 'text', readdirSync(join(SAMPLES, 'text'))[0] ?? '');
    execFileSync('mkfifo', [folder.path('pipe')]);
    const { code, out, err } = await runHere([
      'classify',
      '--json',
      folder.path('none'),
      folder.path('pipe'),
      SAMPLES,
      good,
    ]);
    expect(code).toBe(2);
    expect(lines(out).map((line) => 'error' in line)).toEqual([true, true, true, false]);
    expect(err).toContain('cli.file_unreadable');
  });

  it('does not read a file above the limit', async () => {
    writeFileSync(folder.path('huge'), '');
    truncateSync(folder.path('huge'), 64 * 1024 * 1024 + 1);
    const before = process.memoryUsage().rss;
    const { out } = await runHere(['classify', '--json', folder.path('huge')]);
    expect(lines(out)).toMatchObject([{ level: 'restricted', problem: 'unreadable.too_large', extracted: 'none' }]);
    expect(process.memoryUsage().rss - before).toBeLessThan(30 * 1024 * 1024);
  });

  it('classifies lines of standard input, a torn character and no final newline included', async () => {
    const input = `${'x'.repeat(65_535)}電話 6612 3456\r\n\nHKID A123456(3)`;
    const { code, out } = await runHere(['classify', '--text', '--json'], { input });
    expect(code).toBe(0);
    expect(lines(out).map(({ line, level }) => [line, level])).toEqual([
      [1, 'confidential'],
      [2, 'internal'],
      [3, 'restricted'],
    ]);
  });

  it('calls a line without end unreadable and goes on after it', async () => {
    const { out } = await runHere(['classify', '--text', '--json'], { input: `${'a '.repeat(5_000_000)}\nhello\n` });
    expect(lines(out)).toMatchObject([
      { line: 1, level: 'restricted', problem: 'unreadable.too_large' },
      { line: 2, level: 'internal' },
    ]);
  });

  it('writes a table for people and progress for terminals only', async () => {
    writeFileSync(folder.path('note.txt'), '電話 6612 3456\n');
    const quiet = await runHere(['classify', folder.path('note.txt')]);
    expect(quiet.out).toMatch(/^confidential\s+\d+ persons/);
    expect(quiet.err).toBe('');
    expect((await runHere(['classify', folder.path('note.txt')], { isTerminal: true })).err).toContain('classifying');
  });

  it('wants files or --text, one of the two', async () => {
    expect((await runHere(['classify'])).code).toBe(2);
    expect((await runHere(['classify', '--text', 'f'])).code).toBe(2);
    expect(await runHere(['classify', '--help'])).toMatchObject({ code: 0, err: '' });
  });
});
