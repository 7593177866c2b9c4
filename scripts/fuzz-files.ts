/**
 * Classifies broken files: `node scripts/fuzz-files.ts [--count N] [--seed N] [--minutes N] [--keep DIR]`. Prints a summary as JSON; ends with 1 when a
 * process crashed, took longer than its time, or grew over its memory. The same seed breaks the same files.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fuzz } from './fuzz/fuzz.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    /** Bytes; larger files are cut off. */
    largest: { type: 'string', default: '1000000' },
    /** Stops then, wherever it is. */
    minutes: { type: 'string', default: '600' },
    keep: { type: 'string' },
  },
});
const { keep } = values;
if (keep !== undefined) mkdirSync(keep, { recursive: true });
const summary = await fuzz({
  count: Number(values.count),
  seed: Number(values.seed),
  largest: Number(values.largest),
  signal: AbortSignal.timeout(Number(values.minutes) * 60_000),
  onProgress: (done) => void (done % 100 === 0 && process.stderr.write(`\r${done}`)),
  onFailure: (name, bytes) => void (keep !== undefined && writeFileSync(join(keep, name), bytes)),
  residentBytes: (pid) =>
    Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0') * 1024,
});
process.stderr.write('\r');
process.stdout.write(`${JSON.stringify(summary, null, 2)}\n`);
process.exitCode = summary.failures.length > 0 ? 1 : 0;
