/** The other end of `guarded-process.ts`: answers questions one by one, and ends with the server. Without zod: a process should start fast. */
import { Worker } from 'node:worker_threads';

export type Asked = {
  readonly question: unknown;
  /** Reads exactly so many bytes from the pipe. */
  readonly read: (size: number) => Promise<Uint8Array>;
  /** Asks the server for help in the middle of the work. */
  readonly request: (what: unknown) => Promise<unknown>;
};

/** @param answer - Whatever it throws ends the process: nothing is known of its state then. */
export function answerQuestions(answer: (asked: Asked) => Promise<unknown>): void {
  let given: ((what: unknown) => void) | undefined;
  const request = (what: unknown): Promise<unknown> =>
    new Promise((resolve) => {
      given = resolve;
      process.send?.({ request: what });
    });
  process.on('message', (message) => {
    if (typeof message !== 'object' || message === null) return;
    if ('given' in message) {
      given?.(message.given);
      given = undefined;
    } else if ('question' in message) {
      void answer({ question: message.question, read: readBytes, request }).then(
        (what) => process.send?.({ answer: what }),
        () => process.exit(1),
      );
    }
  });
  process.on('disconnect', () => process.exit());
  new Worker(new URL('./pages/process/watcher.ts', import.meta.url), { workerData: Number(process.argv[2]) }).unref();
}

let rest: Uint8Array[] = [];

async function readBytes(size: number): Promise<Uint8Array> {
  const whole = new Uint8Array(size);
  let at = 0;
  const take = (piece: Uint8Array): void => {
    const wanted = piece.subarray(0, size - at);
    whole.set(wanted, at);
    at += wanted.length;
    if (wanted.length < piece.length) rest.push(piece.subarray(wanted.length));
  };
  const kept = rest;
  rest = [];
  for (const piece of kept) take(piece);
  if (at === size) return whole;
  return new Promise((resolve) => {
    const hear = (piece: Uint8Array): void => {
      take(piece);
      if (at < size) return;
      process.stdin.off('data', hear);
      process.stdin.pause();
      resolve(whole);
    };
    process.stdin.on('data', hear);
    process.stdin.resume();
  });
}
