/** The tracer: asks the examining process, and starts another when one has ended. */
import { createRequire } from 'node:module';
import { TRACE } from './errors.ts';
import type { Corners, Leak, NotRegistered, Observation, PageMatch, Pixels, Tracer, Unreadable } from './port.ts';
import { ExaminingProcess, type Reply, TRACE_LIMITS, type TraceLimits } from './process.ts';
import type { Question } from './protocol.ts';

const MOST_BYTES = 60_000_000;
const PACKAGES = ['sharp', '@techstark/opencv-js'];
const FEWEST_INLIERS = 8;

/** Starts no process until the first picture. Pictures stay in memory until they are released. */
export function createTracer(limits: TraceLimits = TRACE_LIMITS): Tracer {
  const session = new Session(limits);
  return {
    available: () => Promise.resolve(isInstalled()),
    prepareLeak: (bytes) => session.prepare(bytes),
    readBase: (bytes) => session.readBase(bytes),
    matchPages: (leak, bases) => session.matchPages(leak, bases),
    observe: (leak, base, corners) => session.observe(leak, base, corners),
    observeBlind: (leak, aspect, corners) => session.observeBlind(leak, aspect, corners),
    release: (leak) => session.release(leak),
    close: () => session.close(),
  };
}

function isInstalled(): boolean {
  const { resolve } = createRequire(import.meta.url);
  try {
    for (const name of PACKAGES) resolve(name);
    return true;
  } catch {
    return false;
  }
}

type Kept = {
  readonly bytes: Uint8Array;
  /** The process that has read it; another has to read it again. */
  reader: ExaminingProcess | undefined;
};

class Session {
  readonly #limits: TraceLimits;
  readonly #kept = new Map<string, Kept>();
  #process: Promise<ExaminingProcess> | undefined;
  #count = 0;

  constructor(limits: TraceLimits) {
    this.#limits = limits;
  }

  async prepare(bytes: Uint8Array): Promise<Leak | { readonly kind: 'unreadable'; readonly why: Unreadable }> {
    if (!isInstalled()) return { kind: 'unreadable', why: 'no_tracer' };
    if (bytes.length > MOST_BYTES) return { kind: 'unreadable', why: 'too_large' };
    const reader = await this.#running();
    this.#count += 1;
    const id = String(this.#count);
    const reply = await reader.ask({ kind: 'read', leak: id, bytes });
    if (reply.kind === 'unreadable') return reply;
    if (reply.kind === 'ended') return { kind: 'unreadable', why: 'hostile' };
    if (reply.kind !== 'leak') return { kind: 'unreadable', why: 'not_an_image' };
    this.#kept.set(id, { bytes, reader });
    return { kind: 'leak', id, width: reply.width, height: reply.height };
  }

  async readBase(bytes: Uint8Array): Promise<Pixels> {
    const reader = await this.#running();
    const reply = await reader.ask({ kind: 'base', bytes });
    if (reply.kind !== 'pixels') throw TRACE.failed();
    return reply.pixels;
  }

  async matchPages<Ref>(
    leak: Leak,
    bases: AsyncIterable<{ readonly ref: Ref; readonly image: Pixels }>,
  ): Promise<readonly PageMatch<Ref>[]> {
    const matches: PageMatch<Ref>[] = [];
    for await (const { ref, image } of bases) {
      const reply = await this.#ask(leak, { kind: 'match', leak: leak.id, page: image });
      if (reply.kind !== 'matched') throw TRACE.failed();
      if (reply.inliers >= FEWEST_INLIERS) matches.push({ ref, inliers: reply.inliers });
    }
    return matches.sort((a, b) => b.inliers - a.inliers);
  }

  async observe(leak: Leak, base: Pixels, corners?: Corners): Promise<Observation | NotRegistered> {
    const reply = await this.#ask(leak, { kind: 'observe', leak: leak.id, page: base, corners: corners ?? null });
    if (reply.kind !== 'observed' && reply.kind !== 'not_registered') throw TRACE.failed();
    return reply;
  }

  async observeBlind(leak: Leak, aspect: number, corners?: Corners): Promise<Observation> {
    const reply = await this.#ask(leak, { kind: 'blind', leak: leak.id, aspect, corners: corners ?? null });
    if (reply.kind !== 'observed') throw TRACE.failed();
    return reply;
  }

  release({ id }: Leak): void {
    const kept = this.#kept.get(id);
    this.#kept.delete(id);
    if (kept?.reader?.ended === false) void kept.reader.ask({ kind: 'release', leak: id });
  }

  async close(): Promise<void> {
    const running = await this.#process;
    this.#process = undefined;
    this.#kept.clear();
    await running?.stop();
  }

  async #ask(leak: Leak, question: Question): Promise<Reply> {
    const kept = this.#kept.get(leak.id);
    if (kept === undefined) throw new Error('the picture was released, or belongs to another tracer');
    const reader = await this.#running();
    if (kept.reader !== reader) {
      const again = await reader.ask({ kind: 'read', leak: leak.id, bytes: kept.bytes });
      if (again.kind !== 'leak') throw TRACE.failed();
      kept.reader = reader;
    }
    return reader.ask(question);
  }

  async #running(): Promise<ExaminingProcess> {
    const known = this.#process;
    const running = await known;
    if (running !== undefined && !running.ended) return running;
    // Somebody else who waited as well may have started one.
    if (this.#process === known) this.#process = ExaminingProcess.start(this.#limits);
    return this.#process ?? ExaminingProcess.start(this.#limits);
  }
}
