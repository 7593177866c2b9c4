/** Runs commands in this process with input, answers and environment of the test's own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand, type CommandTable } from '../../src/cli/entrepot.ts';
import type { Io } from '../../src/cli/io.ts';

export type CommandRun = { readonly code: number; readonly out: string; readonly err: string };

export type CommandOptions = {
  readonly input?: string | Uint8Array;
  /** Answers to questions in their order; without them nobody is at the terminal. */
  readonly answers?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly isTerminal?: boolean;
  readonly signal?: AbortSignal;
  readonly composed?: CommandTable;
};

export async function runHere(args: readonly string[], options: CommandOptions = {}): Promise<CommandRun> {
  const bytes = typeof options.input === 'string' ? new TextEncoder().encode(options.input) : options.input;
  const answers = [...(options.answers ?? [])];
  let [out, err] = ['', ''];
  async function* stdin(): AsyncGenerator<Uint8Array> {
    if (bytes === undefined) return;
    // In small pieces, so that a character may be torn.
    for (let at = 0; at < bytes.length; at += 65_537) yield bytes.subarray(at, at + 65_537);
  }
  const io: Io = {
    stdin: stdin(),
    stdout: (text) => void (out += text),
    stderr: (text) => void (err += text),
    isTerminal: options.isTerminal ?? false,
    signal: options.signal ?? new AbortController().signal,
    environment: options.environment ?? {},
    ask:
      options.answers === undefined
        ? undefined
        : async () => {
            const answer = answers.shift();
            if (answer === undefined) throw new Error('a question too many');
            return answer;
          },
  };
  const code = await runCommand(args, io, options.composed ?? {});
  return { code, out, err };
}

/** A folder that is removed again by `remove`. */
export function scratch(): {
  readonly path: (name: string) => string;
  readonly directory: string;
  readonly remove: () => void;
} {
  const directory = mkdtempSync(join(tmpdir(), 'entrepot-cli-'));
  return {
    directory,
    path: (name) => join(directory, name),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
