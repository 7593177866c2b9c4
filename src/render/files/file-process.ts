/** Entry of the process for one file: the job on standard input, the answer on standard output. Nothing is said on standard error. */
import { readFileSync } from 'node:fs';
import { fromHex } from '../../base/bytes.ts';
import { type FileAnswer, fileJobSchema, joinLine, splitLine } from './job.ts';
import { findStamps, markFile } from './mark-file.ts';

async function main(): Promise<void> {
  const { head, bytes } = splitLine(readFileSync(0));
  const job = fileJobSchema.parse(head);
  if (job.task === 'find') return answer({ answer: 'found', stamps: [...(await findStamps(bytes))] });
  const pages = job.pages.map((keys) => ({
    carrierL: fromHex(keys.carrierL),
    fingerprintL: fromHex(keys.fingerprintL),
    carrierW: fromHex(keys.carrierW),
    fingerprintW: fromHex(keys.fingerprintW),
  }));
  const marked = await markFile(bytes, job.name, { viewId: job.viewId, stamp: job.stamp, pages }).catch(
    () => undefined,
  );
  if (marked === undefined) return answer({ answer: 'as_is', why: 'broken' });
  if (marked.kind === 'as_is') return answer({ answer: 'as_is', why: marked.why });
  answer({ answer: 'marked', places: [...marked.places] }, marked.bytes);
}

function answer(head: FileAnswer, bytes: Uint8Array = new Uint8Array()): void {
  process.stdout.write(joinLine(head, bytes));
}

await main();
