/** The way out: open connections, the egress guard around the network or the sandbox, and the record of what left. */
import { join } from 'node:path';
import { loadCatalogue } from '../base/catalogue-node.ts';
import type { World } from '../base/deps.ts';
import type { CompiledCatalogue } from '../base/translate.ts';
import { DINGTALK_FILE_HOSTS } from '../channels/dingtalk/stream-files.ts';
import { createEgressGuard, type GuardOptions } from '../channels/egress-guard.ts';
import { createNetworkEgress } from '../channels/network.ts';
import type { Egress, EgressRecord, SendTarget, TokenCache } from '../channels/port.ts';
import { bucketSpec, takeToken } from '../channels/rate.ts';
import type { Channel } from '../channels/registry.ts';
import { createSandboxEgress } from '../channels/sandbox.ts';
import { createTokenCache } from '../channels/tokens.ts';
import { createWords, type WordsFor } from '../channels/words.ts';
import type { Config } from '../config.ts';
import type { Locale } from '../model/locale.ts';
import type { Database } from '../store/database.ts';
import { EGRESS_BUCKET, pauseBucket, takeBucketToken } from '../store/tables/buckets.ts';
import { insertEgress } from '../store/tables/egress.ts';
import { findOutboxByKey } from '../store/tables/outbox.ts';
import { tx } from '../store/transaction.ts';
import type { Channels, Connection } from '../transfers/deps.ts';
import type { PostOffice } from '../transfers/post.ts';
import { createSandboxSink } from '../transfers/sandbox.ts';
import type { SealedFields } from '../transfers/sealed-fields.ts';
import { asConnection, type ConnectionBook, openConnectionBook } from './connections.ts';
import { scanForPersonalData } from './judgement.ts';

export type PostOfficeDeps = World & {
  readonly config: Config;
  readonly db: Database;
  readonly orgId: string;
  readonly publicUrl: string;
  readonly fields: SealedFields;
  /** Public names of the organisations that send. */
  readonly ownNames: () => readonly string[];
  readonly onStopped: NonNullable<GuardOptions['onBlocked']>;
};

/** Opens every connection. In the sandbox no request leaves, whatever a connection is set to. */
export async function openPostOffice(deps: PostOfficeDeps): Promise<PostOffice> {
  const sandbox = deps.config['sandbox.enabled'];
  const book = await openConnectionBook(deps);
  const words = noticeWords(deps.config['organisation.time_zone']);
  const caches = new Map<string, { readonly channel: Channel | undefined; readonly tokens: TokenCache }>();
  const channelOf = (id: string): Channel | undefined => book.current().find((one) => one.id === id)?.channel;
  /** Tokens were given for settings: new settings begin with none. */
  const tokensOf = (id: string): TokenCache => {
    const channel = channelOf(id);
    const kept = caches.get(id);
    if (kept !== undefined && kept.channel === channel) return kept.tokens;
    const tokens = createTokenCache();
    caches.set(id, { channel, tokens });
    return tokens;
  };
  const connections = (): Connection[] =>
    book
      .current()
      .flatMap((known) => (known.channel === undefined ? [] : [asConnection(known, known.channel, sandbox)]));
  return {
    known: () => book.read(true),
    refresh: async () => void (await book.read(true)),
    channels: {
      connections,
      codeConnection: (kind) =>
        connections().find((one) => one.kind === kind && one.codes === true && one.paused !== true),
      preview: (id, draft, address) => preview(channelOf(id), words, deps, draft, address),
    },
    post: {
      channel: async (id) => {
        const found = (await book.read()).find((one) => one.id === id);
        // A miss may be a connection that was added this moment by another process.
        return (found ?? (await book.read(true)).find((one) => one.id === id))?.channel;
      },
      tokens: tokensOf,
      egress: guard(deps, book, sandbox),
      words,
      takeToken: (id, bucket, now) =>
        takeBucketToken(deps.db, deps.orgId, id, now, (state) => takeToken(bucketSpec(bucket), state, now)),
      pause: (scope, id, until) => pauseBucket(deps.db, deps.orgId, [scope === 'egress' ? EGRESS_BUCKET : id], until),
    },
  };
}

function noticeWords(timeZone: string): WordsFor {
  const catalogue = (locale: Locale): CompiledCatalogue =>
    loadCatalogue(join(import.meta.dirname, '../../locales'), locale, 'notice');
  return createWords({
    catalogues: {
      'zh-Hant': catalogue('zh-Hant'),
      'zh-Hans': catalogue('zh-Hans'),
      pt: catalogue('pt'),
      en: catalogue('en'),
    },
    timeZone,
  });
}

function guard(deps: PostOfficeDeps, book: ConnectionBook, sandbox: boolean): Egress {
  const egress = sandbox ? createSandboxEgress(createSandboxSink(deps, deps.orgId)) : createNetworkEgress(fetch);
  return createEgressGuard({
    egress,
    // Follows the connections: one that was removed takes its hosts with it.
    allowedHosts: () => new Set(book.current().flatMap((one) => one.channel?.hosts ?? [])),
    linkPrefixes: [`${deps.publicUrl}/n/`, `${deps.publicUrl}/approvals`, `${deps.publicUrl}/requests`],
    ownNames: deps.ownNames,
    scan: scanForPersonalData,
    onlySaid: true,
    record: recordEgress(deps),
    fileHosts: DINGTALK_FILE_HOSTS,
    onBlocked: (blocked) => {
      const { vendor, why } = blocked;
      deps.logger.error({ vendor, why }, 'a message was stopped before it left');
      deps.onStopped(blocked);
    },
  });
}

/** Length and digest of every body, with the row that caused it. */
function recordEgress(deps: PostOfficeDeps): EgressRecord {
  return {
    record: async ({ kind, idempotencyKey, connection, bytes, sha256 }) => {
      await tx(deps.db, async (trx) => {
        const row = await findOutboxByKey(trx, deps.orgId, idempotencyKey);
        await insertEgress(trx, {
          org_id: deps.orgId,
          egress_id: deps.ids.uuid(),
          outbox_id: row?.outbox_id ?? null,
          connection: row?.connection ?? connection ?? 'unknown',
          kind,
          door_id: row?.door_id ?? null,
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
  channel: Channel | undefined,
  words: WordsFor,
  deps: PostOfficeDeps,
  draft: Parameters<Channels['preview']>[1],
  address: string,
): ReturnType<Channels['preview']> {
  if (channel === undefined) return { contentType: 'text/plain', body: '', bytes: 0 };
  const target = TARGETS[channel.caps.reaches](address);
  const rendered = await channel.render(draft, words(draft), {
    target,
    idempotencyKey: 'preview.0',
    createdAt: deps.clock.now(),
  });
  return { contentType: rendered.contentType, body: new TextDecoder().decode(rendered.body), bytes: rendered.bytes };
}
