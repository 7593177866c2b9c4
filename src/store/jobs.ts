/**
 * Background jobs on pg-boss, in its own schema `pgboss` of the same database. A job is put in the transaction of the
 * change that needs it, so that neither exists without the other. Its data are identifiers: what they stand for is read
 * again, under the rules of that moment, when the job runs.
 */
import { fromKysely, PgBoss, type Job as BossJob, type WorkOptions } from 'pg-boss';
import type { PoolConfig } from 'pg';
import { EntrepotError } from '../base/errors.ts';
import { describeError, type Logger } from '../base/logger.ts';
import { SECOND } from '../base/units.ts';
import { STORE, sqlState } from './errors.ts';
import type { Trx } from './transaction.ts';

/** Identifiers, numbers and switches; never names, addresses or text written by people. */
export type JobData = Readonly<Record<string, string | number | boolean>>;

export type QueueDefinition = {
  readonly name: string;
  /** Tries after the first; then the job moves to `<name>.dead`. */
  readonly retries?: number;
  /** Seconds before the second try; doubles with jitter up to `retryDelayMaxSeconds`. */
  readonly retryDelaySeconds?: number;
  readonly retryDelayMaxSeconds?: number;
  /** A try that takes longer counts as failed and the job is given to somebody else. */
  readonly expireInSeconds?: number;
  /**
   * At most one job waits per `singletonKey` (all without a key count as one); running ones do not count, so that what
   * happens while a job runs is not missed. For jobs that look for all work there is. Fixed when the queue is created.
   */
  readonly oneWaiting?: boolean;
};

export type EnqueueOptions = {
  readonly startAfter?: Date;
  /** Only for queues with `oneWaiting`. */
  readonly singletonKey?: string;
  readonly priority?: number;
};

export type Job = {
  readonly id: string;
  readonly queue: string;
  readonly data: JobData;
  /** 0 for the first try. */
  readonly retry: number;
  /** Aborted when the job has run out of time or the process stops. */
  readonly signal: AbortSignal;
};

export type JobHandler = (job: Job) => Promise<void>;

export type WorkerOptions = {
  /** Jobs at the same time in this process; above 1 rounded up to an even number. */
  readonly concurrency?: number;
};

export type Jobs = {
  /** Returns the id of the job, or undefined when `oneWaiting` found one. @throws `store.jobs_bad_data` */
  readonly enqueue: (trx: Trx, queue: string, data: JobData, options?: EnqueueOptions) => Promise<string | undefined>;
  /**
   * Runs `handler` for each job of the queue until `stop`. A handler may run more than once for one job. It throws to be
   * tried again; an error of class `permanent`, `input` or `fatal` goes to the dead letters at once.
   */
  readonly work: (queue: string, handler: JobHandler, options?: WorkerOptions) => Promise<void>;
  /** Returns how many dead letters of the queue were put back into it. */
  readonly retryDead: (queue: string) => Promise<number>;
  /** Returns the number of waiting and dead jobs. */
  readonly depth: (queue: string) => Promise<{ readonly waiting: number; readonly dead: number }>;
  /** Cron expression in the zone; one job per occurrence over all processes. */
  readonly schedule: (queue: string, cron: string, timeZone: string, data?: JobData) => Promise<void>;
  /** Lets running jobs end, up to the time limit, and gives the others back. */
  readonly stop: () => Promise<void>;
};

export type JobsOptions = {
  readonly connection: PoolConfig;
  readonly logger: Logger;
  readonly queues: readonly QueueDefinition[];
  /** False behind a transaction-mode pooler, where LISTEN is lost: polling only. */
  readonly listen?: boolean;
  readonly stopTimeoutMs?: number;
  /** Beside the process that keeps the installation: jobs are put, and schema, queues and upkeep are left to it. */
  readonly attached?: boolean;
};

export function deadLetterQueue(queue: string): string {
  return `${queue}.dead`;
}

/** Starts pg-boss, creates or updates its schema and the queues. */
export async function startJobs(options: JobsOptions): Promise<Jobs> {
  const { logger } = options;
  const boss = new PgBoss({
    ...bossConnection(options.connection),
    application_name: 'entrepot-jobs',
    max: 4,
    schema: 'pgboss',
    useListenNotify: options.listen ?? true,
    // Names of queues and counts only, but they are of no use in the database.
    persistWarnings: false,
    ...(options.attached === true ? { migrate: false, supervise: false, schedule: false } : {}),
  });
  boss.on('error', (error) =>
    logger.warn({ ...describeError(error), sqlState: sqlState(error) }, 'the job queue met an error'),
  );
  boss.on('warning', (warning) =>
    logger.warn({ fields: Object.keys(warning.data).join(' ') }, 'the job queue gave a warning'),
  );
  await boss.start();
  for (const queue of options.queues) await defineQueue(boss, queue);
  return {
    enqueue: async (trx, queue, data, more = {}) => {
      const id = await boss.send(queue, checkData(data), { ...more, db: fromKysely(trx) });
      return id ?? undefined;
    },
    work: (queue, handler, more = {}) => work(boss, logger, queue, handler, more),
    retryDead: (queue) => boss.redrive(deadLetterQueue(queue), { destination: queue }),
    depth: async (queue) => ({ waiting: await count(boss, queue), dead: await count(boss, deadLetterQueue(queue)) }),
    schedule: (queue, cron, timeZone, data = {}) => boss.schedule(queue, cron, checkData(data), { tz: timeZone }),
    stop: () => boss.stop({ graceful: true, close: true, timeout: options.stopTimeoutMs ?? 20 * SECOND }),
  };
}

