/**
 * Doors as the gateway sees them: found by a token, an app's key or an access token, counted per minute, and a list of what was asked for
 * and not given. Only hashes of tokens are stored.
 */
import { type Bytes, concat, equal, hex, utf8 } from '../base/bytes.ts';
import { DAY, HOUR, MINUTE } from '../base/units.ts';
import { RATE_COUNTER_KEPT_MS } from '../access/rate-limit.ts';
import { doorSettingsSchema } from '../model/door.ts';
import { createRateCounters } from '../store/access/rate-counters.ts';
import {
  countCalls,
  countRefusal,
  deleteDoorTokens,
  deleteRefusals,
  type DoorRow,
  findDoorByAccessToken,
  findDoorByAppKey,
  findDoorByHash,
  insertDoorToken,
  touchDoor,
} from '../store/tables/doors.ts';
import { tx } from '../store/transaction.ts';
import type { Door } from './arrival.ts';
import { createBatcher } from './batcher.ts';
import { hashDoorToken } from './border-contexts.ts';
import { deleteCalls } from '../store/tables/arrivals.ts';
import type { Tenant, TransferDeps } from './deps.ts';

export type FoundDoor = {
  readonly door: Door;
  readonly state: 'active' | 'paused';
  /** Keys of the signature, the newest first; the one before it while it still counts. None for an app. */
  readonly secrets: readonly string[];
  readonly lastCallAt: Date | null;
};

export type Refused = {
  /** Method and pattern of the endpoint, identifiers masked. */
  readonly endpoint: string;
  readonly reason: string;
  readonly doorId: string | null;
  /** Network of the caller: /24 or /48. */
  readonly network: string;
  /** Product name of the user agent. */
  readonly agent: string;
};

export type Doors = {
  readonly byToken: (token: string) => Promise<FoundDoor | undefined>;
  /** The door of an app whose secret this is, or was until a moment ago. */
  readonly byApp: (appKey: string, secret: string) => Promise<FoundDoor | undefined>;
  /** The door that this access token was given to. */
  readonly byAccessToken: (token: string) => Promise<FoundDoor | undefined>;
  /** Makes an access token for an app: 64 hexadecimal digits, good for two hours. */
  readonly issueToken: (door: Door) => Promise<{ readonly token: string; readonly expiresInSeconds: number }>;
  /** Counts one call against the door's limit of this minute, shared by all processes. */
  readonly countCall: (door: Door) => Promise<{ readonly kind: 'allowed' | 'limited' }>;
  /** Notes that the door is in use, at most once a minute. */
  readonly noteCall: (found: FoundDoor) => Promise<void>;
  /** Counts what was asked for and not given. */
  readonly noteRefusal: (refused: Refused) => Promise<void>;
};

export type DoorDeps = Pick<TransferDeps, 'db' | 'fields' | 'clock' | 'random' | 'sha256'>;

const TOKEN_LIFE_MS = 2 * HOUR;
/** Rows in the list of refusals; what comes then is counted together. */
const MOST_REFUSALS = 2000;
const REFUSALS_KEPT_MS = 90 * DAY;

/** Where a door's signing key belongs; the same for the one before it, so that it can be moved over. */
export function doorSecretContext(doorId: string): string {
  return `door.secret:${doorId}`;
}

/** Where the network of a refused caller belongs. */
export function refusalCallerContext(refusalKey: Uint8Array): string {
  return `door_refusal.caller:${hex(refusalKey)}`;
}

