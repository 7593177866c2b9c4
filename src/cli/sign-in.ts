/** `entrepot sign-in` and `sign-out`: a session with a server by password and authenticator app. */
import { z } from 'zod';
import { readArguments, wrongUsage } from './arguments.ts';
import { CLI } from './errors.ts';
import type { Command, Io } from './io.ts';
import { createServerClient, serverOrigin } from './server-client.ts';
import { forgetSession, readSession, saveSession } from './session-file.ts';

const IN_USAGE = `usage: entrepot sign-in --server URL [--json]

Signs in with password and the code of an authenticator app and keeps the session in ~/.config/entrepot/session.json
(readable by you only; XDG_CONFIG_HOME is honoured). Asks at the terminal; scripts give ENTREPOT_EMAIL,
ENTREPOT_PASSWORD and ENTREPOT_TOTP. Neither password nor code is kept. http is taken for this machine only.
`;
const OUT_USAGE = `usage: entrepot sign-out

Ends the session at the server and forgets it here. Without an answer of the server it is forgotten all the same.
`;

export const signIn: Command = async (args, io) => {
  const given = readArguments(args, io, {
    usage: IN_USAGE,
    options: { server: { type: 'string' }, json: { type: 'boolean', default: false } },
    positionals: [0, 0],
  });
  if (given.kind === 'done') return given.code;
  if (given.values.server === undefined) return wrongUsage(io, IN_USAGE, '--server is missing').code;
  const server = serverOrigin(given.values.server);
  const client = createServerClient(server, io);
  const email = await answerTo(io, 'ENTREPOT_EMAIL', 'e-mail: ', false);
  const password = await answerTo(io, 'ENTREPOT_PASSWORD', 'password: ', true);
  await client.post('/api/auth/sign-in/email', { email: email.trim(), password }, z.unknown());
  const code = await answerTo(io, 'ENTREPOT_TOTP', 'code of the authenticator app: ', false);
  await client.post('/api/auth/two-factor/verify-totp', { code: code.replaceAll(' ', '') }, z.unknown());
  const session = await client.session();
  if (session.stage !== 'ready' || session.person === null) throw CLI.signed_out();
  await saveSession(io, { server, cookies: client.cookies() });
  const { name, role } = session.person;
  const organisation = session.organisation?.name ?? '';
  io.stdout(
    given.values.json
      ? `${JSON.stringify({ server, role })}\n`
      : `signed in at ${server}: ${name}, ${role}, ${organisation}\n`,
  );
  return 0;
};

async function answerTo(io: Io, variable: string, question: string, hidden: boolean): Promise<string> {
  const given = io.environment[variable];
  if (given !== undefined && given !== '') return given;
  if (io.ask === undefined) throw CLI.nobody_to_ask({ variable });
  return io.ask(question, { hidden });
}

export const signOut: Command = async (args, io) => {
  const given = readArguments(args, io, { usage: OUT_USAGE, options: {}, positionals: [0, 0] });
  if (given.kind === 'done') return given.code;
  const saved = await readSession(io).catch(() => undefined);
  await forgetSession(io);
  if (saved === undefined) {
    io.stdout('nobody was signed in\n');
    return 0;
  }
  const client = createServerClient(serverOrigin(saved.server), io, saved.cookies);
  const ended = await client.post('/api/auth/sign-out', {}, z.unknown()).then(
    () => true,
    () => false,
  );
  io.stdout(ended ? 'signed out\n' : 'forgotten here; the server did not answer and ends the session by itself\n');
  return 0;
};
