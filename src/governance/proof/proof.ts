/** The egress proof: what stayed and what crossed, for any period and route, from grouped sums of the store. */
import type { Proof, ProofSearch } from '../../model/api/proof.ts';
import type { Database } from '../../store/database.ts';
import { closedUntil, countNotices, countStopped, sumContent, sumCrossed } from '../../store/tables/proof.ts';
import { tx } from '../../store/transaction.ts';
import { proofFilter } from './period.ts';
import { daysOf, keptShareOf, kindsOf, type ProofRows, routesOf, totalOf } from './sums.ts';

export type ProofDeps = {
  readonly db: Database;
  readonly timeZone: string;
  /** Names of doors by their ids, for whoever may read them; ids alone where there is nobody to open names. */
  readonly doorNames: (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;
};

/** Sums of one consistent moment. Bytes; days in the organisation's zone. */
export async function readProof(deps: ProofDeps, orgId: string, search: ProofSearch): Promise<Proof> {
  const filter = proofFilter(orgId, deps.timeZone, search);
  const { rows, closed } = await tx(
    deps.db,
    async (trx) => {
      const read: ProofRows = {
        content: await sumContent(trx, filter, deps.timeZone),
        crossed: await sumCrossed(trx, filter, deps.timeZone),
        notices: await countNotices(trx, filter, deps.timeZone),
        stopped: await countStopped(trx, filter, deps.timeZone),
      };
      return { rows: read, closed: await closedUntil(trx, orgId) };
    },
    { access: 'read only', isolation: 'repeatable read' },
  );
  const total = totalOf(rows);
  const routes = routesOf(rows);
  const names = await deps.doorNames([...new Set(routes.flatMap(({ door }) => door ?? []))]);
  return {
    from: search.from ?? null,
    to: search.to ?? null,
    timeZone: deps.timeZone,
    total,
    kinds: kindsOf(rows.crossed),
    days: daysOf(rows),
    routes: routes.map((route) => ({ ...route, doorName: names.get(route.door ?? '') ?? null })),
    keptShare: keptShareOf(total),
    closedUntil: closed?.toISOString() ?? null,
  };
}
