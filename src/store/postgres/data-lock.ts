/**
 * One serving process per data directory. The lock is a file `entrepot.lock.<n>` that names its holder; it is taken by
 * creating the next number, which the file system lets only one process do. Nothing has to be cleaned up after kill -9:
 * a holder that is gone is recognised by its start time.
 */
import { link, mkdir, readdir, readFile, readlink, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { hex } from '../../base/bytes.ts';
import { systemRandom } from '../../base/random.ts';
import { STORE } from '../errors.ts';
import { errnoCode } from '../files.ts';

/** `started` is the kernel's start time of the process, so that a reused pid is told apart; null once released. */
const Holder = z.strictObject({
  pid: z.number().int(),
  started: z.string().nullable(),
  boot: z.string(),
  namespace: z.string(),
});
type Holder = z.infer<typeof Holder>;

export type DataLock = { readonly release: () => Promise<void> };

const PREFIX = 'entrepot.lock.';

/**
 * Returns the lock, held until `release` or the end of this process.
 *
 * INVARIANT: the highest number decides. A number is created only above all that exist, its creator gives up when a
 * higher one has appeared meanwhile, and only the holder of a higher number removes lower ones.
 *
 * @throws `store.data_in_use` with the pid of the holder.
 */
export async function acquireDataLock(dataDirectory: string): Promise<DataLock> {
  await mkdir(dataDirectory, { recursive: true, mode: 0o711 });
  for (;;) {
    const highest = Math.max(0, ...(await numbers(dataDirectory)));
    if (highest > 0) {
      const holder = await readHolder(join(dataDirectory, `${PREFIX}${highest}`));
      if (holder !== undefined && (await isAlive(holder))) throw STORE.data_in_use({ pid: holder.pid });
    }
    const mine = highest + 1;
    if (!(await create(dataDirectory, mine))) continue;
    const now = await numbers(dataDirectory);
    if (now.some((number) => number > mine)) {
      await rm(join(dataDirectory, `${PREFIX}${mine}`), { force: true });
      continue;
    }
    for (const number of now) if (number < mine) await rm(join(dataDirectory, `${PREFIX}${number}`), { force: true });
    return { release: () => release(dataDirectory, mine) };
  }
}

async function numbers(dataDirectory: string): Promise<readonly number[]> {
  const names = await readdir(dataDirectory);
  return names
    .filter((name) => /^entrepot\.lock\.\d{1,15}$/.test(name))
    .map((name) => Number(name.slice(PREFIX.length)));
}

/** Writes the whole file under a random name first: a lock file is never seen half written. */
async function create(dataDirectory: string, number: number): Promise<boolean> {
  const temporary = await writeHolder(dataDirectory, await describeSelf());
  try {
    await link(temporary, join(dataDirectory, `${PREFIX}${number}`));
    return true;
  } catch (error) {
    if (errnoCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

/** The file stays, marked: removing the highest number would let an older number be taken twice. */
async function release(dataDirectory: string, number: number): Promise<void> {
  const temporary = await writeHolder(dataDirectory, { ...(await describeSelf()), started: null });
  await rename(temporary, join(dataDirectory, `${PREFIX}${number}`));
}

async function writeHolder(dataDirectory: string, holder: Holder): Promise<string> {
  const temporary = join(dataDirectory, `entrepot.lock-new-${hex(systemRandom(6))}`);
  await writeFile(temporary, JSON.stringify(holder), { mode: 0o600, flag: 'wx' });
  return temporary;
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return Holder.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    // Gone since it was listed, or damaged by a power cut, after which no holder is left.
    if (errnoCode(error) === 'ENOENT' || error instanceof SyntaxError || error instanceof z.ZodError) return undefined;
    throw error;
  }
}

async function describeSelf(): Promise<Holder> {
  return { pid: process.pid, started: (await startTime(process.pid)) ?? '', ...(await surroundings()) };
}

async function surroundings(): Promise<{ boot: string; namespace: string }> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  const namespace = await readlink('/proc/self/ns/pid').catch(() => '');
  return { boot: boot.trim(), namespace };
}

/**
 * A holder of another boot or pid namespace cannot be asked and counts as gone, because a restarted container
 * always looks like that; two containers on one directory are stopped by Postgres and by `store.postgres_in_use`.
 */
async function isAlive(holder: Holder): Promise<boolean> {
  if (holder.started === null) return false;
  const here = await surroundings();
  if (holder.boot !== here.boot || holder.namespace !== here.namespace) return false;
  const started = await startTime(holder.pid);
  return started !== undefined && started === holder.started;
}

/**
 * Returns field 22 of /proc/<pid>/stat (proc(5)), or undefined when there is no such process or it is a zombie.
 * Without /proc a living process has the empty start time, and a reused pid is not told apart.
 */
export async function startTime(pid: number): Promise<string | undefined> {
  if (process.platform !== 'linux') return isSignalled(pid) ? '' : undefined;
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? undefined : fields[19];
}

function isSignalled(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return errnoCode(error) === 'EPERM';
  }
}
