/** Counting under load: what arrives for one key while the last statement is under way is counted by the next one, together. */

export type Counted<R> = {
  readonly result: R;
  /** Place within the batch, from 1. */
  readonly position: number;
  readonly size: number;
};

type Waiting<R> = { readonly resolve: (counted: Counted<R>) => void; readonly reject: (error: unknown) => void };

/**
 * Returns a function that counts one thing. Per key at most one `write` is under way; each call is answered after the write that counted it.
 *
 * @param write - Gets one of the things of the batch (all with this key) and how many there are.
 */
export function createBatcher<T, R>(
  keyOf: (one: T) => string,
  write: (one: T, count: number) => Promise<R>,
): (one: T) => Promise<Counted<R>> {
  const queues = new Map<string, Waiting<R>[]>();
  const run = async (key: string, one: T, queue: Waiting<R>[]): Promise<void> => {
    while (queue.length > 0) {
      const batch = queue.splice(0);
      try {
        const result = await write(one, batch.length);
        for (const [i, waiting] of batch.entries()) waiting.resolve({ result, position: i + 1, size: batch.length });
      } catch (error) {
        for (const waiting of batch) waiting.reject(error);
      }
    }
    queues.delete(key);
  };
  return (one) =>
    new Promise((resolve, reject) => {
      const key = keyOf(one);
      const queue = queues.get(key);
      if (queue !== undefined) {
        queue.push({ resolve, reject });
        return;
      }
      const started: Waiting<R>[] = [{ resolve, reject }];
      queues.set(key, started);
      void run(key, one, started);
    });
}
