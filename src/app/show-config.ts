/** `entrepot config`: the settings in effect, secrets redacted. */
import { readArguments } from '../cli/arguments.ts';
import type { Command } from '../cli/io.ts';
import { loadConfig, printableConfig, processSource } from '../config.ts';

const USAGE = `usage: entrepot config [--json]

Prints every setting in effect (defaults < entrepot.toml < environment); secrets are redacted. See docs/config.md.
`;

export const showConfig: Command = async (args, io) => {
  const given = readArguments(args, io, {
    usage: USAGE,
    options: { json: { type: 'boolean', default: false } },
    positionals: [0, 0],
  });
  if (given.kind === 'done') return given.code;
  const settings = printableConfig(loadConfig(processSource()));
  if (given.values.json) io.stdout(`${JSON.stringify(settings)}\n`);
  else for (const [key, value] of Object.entries(settings)) io.stdout(`${key} = ${value}\n`);
  return 0;
};
