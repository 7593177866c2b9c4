/** One process for one document: started, asked, watched, ended. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { ProcessLimits } from '../limits.ts';
import type { Answer, Asked, Question } from '../protocol.ts';
import { answeredSchema } from './answers.ts';
import { type Command, pageProcessEnvironment } from './isolation.ts';
import { residentBytes } from './memory.ts';

const WATCH_EVERY = 100;

/** Why a process is no longer there: over its time, over its memory, by its own fault, or because it was no longer wanted. */
export type Ended = 'time' | 'memory' | 'crash' | 'stopped';
export type Reply = Answer | { readonly kind: 'ended'; readonly how: Ended };

export type PageProcess = {
  /** Resolves when the engine is loaded, or the process has ended. */
  readonly ready: Promise<Reply>;
  /** One question at a time; the others wait. Time counts from when the process has the question. */
  readonly ask: (question: Question, milliseconds: number) => Promise<Reply>;
  readonly ended: () => Ended | undefined;
  /** Resolves when the process is gone. */
  readonly stop: () => Promise<void>;
};

/** Starts a process. It ends by itself when this one does: its channel closes, and a thread of its own looks whether we are still there. */
export function startPageProcess(command: Command, limits: ProcessLimits): PageProcess {
  const child = spawn(command.file, command.args, {
    env: pageProcessEnvironment(process.platform === 'win32' ? 'C:\\Windows' : undefined),
    // Nothing is read from what it says: it could quote the document.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
    windowsHide: true,
  });
  return new Supervised(child, limits);
}

class Supervised implements PageProcess {
  readonly ready: Promise<Reply>;
  readonly #child: ChildProcess;
  readonly #gone: Promise<void>;
  #how: Ended | undefined;
  #answer: ((reply: Reply) => void) | undefined;
  #last: Promise<unknown>;
  /** Of the question that is being answered; 0 is the start. */
  #number = 0;

  constructor(child: ChildProcess, limits: ProcessLimits) {
    this.#child = child;
    this.#gone = new Promise((resolve) => {
      const over = (): void => {
        this.#end('crash');
        resolve();
      };
      child.once('exit', over);
      child.once('error', over);
    });
    child.on('message', (message) => this.#hear(message));
    this.#watch(limits.memory);
    this.ready = this.#wait(limits.start);
    this.#last = this.ready;
  }

  ended(): Ended | undefined {
    return this.#how;
  }

  ask(question: Question, milliseconds: number): Promise<Reply> {
    const reply = this.#last.then(() => this.#put(question, milliseconds));
    this.#last = reply;
    return reply;
  }

  async stop(): Promise<void> {
    this.#end('stopped');
    await this.#gone;
  }

  #put(question: Question, milliseconds: number): Promise<Reply> {
    if (this.#how !== undefined) return Promise.resolve({ kind: 'ended', how: this.#how });
    this.#number += 1;
    const reply = this.#wait(milliseconds);
    const asked: Asked = { number: this.#number, question };
    this.#child.send(asked, (error) => {
      if (error !== null) this.#end('crash');
    });
    return reply;
  }

  #wait(milliseconds: number): Promise<Reply> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#end('time'), milliseconds);
      this.#answer = (reply) => {
        clearTimeout(timer);
        this.#answer = undefined;
        resolve(reply);
      };
    });
  }

  #hear(message: unknown): void {
    const answered = answeredSchema.safeParse(message);
    // INVARIANT: one question, one answer. Anything else means that the document speaks.
    if (!answered.success || this.#answer === undefined || answered.data.number !== this.#number) this.#end('crash');
    else this.#answer(answered.data.answer);
  }

  #watch(memory: number): void {
    const pid = this.#child.pid;
    if (pid === undefined) return;
    const timer = setInterval(() => {
      if (residentBytes(pid) > memory) this.#end('memory');
    }, WATCH_EVERY);
    timer.unref();
    void this.#gone.then(() => clearInterval(timer));
  }

  #end(how: Ended): void {
    if (this.#how !== undefined) return;
    this.#how = how;
    this.#child.kill('SIGKILL');
    this.#answer?.({ kind: 'ended', how });
  }
}
