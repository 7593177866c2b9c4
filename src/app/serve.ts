/** `entrepot serve`: the whole program in one process, until Ctrl-C. */
import { loadConfig, processSource } from '../config.ts';
import type { Command } from '../cli/io.ts';
import { startApp } from './start.ts';

/** Starts the server, says where it is, and stops cleanly on a signal. */
export const serve: Command = async (args, io) => {
  if (args.length > 0) {
    io.stderr('usage: entrepot serve   (settings: docs/config.md)\n');
    return 2;
  }
  const config = loadConfig(processSource());
  const app = await startApp(config);
  io.stdout(`\nEntrepot runs at ${app.url}\n`);
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
