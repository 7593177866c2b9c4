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
import { type LogRunner, startLogRunner, watchLog } from '../transfers/log-runner.ts';
import { privateFolder, type State } from './state.ts';

export type OpenLog = {
  readonly runner: LogRunner;
  readonly identity: { readonly origin: string; readonly vkey: string };
  readonly read: (path: string) => Promise<Uint8Array<ArrayBuffer> | undefined>;
};

/**
 * @param host - Host and port of the public URL; the log's origin is `<host>/log/1` and stays what it was at creation.
 * @param isIntegrator - Whether this process extends the log, and makes it where there is none.
 */
export async function openLog(
  world: World,
  state: State,
  orgId: string,
  host: string,
  isIntegrator = true,
): Promise<OpenLog> {
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
  const compare = () => compareWithPublished({ state: log.state, tiles, key, hasher });
  const check = await compare();
  if (check.outcome === 'absent' && isIntegrator) await createLog(log);
  if (check.outcome === 'read_only') {
    state.db.writes.refuse(check.code);
    world.logger.error(
      { errorCode: check.code, source: check.source },
      'the audit log does not agree with what was published: nothing can be changed until this is cleared up',
    );
  }
  const read = (path: string): ReturnType<OpenLog['read']> => tiles.read(path);
  if (!isIntegrator) {
    const runner = watchLog({ ...world, db: state.db, log, orgId }, async () => {
      const now = await compare();
      return now.outcome === 'read_only' ? now.code : undefined;
    });
    return { runner, identity, read };
  }
  // A data directory has one integrator at a time: after a crash the next one goes on without waiting for the lease to run out.
  const holder = `${hostname()}:${state.directory}`;
  const runner = startLogRunner({ ...world, db: state.db, log, orgId, holder });
  return { runner, identity, read };
}
