/** `entrepot send`: files through a server, as a signed-in member of staff. Shows what the law says before anything is sent. */
import { basename } from 'node:path';
import { z } from 'zod';
import { sleep } from '../base/retry.ts';
import { SECOND } from '../base/units.ts';
import { foundRecipientSchema, type Recipient } from '../model/api/recipients.ts';
import { connectionListSchema } from '../model/api/system.ts';
import {
  type PreviewResponse,
  previewResponseSchema,
  type SubmitTransfer,
  submitTransferSchema,
  transferStateSchema,
  uploadStateSchema,
} from '../model/api/transfers.ts';
import { purposeSchema } from '../model/facts.ts';
import { type Locale, localeSchema } from '../model/locale.ts';
import { readArguments, wrongUsage } from './arguments.ts';
import { CLI } from './errors.ts';
import { openInput } from './files.ts';
import type { Command, Io } from './io.ts';
import { createProgress } from './progress.ts';
import { createServerClient, type ServerClient, serverOrigin } from './server-client.ts';
import { readSession } from './session-file.ts';
import { discardUpload, uploadFile } from './tus.ts';

const USAGE = `usage: entrepot send FILE... --to ADDRESS [--to ADDRESS]... [--message TEXT] [--purpose PURPOSE]
                     [--connection ID] [--days N] [--opens N] [--locale LOCALE] [--server URL] [--yes] [--json]

Uploads the files (sealed while they arrive), shows how sensitive they are and what the law of both places says,
asks, and submits. Sign in first: entrepot sign-in. Recipients are those of the console, by their e-mail address.

  --purpose PURPOSE   ${purposeSchema.options.join(', ')} (other)
  --connection ID     channel that carries the notice (the first one there is)
  --days N, --opens N how long, and how often each file may be opened (7 days, 5 times)
  --locale LOCALE     language of the notice (that of the first recipient)
  --yes               do not ask; without a terminal it is needed

Ends with 0 when the transfer was submitted, granted or held for somebody's decision; 1 when it is refused.
`;

const submittedSchema = z.strictObject({ transferId: z.string(), reference: z.string(), state: transferStateSchema });
const wholeNumber = z
  .string()
  .regex(/^\d{1,3}$/)
  .transform(Number);

type Wishes = {
  readonly to: readonly string[];
  readonly message: string;
  readonly purpose: SubmitTransfer['purpose'];
  readonly connection: string | undefined;
  readonly limits: SubmitTransfer['limits'];
  readonly locale: Locale | undefined;
};

