/** Progress on a terminal, on standard error, one line that is drawn again; nothing anywhere else. */
import { MIB } from '../base/units.ts';
import { CLI } from './errors.ts';
import type { Io } from './io.ts';

export type Progress = {
  readonly show: (done: number, all: number) => void;
  /** Takes the line away. */
  readonly end: () => void;
};

const WIDTH = 28;
const REDRAW_MS = 100;

export function createProgress(io: Io, label: string, unit: 'bytes' | 'entries' = 'bytes'): Progress {
  if (!io.isTerminal) return { show: () => undefined, end: () => undefined };
  let drawnAt = 0;
  return {
    show: (done, all) => {
      const now = performance.now();
      if (now - drawnAt < REDRAW_MS && done < all) return;
      drawnAt = now;
      const share = all === 0 ? 1 : Math.min(1, done / all);
      const bar = '#'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '.');
      const amount =
        unit === 'bytes' ? `${(done / MIB).toFixed(1)} of ${(all / MIB).toFixed(1)} MiB` : `${done} of ${all}`;
      io.stderr(`\r${label} [${bar}] ${Math.floor(share * 100)} %  ${amount}\u001b[K`);
    },
    end: () => io.stderr('\r\u001b[K'),
  };
}

/** Passes pieces on and counts them. @throws `cli.cancelled` once the command was told to stop */
export async function* counted<T extends Uint8Array>(
  io: Io,
  source: AsyncIterable<T>,
  onBytes: (done: number) => void,
): AsyncGenerator<T, void, undefined> {
  let done = 0;
  for await (const piece of source) {
    if (io.signal.aborted) throw CLI.cancelled();
    done += piece.length;
    onBytes(done);
    yield piece;
  }
}
