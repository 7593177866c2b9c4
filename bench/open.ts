/**
 * Openings a second, end to end: POST /open/api/open until `released`, that is decided, counted, in a signed and published checkpoint,
 * and released. Every opening is a new claim, with p50 and p99 in milliseconds. The peer of the same run: `insert` and commit of one row
 * by as many connections on the same database. Options: `seconds` for each figure (5), `people` at the same time (4), `rounds` (3).
 */
import { Client, type PoolConfig } from 'pg';
import { connectToRunning } from '../src/store/postgres/connection-file.ts';
import type { RecipientClient } from '../test/support/flows.ts';
import type { BenchOptions } from './run.ts';
import { median } from './support/memory.ts';
import { deliver, type Office, openOffice } from './support/office.ts';

type Rate = { readonly perSecond: number; readonly p50: number; readonly p99: number };

/** Runs `step` over and over by each of `people` for some seconds. */
async function rateOf<P>(people: readonly P[], seconds: number, step: (person: P) => Promise<void>): Promise<Rate> {
  const times: number[] = [];
  const started = performance.now();
  const end = started + seconds * 1000;
  await Promise.all(
    people.map(async (person) => {
      while (performance.now() < end) {
        const from = performance.now();
        await step(person);
        times.push(performance.now() - from);
      }
    }),
  );
  const elapsed = (performance.now() - started) / 1000;
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { perSecond: times.length / elapsed, p50: at(0.5), p99: at(0.99) };
}

async function connected(connection: PoolConfig): Promise<Client> {
  const { host, port, user, database } = connection;
  const client = new Client({ host, port, user, database });
  await client.connect();
  return client;
}

/** Opens the message once more. Beside the clock: earlier claims are made to look old, and the count to look unused. */
async function openOnce(guest: RecipientClient, beside: Client): Promise<void> {
  const message = guest.opened.objects.find((one) => one.kind === 'message')?.id ?? '';
  await beside.query(
    `with old as (update opening set until = now() - interval '1 second'
       where until > now() and grant_id in (select grant_id from object_grant where object_id = $1))
     update object_grant set opens_left = 100 where object_id = $1 and recipient_id is not null and opens_left < 50`,
    [message],
  );
  const answer = await guest.open(message);
  if (answer.outcome !== 'released') throw new Error(`not released: ${answer.reason}`);
}

async function runRounds(office: Office, people: number, seconds: number, rounds: number): Promise<object> {
  const connection = await connectToRunning(office.server.dataDirectory);
  if (connection === undefined) throw new Error('the database does not answer');
  const clients = await Promise.all(Array.from({ length: people }, () => connected(connection)));
  try {
    const guests: RecipientClient[] = [];
    for (let n = 0; n < people; n += 1) guests.push(await deliver(office, []));
    await clients[0]?.query('create table bench_row (id bigserial primary key, body bytea not null)');
    const insert = async (client: Client): Promise<void> =>
      void (await client.query('insert into bench_row (body) values ($1)', [Buffer.alloc(200)]));
    const pairs = guests.flatMap((guest, n) => clients.slice(n, n + 1).map((client) => ({ guest, client })));
    const open = ({ guest, client }: (typeof pairs)[number]): Promise<void> => openOnce(guest, client);
    await rateOf(pairs, 2, open);
    const results: Readonly<Record<'raw' | 'alone' | 'together', Rate>>[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const raw = await rateOf(clients, seconds, insert);
      const alone = await rateOf(pairs.slice(0, 1), seconds, open);
      results.push({ raw, alone, together: await rateOf(pairs, seconds, open) });
    }
    const middle = (of: (one: (typeof results)[number]) => number): number =>
      Number(median(results.map(of)).toFixed(1));
    return {
      people,
      openings_per_second: middle(({ together }) => together.perSecond),
      p50_ms: middle(({ together }) => together.p50),
      p99_ms: middle(({ together }) => together.p99),
      one_person_per_second: middle(({ alone }) => alone.perSecond),
      one_person_p50_ms: middle(({ alone }) => alone.p50),
      one_person_p99_ms: middle(({ alone }) => alone.p99),
      raw_commits_per_second: middle(({ raw }) => raw.perSecond),
      raw_commit_p50_ms: middle(({ raw }) => raw.p50),
      openings_to_raw_commits_ratio: Number(
        median(results.map(({ raw, together }) => together.perSecond / raw.perSecond)).toFixed(3),
      ),
    };
  } finally {
    for (const client of clients) await client.end();
  }
}

/** Returns medians of the rounds. */
export async function run(options: BenchOptions): Promise<object> {
  const seconds = Number(options['seconds'] ?? '5');
  const people = Number(options['people'] ?? '4');
  const rounds = Number(options['rounds'] ?? '3');
  const office = await openOffice();
  try {
    return await runRounds(office, people, seconds, rounds);
  } finally {
    await office.server.stop();
  }
}
