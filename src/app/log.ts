/** Opens the audit log: checks it against what was published before anything is written, creates it on first start. */
import { hostname } from 'node:os';
import { join } from 'node:path';
import {
  compareWithPublished,
  createLog,
  keyFromSeed,
  type LogDeps,
  noteSigner,
  treeHasher,
  verifierKeyText,
} from '../audit-log/index.ts';
import { createDirectoryTiles } from '../audit-log/directory-node.ts';
import { nodeSha256 } from '../audit-log/hash-node.ts';
import type { World } from '../base/deps.ts';
import { createPostgresLog, findLog } from '../store/log/postgres-log.ts';
import { type LogRunner, startLogRunner } from '../transfers/log-runner.ts';
import { privateFolder, type State } from './state.ts';

export type OpenLog = {
  readonly runner: LogRunner;
  readonly identity: { readonly origin: string; readonly vkey: string };
  readonly read: (path: string) => Promise<Uint8Array<ArrayBuffer> | undefined>;
};

/** @param host - Host and port of the public URL; the log's origin is `<host>/log/1` and stays what it was at creation. */
export async function openLog(world: World, state: State, orgId: string, host: string): Promise<OpenLog> {
  const known = await findLog(state.db, orgId);
  const origin = known?.origin ?? `${host}/log/1`;
  const { verifier: key, privateKey } = await keyFromSeed(origin, 'ed25519', state.keys.logSeed);
  const identity = { origin, vkey: verifierKeyText(key) };
  const tiles = createDirectoryTiles(join(await privateFolder(state.directory, 'log'), '1'));
  const hasher = treeHasher(nodeSha256);
  const log: LogDeps = {
    state: createPostgresLog(state.db, orgId, world.clock, identity),
    tiles,
    signer: await noteSigner(privateKey),
    hasher,
  };
  const check = await compareWithPublished({ state: log.state, tiles, key, hasher });
  if (check.outcome === 'absent') await createLog(log);
  if (check.outcome === 'read_only') {
    state.db.writes.refuse(check.code);
    world.logger.error(
      { errorCode: check.code, source: check.source },
      'the audit log does not agree with what was published: nothing can be changed until this is cleared up',
    );
  }
  // A data directory has one process at a time: after a crash the next one goes on without waiting for the lease to run out.
  const holder = `${hostname()}:${state.directory}`;
  const runner = startLogRunner({ ...world, db: state.db, log, orgId, holder });
  return { runner, identity, read: (path) => tiles.read(path) };
}
