/**
 * An hour in which DingTalk throttles, blocks, breaks off, says nothing or half of something, while ten thousand messages come in; then it
 * heals. Every message is told in exactly one notice or lies in exactly one dead letter, and the group sees none twice. The hour is the
 * clock's, not the test's: timeouts are shortened with it.
 */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Bytes, ownBytes } from '../../src/base/bytes.ts';
import { MINUTE } from '../../src/base/units.ts';
import type { Arrival, Arrived, Door } from '../../src/transfers/arrival.ts';
import { createIntake } from '../../src/transfers/intake.ts';
import { sendDue } from '../../src/transfers/send-outbox.ts';
import { tellAudiences } from '../../src/transfers/tell-audiences.ts';
import { type BorderWorld, openBorderWorld } from '../support/border-world.ts';
import { type FakeDingtalk, startFakeDingtalk, type Trouble } from '../support/fake-dingtalk.ts';

/** Ten thousand messages in all; a quarter of them where the whole suite has to fit into the time of a pipeline. */
const [CALLERS, PER_TICK] = process.env['CI'] === undefined ? [84, 2] : [42, 1];
const TICK = MINUTE;
const TICKS = 60;
const SECRETS = ['SECdrilldrill01', 'SECdrilldrill02'];
/** A word of the messages that must be nowhere outside. */
const CANARY = 'KINGFISHER';

type Phase = { readonly until: number; readonly wrong: (n: number) => Trouble | undefined };

/** Minutes of the hour. `takes` changes from call to call: what looks lost may have arrived. */
const PHASES: readonly Phase[] = [
  { until: 4, wrong: () => undefined },
  { until: 9, wrong: (n) => ({ how: 'throttled', errcode: n % 2 === 0 ? 130_101 : 410_100, takes: false }) },
  { until: 14, wrong: (n) => ({ how: 'busy', errcode: -1, takes: n % 3 === 0 }) },
  { until: 16, wrong: () => undefined },
  { until: 22, wrong: (n) => ({ how: 'reset', takes: n % 2 === 0 }) },
  { until: 28, wrong: (n) => ({ how: 'silence', takes: n % 2 === 0 }) },
  { until: 34, wrong: (n) => ({ how: 'drip', takes: n % 2 === 0 }) },
  { until: 40, wrong: (n) => ({ how: 'partial', takes: n % 2 === 0 }) },
  { until: 42, wrong: () => undefined },
  { until: 48, wrong: () => ({ how: 'html', takes: false }) },
  { until: 54, wrong: () => ({ how: 'forbidden', takes: false }) },
  {
    until: 60,
    wrong: (n) =>
      [undefined, { how: 'reset', takes: true } as const, { how: 'busy', errcode: -1, takes: true } as const][n % 3],
  },
];

let world: BorderWorld;
let fake: FakeDingtalk;
let doors: Door[];
let started: number;
let healed = false;
const seen = new Map<Trouble['how'], number>();

beforeAll(async () => {
  world = await openBorderWorld(new Date('2026-11-25T02:00:00Z'));
  started = world.clock.now().getTime();
  let calls = 0;
  fake = await startFakeDingtalk({
    now: () => world.clock.now().getTime(),
    trouble: () => {
      if (healed) return undefined;
      const minute = (world.clock.now().getTime() - started) / MINUTE;
      const wrong = PHASES.find((phase) => minute < phase.until)?.wrong((calls += 1));
      if (wrong !== undefined) seen.set(wrong.how, (seen.get(wrong.how) ?? 0) + 1);
      return wrong;
    },
  });
  const connections = await Promise.all(
    SECRETS.map((secret, n) => world.addConnection({ baseUrl: fake.baseUrl, accessToken: `drillrobot${n}`, secret })),
  );
  const audiences: string[] = [];
  for (const members of [1, 2, 3]) audiences.push(await world.addAudience(members));
  doors = [];
  for (let n = 0; n < 6; n += 1) {
    const audienceId = audiences[n % 3] ?? '';
    const connectionId = connections[n % 2] ?? '';
    doors.push(await world.addDoor({ audienceId, connectionId, digestSeconds: n === 5 ? 90 : 0 }));
  }
  // What waits fifteen seconds in the world waits for an eighth of one here.
  const real = AbortSignal.timeout.bind(AbortSignal);
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => real(healed ? ms : ms / 120));
}, 120_000);
afterAll(async () => {
  vi.restoreAllMocks();
  await world?.close();
  await fake?.close();
});

