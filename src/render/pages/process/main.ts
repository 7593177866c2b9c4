/**
 * Entry of the process of one document. It is asked over the channel to the server and answers each question once; it has no
 * environment, no network and no files. Whatever goes wrong here is an answer without a reason, or the end of this process.
 */
import { Worker } from 'node:worker_threads';
import type { Drawable } from '../drawable.ts';
import { encode } from '../encode.ts';
import { PAGE_LIMITS, type PageLimits } from '../limits.ts';
import { openDocument } from '../open.ts';
import type { Engine } from '../pdf/engine.ts';
import { loadEngine } from '../pdf/load.ts';
import { type Answer, type Question, questionSchema } from '../protocol.ts';

type State = { engine: Engine | undefined; drawable: Drawable | undefined; limits: PageLimits };

async function answerTo(question: Question, state: State): Promise<Answer> {
  if (question.kind === 'open') return open(question, state);
  if (question.kind === 'page') return pageOf(question.request, state.drawable);
  if (question.kind === 'text') return { kind: 'text', text: state.drawable?.text(question.page - 1).text ?? '' };
  return { kind: 'failed' };
}

async function open(question: Extract<Question, { kind: 'open' }>, state: State): Promise<Answer> {
  state.limits = question.limits;
  const tools = { pdf: state.engine, converter: question.converter };
  const opening = await openDocument(question, tools, question.limits);
  if (opening.kind === 'cannot') return opening;
  state.drawable = opening.drawable;
  const { pages, drawn, renderer } = opening.drawable;
  return { kind: 'opened', pages: [...pages], drawn, renderer };
}

async function pageOf(
  request: Extract<Question, { kind: 'page' }>['request'],
  drawable: Drawable | undefined,
): Promise<Answer> {
  const raster = await drawable?.raster(request.page - 1, request.dpi);
  if (raster === undefined) return { kind: 'failed' };
  return { kind: 'page', ...(await encode(raster, request.format)) };
}

function say(answer: Answer): void {
  process.send?.(answer);
}

async function main(): Promise<void> {
  const state: State = { engine: await loadEngine(), drawable: undefined, limits: PAGE_LIMITS };
  process.on('message', (message) => {
    void answerTo(questionSchema.parse(message), state)
      .catch((): Answer => ({ kind: 'failed' }))
      .then(say);
  });
  process.on('disconnect', () => process.exit());
  say({ kind: 'ready' });
  new Worker(new URL('./watcher.ts', import.meta.url)).unref();
  // What is needed last is loaded while nobody waits.
  await import('sharp').catch(() => undefined);
}

await main();
