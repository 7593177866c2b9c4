/** What lies in the staging area of a disk store, without touching it; for fsck. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errnoCode } from '../files.ts';

export type StagedFile = { readonly id: string; readonly size: number };

/** Yields every staged file of the store in `directory`; what ends meanwhile is left out. */
export async function* listStaging(directory: string): AsyncGenerator<StagedFile, void, undefined> {
  const staging = join(directory, 'staging');
  const names = await readdir(staging).catch((error: unknown) => {
    if (errnoCode(error) === 'ENOENT') return [];
    throw error;
  });
  for (const id of names) {
    const info = await stat(join(staging, id)).catch(() => undefined);
    if (info !== undefined) yield { id, size: info.size };
  }
}
