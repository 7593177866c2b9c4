/** fsck of what the database says: rows against each other, and events against the published log. One snapshot for all of it. */
import { join } from 'node:path';
import {
  CHECKPOINT_PATH,
  compareWithPublished,
  fsckLog,
  keyFromSeed,
  type LogVerification,
  treeHasher,
  verifierKeyText,
} from '../audit-log/index.ts';
import { directorySource } from '../audit-log/directory-node.ts';
import { nodeSha256 } from '../audit-log/hash-node.ts';
import { systemClock } from '../base/clock.ts';
import type { Database } from '../store/database.ts';
import { createEventSource, createPostgresLog, findLog } from '../store/log/postgres-log.ts';
import {
  type Counts,
  countAll,
  custodyLeft,
  eventsMisplaced,
  grantsMissing,
  logOrderAfter,
  openingsOverCount,
  openingsUnlogged,
  outboxOdd,
  outboxTwice,
  outboxUnrecorded,
  secretsLeft,
  secretsMissing,
  uploadsOdd,
} from '../store/tables/consistency.ts';
import {
  countersDisagree,
  openEntriesMissing,
  registerDisagrees,
  registerMissing,
} from '../store/tables/register-consistency.ts';
import { tx } from '../store/transaction.ts';
import { checkDigests } from '../governance/proof/check.ts';
import type { SealedFields } from '../transfers/sealed-fields.ts';
import { createTolerantOpener } from '../transfers/stored-events.ts';
import { checkHistory } from './fsck-history.ts';
import type { Findings } from './fsck-problems.ts';
import type { Installation } from './installation.ts';

export type RecordCheck = {
  readonly installation: Installation;
  readonly orgId: string;
  readonly fields: SealedFields;
  readonly findings: Findings;
  readonly onEntries: (done: number, size: number) => void;
};

export type RecordResult = {
  readonly counts: Counts;
  readonly log: { readonly origin: string; readonly size: number; readonly eventsCompared: number } | null;
};

/**
 * Everything that the database can contradict, in one snapshot. The published checkpoint is read before the snapshot begins: what it
 * covers is then in the snapshot, whatever a server at work adds meanwhile.
 *
 * @param parts - `log` leaves out what has nothing to do with the audit log.
 */
export async function checkRecords(check: RecordCheck, parts: 'all' | 'log'): Promise<RecordResult> {
  const { installation, orgId, findings } = check;
  const published = await tilesOf(installation).read(CHECKPOINT_PATH);
  const result = await tx(
    installation.db,
    async (trx) => {
      const snapshot: Database = { ...installation.db, query: trx };
      if (parts === 'all') {
        await checkRows(snapshot, orgId, findings);
        await checkHistory({ db: trx, orgId, fields: check.fields, findings });
      }
      const log = await checkLog(check, snapshot, published);
      await checkRecordOfEgress(check, snapshot);
      return { counts: await countAll(trx, orgId), log };
    },
    // One try: findings are collected on the way and must not be collected twice.
    { access: 'read only', isolation: 'repeatable read', attempts: 1 },
  );
  await compareHead(check);
  return result;
}

async function checkRows(db: Database, orgId: string, findings: Findings): Promise<void> {
  const { query } = db;
  findings.addOdd('grant_missing', await grantsMissing(query, orgId));
  findings.addOdd('secret_missing', await secretsMissing(query, orgId));
  findings.addOdd('secret_left', await secretsLeft(query, orgId));
  findings.addOdd('custody_left', await custodyLeft(query, orgId));
  findings.addOdd('opened_too_often', await openingsOverCount(query, orgId));
  findings.addOdd('upload_odd', await uploadsOdd(query, orgId));
  findings.addOdd('outbox_odd', await outboxOdd(query, orgId));
  findings.addOdd('outbox_twice', await outboxTwice(query, orgId));
  findings.addOdd('outbox_unrecorded', await outboxUnrecorded(query, orgId));
  findings.addOdd('register_missing', await registerMissing(query, orgId));
  findings.addOdd('register_missing', await openEntriesMissing(query, orgId));
  findings.addOdd('register_disagrees', await registerDisagrees(query, orgId));
  findings.addOdd('counter_disagrees', await countersDisagree(query, orgId));
}

/** What left against the digests of it. `problem` says how a day disagrees. */
async function checkRecordOfEgress({ orgId, fields, findings }: RecordCheck, { query }: Database): Promise<void> {
  const { digests } = await checkDigests({ db: query, sha256: nodeSha256, fields }, orgId);
  for (const { from, problem } of digests) if (problem !== null) findings.add('egress_digest', from, problem);
}

async function checkLog(
  check: RecordCheck,
  db: Database,
  published: Uint8Array | undefined,
): Promise<RecordResult['log']> {
  const { orgId, findings, installation } = check;
  const row = await findLog(db, orgId);
  if (row === undefined) {
    // Made at the first start together with the organisation's id: an installation without it lost its database.
    findings.add('log_missing', 'log');
    return null;
  }
  const { verifier: key } = await keyFromSeed(row.origin, 'ed25519', installation.keys.logSeed);
  if (verifierKeyText(key) !== row.vkey) findings.add('log_key', row.origin);
  findings.addOdd('event_misplaced', await eventsMisplaced(db.query, orgId));
  const report = await fsckLog({
    source: tilesOf(installation),
    key,
    hasher: treeHasher(nodeSha256),
    sha256: nodeSha256,
    events: createEventSource(db, orgId, createTolerantOpener(check.fields)),
    onProgress: check.onEntries,
    ...(published === undefined ? {} : { checkpoint: published }),
  });
  for (const { code, index } of report.problems) findings.add('event_disagrees', String(index), code);
  for (const path of report.leftovers) findings.add('log_leftover', path);
  for (const path of report.strangers) findings.add('log_stranger', path);
  if (report.log.outcome === 'refused') {
    findings.add('log_refused', whereOf(report.log), report.log.code);
    return { origin: row.origin, size: 0, eventsCompared: report.eventsCompared };
  }
  const { size } = report.log.checkpoint;
  findings.addOdd('opening_unlogged', await openingsUnlogged(db.query, orgId, size));
  const order = await logOrderAfter(db.query, orgId, size);
  if (order === undefined || order.events !== order.next - size || order.staged !== order.next - size)
    findings.add('event_order', String(order?.next ?? 0));
  return { origin: row.origin, size, eventsCompared: report.eventsCompared };
}

function whereOf(log: Extract<LogVerification, { outcome: 'refused' }>): string {
  return log.path ?? (log.index === undefined ? 'log' : String(log.index));
}

/** The same question that a server asks at its start. A refused log was reported already. */
async function compareHead(check: RecordCheck): Promise<void> {
  const { installation, orgId, findings } = check;
  const row = await findLog(installation.db, orgId);
  if (row === undefined) return;
  const { verifier: key } = await keyFromSeed(row.origin, 'ed25519', installation.keys.logSeed);
  const state = createPostgresLog(installation.db, orgId, systemClock, row);
  const compared = await compareWithPublished({
    state,
    tiles: tilesOf(installation),
    key,
    hasher: treeHasher(nodeSha256),
  });
  if (compared.outcome === 'read_only') findings.add('log_disagrees', compared.source, compared.code);
}

export function tilesOf(installation: Pick<Installation, 'directory'>): ReturnType<typeof directorySource> {
  return directorySource(join(installation.directory, 'log', '1'));
}
