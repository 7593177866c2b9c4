/** The command line: one table of commands, one way of reporting what went wrong. */
import { EntrepotError } from '../base/errors.ts';
import { wantsHelp } from './arguments.ts';
import type { Command, Io } from './io.ts';

export type CommandTable = Readonly<Record<string, Command>>;

/** A command whose code is loaded when it is called: the small ones start at once. */
export function lazy(load: () => Promise<Command>): Command {
  return async (args, io) => (await load())(args, io);
}

const COMMANDS: CommandTable = {
  decide: lazy(loadDecide),
  inspect: lazy(async () => (await import('./inspect.ts')).inspect),
  open: lazy(async () => (await import('./open.ts')).open),
  packs: lazy(async () => (await import('./packs.ts')).packsCommand),
  register: lazy(async () => (await import('./register.ts')).register),
  pseudonymise: lazy(async () => (await import('./pseudonymise.ts')).pseudonymiseCommand),
  seal: lazy(async () => (await import('./seal.ts')).seal),
  send: lazy(async () => (await import('./send.ts')).send),
  'sign-in': lazy(async () => (await import('./sign-in.ts')).signIn),
  'sign-out': lazy(async () => (await import('./sign-in.ts')).signOut),
  version: lazy(async () => (await import('./version.ts')).version),
};

const USAGE = `usage: entrepot <command> [options]

  serve                  start the server (default)
  egress                 what stayed, what crossed, and whether the record of it holds
  trace FILE...          whose copy a leaked file is; takes the records key of two officers
  fsck                   check everything that is stored against everything else
  config                 the settings in effect
  places                 check and update the tables that tell where clients are
  keys                   make keys, show the installation's, split and join a records key

  sign-in, sign-out      a session with a server, for send
  send FILE... --to ADDRESS
                         send files through a server
  register export        the register of transfers as a file

  classify FILE...       how sensitive files are, and why; nothing leaves this machine
  scan FOLDER|ZIP|S3     what lies where: levels, kinds, persons, ages; goes on where it was stopped
  pseudonymise FILE      a list without names, and the table that leads back
  decide                 what the law says about facts on standard input
  packs                  list, check and export packs of rules
  seal, open, inspect    seal files on this device, end to end
  log verify             verify an audit log, as anybody can
  evidence verify        check an evidence bundle offline
  version

Each has its own usage: entrepot <command> --help. Exit codes: 0 ok, 1 invalid or refused, 2 usage or input/output.
`;

async function loadDecide(): Promise<Command> {
  const { run, USAGE: usage } = await import('./decide.ts');
  return async (args, io) => {
    if (!wantsHelp(args)) return run(args, io);
    io.stdout(usage);
    return 0;
  };
}

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
  if (io.isTerminal) io.stderr('\r\u001b[K');
  if (error instanceof EntrepotError) {
    const details = Object.entries(error.details).map(([key, value]) => ` ${key}=${String(value)}`);
    io.stderr(`entrepot: ${error.message} (${error.code}${details.join('')})\n`);
    return error.errorClass === 'input' ? 1 : 2;
  }
  if (io.signal.aborted) {
    io.stderr('entrepot: stopped\n');
    return 2;
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unexpected';
  io.stderr(`entrepot: something went wrong (${code})\n`);
  return 2;
}
