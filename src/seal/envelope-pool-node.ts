/**
 * Envelopes sealed in a thread of their own. Half of what a message through the gateway costs is its envelopes; beside the thread that talks
 * to everybody they do not hold up the next call. Node only.
 */
import { Worker } from 'node:worker_threads';
import type { Bytes } from '../base/bytes.ts';
import { sealTo } from './envelope.ts';
import type { SealResult } from './envelope-thread-node.ts';
import { createHybridStanza } from './hybrid-node.ts';

export type EnvelopePool = {
  /** The same as `sealTo`. @throws `seal.bad_recipient` */
  readonly seal: (recipient: string, plaintext: Uint8Array) => Promise<Bytes>;
  readonly close: () => Promise<void>;
};

type Waiting = { readonly resolve: (envelope: Bytes | undefined) => void };

/** Starts the thread at the first envelope. When it breaks, envelopes are sealed here, and the next one starts another. */
export function createEnvelopePool(): EnvelopePool {
  const hybrid = createHybridStanza();
  const waiting = new Map<number, Waiting>();
  let thread: Worker | undefined;
  let last = 0;
  const broken = (): void => {
    thread = undefined;
    for (const one of waiting.values()) one.resolve(undefined);
    waiting.clear();
  };
  const start = (): Worker => {
    const started = new Worker(new URL('./envelope-thread-node.ts', import.meta.url));
    started.on('message', (result: SealResult) => {
      const one = waiting.get(result.id);
      waiting.delete(result.id);
      one?.resolve('envelope' in result ? result.envelope : undefined);
      if (waiting.size === 0) started.unref();
    });
    started.on('error', broken);
    started.on('exit', broken);
    return started;
  };
  return {
    seal: async (recipient, plaintext) => {
      last += 1;
      const id = last;
      const envelope = await new Promise<Bytes | undefined>((resolve) => {
        waiting.set(id, { resolve });
        thread ??= start();
        // An idle thread must not keep the process alive.
        thread.ref();
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
        thread.postMessage({ id, recipient, plaintext });
      });
      return envelope ?? sealTo(recipient, plaintext, hybrid);
    },
    close: async () => {
      await thread?.terminate();
    },
  };
}
