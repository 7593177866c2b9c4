/** `entrepot fsck` and `entrepot log fsck`: whether everything that is stored agrees with everything else. Changes nothing. */
import { MIB } from '../base/units.ts';
import { systemRandom } from '../base/random.ts';
import { readArguments } from '../cli/arguments.ts';
import type { Command, Io } from '../cli/io.ts';
import { createProgress } from '../cli/progress.ts';
import { nodeCrypto } from '../seal/node-crypto.ts';
import { migrationsOutOfStep } from '../store/tables/consistency.ts';
import { createSealedFields } from '../transfers/sealed-fields.ts';
import { checkObjects } from './fsck-objects.ts';
import { createFindings, type FsckFinding, type FsckName, FSCK } from './fsck-problems.ts';
import { checkRecords, type RecordResult } from './fsck-records.ts';
import { checkShares } from './fsck-shares.ts';
import { type Installation, openInstallation } from './installation.ts';

const USAGE = `usage: entrepot fsck [--quick] [--json]

Checks the installation in ENTREPOT_DATA and changes nothing: the schema, every sealed object byte by byte,
grants and release secrets, uploads, notices and the record of what left, openings, and every audit event against
the published log. Beside a running server it reads one consistent snapshot; without one it starts the database
for the time of the check.

  --quick   leave out reading the content of sealed objects (sizes and headers are still compared) and opening
            the shares of grants

Ends with 0 clean, 1 problems found, 2 the check itself could not be made.
`;
const LOG_USAGE = `usage: entrepot log fsck [--json]

Compares every audit event in the database of the installation in ENTREPOT_DATA with the published log.
Ends with 0 clean, 1 problems found, 2 the check itself could not be made.
`;

export type FsckResult = {
  readonly outcome: 'clean' | 'problems';
  readonly findings: readonly FsckFinding[];
  readonly counts: { readonly objects: number; readonly bytes: number } & RecordResult['counts'];
  readonly log: RecordResult['log'];
};

type Scope = 'all' | 'quick' | 'log';

export const fsck: Command = async (args, io) => {
  const given = readArguments(args, io, {
    usage: USAGE,
    options: { quick: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
    positionals: [0, 0],
  });
  return given.kind === 'done' ? given.code : run(io, given.values.quick ? 'quick' : 'all', given.values.json);
};

export const logFsck: Command = async (args, io) => {
  const given = readArguments(args, io, {
    usage: LOG_USAGE,
    options: { json: { type: 'boolean', default: false } },
    positionals: [0, 0],
  });
  return given.kind === 'done' ? given.code : run(io, 'log', given.values.json);
};

async function run(io: Io, scope: Scope, json: boolean): Promise<number> {
  const installation = await openInstallation(io);
  try {
    const result = await checkInstallation(installation, io, scope);
    io.stdout(json ? `${JSON.stringify(result)}\n` : asText(result));
    return result.outcome === 'clean' ? 0 : 1;
  } finally {
    await installation.close();
  }
}

/** Returns what was found. Throws only when the check could not be made. */
export async function checkInstallation(installation: Installation, io: Io, scope: Scope): Promise<FsckResult> {
  const { db, orgId } = installation;
  const findings = createFindings();
  let counts = { objects: 0, bytes: 0, transfers: 0, events: 0, notices: 0 };
  let log: RecordResult['log'] = null;
  const missing = await migrationsOutOfStep(db.query);
  for (const name of missing) findings.add('migration_missing', name);
  // With another schema the questions themselves would be wrong.
  if (missing.length === 0 && orgId !== undefined) {
    const fields = createSealedFields(nodeCrypto, installation.keys, systemRandom);
    const entries = createProgress(io, 'audit log', 'entries');
    const records = await checkRecords(
      { installation, orgId, fields, findings, onEntries: entries.show },
      scope === 'log' ? 'log' : 'all',
    );
    entries.end();
    log = records.log;
    counts = { ...counts, ...records.counts };
    if (scope === 'all')
      await checkShares({ db: db.query, orgId, keys: installation.keys, findings, signal: io.signal });
    if (scope !== 'log') {
      const progress = createProgress(io, 'objects', 'entries');
      const objects = await checkObjects({
        db: db.query,
        directory: installation.directory,
        orgId,
        fields,
        findings,
        readAll: scope === 'all',
        signal: io.signal,
        onObject: (done) => progress.show(done, done),
      });
      progress.end();
      counts = { ...counts, ...objects };
    }
  }
  const list = findings.list();
  return { outcome: list.every((one) => one.harmless) ? 'clean' : 'problems', findings: list, counts, log };
}

function asText({ outcome, findings, counts, log }: FsckResult): string {
  const lines = findings.map(({ code, harmless, count, examples, cause }) => {
    const more = count > examples.length ? ' ...' : '';
    return `${harmless ? 'note   ' : 'PROBLEM'} ${code}${cause === undefined ? '' : ` (${cause})`}: ${textOf(code.slice('fsck.'.length))}; ${count}: ${examples.join(', ')}${more}\n`;
  });
  const { objects, bytes, transfers, events, notices } = counts;
  const size =
    log === null ? 'no audit log' : `audit log of ${log.size} entries, ${log.eventsCompared} events compared`;
  lines.push(
    `${objects} objects (${(bytes / MIB).toFixed(1)} MiB), ${transfers} transfers, ${notices} notices, ${events} events; ${size}\n`,
  );
  lines.push(outcome === 'clean' ? 'clean\n' : 'PROBLEMS FOUND\n');
  return lines.join('');
}

function isName(name: string): name is FsckName {
  return Object.hasOwn(FSCK, name);
}

function textOf(name: string): string {
  return isName(name) ? FSCK[name]().message : '';
}
