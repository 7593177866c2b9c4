/** kill -9 of the server while people work: whatever was answered is true afterwards, and the log contradicts nothing that was seen. */
import { describe, expect, it } from 'vitest';
import type { TransferDetail } from '../../src/model/api/transfers.ts';
import { startServer } from '../support/server.ts';
import { seededChance } from './chance.ts';
import { type Crowd, deliverFiles, gather, lifter, opener, submitter, uploader } from './crowd.ts';
import {
  connectBeside,
  expectCleanFsck,
  pause,
  publishedCheckpoint,
  sizeOf,
  type Sql,
  until,
  verifyDirectory,
  watchCheckpoints,
} from './disaster.ts';

type Work = (crowd: Crowd, isOver: () => boolean) => Promise<unknown>;
type Moment = (crowd: Crowd, sql: Sql) => Promise<unknown>;

const uploads: Work = (crowd, isOver) =>
  Promise.all([...crowd.senders, crowd.senders[0]!].map((sender) => uploader(crowd, sender, isOver)));
const submissions: Work = (crowd, isOver) =>
  Promise.all([...crowd.senders.map((one) => submitter(crowd, one, isOver)), lifter(crowd, crowd.senders[0]!, isOver)]);
const openings: Work = (crowd, isOver) => Promise.all(crowd.guests.map((guest) => opener(crowd, guest, isOver)));
const everything: Work = (crowd, isOver) =>
  Promise.all([uploads(crowd, isOver), submissions(crowd, isOver), openings(crowd, isOver)]);

/** Lets people do `least` things or more. */
async function begin({ chance, ledger }: Crowd, least: number): Promise<void> {
  const enough = ledger.answers + chance.between(least, least + 8);
  await until(() => ledger.answers >= enough, 4000);
}
/** Strikes after a random time. */
const sometime: Moment = async (crowd) => {
  await begin(crowd, 3);
  await pause(crowd.chance.between(0, 400));
};
/** Strikes when the statement finds something, after people have begun. */
const when =
  (statement: string): Moment =>
  async (crowd, sql) => {
    await begin(crowd, 1);
    await until(() => sql.any(statement), 3000);
  };
const whenUnpublished: Moment = async (crowd, sql) => {
  await begin(crowd, 1);
  await until(async () => {
    const [head] = await sql.rows<{ size: string }>('select size from log_state');
    return Number(head?.size) > sizeOf(publishedCheckpoint(crowd.server));
  }, 3000);
};

type Strike = readonly [string, Work, Moment];
const TIMES: readonly (readonly [number, ...Strike])[] = [
  [3, 'while files arrive', uploads, sometime],
  [
    1,
    'when a file is complete and not handed on',
    uploads,
    when(`select 1 from upload where state = 'receiving' and received = size`),
  ],
  [1, 'while a file is inspected', uploads, when(`select 1 from upload where state = 'inspecting'`)],
  [2, 'while transfers are submitted', submissions, sometime],
  [1, 'while a notice is sent', submissions, when(`select 1 from outbox where state = 'sending'`)],
  [1, 'while a notice is sent', submissions, when(`select 1 from outbox where state = 'sending' and kind = 'notice'`)],
  [2, 'while objects are opened', openings, sometime],
  [2, 'between claim and release', openings, when('select 1 from opening where released_at is null')],
  [2, 'while all of it happens', everything, sometime],
  [1, 'while entries wait', everything, when('select 1 from audit_outbox offset 3')],
  [1, 'while entries are staged', everything, when('select 1 from log_seq')],
  [1, 'between commit and publication', everything, whenUnpublished],
];
/** In CI each once. */
const STRIKES: readonly Strike[] = TIMES.flatMap(([times, ...strike]) =>
  Array.from({ length: process.env['CI'] === undefined ? times : 1 }, () => strike),
);

describe('kill -9', () => {
  it('loses nothing that was answered, doubles no notice and leaves a log that agrees with all that was seen', async () => {
    const chance = seededChance();
    const server = await startServer();
    try {
      const crowd = await gather(server, chance, 4);
      const sql = await connectBeside(server);
      const checkpoints = new Set<string>();
      for (const [index, strike] of STRIKES.entries()) {
        await strikeOnce(crowd, sql, checkpoints, strike);
        if (index % 5 === 4) await expectCleanFsck(server);
      }
      await checkAll(crowd, sql, checkpoints);
      await sql.close();
    } finally {
      await server.stop();
    }
  }, 420_000);
});

