/** One worker thread behind a function. A file that takes too long or breaks the thread is unreadable, and the next one gets a new thread. */
import { Worker } from 'node:worker_threads';
import { type FileAnswer, type FileQuestion, unreadResult } from './read-file.ts';

export type FileReader = {
  readonly read: (question: FileQuestion) => Promise<FileAnswer>;
  readonly close: () => Promise<void>;
};

const LONGEST_MS = 60_000;
const MEMORY_MB = 512;

export function createFileReader(): FileReader {
  let thread: Worker | undefined;
  let settle: ((answer: FileAnswer) => void) | undefined;
  const broken = (): void => {
    const ended = thread;
    thread = undefined;
    void ended?.terminate();
    settle?.({ result: unreadResult('unreadable.damaged') });
  };
  const start = (): Worker => {
    const limits = { maxOldGenerationSizeMb: MEMORY_MB };
    const started = new Worker(new URL('./worker.ts', import.meta.url), { resourceLimits: limits });
    // What an ended thread still says is not about the file that its successor reads.
    const ifCurrent = (act: () => void) => (): void => void (thread === started && act());
    started.on('message', (answer: FileAnswer) => ifCurrent(() => settle?.(answer))());
    started.on('error', ifCurrent(broken));
    started.on('exit', ifCurrent(broken));
    return started;
  };
  return {
    read: (question) =>
      new Promise((resolve) => {
        const timer = setTimeout(broken, LONGEST_MS);
        settle = (answer) => {
          clearTimeout(timer);
          settle = undefined;
          resolve(answer);
        };
        thread ??= start();
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
        thread.postMessage(question);
      }),
    close: async () => {
      const ended = thread;
      thread = undefined;
      await ended?.terminate();
    },
  };
}
