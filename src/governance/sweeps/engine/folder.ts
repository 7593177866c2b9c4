/** A folder with everything below it. Links are not followed: what they lead to inside is found in its own place, what is outside is not ours. */
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SWEEP } from '../errors.ts';
import { NO_ACCESS, type SourceEntry, type SweepSource } from './source.ts';

/** @throws `sweep.source_unreadable` */
export async function openFolder(path: string): Promise<SweepSource> {
  const root = await realpath(path).catch((cause: unknown) => {
    throw SWEEP.source_unreadable({}, cause);
  });
  if (!(await stat(root)).isDirectory()) throw SWEEP.source_unreadable();
  return {
    root,
    entries: () => walk(root, ''),
    measure: async () => {
      let [files, bytes] = [0, 0];
      for await (const entry of walk(root, '')) {
        files += 1;
        bytes += entry.size;
      }
      return { files, bytes };
    },
    close: () => Promise.resolve(),
  };
}

/** Folder by folder in the order of names, so that two sweeps look at things alike. */
async function* walk(root: string, folder: string): AsyncGenerator<SourceEntry, void, undefined> {
  const names = await readdir(join(root, folder)).catch(() => undefined);
  if (names === undefined) {
    yield { path: folder === '' ? '.' : folder, size: 0, modifiedAt: null, content: { problem: NO_ACCESS } };
    return;
  }
  for (const name of names.sort()) {
    const path = folder === '' ? name : `${folder}/${name}`;
    const file = join(root, path);
    const info = await lstat(file).catch(() => undefined);
    // Gone since the folder was read.
    if (info === undefined) continue;
    if (info.isDirectory()) yield* walk(root, path);
    else if (info.isFile()) yield { path, size: info.size, modifiedAt: info.mtime, content: { file } };
  }
}
