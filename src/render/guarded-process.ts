/**
 * A process for somebody else's bytes: asked one question at a time over its channel, watched for time and memory, killed at a limit.
 * Nothing that it writes is read; an answer is `unknown` until the caller has checked it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { residentBytes } from './pages/supervise/memory.ts';
import { type Command, pageProcessEnvironment } from './pages/supervise/isolation.ts';

const WATCH_EVERY = 50;
/** By the clock a question may take so many times its processor time: a busy machine is not the fault of a document. */
const CLOCK = 3;
/** Clock ticks of Linux a second, as /proc counts them (proc(5); 100 on every platform that Node runs on). */
const TICKS = 100;

/** Processor time of a process and all its threads in milliseconds; undefined where there is no /proc. */
function processorTime(pid: number): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS;
  } catch {
    return undefined;
  }
}

/** Why a process is no longer there: over its time, over its memory, by its own fault, or because it was no longer wanted. */
export type Ended = 'time' | 'memory' | 'crash' | 'stopped';
export type Reply = { readonly kind: 'said'; readonly what: unknown } | { readonly kind: 'ended'; readonly how: Ended };

/** A question of the process in the middle of its work; its time does not run until it is answered. */
export type OnRequest = (request: unknown) => Promise<unknown>;

type Message = { readonly answer: unknown } | { readonly request: unknown };

function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && ('answer' in value || 'request' in value);
}

export class GuardedProcess {
  readonly #child: ChildProcess;
  readonly #gone: Promise<void>;
  #how: Ended | undefined;
  #reply: ((reply: Reply) => void) | undefined;
  #request: OnRequest | undefined;
  #timer: NodeJS.Timeout | undefined;
  #left = 0;
  #since = 0;
  /** Processor time at which the question has had its time. */
  #most = Number.POSITIVE_INFINITY;

  /** @param memory - Resident bytes above which it is killed. */
  constructor(command: Command, memory: number) {
    this.#child = spawn(command.file, command.args, {
      env: pageProcessEnvironment(process.platform === 'win32' ? 'C:\\Windows' : undefined),
      stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
      serialization: 'advanced',
      windowsHide: true,
    });
    this.#gone = new Promise((resolve) => {
      const over = (): void => {
        this.#end('crash');
        resolve();
      };
      this.#child.once('exit', over);
      this.#child.once('error', over);
    });
    // A process that ends early closes its end of the pipe; `exit` says so.
    this.#child.stdin?.on('error', () => undefined);
    this.#child.on('message', (message) => this.#hear(message));
    this.#watch(memory);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Resident bytes; 0 where there is no /proc, or no process any more. */
  get resident(): number {
    return this.#child.pid === undefined ? 0 : residentBytes(this.#child.pid);
  }

  get ended(): Ended | undefined {
    return this.#how;
  }

  /**
   * Puts one question; `bytes` go beside it through the pipe. One at a time: the caller waits for the reply.
   * `milliseconds` of processor time count from here until the answer, and three times as many by the clock; not the time in which
   * `onRequest` works. Where there is no /proc only the clock counts.
   */
  ask(question: unknown, milliseconds: number, bytes?: Uint8Array, onRequest?: OnRequest): Promise<Reply> {
    if (this.#how !== undefined) return Promise.resolve({ kind: 'ended', how: this.#how });
    return new Promise((resolve) => {
      this.#request = onRequest;
      this.#reply = (reply) => {
        this.#pause();
        this.#reply = undefined;
        this.#request = undefined;
        this.#rest();
        resolve(reply);
      };
      this.#child.ref();
      this.#child.channel?.ref();
      this.#left = milliseconds * CLOCK;
      this.#most = (this.#processor() ?? 0) + milliseconds;
      this.#resume();
      this.#child.send({ question }, (error) => {
        if (error !== null) this.#end('crash');
      });
      if (bytes !== undefined) this.#child.stdin?.write(bytes);
    });
  }

  /** Resolves when the process is gone. */
  async stop(): Promise<void> {
    this.#child.ref();
    this.#end('stopped');
    await this.#gone;
  }

  /** Between questions it keeps nobody from ending. */
  #rest(): void {
    this.#child.unref();
    this.#child.channel?.unref();
  }

  #processor(): number | undefined {
    return this.#child.pid === undefined ? undefined : processorTime(this.#child.pid);
  }

  #resume(): void {
    this.#since = performance.now();
    this.#timer = setTimeout(() => this.#end('time'), this.#left);
  }

  #pause(): void {
    clearTimeout(this.#timer);
    this.#left -= performance.now() - this.#since;
  }

  #hear(message: unknown): void {
    // INVARIANT: one question, one answer. Anything else means that the document speaks.
    if (!isMessage(message) || this.#reply === undefined) this.#end('crash');
    else if ('answer' in message) this.#reply({ kind: 'said', what: message.answer });
    else if (this.#request === undefined) this.#end('crash');
    else void this.#help(this.#request, message.request);
  }

  async #help(help: OnRequest, request: unknown): Promise<void> {
    this.#pause();
    const given = await help(request).catch(() => undefined);
    if (this.#how !== undefined) return;
    this.#resume();
    this.#child.send({ given }, (error) => {
      if (error !== null) this.#end('crash');
    });
  }

  #watch(memory: number): void {
    const pid = this.#child.pid;
    if (pid === undefined) return;
    const timer = setInterval(() => {
      if (residentBytes(pid) > memory) this.#end('memory');
      else if (this.#reply !== undefined && (this.#processor() ?? 0) > this.#most) this.#end('time');
    }, WATCH_EVERY);
    timer.unref();
    void this.#gone.then(() => clearInterval(timer));
  }

  #end(how: Ended): void {
    if (this.#how !== undefined) return;
    this.#how = how;
    this.#child.kill('SIGKILL');
    this.#reply?.({ kind: 'ended', how });
  }
}
