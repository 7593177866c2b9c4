/** Arguments of a command: parsed strictly, with its usage at hand. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { Command, Io } from './io.ts';

type OptionTable = NonNullable<ParseArgsConfig['options']>;

export type Arguments<T extends OptionTable> =
  | {
      readonly kind: 'given';
      readonly values: ReturnType<typeof parseArgs<{ options: T; strict: true; allowPositionals: true }>>['values'];
      readonly positionals: readonly string[];
    }
  /** Help was given or the usage was wrong: the command ends with this code. */
  | { readonly kind: 'done'; readonly code: number };

export type CommandUsage<T extends OptionTable> = {
  /** Begins with `usage: entrepot ...` and ends with a newline. */
  readonly usage: string;
  readonly options: T;
  /** How many arguments that are no options: at least, at most. */
  readonly positionals: readonly [number, number];
};

/** Returns what was given, or says what is wrong: code 2, and 0 for `--help`. */
export function readArguments<const T extends OptionTable>(
  args: readonly string[],
  io: Io,
  { usage, options, positionals: [least, most] }: CommandUsage<T>,
): Arguments<T> {
  if (wantsHelp(args)) {
    io.stdout(usage);
    return { kind: 'done', code: 0 };
  }
  try {
    const { values, positionals } = parseArgs({ args: joinKeys(args), options, strict: true, allowPositionals: true });
    if (positionals.length >= least && positionals.length <= most) return { kind: 'given', values, positionals };
    return wrongUsage(io, usage, positionals.length < least ? 'something is missing' : 'too many arguments');
  } catch (error) {
    return wrongUsage(io, usage, error instanceof TypeError ? (error.message.split('\n')[0] ?? '') : '');
  }
}

/** One key in 64 begins with `-` in base64url; written behind its option it would be taken for an option itself. */
function joinKeys(args: readonly string[]): string[] {
  const joined: string[] = [];
  for (const argument of args) {
    const before = joined.at(-1);
    const isKey = /^-[A-Za-z0-9_-]{42}$/.test(argument) && before !== undefined && /^--[a-z-]+$/.test(before);
    if (isKey) joined[joined.length - 1] = `${before}=${argument}`;
    else joined.push(argument);
  }
  return joined;
}

/** Says what is wrong, then the usage; code 2. */
export function wrongUsage(io: Io, usage: string, reason: string): { readonly kind: 'done'; readonly code: 2 } {
  io.stderr(`entrepot: ${reason}\n\n${usage}`);
  return { kind: 'done', code: 2 };
}

/** Returns a command that hands over to the one named by the first argument. */
export function commandGroup(usage: string, commands: Readonly<Record<string, Command>>): Command {
  return async ([name, ...rest], io) => {
    if (name === '--help' || name === '-h' || name === 'help') {
      io.stdout(usage);
      return 0;
    }
    const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (command === undefined)
      return wrongUsage(io, usage, name === undefined ? 'which one?' : 'there is no such command').code;
    return command(rest, io);
  };
}

/** Returns whether usage was asked for, before any `--`. */
export function wantsHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  const own = end < 0 ? args : args.slice(0, end);
  return own.includes('--help') || own.includes('-h');
}
