/**
 * Who runs Postgres, and what that account can reach. Postgres refuses to run as root; as root we start it
 * under an unprivileged account, which then has to be able to enter every directory on the way to its files.
 */
import { execFile } from 'node:child_process';
import { readFile, realpath, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';
import { STORE } from '../errors.ts';

/** `switched` is true when we are root and have to become this account. */
export type Account = { readonly uid: number; readonly gid: number; readonly user: string; readonly switched: boolean };

/**
 * Returns our own account, or as root `postgres` when it exists, else `nobody`.
 *
 * @throws `store.postgres_no_account` as root on a system with neither.
 */
export async function chooseAccount(): Promise<Account> {
  const own = userInfo();
  if (own.uid !== 0) return { uid: own.uid, gid: own.gid, user: own.username, switched: false };
  const passwd = await readFile('/etc/passwd', 'utf8');
  for (const user of ['postgres', 'nobody']) {
    const fields = passwd
      .split('\n')
      .find((line) => line.startsWith(`${user}:`))
      ?.split(':');
    const uid = Number(fields?.[2]);
    const gid = Number(fields?.[3]);
    if (Number.isInteger(uid) && Number.isInteger(gid) && uid > 0) return { uid, gid, user, switched: true };
  }
  throw STORE.postgres_no_account();
}

/**
 * Returns true when the account may enter `path` and every directory above it, by mode bits.
 * Access control lists and mandatory access control are not looked at. Parts that do not exist yet are passed over.
 */
export async function canEnter(account: Account, path: string): Promise<boolean> {
  if (!account.switched) return true;
  let at = await realpathOfExisting(path);
  for (;;) {
    const info = await stat(at);
    const bit = info.uid === account.uid ? 0o100 : info.gid === account.gid ? 0o010 : 0o001;
    if ((info.mode & bit) === 0) return false;
    const parent = dirname(at);
    if (parent === at) return true;
    at = parent;
  }
}

async function realpathOfExisting(path: string): Promise<string> {
  for (let at = path; ; at = dirname(at)) {
    try {
      return await realpath(at);
    } catch (error) {
      if (dirname(at) === at) throw error;
    }
  }
}

export type Finished = {
  readonly ok: boolean;
  readonly exitCode: number | string;
  readonly stdout: string;
  readonly stderr: string;
};

/** The environment of every Postgres program: nothing of ours, above all no PG* variable, reaches it. */
export const PLAIN_ENVIRONMENT = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
};

/** Runs a program to its end as the account, from `/`, with a bare environment. Never throws for a failing program. */
export function runAs(account: Account, file: string, args: readonly string[], timeoutMs = 120_000): Promise<Finished> {
  return new Promise((resolve) => {
    const identity = account.switched ? { uid: account.uid, gid: account.gid } : {};
    execFile(
      file,
      args,
      { ...identity, cwd: '/', env: PLAIN_ENVIRONMENT, timeout: timeoutMs },
      (error, stdout, stderr) => {
        resolve({ ok: error === null, exitCode: error?.code ?? 0, stdout, stderr });
      },
    );
  });
}
