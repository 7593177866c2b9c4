/**
 * Where the cluster, its socket and its log lie. Usually in the data directory; as root, when the account of Postgres
 * cannot enter that, in /var/lib/entrepot, with a note in the data directory that says where.
 */
import { chmod, chown, lstat, mkdir, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { hex } from '../../base/bytes.ts';
import type { Logger } from '../../base/logger.ts';
import { systemRandom } from '../../base/random.ts';
import { STORE } from '../errors.ts';
import { canEnter, type Account } from './account.ts';
import { errnoCode, replaceFile } from '../files.ts';

export type Place = {
  readonly cluster: string;
  /** Preferred directory of the socket; see `socketDirectory`. */
  readonly run: string;
  readonly log: string;
  /** A directory that the account can enter, for copies of programs. */
  readonly home: string;
};

export const SHARED_HOME = '/var/lib/entrepot';
const LOCATION_FILE = 'postgres.location';
/** sockaddr_un has 108 bytes on Linux; `.s.PGSQL.5432` and its lock file take 20 of them. */
const LONGEST_SOCKET_DIRECTORY = 80;

/**
 * Makes the data directory when it is missing. As root it may be entered (not listed) by others, so that the account
 * of Postgres reaches its own part; everything inside is closed by its own mode.
 */
export async function ensureDataDirectory(dataDirectory: string, account: Account): Promise<void> {
  await mkdir(dataDirectory, { recursive: true, mode: account.switched ? 0o711 : 0o700 });
}

/**
 * Returns the place of the cluster of this data directory, decided once and then kept.
 *
 * @throws `store.postgres_cluster_missing` when the noted place is gone: starting an empty database instead would look
 *         like the loss of everything. `store.postgres_no_place` when no directory can be used.
 */
export async function choosePlace(dataDirectory: string, account: Account, logger: Logger): Promise<Place> {
  const noted = await readNote(dataDirectory);
  if (noted !== undefined) {
    if (!(await isDirectory(noted))) throw STORE.postgres_cluster_missing();
    return placeIn(noted);
  }
  const usual = join(dataDirectory, 'postgres');
  if (await canEnter(account, dataDirectory)) {
    await mkdir(usual, { recursive: true, mode: account.switched ? 0o711 : 0o700 });
    if (await canEnter(account, usual)) return placeIn(usual);
  }
  return moveAway(dataDirectory, account, logger);
}

async function moveAway(dataDirectory: string, account: Account, logger: Logger): Promise<Place> {
  const elsewhere = join(SHARED_HOME, hex(systemRandom(8)));
  try {
    await mkdir(SHARED_HOME, { recursive: true, mode: 0o755 });
    await mkdir(elsewhere, { mode: 0o711 });
  } catch (error) {
    throw STORE.postgres_no_place({ reason: errnoCode(error) ?? 'unknown' }, error);
  }
  if (!(await canEnter(account, elsewhere))) throw STORE.postgres_no_place({ reason: 'mode' });
  // A crash before this line leaves an empty directory and no note; the next start makes another one.
  await replaceFile(join(dataDirectory, LOCATION_FILE), `${elsewhere}\n`);
  logger.info(
    { account: account.user, place: elsewhere },
    'the data directory is closed to the database account: the cluster is kept apart',
  );
  return placeIn(elsewhere);
}

async function readNote(dataDirectory: string): Promise<string | undefined> {
  try {
    const noted = (await readFile(join(dataDirectory, LOCATION_FILE), 'utf8')).trim();
    if (!isAbsolute(noted)) throw STORE.postgres_cluster_missing({ reason: 'note' });
    return noted;
  } catch (error) {
    if (errnoCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function placeIn(base: string): Place {
  return { cluster: join(base, 'cluster'), run: join(base, 'run'), log: join(base, 'postgres.log'), home: base };
}

async function isDirectory(path: string): Promise<boolean> {
  return lstat(path).then(
    (info) => info.isDirectory(),
    () => false,
  );
}

/** Makes a directory that only the account may enter; an existing one is brought into that state. */
export async function ownDirectory(path: string, account: Account): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  if (account.switched) await chown(path, account.uid, account.gid);
  await chmod(path, 0o700);
}

/**
 * Returns a private directory for the socket: `run` beside the cluster, or a random one in the temporary directory when
 * that path is longer than a socket address can hold.
 */
export async function socketDirectory(place: Place, account: Account): Promise<string> {
  if (Buffer.byteLength(place.run) <= LONGEST_SOCKET_DIRECTORY) {
    await ownDirectory(place.run, account);
    return place.run;
  }
  const preferred = Buffer.byteLength(tmpdir()) <= LONGEST_SOCKET_DIRECTORY / 2 && (await canEnter(account, tmpdir()));
  const directory = await mkdtemp(join(preferred ? tmpdir() : '/tmp', 'entrepot-'));
  await ownDirectory(directory, account);
  return directory;
}
