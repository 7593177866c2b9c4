/** Processes that read files: started when one is needed, kept or ended after each file, and one that has read nothing yet in reserve. */
import { join } from 'node:path';
import { MIB, SECOND } from '../../base/units.ts';
import { GuardedProcess } from '../../render/guarded-process.ts';
import { noNetwork, pageProcessCommand } from '../../render/pages/supervise/isolation.ts';

export type PoolSettings = {
  /** Files that are read at the same time. */
  readonly atOnce: number;
  /** Resident bytes above which a process is killed. */
  readonly memory: number;
  /** A process that nobody needs ends after so long, in milliseconds. */
  readonly idle: number;
};

export type ProcessPool = {
  /** A process for one file; waits while all are busy. */
  readonly take: () => Promise<GuardedProcess>;
  /** @param isKept - Whether it may read another file. */
  readonly giveBack: (process: GuardedProcess, isKept: boolean) => void;
  /** Resolves when all processes are gone. */
  readonly close: () => Promise<void>;
};

/** What a process that has read many files keeps for itself would be missing to the next one. */
const WORN = 256 * MIB;
/** Until the process is ready; does not count as time of the file. */
const START = 30 * SECOND;
const ENTRY = join(import.meta.dirname, 'process.ts');

/** Starts nothing before the first file. */
export function createProcessPool({ atOnce, memory, idle: longest }: PoolSettings): ProcessPool {
  const idle: { process: GuardedProcess; timer: NodeJS.Timeout }[] = [];
  const all = new Set<GuardedProcess>();
  const starting: { readonly process: Promise<GuardedProcess> }[] = [];
  const waiting: (() => void)[] = [];
  let busy = 0;
  let isClosed = false;

  const start = async (): Promise<GuardedProcess> => {
    const process = new GuardedProcess(pageProcessCommand(await noNetwork(), memory, ENTRY), memory);
    all.add(process);
    if (isClosed) await process.stop();
    else await process.ask(null, START);
    return process;
  };
  const keep = (process: GuardedProcess): void => {
    idle.push({ process, timer: setTimeout(() => void process.stop(), longest).unref() });
  };
  /** Where files come one after the other, the next one finds a process that has read nothing yet. */
  const startSpare = async (): Promise<void> => {
    if (isClosed || idle.length + starting.length > 0) return;
    const spare = { process: start() };
    starting.push(spare);
    // Whoever takes it meanwhile hears of a failure; otherwise the next file tries anew.
    const process = await spare.process.catch(() => undefined);
    const at = starting.indexOf(spare);
    if (at < 0) return;
    starting.splice(at, 1);
    if (process !== undefined) keep(process);
  };

  const letNextIn = (): void => {
    const next = waiting.shift();
    if (next === undefined) busy -= 1;
    else next();
  };

  return {
    take: async () => {
      if (busy >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
      else busy += 1;
      const kept = idle.pop();
      clearTimeout(kept?.timer);
      if (kept !== undefined && kept.process.ended === undefined) return kept.process;
      if (kept !== undefined) all.delete(kept.process);
      try {
        return await (starting.shift()?.process ?? start());
      } catch (error) {
        letNextIn();
        throw error;
      }
    },
    giveBack: (process, isKept) => {
      if (process.ended === undefined && isKept && process.resident < WORN) keep(process);
      else {
        void process.stop();
        all.delete(process);
        void startSpare();
      }
      letNextIn();
    },
    close: async () => {
      isClosed = true;
      for (const { timer } of idle) clearTimeout(timer);
      await Promise.all([...all].map((process) => process.stop()));
    },
  };
}