export const send: Command = async (args, io) => {
  const given = readArguments(args, io, {
    usage: USAGE,
    options: {
      to: { type: 'string', multiple: true, default: [] },
      message: { type: 'string', default: '' },
      purpose: { type: 'string', default: 'other' },
      connection: { type: 'string' },
      days: { type: 'string', default: '7' },
      opens: { type: 'string', default: '5' },
      locale: { type: 'string' },
      server: { type: 'string' },
      yes: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
    positionals: [0, 50],
  });
  if (given.kind === 'done') return given.code;
  const { values, positionals } = given;
  const wishes = readWishes(values);
  if (typeof wishes === 'string') return wrongUsage(io, USAGE, wishes).code;
  if (positionals.length === 0 && values.message.trim() === '') return wrongUsage(io, USAGE, 'nothing to send').code;
  if (!values.yes && io.ask === undefined) return wrongUsage(io, USAGE, 'without a terminal: --yes').code;
  const client = await openSession(io, values.server);
  const draft = await prepare(client, wishes);
  const uploadIds: string[] = [];
  let isSubmitted = false;
  try {
    for (const path of positionals) uploadIds.push(await sendFile(io, client, path));
    const submitted = await submit(io, client, { ...draft, uploadIds }, values.yes);
    isSubmitted = 'transferId' in submitted;
    io.stdout(values.json ? `${JSON.stringify(submitted)}\n` : asText(submitted));
    return submitted.state === 'refused' || submitted.state === 'not_submitted' ? 1 : 0;
  } finally {
    // Without a transfer the uploads are of no use; when this does not get through, the server sweeps them.
    if (!isSubmitted) for (const id of uploadIds) await discardUpload(client, id);
  }
};

type Outcome = z.infer<typeof submittedSchema> | { readonly state: 'refused' | 'not_submitted' };

/** Shows what would happen, asks unless told not to, and submits what is not refused anyway. */
async function submit(io: Io, client: ServerClient, command: SubmitTransfer, yes: boolean): Promise<Outcome> {
  const preview = await client.post('/api/v1/transfers/preview', command, previewResponseSchema);
  io.stderr(describe(preview));
  if (preview.decision?.outcome === 'refused') return { state: 'refused' };
  if (!yes && !(await agrees(io))) return { state: 'not_submitted' };
  return client.post('/api/v1/transfers', command, submittedSchema);
}

function asText(outcome: Outcome): string {
  return 'reference' in outcome ? `${outcome.reference} ${outcome.state}\n` : `${outcome.state.replace('_', ' ')}\n`;
}

type Values = {
  readonly to: readonly string[];
  readonly message: string;
  readonly purpose: string;
  readonly connection?: string | undefined;
  readonly days: string;
  readonly opens: string;
  readonly locale?: string | undefined;
};

/** Returns what is wanted, or what is wrong with it. */
function readWishes(values: Values): Wishes | string {
  const purpose = purposeSchema.safeParse(values.purpose);
  const locale = localeSchema.optional().safeParse(values.locale);
  const limits = submitTransferSchema.shape.limits.safeParse({
    expiresInDays: wholeNumber.safeParse(values.days).data,
    opensMax: wholeNumber.safeParse(values.opens).data,
  });
  if (values.to.length === 0) return '--to is missing';
  if (!purpose.success) return '--purpose is none of these';
  if (!locale.success) return '--locale is none of zh-Hant, zh-Hans, pt, en';
  if (!limits.success) return '--days is 1 to 90, --opens 1 to 100';
  return {
    to: values.to,
    message: values.message,
    purpose: purpose.data,
    connection: values.connection,
    limits: limits.data,
    locale: locale.data,
  };
}

/** The saved session. @throws `cli.signed_out` also when it is of another server than the one asked for */
export async function openSession(io: Io, server: string | undefined): Promise<ServerClient> {
  const saved = await readSession(io);
  if (saved === undefined) throw CLI.signed_out();
  const origin = serverOrigin(saved.server);
  // INVARIANT: a session is only ever sent to the server that gave it.
  if (server !== undefined && serverOrigin(server) !== origin) throw CLI.signed_out();
  return createServerClient(origin, io, saved.cookies);
}

/** Everything but the files; looked up before any of them is uploaded. */
async function prepare(client: ServerClient, wishes: Wishes): Promise<Omit<SubmitTransfer, 'uploadIds'>> {
  const session = await client.session();
  const [entity] = session.entities;
  if (session.stage !== 'ready' || entity === undefined) throw CLI.signed_out();
  const chosen: Recipient[] = [];
  for (const address of wishes.to) {
    const body = { email: address.trim().toLowerCase() };
    const { recipient } = await client.post('/api/v1/recipients/find', body, foundRecipientSchema);
    if (recipient === null) throw CLI.unknown_recipient();
    chosen.push(recipient);
  }
  const { connections } = await client.get('/api/v1/connections', connectionListSchema);
  return {
    entityId: entity.id,
    recipientIds: [...new Set(chosen.map((one) => one.id))],
    message: wishes.message,
    purpose: wishes.purpose,
    basis: null,
    connectionId: wishes.connection ?? connections[0]?.id ?? 'none',
    noticeLocale: wishes.locale ?? chosen[0]?.locale ?? 'en',
    limits: wishes.limits,
  };
}

async function sendFile(io: Io, client: ServerClient, path: string): Promise<string> {
  const file = await openInput(path);
  const name = basename(path);
  const uploading = createProgress(io, `uploading ${name.slice(0, 40)}`);
  try {
    const id = await uploadFile({
      client,
      file,
      name,
      signal: io.signal,
      onProgress: (sent) => uploading.show(sent, file.size),
    });
    uploading.end();
    await waitUntilInspected(io, client, id);
    return id;
  } finally {
    await file.close();
  }
}

async function waitUntilInspected(io: Io, client: ServerClient, id: string): Promise<void> {
  const progress = createProgress(io, 'inspecting', 'entries');
  for (;;) {
    const state = await client.get(`/api/v1/uploads/${id}/state`, uploadStateSchema);
    if (state.state === 'failed') throw CLI.upload_failed({ problem: state.problem ?? 'unknown' });
    if (state.state === 'ready') break;
    progress.show(Math.round(state.progress * 100), 100);
    await sleep(SECOND / 4, io.signal);
    if (io.signal.aborted) throw CLI.cancelled();
  }
  progress.end();
}

function describe({ classification, decision, notice }: PreviewResponse): string {
  const found = Object.entries(classification.counts).map(([type, count]) => `${type} ${count}`);
  const lines = [
    `level ${classification.level}, about ${classification.persons} persons${found.length > 0 ? `: ${found.join(', ')}` : ''}`,
  ];
  if (decision !== null) {
    lines.push(`decision: ${decision.outcome}`);
    for (const { title, cite, lift } of decision.objections) lines.push(`- ${title} [${cite}]`, `  ${lift}`);
    const obligations = decision.obligations.map(({ kind, value }) => `+ ${kind}${value === null ? '' : ` ${value}`}`);
    lines.push(...new Set(obligations));
    if (decision.outcome === 'held')
      lines.push('It is kept, sealed, until somebody lifts these; no notice leaves before.');
  }
  if (notice !== null) lines.push(`what crosses: a notice of ${notice.bytes} bytes`);
  return `${lines.join('\n')}\n`;
}

async function agrees(io: Io): Promise<boolean> {
  const answer = await io.ask?.('Submit? [y/N] ');
  return answer !== undefined && /^y(es)?$/i.test(answer.trim());
}
