/** Development: the server from source, restarted when a source changes, and the console by Vite with its own reloading. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
const children = [
  // The recipient page is small: it is built again at each change and served by the server itself.
  spawn(process.execPath, [vite, 'build', '--watch', '--config', 'vite.open.config.ts', '--logLevel', 'warn'], {
    cwd: ROOT,
    stdio: 'inherit',
  }),
  spawn(process.execPath, ['--watch-path=src', '--watch-path=packs', '--watch-path=locales', 'src/main.ts', 'serve'], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ENTREPOT_LOG_LEVEL: process.env['ENTREPOT_LOG_LEVEL'] ?? 'debug' },
  }),
  spawn(process.execPath, [vite, '--config', 'vite.console.config.ts'], { cwd: ROOT, stdio: 'inherit' }),
];
const stop = (): void => {
  for (const child of children) child.kill('SIGTERM');
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
for (const child of children) child.once('exit', stop);
