/** One thread of the parallel scan: waits for a text, classifies it as often as it is told, and says that it is done. */
import { parentPort } from 'node:worker_threads';
import { z } from 'zod';
import { classifyText } from '../../src/classify/classify.ts';

const taskSchema = z.strictObject({ text: z.string(), times: z.number() });

parentPort?.on('message', (message: unknown) => {
  const { text, times } = taskSchema.parse(message);
  for (let i = 0; i < times; i += 1) classifyText(text);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage('done');
});
