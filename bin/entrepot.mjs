#!/usr/bin/env node
// Starts the program with the Node.js that this package pins, whatever Node.js the system has. Plain JavaScript of an old
// dialect on purpose: this file alone may be run by any Node.js.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const pinned = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
const isOld = Number(process.versions.node.split('.')[0]) < 24;
if (isOld && !existsSync(pinned)) {
  console.error(`entrepot needs Node.js 24; run "npm ci" in ${root} to install it.`);
  process.exit(2);
}
// glibc gives large buffers back to the system after each use and faults them in again for the next: these two halve the
// CPU of sealing. Two arenas instead of eight a core keep a quarter less memory. They must be set before the process starts.
const environment = Object.assign(
  { MALLOC_MMAP_THRESHOLD_: '268435456', MALLOC_TRIM_THRESHOLD_: '536870912', MALLOC_ARENA_MAX: '2' },
  process.env,
);
const program = isOld ? pinned : process.execPath;
const args = [join(root, 'src', 'main.ts'), ...process.argv.slice(2)];

if (!isOld && typeof process.execve === 'function' && process.platform !== 'win32') {
  // One process: whoever stops or kills it stops the server, and nothing is left behind.
  process.execve(program, [program, ...args], environment);
}

// The channel tells the server when this process is gone, so that it never outlives it.
const child = spawn(program, args, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'], env: environment });
// Ctrl-C reaches the whole group by itself; the child decides when it has stopped.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
process.on('SIGHUP', () => child.kill('SIGHUP'));
child.on('error', (error) => {
  console.error(error.message);
  process.exit(2);
});
child.on('exit', (code) => process.exit(code === null ? 1 : code));
