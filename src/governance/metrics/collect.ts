/** Reads every metric from the store, at most once in five seconds. */
import type { Clock } from '../../base/clock.ts';
import { SECOND } from '../../base/units.ts';
import type { Database } from '../../store/database.ts';
import {
  type Between,
  countDecidedBetween,
  countOpenIncidents,
  countRefusedCalls,
  countSentBetween,
  countStoppedBetween,
  countSubmittedBetween,
  countWaiting,
  logBacklog,
  readHealth,
  sumCrossedBetween,
  sumKeptBetween,
  type WaitingRow,
} from '../../store/tables/metrics.ts';
import { createRunningSum, type RunningSum } from './running.ts';
import { type Sample, sample } from './table.ts';
import { metricsText } from './text.ts';

const KEPT_MS = 5 * SECOND;

export type MetricsDeps = {
  readonly db: Database;
  readonly clock: Clock;
  readonly orgId: string;
  readonly version: string;
  readonly connections: () => Promise<readonly { readonly id: string; readonly kind: string }[]>;
  readonly processSamples: () => Sample[];
};

/** Returns the page. Whoever asks within five seconds gets the same one, also while it is being made. */
export function createMetrics(deps: MetricsDeps): () => Promise<string> {
  const sums = createSums(deps);
  let made: { readonly at: number; readonly text: Promise<string> } | undefined;
  return () => {
    const at = deps.clock.now().getTime();
    if (made === undefined || at - made.at >= KEPT_MS || at < made.at) {
      const text = collect(deps, sums).then(metricsText);
      made = { at, text };
      // A failure is not kept: the next scrape tries again.
      text.catch(() => {
        made = undefined;
      });
    }
    return made.text;
  };
}

type Sums = Readonly<
  Record<'crossed' | 'personal' | 'sent' | 'kept' | 'direct' | 'calls' | 'levels' | 'decided' | 'stopped', RunningSum>
>;

/** Labels of a running sum as one key; no label value holds a line break. */
const keyOf = (...labels: readonly (string | null | boolean)[]): string =>
  labels.map((one) => String(one ?? '')).join('\n');

function createSums({ db, orgId }: MetricsDeps): Sums {
  const of = <R>(
    read: (executor: Database['query'], between: Between) => Promise<readonly R[]>,
    entry: (row: R) => readonly [string, number],
  ): RunningSum => createRunningSum(async (from, to) => (await read(db.query, { orgId, from, to })).map(entry));
  return {
    crossed: of(sumCrossedBetween, (row) => [keyOf(row.connection, row.kind, row.sandbox), row.bytes]),
    personal: of(sumCrossedBetween, (row) => ['', row.personal]),
    sent: of(countSentBetween, (row) => [keyOf(row.connection, row.kind), row.rows]),
    kept: of(sumKeptBetween, (row) => [keyOf(row.door), row.bytes]),
    direct: of(sumKeptBetween, (row) => [keyOf(row.door), row.direct]),
    calls: of(countSubmittedBetween, (row) => [keyOf(row.door), row.rows]),
    levels: of(countSubmittedBetween, (row) => [keyOf(row.level), row.rows]),
    decided: of(countDecidedBetween, (row) => [keyOf(row.event, row.outcome), row.rows]),
    stopped: of(countStoppedBetween, (row) => [keyOf(row.connection), row.rows]),
  };
}

async function collect(deps: MetricsDeps, sums: Sums): Promise<Sample[]> {
  const now = deps.clock.now();
  const connections = await deps.connections();
  const kinds = new Map(connections.map(({ id, kind }) => [id, kind]));
  const kindOf = (connection: string): string => kinds.get(connection) ?? 'unknown';
  return [
    sample('entrepot_info', 1, { version: deps.version }),
    ...waiting(await countWaiting(deps.db.query, deps.orgId), now, kindOf),
    ...(await totals(sums, now, kindOf)),
    ...(await gateway(deps, sums, now)),
    ...(await house(deps, now)),
    ...(await health(deps, connections, kindOf)),
    ...deps.processSamples(),
  ];
}

