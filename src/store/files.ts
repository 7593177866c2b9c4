/** Small files that must survive a power cut, and directories whose entries must. */
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { hex } from '../base/bytes.ts';
import { systemRandom } from '../base/random.ts';

/** Makes the entries of a directory durable: what was created, renamed or removed in it. */
export async function fsyncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Replaces a small file in one step, readable by us only. After a crash it has the old text or the new one. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.new-${hex(systemRandom(6))}`;
  const handle = await open(temporary, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, path);
  await fsyncDirectory(dirname(path));
}

/** Returns the errno code of a failed file operation, such as `ENOENT`. */
export function errnoCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
