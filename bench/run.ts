/**
 * Runs one benchmark: `npm run bench -- NAME [--json] [--option value]…`. It imports bench/NAME.ts, whose `run(options)`
 * returns an object of numbers and texts; with --json that object is printed as one line, otherwise as a table.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

/** What a benchmark gets: the options of the command line as texts. */
export type BenchOptions = Readonly<Record<string, string>>;

/** glibc settings that the service starts with (they must be set before the process starts). */
const MALLOC = {
  MALLOC_MMAP_THRESHOLD_: '268435456',
  MALLOC_TRIM_THRESHOLD_: '536870912',
  MALLOC_ARENA_MAX: '2',
};

function parseArguments(words: readonly string[]): { name: string; json: boolean; options: BenchOptions } {
  const [name = '', ...rest] = words;
  const options: Record<string, string> = {};
  let json = false;
  for (let i = 0; i < rest.length; i += 1) {
    const word = rest[i] ?? '';
    if (word === '--json') json = true;
    else if (word.startsWith('--')) {
      const value = rest[i + 1] ?? '--';
      const isSwitch = value.startsWith('--');
      options[word.slice(2)] = isSwitch ? '' : value;
      if (!isSwitch) i += 1;
    }
  }
  return { name, json, options };
}

function rows(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, inner]) => rows(inner, path === '' ? key : `${path}.${key}`));
  }
  return [[path, typeof value === 'number' ? String(Math.round(value * 1000) / 1000) : String(value)]];
}

function printTable(result: object): void {
  const table = rows(result);
  const width = Math.max(0, ...table.map(([name]) => name.length));
  for (const [name, value] of table) console.log(`${name.padEnd(width)}  ${value}`);
}

async function main(): Promise<number> {
  const { name, json, options } = parseArguments(process.argv.slice(2));
  const known = readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith('.ts') && file !== 'run.ts')
    .map((file) => file.slice(0, -3));
  if (!known.includes(name)) {
    console.error(`usage: npm run bench -- NAME [--json] [--option value]\nNAME is one of: ${known.join(', ')}`);
    return 2;
  }
  if (process.platform === 'linux' && process.env['MALLOC_MMAP_THRESHOLD_'] === undefined) {
    const env = { ...process.env, ...MALLOC };
    return spawnSync(process.execPath, process.argv.slice(1), { env, stdio: 'inherit' }).status ?? 1;
  }
  const module: { run: (options: BenchOptions) => Promise<object> } = await import(`./${name}.ts`);
  const result = await module.run(options);
  if (json) console.log(JSON.stringify({ bench: name, ...result }));
  else printTable(result);
  return 0;
}

process.exitCode = await main();
