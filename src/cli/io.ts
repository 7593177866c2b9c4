/** What a command reads and writes; tests give their own. */
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { isatty } from 'node:tty';
import { CLI } from './errors.ts';

export type Ask = (question: string, options?: { readonly hidden?: boolean }) => Promise<string>;

export type Io = {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Progress is drawn only on a terminal. */
  readonly isTerminal: boolean;
  /** Aborted by Ctrl-C and by SIGTERM. */
  readonly signal: AbortSignal;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Asks the person at the terminal; undefined when nobody is there. `hidden` shows nothing of what is typed. */
  readonly ask: Ask | undefined;
};

/** Returns 0 ok, 1 invalid or refused, 2 usage or input/output. */
export type Command = (args: readonly string[], io: Io) => Promise<number>;

export function processIo(environment: Io['environment']): Io {
  const stopping = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stopping.abort());
  // Started through the launcher: when it is gone, so is whoever wanted this process.
  process.on('disconnect', () => stopping.abort());
  // Listening alone would keep a command alive after its work is done.
  process.channel?.unref();
  // `entrepot ... | head` closes the pipe; that is no fault.
  process.stdout.on('error', () => stopping.abort());
  return {
    stdin: process.stdin,
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    isTerminal: isatty(2),
    signal: stopping.signal,
    environment,
    ask: isatty(0) && isatty(2) ? askAt(stopping.signal) : undefined,
  };
}

/** Questions go to standard error, so that standard output stays what the command prints. */
function askAt(signal: AbortSignal): Ask {
  return (question, options = {}) =>
    new Promise((resolve, reject) => {
      process.stderr.write(question);
      const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
      const lines = createInterface({
        input: process.stdin,
        output: options.hidden === true ? silent : process.stderr,
        terminal: true,
      });
      const giveUp = (): void => {
        lines.close();
        reject(CLI.cancelled());
      };
      signal.addEventListener('abort', giveUp, { once: true });
      lines.on('SIGINT', giveUp);
      // End of input. After an answer this changes nothing any more.
      lines.once('close', () => reject(CLI.cancelled()));
      lines.once('line', (line) => {
        signal.removeEventListener('abort', giveUp);
        resolve(line);
        lines.close();
        if (options.hidden === true) process.stderr.write('\n');
      });
    });
}
