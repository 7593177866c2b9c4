/** The way out: connections from the settings, the egress guard around the network or the sandbox, and the record of what left. */
import { join } from 'node:path';
import { loadCatalogue } from '../base/catalogue-node.ts';
import type { World } from '../base/deps.ts';
import type { CompiledCatalogue } from '../base/translate.ts';
import { createEgressGuard } from '../channels/egress-guard.ts';
import { createNetworkEgress } from '../channels/network.ts';
import type { Egress, EgressRecord, SendTarget, TokenCache } from '../channels/port.ts';
import { type Channel, openChannel } from '../channels/registry.ts';
import { createSandboxEgress } from '../channels/sandbox.ts';
import { createTokenCache } from '../channels/tokens.ts';
import { createWords, type WordsFor } from '../channels/words.ts';
import type { Config } from '../config.ts';
import type { Locale } from '../model/locale.ts';
import type { Database } from '../store/database.ts';
import { pauseBucket, takeBucketToken } from '../store/tables/buckets.ts';
import { insertEgress } from '../store/tables/egress.ts';
import { findOutboxByKey } from '../store/tables/outbox.ts';
import { tx } from '../store/transaction.ts';
import type { Channels, Connection } from '../transfers/deps.ts';
import { createSandboxSink } from '../transfers/sandbox.ts';
import type { Post } from '../transfers/send-outbox.ts';
import { bucketSpec, takeToken } from '../channels/rate.ts';
import { scanForPersonalData } from './judgement.ts';

/** Kinds that the settings can hold; others are added in the console. */
type Kind = 'dingtalk' | 'email' | 'sms';
type Open = { readonly connection: Connection; readonly channel: Channel };

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

export type PostOffice = { readonly post: Post; readonly channels: Channels };

export type PostOfficeDeps = World & {
  readonly config: Config;
  readonly db: Database;
  readonly orgId: string;
  readonly publicUrl: string;
  /** Public names of the organisations that send. */
  readonly ownNames: () => readonly string[];
};

export function openPostOffice(deps: PostOfficeDeps): PostOffice {
  const open = openConnections(deps.config);
  const catalogue = (locale: Locale): CompiledCatalogue =>
    loadCatalogue(join(import.meta.dirname, '../../locales'), locale, 'notice');
  const words = createWords({
    catalogues: {
      'zh-Hant': catalogue('zh-Hant'),
      'zh-Hans': catalogue('zh-Hans'),
      pt: catalogue('pt'),
      en: catalogue('en'),
    },
    timeZone: deps.config['organisation.time_zone'],
  });
  const guarded = guard(
    deps,
    open,
    deps.config['sandbox.enabled']
      ? createSandboxEgress(createSandboxSink(deps, deps.orgId))
      : createNetworkEgress(fetch),
  );
  const caches = new Map<string, TokenCache>();
  const tokensOf = (id: string): TokenCache => {
    const cache = caches.get(id) ?? createTokenCache();
    caches.set(id, cache);
    return cache;
  };
  const find = (id: string): Open | undefined => open.find((one) => one.connection.id === id);
  return {
    channels: {
      connections: () => open.map((one) => one.connection),
      codeConnection: (kind) => open.find((one) => one.connection.kind === kind)?.connection,
      preview: (id, draft, address) => preview(find(id), words, deps, draft, address),
    },
    post: {
      channel: (id) => find(id)?.channel,
      tokens: (id) => tokensOf(id),
      egress: guarded,
      words,
      takeToken: (id, bucket, now) =>
        takeBucketToken(deps.db, deps.orgId, id, now, (state) => takeToken(bucketSpec(bucket), state, now)),
      pause: (scope, id, until) =>
        pauseBucket(deps.db, deps.orgId, scope === 'egress' ? open.map((one) => one.connection.id) : [id], until),
    },
  };
}

function openConnections(config: Config): Open[] {
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
    return [
      {
        connection: { id: kind, kind, reaches: channel.caps.reaches, jurisdiction: channel.caps.jurisdiction, sandbox },
        channel,
      },
    ];
  });
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

function guard(deps: PostOfficeDeps, open: readonly Open[], egress: Egress): Egress {
  const hosts = new Set(open.flatMap((one) => one.channel.hosts));
  return createEgressGuard({
    egress,
    allowedHosts: () => hosts,
    linkPrefixes: [`${deps.publicUrl}/n/`, `${deps.publicUrl}/approvals`],
    ownNames: deps.ownNames,
    scan: scanForPersonalData,
    record: recordEgress(deps),
    onBlocked: ({ vendor, why }) => deps.logger.error({ vendor, why }, 'a message was stopped before it left'),
  });
}

/** Length and digest of every body, with the row that caused it. */
function recordEgress(deps: PostOfficeDeps): EgressRecord {
  return {
    record: async ({ idempotencyKey, connection, bytes, sha256 }) => {
      await tx(deps.db, async (trx) => {
        const row = await findOutboxByKey(trx, deps.orgId, idempotencyKey);
        await insertEgress(trx, {
          org_id: deps.orgId,
          egress_id: deps.ids.uuid(),
          outbox_id: row?.outbox_id ?? null,
          connection: row?.connection ?? connection ?? 'unknown',
          at: deps.clock.now(),
          bytes,
          hash: sha256,
          // The guard lets nothing through in which anything personal was found.
          personal: 0,
          sandbox: deps.config['sandbox.enabled'],
        });
      });
    },
  };
}

/** Where a preview would go; a person's own number or identifier is not needed for it. */
const TARGETS: Readonly<Record<Connection['reaches'], (address: string) => SendTarget>> = {
  group: () => ({ kind: 'group' }),
  email: (address) => ({ kind: 'email', address }),
  phone: () => ({ kind: 'phone', number: '+85300000000' }),
  user: () => ({ kind: 'user', id: 'preview' }),
};

async function preview(
  one: Open | undefined,
  words: WordsFor,
  deps: PostOfficeDeps,
  draft: Parameters<Channels['preview']>[1],
  address: string,
): ReturnType<Channels['preview']> {
  if (one === undefined) return { contentType: 'text/plain', body: '', bytes: 0 };
  const target = TARGETS[one.connection.reaches](address);
  const rendered = await one.channel.render(draft, words(draft), {
    target,
    idempotencyKey: 'preview.0',
    createdAt: deps.clock.now(),
  });
  return { contentType: rendered.contentType, body: new TextDecoder().decode(rendered.body), bytes: rendered.bytes };
}
