/** `postgres.connection.json` in the data directory: how a command beside the serving process reaches the same server. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PoolConfig } from 'pg';
import { z } from 'zod';
import { errnoCode, replaceFile } from '../files.ts';
import { ask } from './postmaster.ts';

const FILE = 'postgres.connection.json';

const ConnectionNote = z.strictObject({
  host: z.string(),
  port: z.number().int(),
  user: z.string(),
  database: z.string(),
  origin: z.enum(['configured', 'system', 'npm']),
});
export type ConnectionNote = z.infer<typeof ConnectionNote>;

export async function writeConnectionNote(dataDirectory: string, note: ConnectionNote): Promise<void> {
  await replaceFile(join(dataDirectory, FILE), `${JSON.stringify(note)}\n`);
}

export async function removeConnectionNote(dataDirectory: string): Promise<void> {
  await rm(join(dataDirectory, FILE), { force: true });
}

/** Returns the note, or undefined when it is missing or unreadable. It may be stale. */
export async function readConnectionNote(dataDirectory: string): Promise<ConnectionNote | undefined> {
  try {
    return ConnectionNote.parse(JSON.parse(await readFile(join(dataDirectory, FILE), 'utf8')));
  } catch (error) {
    if (errnoCode(error) === 'ENOENT' || error instanceof SyntaxError || error instanceof z.ZodError) return undefined;
    throw error;
  }
}

/** Returns the connection to the server that is serving this data directory, or undefined when none answers. */
export async function connectToRunning(dataDirectory: string): Promise<PoolConfig | undefined> {
  const note = await readConnectionNote(dataDirectory);
  if (note === undefined) return undefined;
  const { host, port, user, database } = note;
  const answer = await ask({ host, port, user, database });
  return answer.kind === 'yes' ? { host, port, user, database } : undefined;
}
