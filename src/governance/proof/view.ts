/** The egress proof as an edge sees it: a server, or a command beside one. */
import type { Sha256 } from '../../audit-log/index.ts';
import type { Clock } from '../../base/clock.ts';
import type { Proof, ProofCheck, ProofExport, ProofSearch } from '../../model/api/proof.ts';
import type { Database, Executor } from '../../store/database.ts';
import { listDoorNames } from '../../store/tables/proof.ts';
import { tx } from '../../store/transaction.ts';
import { doorNameContext } from '../../transfers/border-contexts.ts';
import type { SealedFields } from '../../transfers/sealed-fields.ts';
import type { ExportedFile } from '../register/export.ts';
import { checkDigests } from './check.ts';
import { exportProof } from './export.ts';
import { readProof } from './proof.ts';
import type { Reread } from './reread.ts';
import { verifyProof } from './verify.ts';

export type ProofView = {
  readonly read: (orgId: string, search: ProofSearch) => Promise<Proof>;
  readonly check: (orgId: string, search: ProofSearch) => Promise<ProofCheck>;
  readonly export: (orgId: string, search: ProofSearch, format: ProofExport) => ExportedFile;
};

export type ProofViewDeps = {
  readonly db: Database;
  readonly clock: Clock;
  readonly timeZone: string;
  readonly sha256: Sha256;
  readonly fields: SealedFields;
  readonly reread: Reread;
};

export function createProofView(deps: ProofViewDeps): ProofView {
  // Rows and events of a day are written together; read apart, a day that is just being closed would look broken.
  const inSnapshot = <T>(read: (db: Executor) => Promise<T>): Promise<T> =>
    tx(deps.db, read, { access: 'read only', isolation: 'repeatable read' });
  return {
    read: (orgId, search) => readProof({ ...deps, doorNames: (ids) => openDoorNames(deps, orgId, ids) }, orgId, search),
    check: (orgId, search) => inSnapshot((db) => verifyProof({ ...deps, db }, orgId, search)),
    export: (orgId, search, format) =>
      exportProof(
        {
          db: deps.db.query,
          timeZone: deps.timeZone,
          now: deps.clock.now,
          digests: async () => (await inSnapshot((db) => checkDigests({ ...deps, db }, orgId))).digests,
        },
        orgId,
        search,
        format,
      ),
  };
}

async function openDoorNames(
  deps: ProofViewDeps,
  orgId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await listDoorNames(deps.db.query, orgId, ids);
  return new Map(
    await Promise.all(
      rows.map(async (row) => [row.id, await deps.fields.open(doorNameContext(row.id), row.name)] as const),
    ),
  );
}
