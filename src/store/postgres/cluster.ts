/** The cluster directory: which version wrote it, creating it, who may connect. */
import { chown, lstat, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { userInfo } from 'node:os';
import { hex } from '../../base/bytes.ts';
import { systemRandom } from '../../base/random.ts';
import { STORE } from '../errors.ts';
import { runAs, type Account } from './account.ts';
import type { Binaries } from './binaries-type.ts';
import { fsyncDirectory, replaceFile } from '../files.ts';
import { ownDirectory } from './place.ts';
import { SUPERUSER } from './postmaster.ts';
import { reasonOf } from './server-log.ts';

/**
 * Returns the major version that wrote the cluster, or undefined when there is none yet.
 *
 * @throws `store.postgres_cluster_missing` when there is a directory that is not a cluster: it is never written over.
 */
export async function clusterMajor(cluster: string): Promise<number | undefined> {
  const text = await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => undefined);
  const major = Number(text?.trim());
  if (text !== undefined && Number.isInteger(major)) return major;
  const exists = await lstat(cluster).then(
    () => true,
    () => false,
  );
  if (exists) throw STORE.postgres_cluster_missing({ reason: 'no version file' });
  return undefined;
}

/**
 * Creates the cluster with checksums, in a directory beside its place that is renamed when initdb has synced it: a crash
 * leaves no half cluster, only a directory that the next start removes.
 *
 * @throws `store.postgres_init_failed` with the exit code and a reason code.
 */
export async function createCluster(binaries: Binaries, cluster: string, account: Account): Promise<void> {
  await removeLeftovers(cluster);
  const fresh = `${cluster}.new-${hex(systemRandom(6))}`;
  await ownDirectory(fresh, account);
  const options = ['-k', '--locale=C', '-E', 'UTF8', '-U', SUPERUSER, '--auth-local=peer', '--auth-host=reject'];
  const result = await runAs(account, join(binaries.directory, 'initdb'), ['-D', fresh, ...options]);
  if (!result.ok) {
    await rm(fresh, { recursive: true, force: true });
    throw STORE.postgres_init_failed({
      exitCode: result.exitCode,
      reason: reasonOf(result.stderr),
      version: binaries.version,
    });
  }
  await rename(fresh, cluster);
  await fsyncDirectory(dirname(cluster));
}

async function removeLeftovers(cluster: string): Promise<void> {
  const parent = dirname(cluster);
  for (const name of await readdir(parent)) {
    if (name.startsWith(`${basename(cluster)}.new-`)) await rm(join(parent, name), { recursive: true, force: true });
  }
}

/**
 * Writes who may connect: only over the socket, only our own account and that of the server, recognised by the kernel
 * (peer), always as the one role. No password exists that could leak.
 */
export async function writeAccessRules(cluster: string, account: Account): Promise<void> {
  const users = [...new Set([userInfo().username, account.user])].map((user) => `entrepot "${user}" ${SUPERUSER}\n`);
  const rules = ['all', 'replication'].map((database) => `local ${database} ${SUPERUSER} peer map=entrepot\n`);
  for (const [name, text] of [
    ['pg_hba.conf', rules.join('')],
    ['pg_ident.conf', users.join('')],
  ] as const) {
    const path = join(cluster, name);
    if ((await readFile(path, 'utf8').catch(() => undefined)) === text) continue;
    await replaceFile(path, text);
    if (account.switched) await chown(path, account.uid, account.gid);
  }
}
