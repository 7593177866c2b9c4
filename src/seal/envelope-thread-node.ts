/** The thread behind envelope-pool-node.ts: seals what it is handed, one after the other. Started by the pool only. */
import { parentPort } from 'node:worker_threads';
import { sealTo } from './envelope.ts';
import { createHybridStanza } from './hybrid-node.ts';

export type SealJob = { readonly id: number; readonly recipient: string; readonly plaintext: Uint8Array };
export type SealResult =
  | { readonly id: number; readonly envelope: Uint8Array<ArrayBuffer> }
  | { readonly id: number; readonly failed: true };

const hybrid = createHybridStanza();

function isJob(value: unknown): value is SealJob {
  return typeof value === 'object' && value !== null && 'id' in value && 'recipient' in value && 'plaintext' in value;
}

async function answer(job: SealJob): Promise<void> {
  const result = await run(job);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(result);
}

async function run(job: SealJob): Promise<SealResult> {
  try {
    return { id: job.id, envelope: await sealTo(job.recipient, job.plaintext, hybrid) };
  } catch {
    // Why is said by whoever does it again in its own thread: an error does not travel well.
    return { id: job.id, failed: true };
  }
}

parentPort?.on('message', (message: unknown) => {
  if (isJob(message)) void answer(message);
});
