/** The processes of open documents: one waits for the next document, few are open at once, idle ones end. */
import type { ProcessLimits } from '../limits.ts';
import type { Question } from '../protocol.ts';
import type { PageProcess, Reply } from './page-process.ts';

/** The process of one document, for as long as it is open. */
export type Held = {
  readonly ask: (question: Question, milliseconds: number) => Promise<Reply>;
  /** Time is counted while the server does something for the document: it is not idle. */
  readonly during: <T>(work: () => Promise<T>) => Promise<T>;
  readonly stop: () => Promise<void>;
};

export type Documents = {
  /** Returns a process for a new document; waits while all are busy. */
  readonly take: () => Promise<Held>;
  /** Starts the process that waits for the next document, if none does. */
  readonly warm: () => void;
  readonly close: () => Promise<void>;
};

type Open = { readonly process: PageProcess; busy: number; answered: number; used: number; timer: NodeJS.Timeout };

/** The next process is started when this one has opened its document and drawn a page, or has had this long: two cores are few. */
const FIRST_ANSWERS = 2;
const FIRST_MS = 3000;

/** The process that waits for the next document. */
function startSpare(start: () => Promise<PageProcess>) {
  let spare: Promise<PageProcess> | undefined;
  let closed = false;
  return {
    warm: (): void => {
      if (!closed) spare ??= start();
    },
    /** Returns it, or another one where none waits or it has died. */
    take: async (): Promise<PageProcess> => {
      const waiting = spare;
      spare = undefined;
      const process = await waiting;
      return process === undefined || process.ended() !== undefined ? start() : process;
    },
    close: async (): Promise<void> => {
      closed = true;
      await (await spare)?.stop();
    },
  };
}

/** `start` starts one process. `now`: milliseconds of any clock. */
export function startDocuments(start: () => Promise<PageProcess>, limits: ProcessLimits, now: () => number): Documents {
  const open = new Set<Open>();
  const freed: (() => void)[] = [];
  const spare = startSpare(start);
  let closed = false;
  let turn: Promise<unknown> = Promise.resolve();

  const wake = (): void => {
    for (const go of freed.splice(0)) go();
  };
  const end = async (entry: Open): Promise<void> => {
    clearTimeout(entry.timer);
    open.delete(entry);
    wake();
    await entry.process.stop();
  };
  const rest = (entry: Open): void => {
    entry.used = now();
    clearTimeout(entry.timer);
    entry.timer = setTimeout(() => void end(entry), limits.idle);
    entry.timer.unref();
  };
  const makeRoom = async (): Promise<void> => {
    while (open.size >= limits.documents) {
      const idle = [...open].filter(({ busy }) => busy === 0).sort((a, b) => a.used - b.used)[0];
      if (idle !== undefined) await end(idle);
      else await new Promise<void>((resolve) => freed.push(resolve));
    }
  };
  const hold = (entry: Open): Held => {
    const during = async <T>(work: () => Promise<T>): Promise<T> => {
      entry.busy += 1;
      clearTimeout(entry.timer);
      try {
        return await work();
      } finally {
        entry.busy -= 1;
        entry.answered += 1;
        if (entry.answered >= FIRST_ANSWERS) spare.warm();
        if (entry.busy === 0 && open.has(entry)) {
          rest(entry);
          wake();
        }
      }
    };
    return { during, ask: (question, ms) => during(() => entry.process.ask(question, ms)), stop: () => end(entry) };
  };
  const take = async (): Promise<Held> => {
    await makeRoom();
    const entry: Open = {
      process: await spare.take(),
      busy: 0,
      answered: 0,
      used: now(),
      timer: setTimeout(() => undefined, 0),
    };
    open.add(entry);
    rest(entry);
    if (closed) await end(entry);
    setTimeout(spare.warm, FIRST_MS).unref();
    return hold(entry);
  };

  return {
    take: () => {
      const taken = turn.then(take);
      turn = taken.catch(() => undefined);
      return taken;
    },
    warm: spare.warm,
    close: async () => {
      closed = true;
      await Promise.all([spare.close(), ...[...open].map(end)]);
    },
  };
}
