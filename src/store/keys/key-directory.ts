/** Key files: one folder, outside the database and its backups, readable by the server's account only. */
import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { type Bytes, ownBytes } from '../../base/bytes.ts';
import { defineErrors } from '../../base/errors.ts';

export const KEYS = defineErrors('keys', {
  bad_name: [500, 'this is not the name of a key file'],
  missing: [500, 'a key file is missing although the database needs it', 'fatal'],
});

const NAME_SHAPE = /^[a-z][a-z0-9-]{0,62}\.key$/;

export type KeyDirectory = {
  /** The content of a key file, or undefined when there is none. */
  readonly read: (name: string) => Promise<Bytes | undefined>;
  /** Writes a key file that does not exist yet and returns its content; when it exists, returns what is there. Durable. */
  readonly create: (name: string, content: Uint8Array) => Promise<Bytes>;
};

/** Opens (and makes) the folder with mode 0700. */
export async function openKeyDirectory(directory: string): Promise<KeyDirectory> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await chmod(directory, 0o700);
  const path = (name: string): string => {
    if (!NAME_SHAPE.test(name)) throw KEYS.bad_name();
    return join(directory, name);
  };
  const read = async (name: string): Promise<Bytes | undefined> => {
    try {
      return ownBytes(new Uint8Array(await readFile(path(name))));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
  };
  return {
    read,
    create: async (name, content) => {
      await writeOnce(directory, path(name), content);
      const written = await read(name);
      if (written === undefined) throw KEYS.missing({ file: name });
      return written;
    },
  };
}

/** Temporary file, fsync, then a hard link that fails when the name is taken: two starters agree on one key. */
async function writeOnce(directory: string, target: string, content: Uint8Array): Promise<void> {
  const temporary = join(directory, `.new-${randomBytes(8).toString('hex')}`);
  const file = await open(temporary, 'wx', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(temporary, target);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    await unlink(temporary);
  }
  const folder = await open(directory, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
