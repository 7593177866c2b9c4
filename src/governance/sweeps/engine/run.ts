/** Runs a sweep: several readers take files from one source, what was looked at before and has not changed is not looked at again. */
import { codeOf } from '../../../base/errors.ts';
import type { SweepItem } from '../../../model/sweep.ts';
import { type FileAnswer, type FileReader, type FileResult, unreadResult } from './read-file.ts';
import type { SourceEntry, SweepSource } from './source.ts';

export type SweepRun = {
  readonly source: SweepSource;
  readonly jobs: number;
  readonly signal: AbortSignal;
  /** Called for as many files at a time as there are jobs. */
  readonly read: FileReader;
  /** What an earlier sweep found at this path. */
  readonly known: (path: string) => Promise<SweepItem | undefined> | SweepItem | undefined;
  /** Called for one file after the other, each after the last call has ended. */
  readonly onItem: (item: SweepItem, isUnchanged: boolean) => Promise<void> | void;
};

/** Returns true when everything was looked at, false when it was stopped before. Faults of the source are thrown. */
export async function runSweep(run: SweepRun): Promise<boolean> {
  const entries = run.source.entries();
  // Taking the next entry and telling of a result happen one at a time.
  const inTurn = createTurns();
  try {
    const workers = Array.from({ length: Math.max(1, run.jobs) }, () =>
      work(run, () => inTurn(() => entries.next()), inTurn),
    );
    await Promise.all(workers);
    return !run.signal.aborted;
  } finally {
    await entries.return().catch(() => undefined);
  }
}

type Turns = <T>(act: () => Promise<T>) => Promise<T>;

function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return (act) => {
    const mine = last.then(act);
    last = mine.catch(() => undefined);
    return mine;
  };
}

async function work(
  { known, onItem, signal, read }: SweepRun,
  next: () => Promise<IteratorResult<SourceEntry, void>>,
  inTurn: Turns,
): Promise<void> {
  while (!signal.aborted) {
    const step = await next();
    if (step.done === true) return;
    const entry = step.value;
    const before = await known(entry.path);
    const isSame = before !== undefined && looksUnchanged(entry, before);
    const answer: FileAnswer | undefined = isSame
      ? { unchanged: before.sha256 }
      : await untilStopped(look(entry, read, before?.sha256), signal);
    // Recognising a scan takes minutes: whoever stops a sweep does not wait for it, and it is read again later.
    if (answer === undefined || signal.aborted) return;
    await inTurn(async () => onItem(itemOf(entry, answer, before), 'unchanged' in answer));
  }
}

/** Size and time of the last change, as backup programs judge it; the content itself is compared when these differ. */
function looksUnchanged({ size, modifiedAt }: SourceEntry, before: SweepItem): boolean {
  return (
    before.sha256 !== '' &&
    before.size === size &&
    modifiedAt !== null &&
    before.modifiedAt === modifiedAt.toISOString()
  );
}

function untilStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const stop = (): void => resolve(undefined);
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

async function look(entry: SourceEntry, read: FileReader, before: string | undefined): Promise<FileAnswer> {
  const { content } = entry;
  if ('problem' in content) return { result: unreadResult(content.problem) };
  const name = entry.path.split('/').at(-1) ?? '';
  const known = before === '' ? undefined : before;
  if ('file' in content) return read({ name, content, known });
  const bytes = await content.load().catch((error: unknown) => codeOf(error));
  if (typeof bytes === 'string') {
    // The place itself does not answer: going on would call everything in it unreadable.
    if (bytes === 'store.s3_unreachable') throw new Error('the bucket does not answer');
    return { result: unreadResult('unreadable.damaged') };
  }
  return read({ name, content: { bytes }, known });
}

function itemOf(entry: SourceEntry, answer: FileAnswer, before: SweepItem | undefined): SweepItem {
  const result: FileResult = 'result' in answer ? answer.result : (before ?? unreadResult('unreadable.damaged'));
  return { ...result, path: entry.path, size: entry.size, modifiedAt: entry.modifiedAt?.toISOString() ?? null };
}
