/** `entrepot serve`: the whole program in one process, or some of its roles, until Ctrl-C. */
import { loadConfig, processSource } from '../config.ts';
import type { Command } from '../cli/io.ts';
import { wantsHelp } from '../cli/arguments.ts';
import { readRoles } from './roles.ts';
import { startApp } from './start.ts';

const USAGE = `usage: entrepot serve [--role ROLE[,ROLE...]]   (settings: docs/config.md)

  --role   what this process does: http, worker, integrator, gateway; all of them by default.
           One process has the role integrator and keeps the data directory; others attach to it.
`;

/** Starts the server, says where it is, and stops cleanly on a signal. */
export const serve: Command = async (args, io) => {
  const wanted = rolesIn(args);
  if (wanted === 'usage') {
    const isHelp = wantsHelp(args);
    (isHelp ? io.stdout : io.stderr)(USAGE);
    return isHelp ? 0 : 2;
  }
  const config = loadConfig(processSource());
  const app = await startApp(config, { roles: readRoles(wanted ?? config['server.roles'], config['gateway.enabled']) });
  if (app.url !== undefined) io.stdout(`\nEntrepot runs at ${app.url}\n`);
  if (app.gatewayUrl !== undefined) io.stdout(`Gateway for other programs at ${app.gatewayUrl}\n`);
  if (config['sandbox.enabled'])
    io.stdout('Sandbox: nothing leaves this machine. Switch it off with ENTREPOT_SANDBOX=false.\n');
  if (app.setupLink !== undefined) io.stdout(`Set up here, once: ${app.setupLink}\n`);
  io.stdout('Ctrl-C stops it.\n\n');
  await new Promise<void>((resolve) => {
    if (io.signal.aborted) resolve();
    else io.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  io.stdout('Stopping ...\n');
  await app.stop();
  return 0;
};

/** The roles that the command names; undefined when it names none. */
function rolesIn(args: readonly string[]): readonly string[] | undefined | 'usage' {
  if (args.length === 0) return undefined;
  const [first = '', second, ...rest] = args;
  const inOne = /^--role=(.+)$/.exec(first)?.[1];
  const text = inOne ?? (first === '--role' ? second : undefined);
  if (text === undefined || rest.length > 0 || (inOne !== undefined && second !== undefined)) return 'usage';
  return text.split(',').map((part) => part.trim());
}
