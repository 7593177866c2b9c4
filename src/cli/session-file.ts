/** The session of `entrepot sign-in`: server and cookies in one file that only this account can read. */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { CLI } from './errors.ts';
import { errnoOf } from './files.ts';
import type { Io } from './io.ts';

const sessionSchema = z.strictObject({
  server: z.url(),
  cookies: z.record(z.string().regex(/^[^\s;=,]{1,200}$/), z.string().regex(/^[^\s;,]{0,4000}$/)),
});
export type SavedSession = z.infer<typeof sessionSchema>;

/** `$XDG_CONFIG_HOME/entrepot/session.json`, by default under ~/.config (XDG Base Directory: relative values are ignored). */
export function sessionPath(io: Pick<Io, 'environment'>): string {
  const configured = io.environment['XDG_CONFIG_HOME'];
  const base = configured !== undefined && isAbsolute(configured) ? configured : join(homeOf(io), '.config');
  return join(base, 'entrepot', 'session.json');
}

function homeOf(io: Pick<Io, 'environment'>): string {
  const home = io.environment['HOME'];
  return home === undefined || home === '' ? homedir() : home;
}

/** Returns undefined when nobody is signed in. @throws `cli.bad_session_file` */
export async function readSession(io: Pick<Io, 'environment'>): Promise<SavedSession | undefined> {
  try {
    return sessionSchema.parse(JSON.parse(await readFile(sessionPath(io), 'utf8')));
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return undefined;
    throw CLI.bad_session_file({}, cause);
  }
}

export async function saveSession(io: Pick<Io, 'environment'>, session: SavedSession): Promise<void> {
  const path = sessionPath(io);
  const temporary = `${path}.${randomUUID()}`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    // Written beside its place: whoever reads it meanwhile gets the old session or the new one.
    await writeFile(temporary, `${JSON.stringify(session)}\n`, { mode: 0o600, flag: 'wx' });
    await rename(temporary, path);
  } catch (cause) {
    throw CLI.file_not_written({ reason: errnoOf(cause) }, cause);
  }
}

export async function forgetSession(io: Pick<Io, 'environment'>): Promise<void> {
  await rm(sessionPath(io), { force: true });
}
