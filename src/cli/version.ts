/** `entrepot version`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readArguments } from './arguments.ts';
import type { Command } from './io.ts';

const USAGE = 'usage: entrepot version [--json]\n';

export const version: Command = async (args, io) => {
  const given = readArguments(args, io, {
    usage: USAGE,
    options: { json: { type: 'boolean', default: false } },
    positionals: [0, 0],
  });
  if (given.kind === 'done') return given.code;
  const text = readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8');
  const entrepot = z.object({ version: z.string() }).parse(JSON.parse(text)).version;
  const node = process.versions.node;
  io.stdout(given.values.json ? `${JSON.stringify({ entrepot, node })}\n` : `entrepot ${entrepot} (Node.js ${node})\n`);
  return 0;
};
