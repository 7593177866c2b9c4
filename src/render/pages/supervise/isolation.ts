/** How a process that opens somebody else's document is started: without environment, files to write, child processes or network. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { MIB } from '../../../base/units.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const ENTRY = join(import.meta.dirname, '../process/main.ts');

export type Command = { readonly file: string; readonly args: readonly string[] };

/** What goes before a command so that it has no network: `unshare` of util-linux, as root or in a user namespace of its own. */
export type NoNetwork = readonly string[] | undefined;

const WAYS: readonly (readonly string[])[] = [
  ['unshare', '-n'],
  ['unshare', '-rn'],
];

let probed: Promise<NoNetwork> | undefined;

/** Returns the first way that works on this machine; tried once. `undefined` where none does: not Linux, or a container that forbids it. */
export function noNetwork(): Promise<NoNetwork> {
  probed ??= probe();
  return probed;
}

async function probe(): Promise<NoNetwork> {
  if (process.platform !== 'linux') return undefined;
  for (const way of WAYS) if (await works([...way, 'true'])) return way;
  return undefined;
}

/** Whether a command ends with 0 within five seconds. */
export function works(command: readonly string[]): Promise<boolean> {
  const [file = '', ...args] = command;
  return new Promise((resolve) => {
    execFile(file, args, { timeout: 5000, env: { PATH: '/usr/bin:/bin' } }, (error) => resolve(error === null));
  });
}

/**
 * Returns the command of a page process, or of another `entry` that is held as closely. Node's permission model keeps JavaScript from everything but reading the program;
 * native code (sharp, canvas) is not held by it, but by the empty network and by being a process of its own.
 */
export function pageProcessCommand(network: NoNetwork, memory: number, entry = ENTRY): Command {
  const node = [
    process.execPath,
    '--disable-warning=ExperimentalWarning',
    `--max-old-space-size=${Math.floor(memory / MIB / 2)}`,
    '--permission',
    '--allow-addons',
    '--allow-worker',
    ...['node_modules', 'src', 'package.json'].map((name) => `--allow-fs-read=${join(ROOT, name)}`),
    entry,
    String(memory),
  ];
  const [file = '', ...args] = [...(network ?? []), ...node];
  return { file, args };
}

/** The environment of a page process. Windows cannot load its own libraries without one. */
export function pageProcessEnvironment(systemRoot: string | undefined): Record<string, string> {
  return systemRoot === undefined ? {} : { SystemRoot: systemRoot };
}