type Call = { readonly door: Door; readonly caller: number; readonly n: number; readonly key: string | undefined };

/** Every seventh message of a caller has no key of its own. */
function callOf(caller: number, n: number): Call {
  const door = doors[caller % doors.length];
  if (door === undefined) throw new Error('no door');
  return { door, caller, n, key: n % 7 === 6 ? undefined : `uuid-${caller}-${n}` };
}

function arrivalOf({ door, caller, n, key }: Call): Arrival {
  const callKey: Bytes | undefined =
    key === undefined ? undefined : ownBytes(createHash('sha256').update(key).digest());
  const text = `${CANARY} disk ${caller} is full for the time number ${n}`;
  return {
    door,
    callKey,
    message: { title: '', text, format: 'text' },
    uploadIds: [],
    to: { kind: 'audience' },
    mentions: { recipients: [], all: false },
    arrivedBytes: text.length,
  };
}

type Taken = Call & { readonly transferId: string };

describe('an hour of outage', () => {
  it('loses nothing, tells nothing twice and keeps the order', async () => {
    const { deps, tenant, office, clock } = world;
    const intakes = [createIntake(deps, async () => tenant), createIntake(deps, async () => tenant)];
    const accepted: Taken[] = [];
    const repeated: (readonly [Call, Arrived])[] = [];
    const work = async (): Promise<void> => {
      // Two processes at the same work.
      await Promise.all([tellAudiences(deps, tenant), tellAudiences(deps, tenant)]);
      await Promise.all([sendDue(deps, office.post, tenant), sendDue(deps, office.post, tenant)]);
    };
    const post = async (call: Call): Promise<void> => {
      const intake = intakes[call.caller % 2];
      if (intake === undefined) throw new Error('no intake');
      const arrival = arrivalOf(call);
      if (call.key !== undefined && call.n % 16 === 3) {
        // The same call twice at the same moment, by two processes: one of them is the repeat.
        const [one, two] = await Promise.all(intakes.map((each) => each.accept(arrival)));
        if (one === undefined || two === undefined) throw new Error('no answer');
        expect([one.repeated, two.repeated].sort()).toEqual([false, true]);
        expect(two.transferId).toBe(one.transferId);
        accepted.push({ ...call, transferId: one.transferId });
        return;
      }
      const { transferId, state, repeated: isRepeat } = await intake.accept(arrival);
      expect([state, isRepeat]).toEqual(['granted', false]);
      accepted.push({ ...call, transferId });
      // And once more later, as clients do that did not hear the answer.
      if (call.key !== undefined && call.n % 16 === 9) repeated.push([call, await intake.accept(arrival)]);
    };
    for (let tick = 0; tick < TICKS; tick += 1) {
      await Promise.all(
        Array.from({ length: CALLERS }, async (_, caller) => {
          for (let one = 0; one < PER_TICK; one += 1) await post(callOf(caller, tick * PER_TICK + one));
        }),
      );
      await work();
      clock.advance(TICK);
    }
    healed = true;
    for (let tick = 0; tick < 240 && (await isWaiting()); tick += 1) {
      clock.advance(TICK);
      await work();
    }
    await Promise.all(intakes.map((intake) => intake.close()));
    await expectOutcome(accepted, repeated);
  }, 600_000);
});

async function isWaiting(): Promise<boolean> {
  const found = await sql<{ n: number }>`select (select count(*) from outbox where state in ('pending', 'sending'))
    + (select count(*) from notice_item where notice_id is null) as n`.execute(world.deps.db.query);
  return Number(found.rows[0]?.n) > 0;
}

type Told = {
  readonly transfer_id: string;
  readonly item_id: string;
  readonly door_id: string;
  readonly state: string;
  readonly last_error: string | null;
  readonly idem_key: string;
  readonly connection: string;
};