async function strikeOnce(
  crowd: Crowd,
  sql: Sql,
  checkpoints: Set<string>,
  [name, people, moment]: Strike,
): Promise<void> {
  const { server, ledger } = crowd;
  let isOver = false;
  const watch = watchCheckpoints(server);
  const atWork = people(crowd, () => isOver);
  await moment(crowd, sql);
  await server.kill9();
  isOver = true;
  await atWork;
  watch.stop();
  for (const text of [...watch.seen, publishedCheckpoint(server)]) checkpoints.add(text);
  // Time passes: openings may be claimed again.
  await sql.rows(`update opening set until = now() - interval '1 second'`);
  await server.restart();
  expect(ledger.problems, name).toEqual([]);
  expect(await verifyDirectory(server, sql, checkpoints), name).toMatchObject({ outcome: 'verified' });
}

const RANK: Readonly<Record<string, number>> = { held: 1, granted: 2 };

async function checkAll(crowd: Crowd, sql: Sql, checkpoints: Set<string>): Promise<void> {
  const { ledger, officer, server } = crowd;
  expect(ledger.transfers.size).toBeGreaterThan(STRIKES.length);
  expect(ledger.released.length).toBeGreaterThan(STRIKES.length / 2);
  expect(ledger.downloads).toBeGreaterThan(3);
  const delivered = await deliverFiles(crowd);
  expect(delivered).toBe(ledger.files.filter((file) => file.id !== undefined).length);
  expect(delivered).toBeGreaterThan(5);
  for (const [id, answered] of ledger.transfers) {
    const { state } = await officer.get<TransferDetail>(`/api/v1/transfers/${id}`);
    expect(RANK[state], `${id} was ${answered} and is ${state}`).toBeGreaterThanOrEqual(RANK[answered] ?? 9);
  }
  await checkOpenings(crowd, sql);
  await checkNotices(sql);
  await expectCleanFsck(server);
  expect(ledger.problems).toEqual([]);
  await until(async () => !(await sql.any('select 1 from audit_outbox union all select 1 from log_seq')), 10_000);
  const verified = await verifyDirectory(server, sql, checkpoints);
  const [events] = await sql.rows<{ n: string }>('select count(*) as n from audit_event');
  expect(verified).toMatchObject({ outcome: 'verified', checkpoint: { size: Number(events?.n) } });
}

async function checkOpenings({ ledger }: Crowd, sql: Sql): Promise<void> {
  for (const { openingId, logIndex } of ledger.released) {
    const rows = await sql.rows<{ kind: string; released: boolean }>(
      `select e.kind, o.released_at is not null as released from opening o join audit_event e using (org_id, event_id)
       where o.opening_id = $1 and e.idx = $2`,
      [openingId, logIndex],
    );
    expect(rows).toEqual([{ kind: 'object.opened', released: true }]);
  }
  const counts = await sql.rows<{ claimed: string; left: number; most: number }>(
    `select count(o.opening_id) as claimed, g.opens_left as left, t.opens_max as most
     from object_grant g join transfer t using (org_id, transfer_id) left join opening o using (org_id, grant_id)
     where g.recipient_id is not null group by g.grant_id, g.opens_left, t.opens_max`,
  );
  for (const { claimed, left, most } of counts) expect(Number(claimed) + left).toBe(most);
}

/** A killed sender's lease is an hour older than it was; then every notice is out, once. */
async function checkNotices(sql: Sql): Promise<void> {
  await sql.rows(`update outbox set lease_until = now() - interval '1 hour' where state = 'sending'`);
  const open = `select 1 from outbox where kind = 'notice' and state <> 'sent'`;
  expect(await until(async () => !(await sql.any(open)), 60_000), 'notices are left').toBe(true);
  const wrong = await sql.rows(
    `select t.transfer_id, r.recipient_id, count(distinct m.message_id) as messages, count(distinct e.event_id) as events
     from transfer t join transfer_recipient r using (org_id, transfer_id)
     left join sandbox_message m on m.idem_key = 'n.' || t.transfer_id || '.' || r.recipient_id
     left join audit_event e on e.transfer_id = t.transfer_id and e.kind = 'notice.sent'
     where t.state = 'granted' group by t.transfer_id, r.recipient_id
     having count(distinct m.message_id) <> 1
       or count(distinct e.event_id) <> (select count(*) from transfer_recipient x where x.transfer_id = t.transfer_id)`,
  );
  expect(wrong).toEqual([]);
}
