/** How much more is scanned by several threads than by one. */
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';

const THREAD = new URL('./classify-thread.ts', import.meta.url);

/** Returns texts a second with `count` threads that each classify `text` `times` times. Wall time: threads share the machine with others. */
export async function textsPerSecond(text: string, count: number, times: number): Promise<number> {
  const workers = Array.from({ length: count }, () => new Worker(THREAD));
  const all = (rounds: number): Promise<unknown> =>
    Promise.all(
      workers.map(async (worker) => {
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
        worker.postMessage({ text, times: rounds });
        await once(worker, 'message');
      }),
    );
  await all(1);
  const start = performance.now();
  await all(times);
  const seconds = (performance.now() - start) / 1000;
  await Promise.all(workers.map((worker) => worker.terminate()));
  return (count * times) / seconds;
}
