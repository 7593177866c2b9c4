/** The command line: one table of commands, one way of reporting what went wrong. */
import { EntrepotError } from '../base/errors.ts';
import { run as decide } from './decide.ts';
import type { Command, Io } from './io.ts';

export type CommandTable = Readonly<Record<string, Command>>;

const COMMANDS: CommandTable = { decide };

const USAGE = `usage: entrepot <command> [options]

  serve              start the server (default)
  decide --json      decide facts from standard input
`;

/** Runs one command and returns its exit code: 0 ok, 1 invalid or refused, 2 usage or input/output. */
export async function runCommand(args: readonly string[], io: Io, composed: CommandTable): Promise<number> {
  const [name = 'serve', ...rest] = args;
  if (name === 'help' || name === '--help' || name === '-h') {
    io.stdout(USAGE);
    return 0;
  }
  const table = { ...COMMANDS, ...composed };
  const command = Object.hasOwn(table, name) ? table[name] : undefined;
  if (command === undefined) {
    io.stderr(`entrepot: there is no command \`${name.slice(0, 40)}\`\n\n${USAGE}`);
    return 2;
  }
  try {
    return await command(rest, io);
  } catch (error) {
    return report(error, io);
  }
}

/** Codes and public texts only: a message of a foreign error may quote content. */
function report(error: unknown, io: Io): number {
  if (error instanceof EntrepotError) {
    const details = Object.entries(error.details).map(([key, value]) => ` ${key}=${String(value)}`);
    io.stderr(`entrepot: ${error.message} (${error.code}${details.join('')})\n`);
    return error.errorClass === 'input' ? 1 : 2;
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unexpected';
  io.stderr(`entrepot: something went wrong (${code})\n`);
  return 2;
}
