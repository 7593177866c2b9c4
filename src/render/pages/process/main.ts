/**
 * Entry of the process of one document. It is asked over the channel to the server and answers each question once; it has no
 * environment, no network and no files. Whatever goes wrong here is an answer without a reason, or the end of this process.
 */
import { Worker } from 'node:worker_threads';
import type { Drawable } from '../drawable.ts';
import { PAGE_LIMITS, type PageLimits } from '../limits.ts';
import { openConverted, openDocument, type Tools } from '../open.ts';
import type { OfficeOpening } from '../office/document.ts';
import { loadEngine } from '../pdf/load.ts';
import { type Answer, type Answered, isAsked, type Question } from '../protocol.ts';
import { loadFonts } from '../text/fonts.ts';
import { findIn } from './find-in.ts';
import { type PageMaker, prepare, startPageMaker } from './page-maker.ts';

type QuestionOf<K extends Question['kind']> = Extract<Question, { kind: K }>;

class Session {
  readonly #tools: Omit<Tools, 'converts'>;
  readonly #maker: PageMaker = startPageMaker();
  #limits: PageLimits = PAGE_LIMITS;
  #drawable: Drawable | undefined;

  constructor(tools: Omit<Tools, 'converts'>) {
    this.#tools = tools;
  }

  async answer(question: Question): Promise<Answer> {
    if (question.kind === 'open') return this.#open(question);
    if (question.kind === 'converted')
      return this.#opened(openConverted(question.bytes, question.by, { ...this.#tools, converts: [] }, this.#limits));
    const drawable = this.#drawable;
    if (drawable === undefined) return { kind: 'failed' };
    if (question.kind === 'page') return this.#maker(drawable, question.request);
    if (question.kind === 'find') return { kind: 'found', places: findIn(drawable, question, this.#limits.places) };
    return { kind: 'text', text: drawable.text(question.page - 1).text };
  }

  async #open(question: QuestionOf<'open'>): Promise<Answer> {
    this.#limits = question.limits;
    const tools = { ...this.#tools, converts: question.converts };
    return this.#opened(await openDocument(question, tools, question.limits));
  }

  #opened(opening: OfficeOpening): Answer {
    if (opening.kind !== 'drawable') return opening;
    this.#drawable = opening.drawable;
    const { pages, drawn, renderer } = opening.drawable;
    return { kind: 'opened', pages: [...pages], drawn, renderer };
  }
}

async function main(): Promise<void> {
  const session = new Session({ pdf: await loadEngine(), fonts: loadFonts });
  const say = (number: number, answer: Answer): void => {
    const answered: Answered = { number, answer };
    process.send?.(answered);
  };
  process.on('message', (message) => {
    if (!isAsked(message)) return;
    void session
      .answer(message.question)
      .catch((): Answer => ({ kind: 'failed' }))
      .then((answer) => say(message.number, answer));
  });
  process.on('disconnect', () => process.exit());
  say(0, { kind: 'ready' });
  new Worker(new URL('./watcher.ts', import.meta.url), { workerData: Number(process.argv[2]) }).unref();
  await prepare();
}

await main();
