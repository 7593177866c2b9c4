/** Connections as officers and auditors see them: how each does, in one word and in figures. */
import { DAY } from '../../base/units.ts';
import type { Condition, ConnectionDetail, ConnectionOverview, ConnectionView } from '../../model/api/connections.ts';
import { EGRESS_BUCKET, listPauses } from '../../store/tables/buckets.ts';
import { connectionUse, findConnection, type HealthRow, listHealth } from '../../store/tables/connections.ts';
import { countOutbox } from '../../store/tables/outbox-after.ts';
import { doorNameContext } from '../../transfers/border-contexts.ts';
import { CIRCUIT_FAILURES } from '../../transfers/connection-health.ts';
import type { Tenant } from '../../transfers/deps.ts';
import type { KnownConnection } from '../../transfers/post.ts';
import type { ConnectionDeps } from './deps.ts';
import { mayFallBackOn } from './fallbacks.ts';
import { requireKnown, storedSettings, withoutSecrets } from './known.ts';

/** A pause that is shorter than this is the ordinary pace of a vendor, nothing to tell anybody. */
const PACE_MS = 30_000;

/** Every connection, those of the settings file first. */
export async function listConnectionViews(deps: ConnectionDeps, tenant: Tenant): Promise<ConnectionOverview> {
  const known = await deps.office.known();
  return { connections: await viewAll(deps, tenant, known) };
}

async function viewAll(
  deps: ConnectionDeps,
  tenant: Tenant,
  known: readonly KnownConnection[],
): Promise<ConnectionView[]> {
  const { db, clock } = deps.transfers;
  const now = clock.now();
  const health = new Map((await listHealth(db.query, tenant.orgId)).map((row) => [row.connection_id, row]));
  const pauses = await listPauses(db, tenant.orgId, now);
  const counts = await countOutbox(db.query, tenant.orgId, new Date(now.getTime() - DAY));
  return known.map((one) => {
    const row = health.get(one.id);
    const until = latest(pauses.get(one.id), pauses.get(EGRESS_BUCKET));
    const rests = until !== undefined && until.getTime() - now.getTime() > PACE_MS ? until : undefined;
    const caps = one.channel?.caps;
    return {
      id: one.id,
      kind: one.kind,
      label: one.label ?? null,
      source: one.source,
      condition: conditionOf(one, row, rests),
      reaches: caps?.reaches ?? null,
      jurisdiction: caps?.jurisdiction ?? null,
      hosts: [...(one.channel?.hosts ?? [])],
      sandbox: deps.sandbox,
      ...healthOf(row),
      ...(one.problem === undefined ? {} : { lastError: one.problem }),
      restsUntil: rests?.toISOString() ?? null,
      counts: counts.get(one.id) ?? { waiting: 0, dead: 0, sent: 0 },
    };
  });
}

type Health = Pick<ConnectionView, 'lastError' | 'lastErrorAt' | 'lastOkAt' | 'brokenSince' | 'quotaLeft' | 'quotaAt'>;

function healthOf(row: HealthRow | undefined): Health {
  const text = (at: Date | null): string | null => (at === null ? null : at.toISOString());
  if (row === undefined)
    return { lastError: null, lastErrorAt: null, lastOkAt: null, brokenSince: null, quotaLeft: null, quotaAt: null };
  return {
    lastError: row.last_error,
    lastErrorAt: text(row.last_error_at),
    lastOkAt: text(row.last_ok_at),
    brokenSince: text(row.broken_since),
    quotaLeft: row.quota_left,
    quotaAt: text(row.quota_at),
  };
}

function latest(a: Date | undefined, b: Date | undefined): Date | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a > b ? a : b;
}

/** What matters most comes first: what cannot be used at all, what needs a person, what goes on by itself. */
function conditionOf(known: KnownConnection, health: HealthRow | undefined, rests: Date | undefined): Condition {
  if (known.channel === undefined) return 'unusable';
  if (known.state === 'paused') return 'paused';
  if (health !== undefined && health.broken_since !== null) return 'broken';
  if (rests !== undefined || (health?.failures ?? 0) >= CIRCUIT_FAILURES) return 'resting';
  if ((health?.failures ?? 0) > 0) return 'failing';
  return health === undefined || health.last_ok_at === null ? 'untried' : 'works';
}

/** One connection, its settings without secrets, and what needs it. @throws `connection.not_found` */
export async function readConnection(
  deps: ConnectionDeps,
  tenant: Tenant,
  connectionId: string,
): Promise<ConnectionDetail> {
  const known = await requireKnown(deps, connectionId);
  const { db, fields } = deps.transfers;
  const [view] = await viewAll(deps, tenant, [known]);
  const row = await findConnection(db.query, tenant.orgId, connectionId);
  const use = await connectionUse(db.query, tenant.orgId, connectionId);
  const settings = row === undefined ? {} : await storedSettings(deps, row);
  // Settings that cannot be opened are not shown: nobody can tell which of them are secret.
  const { shown, secretsSet } = withoutSecrets(settings, known.channel?.secretFields ?? Object.keys(settings));
  const { recall, update, confirm } = known.channel?.caps.afterwards ?? {
    recall: false,
    update: false,
    confirm: false,
  };
  if (view === undefined) throw new Error('a known connection has a view');
  return {
    ...view,
    settings: shown,
    secretsSet: [...secretsSet],
    fallbacks: row?.fallbacks ?? [],
    mayFallBackOn: await mayFallBackOn(deps, known),
    use: {
      doors: await Promise.all(
        use.doors.map(async (door) => ({
          id: door.doorId,
          name: await fields.open(doorNameContext(door.doorId), door.nameSealed),
        })),
      ),
      waiting: use.waiting,
      fallbackOf: [...use.fallbackOf],
    },
    can: { probe: known.channel?.probe !== undefined, recall, update, confirm },
  };
}