/** Of the options of a pool only those that pg-boss passes on to pg. */
function bossConnection(connection: PoolConfig): Record<string, unknown> {
  const { connectionString, host, port, user, password, database, ssl } = connection;
  const given = Object.entries({ connectionString, host, port, user, password, database, ssl });
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

async function defineQueue(boss: PgBoss, queue: QueueDefinition): Promise<void> {
  const dead = deadLetterQueue(queue.name);
  const settings = {
    retryLimit: queue.retries ?? 8,
    retryDelay: queue.retryDelaySeconds ?? 5,
    retryDelayMax: queue.retryDelayMaxSeconds ?? 3600,
    retryBackoff: true,
    expireInSeconds: queue.expireInSeconds ?? 900,
    deadLetter: dead,
    notify: true,
  };
  // Dead letters wait for a person: half a year.
  await boss.createQueue(dead, { retryLimit: 0, retentionSeconds: 180 * 86_400 });
  await boss.createQueue(queue.name, { ...settings, policy: queue.oneWaiting === true ? 'short' : 'standard' });
  // createQueue leaves an existing queue as it was.
  await boss.updateQueue(queue.name, settings);
}

/**
 * `burstWhenBatchFull` and the short polling interval: with NOTIFY alone, retries and a backlog are not announced and
 * would wait half a minute per batch.
 */
async function work(
  boss: PgBoss,
  logger: Logger,
  queue: string,
  handler: JobHandler,
  options: WorkerOptions,
): Promise<void> {
  const concurrency = options.concurrency ?? 2;
  const settings = {
    // A batch of one never counts as full and would wait for the next poll, so lanes take jobs in pairs.
    batchSize: 2,
    localConcurrency: Math.ceil(concurrency / 2),
    burstWhenBatchFull: true,
    pollingIntervalSeconds: 2,
    notifyPollingIntervalSeconds: 2,
    perJobResults: true,
  } as const satisfies WorkOptions;
  await boss.work<JobData, unknown, typeof settings>(queue, settings, async (batch) => {
    const waiting = [...batch];
    const results: { id: string; status: 'completed' | 'failed' | 'deadletter'; output?: { errorCode: string } }[] = [];
    const lane = async (): Promise<void> => {
      for (let job = waiting.shift(); job !== undefined; job = waiting.shift())
        results.push(await runOne(logger, job, handler));
    };
    await Promise.all(Array.from({ length: Math.min(2, concurrency) }, lane));
    return results;
  });
}

async function runOne(
  logger: Logger,
  job: BossJob<JobData>,
  handler: JobHandler,
): Promise<{ id: string; status: 'completed' | 'failed' | 'deadletter'; output?: { errorCode: string } }> {
  try {
    await handler({ id: job.id, queue: job.name, data: job.data, retry: job.retryCount, signal: job.signal });
    return { id: job.id, status: 'completed' };
  } catch (error) {
    const hopeless = error instanceof EntrepotError && error.errorClass !== 'retryable';
    logger.warn({ ...describeError(error), job: job.id, queue: job.name, retry: job.retryCount }, 'a job failed');
    // INVARIANT: only the code is stored with the job; messages and stacks may quote content.
    const errorCode = error instanceof EntrepotError ? error.code : 'base.unexpected';
    return { id: job.id, status: hopeless ? 'deadletter' : 'failed', output: { errorCode } };
  }
}

/** Counted in the table of pg-boss: its own statistics may be a minute old. */
async function count(boss: PgBoss, queue: string): Promise<number> {
  const { rows } = await boss
    .getDb()
    .executeSql(`select count(*)::int as n from pgboss.job where name = $1 and state in ('created', 'retry')`, [queue]);
  const row: unknown = rows[0];
  return typeof row === 'object' && row !== null && 'n' in row && typeof row.n === 'number' ? row.n : 0;
}

/** Identifiers are short and have no spaces; a sentence, a name with a space or an address does not get through. */
function checkData(data: JobData): JobData {
  for (const [key, value] of Object.entries(data)) {
    const fine = typeof value === 'number' || typeof value === 'boolean' || /^[A-Za-z0-9._:/+=-]{0,200}$/.test(value);
    if (!fine || !/^[A-Za-z][A-Za-z0-9]{0,40}$/.test(key)) throw STORE.jobs_bad_data({ field: key.slice(0, 40) });
  }
  return data;
}
