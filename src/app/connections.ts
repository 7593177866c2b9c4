/** Open connections: those of the settings file, fixed, and those that administrators add, read again whenever one has changed. */
import { codeOf } from '../base/errors.ts';
import { describeError } from '../base/logger.ts';
import type { World } from '../base/deps.ts';
import { SECOND } from '../base/units.ts';
import { type Channel, openChannel } from '../channels/registry.ts';
import type { Config } from '../config.ts';
import { CHANNEL_KINDS } from '../model/channel.ts';
import type { Database } from '../store/database.ts';
import { type ConnectionRow, connectionsVersion, listConnections } from '../store/tables/connections.ts';
import { connectionContext, connectionNameContext } from '../transfers/connection-settings.ts';
import type { Connection } from '../transfers/deps.ts';
import type { KnownConnection } from '../transfers/post.ts';
import type { SealedFields } from '../transfers/sealed-fields.ts';

/** Another process may have changed one: looked for at most this often. */
const CHECK_MS = 3 * SECOND;

/** Kinds that the settings can hold; others are added in the console. */
type Kind = 'dingtalk' | 'email' | 'sms';

/** Stand-in settings with which the sandbox writes real requests; nothing is ever sent to these addresses. */
const SANDBOX_SETTINGS = {
  dingtalk: { accessToken: 'sandbox00000000', secret: 'SECsandbox0000' },
  email: { host: 'mail.example.org', from: 'entrepot@example.org' },
  sms: {
    url: 'https://sms.example.org/send',
    body: { to: '{{to}}', text: '{{text}}' },
    idempotencyHeader: 'idempotency-key',
    jurisdiction: 'MO',
  },
} as const;

export type ConnectionBook = {
  /** As last read; a look that is too old starts a new one behind it. */
  readonly current: () => readonly KnownConnection[];
  /** Read anew when another version is stored; `always` also when none is seen. */
  readonly read: (always?: boolean) => Promise<readonly KnownConnection[]>;
};

export type BookDeps = Pick<World, 'clock' | 'logger'> & {
  readonly config: Config;
  readonly db: Database;
  readonly orgId: string;
  readonly fields: SealedFields;
};

/** Opens what is stored. One that cannot be opened is kept as broken, and never stops the start. */
export async function openConnectionBook(deps: BookDeps): Promise<ConnectionBook> {
  const fixed = fromSettings(deps.config);
  let added: readonly KnownConnection[] = [];
  let version = '';
  let checkedAt = 0;
  const read = async (always = false): Promise<readonly KnownConnection[]> => {
    const now = deps.clock.now().getTime();
    if (always || now - checkedAt >= CHECK_MS) {
      checkedAt = now;
      const stored = await connectionsVersion(deps.db.query, deps.orgId);
      if (stored !== version) {
        added = await Promise.all((await listConnections(deps.db.query, deps.orgId)).map((row) => openRow(deps, row)));
        version = stored;
      }
    }
    return [...fixed, ...added];
  };
  await read(true);
  return {
    read,
    current: () => {
      if (deps.clock.now().getTime() - checkedAt >= CHECK_MS)
        read().catch((error: unknown) => deps.logger.warn(describeError(error), 'connections could not be read again'));
      return [...fixed, ...added];
    },
  };
}

async function openRow(deps: BookDeps, row: ConnectionRow): Promise<KnownConnection> {
  const kind = CHANNEL_KINDS.find((one) => one === row.kind) ?? 'dingtalk';
  const common = {
    id: row.connection_id,
    kind,
    source: 'added',
    state: row.state === 'paused' ? 'paused' : 'active',
  } as const;
  let label: string | undefined;
  try {
    label = await deps.fields.open(connectionNameContext(row.connection_id), row.name_sealed);
    const settings: unknown = JSON.parse(
      await deps.fields.open(connectionContext(row.connection_id), row.settings_sealed),
    );
    return { ...common, label, channel: openChannel(row.kind, settings), problem: undefined };
  } catch (error) {
    const problem = codeOf(error);
    deps.logger.error({ connection: row.connection_id, why: problem }, 'a channel connection cannot be used');
    return { ...common, label, channel: undefined, problem };
  }
}

function fromSettings(config: Config): KnownConnection[] {
  const sandbox = config['sandbox.enabled'];
  const settings: Readonly<Record<Kind, object | undefined>> = {
    dingtalk: dingtalkSettings(config) ?? (sandbox ? SANDBOX_SETTINGS.dingtalk : undefined),
    email: mailSettings(config) ?? (sandbox ? SANDBOX_SETTINGS.email : undefined),
    sms: sandbox ? SANDBOX_SETTINGS.sms : undefined,
  };
  const kinds: readonly Kind[] = ['dingtalk', 'email', 'sms'];
  return kinds.flatMap((kind) => {
    const given = settings[kind];
    if (given === undefined) return [];
    const channel = openChannel(kind, given);
    return [{ id: kind, kind, label: undefined, source: 'settings', state: 'active', channel, problem: undefined }];
  });
}

/** What a transfer, a door or a reminder may choose. */
export function asConnection(known: KnownConnection, channel: Channel, sandbox: boolean): Connection {
  const { afterwards, reaches, jurisdiction } = channel.caps;
  return {
    id: known.id,
    kind: known.kind,
    reaches,
    jurisdiction,
    sandbox,
    ...(known.label === undefined ? {} : { label: known.label }),
    ...(known.state === 'paused' ? { paused: true } : {}),
    ...(channel.caps.carries.includes('code') ? { codes: true } : {}),
    ...(afterwards.recall || afterwards.update ? { withdraws: true } : {}),
  };
}

function dingtalkSettings(config: Config): object | undefined {
  const token = config['channels.dingtalk_token'];
  if (token === undefined) return undefined;
  const secret = config['channels.dingtalk_secret'];
  return {
    baseUrl: config['channels.dingtalk_base_url'],
    accessToken: token.reveal(),
    ...(secret === undefined ? {} : { secret: secret.reveal() }),
  };
}

function mailSettings(config: Config): object | undefined {
  const host = config['channels.smtp_host'];
  const from = config['channels.mail_from'];
  if (host === undefined || from === undefined) return undefined;
  const user = config['channels.smtp_user'];
  const password = config['channels.smtp_password'];
  return {
    host,
    from,
    port: config['channels.smtp_port'],
    security: config['channels.smtp_security'],
    ...(user === undefined || password === undefined ? {} : { user, password: password.reveal() }),
  };
}
