/** Persons sent abroad per legal entity, place and calendar year, against the limits; and whether the counters are right. */
import type { Counters, Recomputed } from '../../model/api/counters.ts';
import { listEntities } from '../../store/tables/organisation.ts';
import { listCountedYears, listYearCounts, recountPersons, type YearPersons } from '../../store/tables/persons.ts';
import { tx } from '../../store/transaction.ts';
import { recordEvent } from '../../transfers/audit.ts';
import type { StaffActor, Tenant, TransferDeps } from '../../transfers/deps.ts';
import { yearIn, zoneOf } from '../../transfers/zones.ts';
import { compareWithLimit, limitsOf } from './limits.ts';

/** The organisation's own number: from so many persons in one transfer on an officer looks at it. */
const REVIEW_PARAM: Readonly<Record<string, string>> = { MO: 'org.mo.notice_record_threshold' };

/** Returns the counters of a year; without one, of the year that it is for the organisation. */
export async function readCounters(
  deps: Pick<TransferDeps, 'db' | 'clock' | 'settings'>,
  tenant: Tenant,
  params: Readonly<Record<string, number>>,
  wanted: number | undefined,
): Promise<Counters> {
  const at = deps.clock.now();
  const current = yearIn(deps.settings.timeZone, at);
  const year = wanted ?? current;
  const rows = await listYearCounts(deps.db.query, tenant.orgId, year);
  const known = await listCountedYears(deps.db.query, tenant.orgId);
  const entities = await listEntities(deps.db.query, tenant.orgId);
  return {
    year,
    years: [...new Set([current, year, ...known])].sort((a, b) => b - a),
    at: at.toISOString(),
    entities: entities.flatMap(({ id, name, jurisdiction }) => {
      const own = rows.filter((row) => row.entityId === id);
      // Where it is now, and wherever else it was when it sent.
      const origins = [...new Set([jurisdiction, ...own.map((row) => row.origin)])];
      return origins.map((origin) => {
        const here = own.filter((row) => row.origin === origin);
        const total = countsOf(here.find((row) => row.destination === null));
        const zone = zoneOf(origin, deps.settings.timeZone);
        const review = REVIEW_PARAM[origin];
        return {
          id,
          name,
          jurisdiction: origin,
          total,
          destinations: here.flatMap((row) =>
            row.destination === null ? [] : [{ destination: row.destination, ...countsOf(row) }],
          ),
          thresholds: limitsOf(origin).map((limit) => compareWithLimit(limit, total[limit.counts], year, zone, at)),
          reviewFrom: review === undefined ? null : (params[review] ?? null),
        };
      });
    }),
  };
}

function countsOf(row: YearPersons | undefined): YearPersons {
  return { pi: row?.pi ?? 0, spi: row?.spi ?? 0, unknown: row?.unknown ?? 0 };
}

/** Counts everything anew and says where the counters differ; changes nothing but the log, which remembers that somebody looked. */
export async function recomputeCounters(deps: TransferDeps, tenant: Tenant, actor: StaffActor): Promise<Recomputed> {
  const at = deps.clock.now();
  const found = await tx(deps.db, async (trx) => {
    const differences = await recountPersons(trx, tenant.orgId);
    await recordEvent(deps, trx, tenant, {
      kind: 'counters.recomputed',
      at,
      actor: { kind: 'staff', id: actor.id },
      detail: { equal: differences.length === 0, differences: differences.length },
    });
    return differences;
  });
  deps.log.nudge();
  const names = new Map((await listEntities(deps.db.query, tenant.orgId)).map((one) => [one.id, one.name]));
  return {
    equal: found.length === 0,
    at: at.toISOString(),
    differences: found.map(({ entityId, ...one }) => ({ ...one, entity: names.get(entityId) ?? '?' })),
  };
}