function waiting(rows: readonly WaitingRow[], now: Date, kindOf: (id: string) => string): Sample[] {
  const alive = rows.filter(({ state }) => state !== 'dead').map(({ oldest }) => oldest.getTime());
  const age = alive.length === 0 ? 0 : Math.max(0, (now.getTime() - Math.min(...alive)) / SECOND);
  return [
    ...rows.map(({ connection, state, rows: n }) => sample('entrepot_outbox_messages', n, { connection, state })),
    sample('entrepot_outbox_oldest_waiting_seconds', age, {}),
    ...rows
      .filter(({ state }) => state === 'dead')
      .map(({ connection, rows: n }) =>
        sample('entrepot_dead_letters', n, { connection, connection_kind: kindOf(connection) }),
      ),
  ];
}

async function totals(sums: Sums, now: Date, kindOf: (id: string) => string): Promise<Sample[]> {
  const split = async (sum: RunningSum): Promise<(readonly [readonly string[], number])[]> =>
    [...(await sum.read(now))].map(([key, value]) => [key.split('\n'), value] as const);
  const [personal = 0] = (await sums.personal.read(now)).values();
  return [
    ...(await split(sums.sent)).map(([[connection = '', kind = ''], value]) =>
      sample('entrepot_messages_sent_total', value, { connection, connection_kind: kindOf(connection), kind }),
    ),
    ...(await split(sums.kept)).map(([[door = ''], value]) =>
      sample('entrepot_content_kept_bytes_total', value, { door }),
    ),
    ...(await split(sums.direct)).map(([[door = ''], value]) =>
      sample('entrepot_direct_posting_bytes_total', value, { door }),
    ),
    ...(await split(sums.crossed)).map(([[connection = '', kind = '', sandbox = ''], value]) =>
      sample('entrepot_crossed_bytes_total', value, { connection, connection_kind: kindOf(connection), kind, sandbox }),
    ),
    sample('entrepot_personal_data_crossed_total', personal, {}),
    ...(await split(sums.stopped)).map(([[connection = ''], value]) =>
      sample('entrepot_egress_stopped_total', value, { connection }),
    ),
    ...(await split(sums.decided)).map(([[event = '', outcome = ''], value]) =>
      sample('entrepot_decisions_total', value, { event, outcome }),
    ),
    ...(await split(sums.levels)).map(([[level = ''], value]) =>
      sample('entrepot_classifications_total', value, { level }),
    ),
  ];
}

async function gateway({ db, orgId }: MetricsDeps, sums: Sums, now: Date): Promise<Sample[]> {
  const accepted = [...(await sums.calls.read(now))].filter(([door]) => door !== '');
  const refused = await countRefusedCalls(db.query, orgId);
  return [
    ...accepted.map(([door, value]) => sample('entrepot_gateway_calls_total', value, { door, outcome: 'accepted' })),
    ...refused.map(({ door, rows }) =>
      sample('entrepot_gateway_calls_total', rows, { door: door ?? '', outcome: 'refused' }),
    ),
  ];
}

async function house({ db, orgId }: MetricsDeps, now: Date): Promise<Sample[]> {
  const { entries, oldest } = await logBacklog(db.query, orgId);
  const lag = oldest === null ? 0 : Math.max(0, (now.getTime() - oldest.getTime()) / SECOND);
  const incidents = new Map((await countOpenIncidents(db.query, orgId)).map(({ kind, rows }) => [kind, rows]));
  return [
    sample('entrepot_log_waiting_entries', entries, {}),
    sample('entrepot_log_lag_seconds', lag, {}),
    // Both always: an alert on a series that is not there does not fire.
    ...['posted_in_channel', 'stopped_at_egress', 'reported_abuse'].map((kind) =>
      sample('entrepot_incidents_open', incidents.get(kind) ?? 0, { kind }),
    ),
  ];
}

async function health(
  { db, orgId }: MetricsDeps,
  connections: readonly { readonly id: string }[],
  kindOf: (id: string) => string,
): Promise<Sample[]> {
  const known = new Map((await readHealth(db.query, orgId)).map((row) => [row.connection, row]));
  return connections.flatMap(({ id }) => {
    const labels = { connection: id, connection_kind: kindOf(id) };
    const row = known.get(id);
    const quota = row?.quotaLeft ?? null;
    return [
      sample('entrepot_connection_up', row?.broken === true ? 0 : 1, labels),
      sample('entrepot_connection_failures', row?.failures ?? 0, labels),
      ...(quota === null ? [] : [sample('entrepot_connection_quota_left', quota, labels)]),
    ];
  });
}