async function expectOutcome(
  accepted: readonly Taken[],
  repeated: readonly (readonly [Call, Arrived])[],
): Promise<void> {
  const { query } = world.deps.db;
  expect(accepted.length).toBe(CALLERS * TICKS * PER_TICK);
  const byKey = new Map(accepted.map((one) => [`${one.caller} ${one.n}`, one.transferId]));
  expect(new Set(byKey.values()).size).toBe(accepted.length);
  for (const [call, answer] of repeated)
    expect([answer.repeated, answer.transferId]).toEqual([true, byKey.get(`${call.caller} ${call.n}`)]);
  expect(repeated.length).toBeGreaterThan(100);
  const transfers = await sql<{ n: number }>`select count(*) as n from transfer`.execute(query);
  expect(Number(transfers.rows[0]?.n)).toBe(accepted.length);

  // One notice for each, which has left or is dead.
  const told = (
    await sql<Told>`select item.transfer_id, item.item_id, item.door_id, outbox.state, outbox.last_error, outbox.idem_key, outbox.connection
      from notice_item as item join outbox using (org_id, notice_id) order by outbox.outbox_id, item.item_id`.execute(
      query,
    )
  ).rows;
  expect(told.length).toBe(accepted.length);
  expect(new Set(told.map((one) => one.transfer_id)).size).toBe(accepted.length);
  expect(new Set(told.map((one) => one.state)).difference(new Set(['sent', 'dead']))).toEqual(new Set());

  // The group: what left once, what is dead at most once, nothing else.
  const keys = fake.delivered.map((one) => String(one.body['msgUuid']));
  expect(new Set(keys).size).toBe(keys.length);
  const sent = new Set(told.filter((one) => one.state === 'sent').map((one) => one.idem_key));
  const dead = new Set(told.filter((one) => one.state === 'dead').map((one) => one.idem_key));
  expect(sent.difference(new Set(keys))).toEqual(new Set());
  expect(new Set(keys).difference(sent.union(dead))).toEqual(new Set());
  expectOrder(accepted, told, keys);

  // Every kind of trouble was met, also after the message had been taken.
  expect([...seen.keys()].toSorted()).toEqual([
    'busy',
    'drip',
    'forbidden',
    'html',
    'partial',
    'reset',
    'silence',
    'throttled',
  ]);
  expect(fake.requests()).toBeGreaterThan(keys.length);
  const wire = fake.wire();
  for (const word of [CANARY, 'disk', 'Wong', 'harbour', 'Ferreira']) expect(wire.includes(word), word).toBe(false);
  const blocked = await sql`select 1 from outbox where last_error like 'egress_blocked%'`.execute(query);
  expect(blocked.rows).toEqual([]);
  const lost = told.filter((one) => one.state === 'dead');
  process.stdout.write(
    `drill: ${accepted.length} messages, ${sent.size} notices, ${dead.size} dead letters with ${lost.length} messages (${[...new Set(lost.map((one) => one.last_error))].join(', ')}), ${fake.requests()} requests, ${[...seen].map(([how, n]) => `${how} ${n}`).join(', ')}\n`,
  );
}

/** What was sent after the answer to another message is told after it, in a notice and from notice to notice; calls at the same time have no order. */
function expectOrder(accepted: readonly Taken[], told: readonly Told[], delivered: readonly string[]): void {
  const calls = new Map(accepted.map((one) => [one.transferId, one]));
  const place = new Map(delivered.map((key, at) => [key, at]));
  const inOrder = told.filter((one) => place.has(one.idem_key) && one.state === 'sent');
  const sorted = inOrder.toSorted((a, b) => (place.get(a.idem_key) ?? 0) - (place.get(b.idem_key) ?? 0));
  const last = new Map<number, number>();
  for (const one of sorted) {
    const call = calls.get(one.transfer_id);
    if (call === undefined) throw new Error('nobody sent this');
    expect(call.n).toBeGreaterThan(last.get(call.caller) ?? -1);
    last.set(call.caller, call.n);
  }
}
