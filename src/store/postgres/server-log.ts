/** The server's own log: a file of limited size, of which only reason codes ever leave. */
import { copyFile, open, stat, truncate } from 'node:fs/promises';
import { MIB } from '../../base/units.ts';

const LARGEST = 8 * MIB;

const REASONS: readonly (readonly [RegExp, string])[] = [
  [/No space left on device/i, 'no_space'],
  [/pre-existing shared memory block/i, 'still_stopping'],
  [/lock file ".*" already exists/i, 'lock_file'],
  [/Address already in use|could not bind/i, 'address_in_use'],
  [/could not (create|resize|map) .*shared memory|shmget/i, 'shared_memory'],
  [/Permission denied|has (wrong ownership|invalid permissions)/i, 'permission_denied'],
  [/Read-only file system/i, 'read_only_disk'],
  [/error while loading shared libraries/i, 'missing_library'],
  [/incompatible with server|not initialized by PostgreSQL version/i, 'wrong_version'],
  [
    /unrecognized configuration parameter|configuration file .* contains errors|invalid value for parameter/i,
    'bad_setting',
  ],
  [/could not look up (effective|local) user/i, 'no_user_name'],
  [/invalid (primary )?checkpoint|could not locate a valid checkpoint|checksum|corrupt|PANIC/i, 'damaged'],
];

/** Returns a code for what a text of the server complains about, `unknown` when none fits. The text itself goes nowhere. */
export function reasonOf(text: string): string {
  for (const [pattern, reason] of REASONS) if (pattern.test(text)) return reason;
  return 'unknown';
}

/** Returns what was written to the log since it had `from` bytes, 64 KiB at most. */
export async function readLogSince(path: string, from: number): Promise<string> {
  const handle = await open(path, 'r').catch(() => undefined);
  if (handle === undefined) return '';
  try {
    const { size } = await handle.stat();
    const buffer = Buffer.alloc(Math.min(65_536, Math.max(0, size - from)));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

export async function logSize(path: string): Promise<number> {
  return stat(path).then(
    (info) => info.size,
    () => 0,
  );
}

/**
 * Keeps the log and one older file below the limit. The server holds the file open for appending, so it is copied and
 * emptied, not renamed; lines written in between are lost.
 */
export async function limitLog(path: string, largest: number = LARGEST): Promise<boolean> {
  if ((await logSize(path)) <= largest) return false;
  await copyFile(path, `${path}.1`);
  await truncate(path, 0);
  return true;
}
