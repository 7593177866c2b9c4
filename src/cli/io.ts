/** What a command reads and writes; tests give their own. */

export type Io = {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Progress is drawn only on a terminal. */
  readonly isTerminal: boolean;
  /** Aborted by Ctrl-C and by SIGTERM. */
  readonly signal: AbortSignal;
};

/** Returns 0 ok, 1 invalid or refused, 2 usage or input/output. */
export type Command = (args: readonly string[], io: Io) => Promise<number>;

export function processIo(): Io {
  const stopping = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stopping.abort());
  // Started through the launcher: when it is gone, so is whoever wanted this process.
  process.on('disconnect', () => stopping.abort());
  // Listening alone would keep a command alive after its work is done.
  process.channel?.unref();
  return {
    stdin: process.stdin,
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    isTerminal: process.stderr.isTTY,
    signal: stopping.signal,
  };
}
