/** The examining process: started, asked one question at a time, watched, ended. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { MIB, SECOND } from '../../base/units.ts';
import { noNetwork, pageProcessCommand, pageProcessEnvironment } from '../pages/supervise/isolation.ts';
import { residentBytes } from '../pages/supervise/memory.ts';
import { type Answer, answerSchema, type Question } from './protocol.ts';

const ENTRY = join(import.meta.dirname, 'examine/main.ts');
const WATCH_EVERY = 100;

export type TraceLimits = {
  /** Milliseconds until a process is ready, and for each question. */
  readonly start: number;
  readonly question: Readonly<Record<Question['kind'], number>>;
  /** Resident bytes; above, the process is killed. */
  readonly memory: number;
};

export const TRACE_LIMITS: TraceLimits = {
  start: 30 * SECOND,
  question: {
    read: 30 * SECOND,
    base: 10 * SECOND,
    match: 30 * SECOND,
    observe: 120 * SECOND,
    blind: 30 * SECOND,
    release: 10 * SECOND,
  },
  memory: 1400 * MIB,
};

export type Reply = Answer | { readonly kind: 'ended' };

export class ExaminingProcess {
  readonly #child: ChildProcess;
  readonly #limits: TraceLimits;
  readonly #gone: Promise<void>;
  #ended = false;
  #answer: ((reply: Reply) => void) | undefined;
  #last: Promise<Reply>;

  /** It ends by itself when this process does: its channel closes, and a thread of its own looks whether we are still there. */
  static async start(limits: TraceLimits): Promise<ExaminingProcess> {
    const { file, args } = pageProcessCommand(await noNetwork(), limits.memory, ENTRY);
    return new ExaminingProcess(
      spawn(file, args, {
        env: pageProcessEnvironment(process.platform === 'win32' ? 'C:\\Windows' : undefined),
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
        serialization: 'advanced',
        windowsHide: true,
      }),
      limits,
    );
  }

  private constructor(child: ChildProcess, limits: TraceLimits) {
    this.#child = child;
    this.#limits = limits;
    this.#gone = new Promise((resolve) => {
      const over = (): void => {
        this.#end();
        resolve();
      };
      child.once('exit', over);
      child.once('error', over);
    });
    child.on('message', (message) => this.#hear(message));
    this.#watch();
    this.#last = this.#wait(limits.start);
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** The others wait. Time counts from when the process has the question. */
  ask(question: Question): Promise<Reply> {
    const reply = this.#last.then(() => this.#put(question));
    this.#last = reply;
    return reply;
  }

  /** Resolves when the process is gone. */
  async stop(): Promise<void> {
    this.#end();
    await this.#gone;
  }

  #put(question: Question): Promise<Reply> {
    if (this.#ended) return Promise.resolve({ kind: 'ended' });
    const reply = this.#wait(this.#limits.question[question.kind]);
    this.#child.send(question, (error) => {
      if (error !== null) this.#end();
    });
    return reply;
  }

  #wait(milliseconds: number): Promise<Reply> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#end(), milliseconds);
      this.#answer = (reply) => {
        clearTimeout(timer);
        this.#answer = undefined;
        resolve(reply);
      };
    });
  }

  #hear(message: unknown): void {
    const answer = answerSchema.safeParse(message);
    // INVARIANT: one question, one answer. Anything else means that the picture speaks.
    if (!answer.success || this.#answer === undefined) this.#end();
    else this.#answer(answer.data);
  }

  #watch(): void {
    const pid = this.#child.pid;
    if (pid === undefined) return;
    const timer = setInterval(() => {
      if (residentBytes(pid) > this.#limits.memory) this.#end();
    }, WATCH_EVERY);
    timer.unref();
    void this.#gone.then(() => clearInterval(timer));
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#child.kill('SIGKILL');
    this.#answer?.({ kind: 'ended' });
  }
}
