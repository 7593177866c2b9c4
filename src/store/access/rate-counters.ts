/** Counters of rate_counter. Bound to the pool, not to a transaction: a try counts even when what follows is rolled back. */
import { sql } from 'kysely';
import type { Bytes } from '../../base/bytes.ts';
import type { RateCounters } from '../../access/ports.ts';
import type { Executor } from '../database.ts';

/** Far above every limit; keeps the integer from overflowing under a flood. */
const CEILING = 1_000_000;

/**
 * Returns the counters of one organisation. Each call is one statement of its own; it also works while `tx` refuses changes,
 * because people must be able to sign in and see why.
 */
export function createRateCounters(db: Executor, orgId: string): RateCounters {
  return {
    hit: async (key: Bytes, windowStart: Date) => {
      const row = await db
        .insertInto('rate_counter')
        .values({ org_id: orgId, counter_key: key, window_start: windowStart, count: 1 })
        .onConflict((conflict) =>
          conflict
            .columns(['org_id', 'counter_key', 'window_start'])
            .doUpdateSet({ count: sql<number>`least(rate_counter.count + 1, ${CEILING})` }),
        )
        .returning('count')
        .executeTakeFirstOrThrow();
      return row.count;
    },
    sweep: async (before: Date) => {
      const result = await db
        .deleteFrom('rate_counter')
        .where('org_id', '=', orgId)
        .where('window_start', '<', before)
        .executeTakeFirst();
      return Number(result.numDeletedRows);
    },
  };
}
