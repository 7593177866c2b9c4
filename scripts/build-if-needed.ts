/** Builds the two web bundles when a source is newer than what was built. Run before start, demo and tests. */
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const SOURCES = [
  'web',
  'locales',
  'src/base',
  'src/model',
  'src/seal',
  'src/classify',
  'src/audit-log',
  'package-lock.json',
  'vite.console.config.ts',
  'vite.open.config.ts',
];
const BUNDLES = ['console', 'open'] as const;

function newest(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(
    0,
    ...readdirSync(path, { recursive: true, withFileTypes: true }).map((entry) =>
      entry.isFile() ? statSync(join(entry.parentPath, entry.name)).mtimeMs : 0,
    ),
  );
}

const changed = Math.max(...SOURCES.map((source) => newest(join(ROOT, source))));
for (const bundle of BUNDLES) {
  const built = statSync(join(ROOT, 'dist', bundle, 'index.html'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (built >= changed) continue;
  // Progress goes to standard error: standard output may be somebody's JSON.
  process.stderr.write(`building the ${bundle} ...\n`);
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  const run = spawnSync(
    process.execPath,
    [vite, 'build', '--config', join(ROOT, `vite.${bundle}.config.ts`), '--logLevel', 'warn'],
    { cwd: ROOT, stdio: ['ignore', 2, 2] },
  );
  if (run.status !== 0) process.exit(run.status ?? 1);
}
