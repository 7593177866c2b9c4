import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLogger, type LogFields } from '../../src/base/logger.ts';
import { sleep } from '../../src/base/retry.ts';
import { STORE } from '../../src/store/errors.ts';
import { startJobs, type Job, type Jobs } from '../../src/store/jobs.ts';
import { tx } from '../../src/store/transaction.ts';
import { withTestDatabase, type TestDatabase } from '../support/test-database.ts';

let test: TestDatabase;
let jobs: Jobs;
const logged: LogFields[] = [];
const queues = ['plain', 'failing', 'hopeless', 'busy', 'later', 'single', 'stopping'].map((name) => ({
  name,
  retries: 1,
  retryDelaySeconds: 1,
  oneWaiting: name === 'single',
}));

beforeAll(async () => {
  test = await withTestDatabase({ migrated: false });
  const logger = { ...silentLogger, warn: (fields: LogFields) => logged.push(fields) };
  jobs = await startJobs({ connection: test.connection, logger, queues });
});
afterAll(async () => {
  await jobs.stop();
  await test.close();
});

async function until(condition: () => boolean | Promise<boolean>, milliseconds = 20_000): Promise<void> {
  for (let waited = 0; waited < milliseconds; waited += 20) {
    if (await condition()) return;
    await sleep(20);
  }
  throw new Error('it did not happen in time');
}

describe('jobs', () => {
  it('run once their transaction is committed, soon, with their data', async () => {
    const seen: Job[] = [];
    await jobs.work('plain', async (job) => {
      seen.push(job);
    });
    const began = performance.now();
    const id = await tx(test.db, (trx) => jobs.enqueue(trx, 'plain', { transferId: 'tr_1', part: 2, last: true }));
    await until(() => seen.length === 1);
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(seen[0]).toMatchObject({ id, queue: 'plain', retry: 0, data: { transferId: 'tr_1', part: 2, last: true } });
  });

  it('do not exist when their transaction is rolled back', async () => {
    const undone = tx(test.db, async (trx) => {
      await jobs.enqueue(trx, 'later', { transferId: 'tr_2' });
      throw new RangeError('no');
    });
    await expect(undone).rejects.toThrow(RangeError);
    expect(await jobs.depth('later')).toEqual({ waiting: 0, dead: 0 });
  });

  it('are tried again, then lie among the dead letters, from where they can be put back', async () => {
    let tries = 0;
    await jobs.work('failing', async () => {
      tries += 1;
      if (tries <= 2) throw new Error('canary of a message');
    });
    await tx(test.db, (trx) => jobs.enqueue(trx, 'failing', { transferId: 'tr_3' }));
    await until(async () => (await jobs.depth('failing')).dead === 1);
    expect(tries).toBe(2);
    expect(await jobs.retryDead('failing')).toBe(1);
    await until(() => tries === 3);
    expect(JSON.stringify(logged)).not.toContain('canary');
  });

  it('go to the dead letters at once when trying again cannot help', async () => {
    let tries = 0;
    await jobs.work('hopeless', async () => {
      tries += 1;
      throw STORE.blob_hash_mismatch();
    });
    await tx(test.db, (trx) => jobs.enqueue(trx, 'hopeless', { transferId: 'tr_4' }));
    await until(async () => (await jobs.depth('hopeless')).dead === 1);
    expect(tries).toBe(1);
  });

  it('do not wait for a poll between the jobs of a backlog', async () => {
    let done = 0;
    await tx(test.db, async (trx) => {
      for (let n = 0; n < 40; n += 1) await jobs.enqueue(trx, 'busy', { n });
    });
    const began = performance.now();
    await jobs.work(
      'busy',
      async () => {
        done += 1;
      },
      { concurrency: 4 },
    );
    await until(() => done === 40);
    // At one pair per poll of two seconds and lane it would take 20 seconds.
    expect(performance.now() - began).toBeLessThan(15_000);
  });

  it('are not added twice under one key while one waits', async () => {
    const add = (): Promise<string | undefined> =>
      tx(test.db, (trx) => jobs.enqueue(trx, 'single', { sweep: true }, { singletonKey: 'sweep' }));
    expect(await add()).toBeTypeOf('string');
    expect(await add()).toBeUndefined();
    expect((await jobs.depth('single')).waiting).toBe(1);
  });

  it.each([
    { name: 'Chan Tai Man' },
    { mail: 'a@b.example' },
    { text: '陳大文' },
    { 'bad key': 'x' },
    { id: 'x'.repeat(201) },
  ])('do not take %j, which is more than an identifier', async (data) => {
    const adding = tx(test.db, (trx) => jobs.enqueue(trx, 'later', data));
    await expect(adding).rejects.toMatchObject({ code: 'store.jobs_bad_data' });
  });

  it('that are running end before stop returns', async () => {
    const other = await startJobs({ connection: test.connection, logger: silentLogger, queues });
    let state = 'waiting';
    await other.work('stopping', async () => {
      state = 'running';
      await sleep(500);
      state = 'done';
    });
    await tx(test.db, (trx) => other.enqueue(trx, 'stopping', { n: 1 }));
    await until(() => state === 'running');
    await other.stop();
    expect(state).toBe('done');
  });
});
