/** fsck of levels, exceptions, sweeps and pseudonymised lists: rows against each other, and whether what is sealed in them opens. */
import { readPolicy } from '../governance/levels/holder.ts';
import { tableContexts } from '../governance/pseudonyms/contexts.ts';
import { pathContext, sweepContexts } from '../governance/sweeps/contexts.ts';
import { reidentificationSchema } from '../model/pseudonyms.ts';
import { sweepReportSchema } from '../model/sweep.ts';
import type { Executor } from '../store/database.ts';
import {
  exceptionsOdd,
  levelVersionsMissing,
  pseudonymsUnproven,
  pseudonymTablesOdd,
  sweepsOdd,
  sweptFilesOdd,
} from '../store/tables/history-consistency.ts';
import { listLevelPolicies } from '../store/tables/level-policies.ts';
import { listPseudonymTables } from '../store/tables/pseudonyms.ts';
import { listSweeps, pageSweepItems } from '../store/tables/sweeps.ts';
import type { SealedFields } from '../transfers/sealed-fields.ts';
import type { Findings } from './fsck-problems.ts';

export type HistoryCheck = {
  readonly db: Executor;
  readonly orgId: string;
  readonly fields: SealedFields;
  readonly findings: Findings;
};

const MOST_VERSIONS = 10_000;
const PAGE = 500;

export async function checkHistory({ db, orgId, fields, findings }: HistoryCheck): Promise<void> {
  findings.addOdd('levels_odd', await levelVersionsMissing(db, orgId));
  for (const { version, policy } of await listLevelPolicies(db, orgId, MOST_VERSIONS))
    if (readPolicy(policy) === undefined) findings.add('levels_odd', String(version));
  findings.addOdd('exception_odd', await exceptionsOdd(db, orgId));
  findings.addOdd('sweep_odd', await sweepsOdd(db, orgId));
  findings.addOdd('sweep_odd', await sweptFilesOdd(db, orgId));
  findings.addOdd('pseudonyms_odd', await pseudonymTablesOdd(db, orgId));
  findings.addOdd('pseudonyms_odd', await pseudonymsUnproven(db, orgId));
  await checkSealed({ db, orgId, fields, findings });
}

/** Opens what is sealed: a table that does not open leads back to nobody, whatever its row says. */
async function checkSealed({ db, orgId, fields, findings }: HistoryCheck): Promise<void> {
  const check = async (id: string, open: () => Promise<unknown>): Promise<void> => {
    try {
      await open();
    } catch {
      findings.add('history_unreadable', id);
    }
  };
  for (const row of await listPseudonymTables(db, orgId, undefined)) {
    const contexts = tableContexts(row.table_id);
    await check(row.table_id, async () => {
      await fields.open(contexts.name, row.name_sealed);
      await fields.open(contexts.justification, row.justification_sealed);
      if (row.table_sealed !== null)
        reidentificationSchema.parse(JSON.parse(await fields.open(contexts.table, row.table_sealed)));
    });
  }
  for (const row of await listSweeps(db, orgId)) {
    const contexts = sweepContexts(row.sweep_id);
    await check(row.sweep_id, async () => {
      await fields.open(contexts.source, row.source_sealed);
      if (row.report_sealed !== null)
        sweepReportSchema.parse(JSON.parse(await fields.open(contexts.report, row.report_sealed)));
    });
    for (let after: Uint8Array | undefined, more = true; more; ) {
      const page = await pageSweepItems(db, orgId, row.sweep_id, {}, after, PAGE);
      for (const { sweep_id: sweepId, path_key: key, path_sealed: sealed } of page) {
        await check(sweepId, () => fields.open(pathContext(sweepId, key), sealed));
        after = key;
      }
      more = page.length === PAGE;
    }
  }
}
