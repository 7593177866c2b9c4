/** `entrepot register export`: the register of transfers of a server as a file, for whoever may read it. The server records it. */
import { exportFormatSchema, registerFilterSchema } from '../model/api/register.ts';
import { CSRF_HEADER } from '../model/api/common.ts';
import { readArguments, wrongUsage } from './arguments.ts';
import { CLI } from './errors.ts';
import { refuseExisting, writeNewFile } from './files.ts';
import type { Command } from './io.ts';
import { openSession } from './send.ts';
import { requireSuccess } from './server-client.ts';

/** Short names for what people ask for; the others are those of the interface. */
const SHORT: Readonly<Record<string, string>> = { art30: 'art30_csv', fides: 'fides_csv', probo: 'probo_json' };

const USAGE = `usage: entrepot register export [--format FORMAT] [--out FILE] [--from DAY] [--to DAY] [--server URL]

Writes the register of transfers of a server to a file. Sign in first, as an officer or auditor: entrepot sign-in.
That it was taken is in the server's audit log.

  --format FORMAT   csv (default), xlsx, fideslang, art30, ${exportFormatSchema.options.filter((one) => one.includes('_')).join(', ')}
  --out FILE        where to; must not exist (default: the server's name for it, here)
  --from, --to DAY  first and last day, as 2026-01-31
`;

export const register: Command = async (args, io) => {
  const given = readArguments(args, io, {
    usage: USAGE,
    options: {
      format: { type: 'string', default: 'csv' },
      out: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string' },
      server: { type: 'string' },
    },
    positionals: [1, 1],
  });
  if (given.kind === 'done') return given.code;
  const { values, positionals } = given;
  if (positionals[0] !== 'export') return wrongUsage(io, USAGE, 'the one thing to do is export').code;
  const format = exportFormatSchema.safeParse(SHORT[values.format] ?? values.format);
  if (!format.success) return wrongUsage(io, USAGE, 'unknown --format').code;
  const filter = registerFilterSchema.safeParse({
    ...(values.from === undefined ? {} : { from: values.from }),
    ...(values.to === undefined ? {} : { to: values.to }),
  });
  if (!filter.success) return wrongUsage(io, USAGE, 'a day is written 2026-01-31').code;
  if (values.out !== undefined) await refuseExisting(values.out);
  const client = await openSession(io, values.server);
  const csrf = await client.csrf();
  const answer = await requireSuccess(
    await client.request('POST', '/api/v1/register/export', {
      headers: { 'content-type': 'application/json', ...(csrf === null ? {} : { [CSRF_HEADER]: csrf }) },
      body: JSON.stringify({ format: format.data, filter: filter.data }),
    }),
  );
  const name = /filename="([\w.-]{1,100})"/.exec(answer.headers.get('content-disposition') ?? '')?.[1];
  if (answer.body === null || name === undefined) throw CLI.server_answer({ status: answer.status });
  const path = values.out ?? name;
  // It names recipients: for the eyes of whoever asked.
  const size = await writeNewFile(path, answer.body, 0o600);
  io.stdout(`${path} ${size} bytes\n`);
  return 0;
};
