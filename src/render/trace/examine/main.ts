/**
 * Entry of the process that looks at leaked pictures: somebody else's files, decoders and OpenCV. It has no environment, no network, no files
 * and no key. Whatever goes wrong here is an answer without a reason, or the end of this process.
 */
import { hash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { Pixels } from '../port.ts';
import { type Answer, type Question, questionSchema } from '../protocol.ts';
import { describeBase, matchPage, observe, observeBlind, Prepared } from './examine.ts';
import type { Described } from './features.ts';
import { loadOpenCv, type OpenCv } from './opencv.ts';
import { type Plane, planeOf } from './plane.ts';
import { readPicture } from './read.ts';

const leaks = new Map<string, Prepared>();
/** Pages that were described lately: a leaked document of several pages is held against each of them. */
const described = new Map<string, Described>();
const MOST_DESCRIBED = 32;

async function answer(cv: OpenCv, question: Question): Promise<Answer> {
  if (question.kind === 'read') return readLeak(question.leak, question.bytes);
  if (question.kind === 'base') {
    const read = await readPicture(question.bytes);
    return read.kind === 'read' ? { kind: 'pixels', pixels: bytesOf(read.plane) } : { kind: 'failed' };
  }
  if (question.kind === 'release') {
    leaks.delete(question.leak);
    return { kind: 'released' };
  }
  const leak = leaks.get(question.leak);
  if (leak === undefined) return { kind: 'failed' };
  if (question.kind === 'blind') return observeBlind(leak, question.aspect, question.corners ?? undefined);
  if (question.kind === 'match')
    return { kind: 'matched', inliers: matchPage(cv, leak, descriptionOf(cv, question.page)) };
  return observe(cv, leak, planeFrom(question.page), question.corners ?? undefined);
}

function planeFrom({ width, height, data }: Pixels): Plane {
  return planeOf(width, height, data);
}

function descriptionOf(cv: OpenCv, page: Pixels): Described {
  const key = `${page.width} ${hash('sha256', page.data)}`;
  const known = described.get(key) ?? describeBase(cv, planeFrom(page));
  described.delete(key);
  described.set(key, known);
  const [oldest] = described.keys();
  if (described.size > MOST_DESCRIBED && oldest !== undefined) described.delete(oldest);
  return known;
}

async function readLeak(id: string, bytes: Uint8Array): Promise<Answer> {
  const read = await readPicture(bytes);
  if (read.kind !== 'read') return read;
  leaks.set(id, new Prepared(read.plane, read.width));
  return { kind: 'leak', width: read.width, height: read.height };
}

function bytesOf({ width, height, data }: Plane): Pixels {
  return { width, height, data: Uint8Array.from(data, Math.round) };
}

async function main(): Promise<void> {
  const { cv } = await loadOpenCv();
  // Its handlers end this process on anything and print themselves: a failed answer is enough.
  process.removeAllListeners('uncaughtException');
  process.removeAllListeners('unhandledRejection');
  const say = (given: Answer): void => {
    process.send?.(given);
  };
  process.on('message', (message) => {
    void answerTo(cv, message).then(say);
  });
  process.on('disconnect', () => process.exit());
  new Worker(new URL('../../pages/process/watcher.ts', import.meta.url), {
    workerData: Number(process.argv[2]),
  }).unref();
  say({ kind: 'ready' });
}

async function answerTo(cv: OpenCv, message: unknown): Promise<Answer> {
  try {
    return await answer(cv, questionSchema.parse(message));
  } catch {
    return { kind: 'failed' };
  }
}

await main();
