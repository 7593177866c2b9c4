/** `npm run train`: makes the training sets, trains, writes `src/classify/model/names.bin`. The same seed gives the same bytes. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { combine, learn, type Learner, learnerSchema } from './learner.ts';
import type { Trained } from './perceptron.ts';

const VERSION = 'names-3';

/** The second is told much more often that lists, menus and manuals are about nobody; together they are better than each. */
const LEARNERS = [
  { samples: 100_000, papers: 0 },
  { samples: 150_000, papers: 1 },
] as const;

const trainedSchema = z.strictObject({
  weights: z.instanceof(Float64Array),
  transitions: z.instanceof(Float64Array),
});

/** Runs a learner in a thread of its own. */
async function learnApart(learner: Learner): Promise<Trained> {
  const worker = new Worker(new URL(import.meta.url), { workerData: learner });
  return new Promise((resolve, reject) => {
    worker.on('message', (message: unknown) => resolve(trainedSchema.parse(message)));
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`a learner ended with ${String(code)}`)));
  });
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '853' },
      /** Share of the usual number of samples: less for a trial run. */
      share: { type: 'string', default: '1' },
      rounds: { type: 'string', default: '4' },
      out: { type: 'string', default: 'src/classify/model/names.bin' },
    },
  });
  const learners = LEARNERS.map(({ samples, papers }) => ({
    samples: Math.round(samples * Number(values.share)),
    papers,
    seed: Number(values.seed),
    rounds: Number(values.rounds),
    own: false,
  }));
  const trained = await Promise.all(learners.map(learnApart));
  const bytes = combine(trained, false, VERSION);
  writeFileSync(values.out, bytes);
  process.stderr.write(`${values.out}: ${String(bytes.length)} bytes\n`);
}

if (!isMainThread && parentPort !== null) {
  const learner = learnerSchema.parse(workerData);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
  parentPort.postMessage(learn(learner, (line) => process.stderr.write(`papers ${String(learner.papers)}: ${line}\n`)));
} else if (import.meta.main) {
  await main();
}