export function createDoors(deps: DoorDeps, orgId: string): Doors {
  const { db, clock, sha256 } = deps;
  const found = (row: DoorRow | undefined): Promise<FoundDoor> | undefined =>
    row === undefined ? undefined : openDoor(deps, row);
  const calls = createBatcher<Counter, number>(
    (one) => one.id,
    async ({ doorId, windowStart }, count) => {
      const key = sha256(utf8(`door calls ${doorId}`));
      return countCalls(db.query, orgId, key, windowStart, count);
    },
  );
  const refusals = createBatcher<Refused, void>(
    (one) => JSON.stringify(one),
    (one, count) => storeRefusal(deps, orgId, one, count),
  );
  // Calls of one program that come while its door is being looked up share the next look: each is answered by one that began after it.
  const byHash = createBatcher<Bytes, FoundDoor | undefined>(hex, async (hash) =>
    found(await findDoorByHash(db.query, orgId, hash, clock.now())),
  );
  return {
    byToken: async (token) => (await byHash(hashDoorToken(sha256, token))).result,
    byApp: async (appKey, secret) => {
      const row = await findDoorByAppKey(db.query, orgId, appKey);
      return row !== undefined && isSecretOf(row, hashDoorToken(sha256, secret), clock.now()) ? found(row) : undefined;
    },
    byAccessToken: async (token) =>
      found(await findDoorByAccessToken(db.query, orgId, sha256(utf8(token)), clock.now())),
    issueToken: async (door) => {
      const token = hex(deps.random(32));
      const expiresAt = new Date(clock.now().getTime() + TOKEN_LIFE_MS);
      const tokenHash = sha256(utf8(token));
      await tx(db, (trx) => insertDoorToken(trx, { orgId, tokenHash, doorId: door.id, expiresAt }));
      return { token, expiresInSeconds: TOKEN_LIFE_MS / 1000 };
    },
    countCall: async (door) => {
      const now = clock.now().getTime();
      const windowStart = new Date(now - (now % MINUTE));
      const { result, position, size } = await calls({
        id: `${door.id} ${windowStart.getTime()}`,
        doorId: door.id,
        windowStart,
      });
      // The calls of one batch have the last places of the count.
      const place = result - size + position;
      return { kind: place <= door.settings.security.perMinute ? 'allowed' : 'limited' };
    },
    noteCall: async ({ door, lastCallAt }) => {
      const now = clock.now();
      const since = new Date(now.getTime() - MINUTE);
      if (lastCallAt !== null && lastCallAt >= since) return;
      await tx(db, (trx) => touchDoor(trx, orgId, door.id, now, since), { idempotent: true });
    },
    noteRefusal: async (refused) => void (await refusals(refused)),
  };
}

type Counter = { readonly id: string; readonly doorId: string; readonly windowStart: Date };

/** @throws `seal.bad_field` when the stored key is not the door's own */
async function openDoor(deps: DoorDeps, row: DoorRow): Promise<FoundDoor> {
  const id = row.door_id;
  const isPreviousGood = row.previous_until !== null && row.previous_until > deps.clock.now();
  const sealed = [row.secret_sealed, isPreviousGood ? row.previous_secret_sealed : null];
  const secrets: string[] = [];
  for (const one of sealed) if (one !== null) secrets.push(await deps.fields.open(doorSecretContext(id), one));
  return {
    // Settings of an older version get the values of newer members.
    door: { id, kind: row.kind, ownerId: row.owner_id, settings: doorSettingsSchema.parse(row.settings) },
    state: row.state === 'active' ? 'active' : 'paused',
    secrets,
    lastCallAt: row.last_call_at,
  };
}

function isSecretOf(row: DoorRow, hash: Uint8Array, now: Date): boolean {
  if (equal(row.token_hash, hash)) return true;
  const isPreviousGood = row.previous_until !== null && row.previous_until > now;
  return isPreviousGood && row.previous_hash !== null && equal(row.previous_hash, hash);
}

async function storeRefusal(deps: DoorDeps, orgId: string, refused: Refused, count: number): Promise<void> {
  const rest: Refused = { endpoint: '*', reason: 'too_many_kinds', doorId: null, network: 'unknown', agent: '' };
  const row = await refusalRow(deps, orgId, refused, count);
  const restRow = await refusalRow(deps, orgId, rest, count);
  await tx(deps.db, async (trx) => {
    if (!(await countRefusal(trx, row, MOST_REFUSALS))) await countRefusal(trx, restRow, MOST_REFUSALS + 1);
  });
}

async function refusalRow(
  deps: DoorDeps,
  orgId: string,
  refused: Refused,
  count: number,
): Promise<Parameters<typeof countRefusal>[1]> {
  const { endpoint, reason, doorId, network, agent } = refused;
  const parts = [endpoint, reason, doorId ?? '', network, agent];
  const key = deps.sha256(concat(...parts.map((part) => deps.sha256(utf8(part)))));
  const now = deps.clock.now();
  return {
    org_id: orgId,
    refusal_key: key,
    endpoint,
    reason,
    door_id: doorId,
    caller_sealed: await deps.fields.seal(refusalCallerContext(key), network),
    agent,
    first_at: now,
    last_at: now,
    count,
  };
}

/** Forgets access tokens that ended, refusals that nobody has met and calls that were made more than a quarter ago, and counts of windows that are over. */
export async function sweepDoors(deps: Pick<TransferDeps, 'db' | 'clock'>, tenant: Tenant): Promise<void> {
  const now = deps.clock.now();
  await tx(deps.db, (trx) => deleteDoorTokens(trx, tenant.orgId, now), { idempotent: true });
  const before = new Date(now.getTime() - REFUSALS_KEPT_MS);
  await tx(deps.db, (trx) => deleteRefusals(trx, tenant.orgId, before), { idempotent: true });
  await tx(deps.db, (trx) => deleteCalls(trx, tenant.orgId, before), { idempotent: true });
  await createRateCounters(deps.db.query, tenant.orgId).sweep(new Date(now.getTime() - RATE_COUNTER_KEPT_MS));
}
