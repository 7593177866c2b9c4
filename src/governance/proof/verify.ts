/** The whole check of the egress proof: digests, and what is still there to be read again. Changes nothing. */
import { equal, ownBytes } from '../../base/bytes.ts';
import type { ProofCheck, ProofSearch } from '../../model/api/proof.ts';
import { listProviderIds, pageKeptBodies, type ProofFilter, sumCrossed } from '../../store/tables/proof.ts';
import { identityContext, sentBodyContext } from '../../transfers/border-contexts.ts';
import { type CheckDeps, checkDigests } from './check.ts';
import { proofFilter } from './period.ts';
import type { Reread } from './reread.ts';

export type VerifyDeps = CheckDeps & { readonly timeZone: string; readonly reread: Reread };

const PAGE = 100;
const IDENTIFIERS_MOST = 20_000;

/** Digests of all days; records and bodies of the period and route that are asked for. */
export async function verifyProof(deps: VerifyDeps, orgId: string, search: ProofSearch): Promise<ProofCheck> {
  const filter = proofFilter(orgId, deps.timeZone, search);
  const { digests, recordsChecked, recordsOpen } = await checkDigests(deps, orgId);
  const crossed = await sumCrossed(deps.db, filter, deps.timeZone);
  const recorded = crossed.reduce((sum, row) => sum + row.personal, 0);
  const bodies = await readAgain(deps, filter);
  const problems = digests.filter((digest) => digest.problem !== null).length;
  const holds = problems === 0 && recorded === 0 && bodies.withFindings === 0;
  return {
    outcome: holds ? 'holds' : 'refused',
    digests: [...digests],
    problems,
    recordsChecked,
    recordsOpen,
    personal: {
      recorded,
      bodiesRead: bodies.read,
      bodiesWithFindings: bodies.withFindings,
      by: bodies.read === 0 ? 'record' : 'both',
    },
  };
}

/** A body that is not the recorded one counts as a finding: what left is then not known. */
async function readAgain(
  deps: VerifyDeps,
  filter: ProofFilter,
): Promise<{ readonly read: number; readonly withFindings: number }> {
  const identifiers = await providerIds(deps, filter.orgId);
  let after: string | undefined;
  let read = 0;
  let withFindings = 0;
  for (;;) {
    const rows = await pageKeptBodies(deps.db, filter, after, PAGE);
    for (const row of rows) {
      const bytes = ownBytes(await deps.fields.openBytes(sentBodyContext(row.id), row.body));
      const isRecorded = equal(deps.sha256(bytes), row.sha256);
      const isClean =
        isRecorded && (await deps.reread({ bytes, kind: row.kind, idempotencyKey: row.key, identifiers }));
      read += 1;
      if (!isClean) withFindings += 1;
    }
    after = rows.at(-1)?.id;
    if (rows.length < PAGE) return { read, withFindings };
  }
}

async function providerIds(deps: VerifyDeps, orgId: string): Promise<string[]> {
  const rows = await listProviderIds(deps.db, orgId, IDENTIFIERS_MOST);
  return Promise.all(
    rows.map((row) => deps.fields.open(identityContext(row.vendor, row.recipient_id), row.provider_id_sealed)),
  );
}
