/** Waiting and trying again. */
import type { Random } from './random.ts';

export function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve();
      return;
    }
    const finish = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, milliseconds);
    signal?.addEventListener('abort', finish);
  });
}

export type BackoffPolicy = { readonly baseMs: number; readonly factor: number; readonly capMs: number };

/** Exponential backoff with full jitter: a random wait between 0 and min(cap, base * factor^attempt). Attempts count from 0. */
export function backoffMs(policy: BackoffPolicy, attempt: number, random: Random): number {
  const ceiling = Math.min(policy.capMs, policy.baseMs * policy.factor ** attempt);
  const bytes = random(4);
  const fraction = new DataView(bytes.buffer).getUint32(0) / 2 ** 32;
  return Math.floor(ceiling * fraction);
}
