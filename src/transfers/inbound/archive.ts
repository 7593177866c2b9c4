/**
 * Keeps a message at home: classified in memory, sealed, found again by keyed hashes of its words. Message, files to fetch, audit event,
 * incident and answer are one transaction; the vendor hears that we have it only after that.
 */
import type { Bytes } from '../../base/bytes.ts';
import type { Incoming, IncomingFile } from '../../channels/receive.ts';
import { toManifestName } from '../../seal/index.ts';
import { insertFile } from '../../store/tables/inbound-files.ts';
import { countApplied } from '../../store/tables/finding-exceptions.ts';
import {
  countMessage,
  findMessageId,
  findThreadByIndex,
  insertMessage,
  insertTerms,
  insertThread,
  judgeMessage,
  type ThreadRow,
} from '../../store/tables/inbound.ts';
import { type Trx, tx } from '../../store/transaction.ts';
import type { ClassificationSummary } from '../../model/classification.ts';
import type { Locale } from '../../model/locale.ts';
import { termsOf } from '../../model/search-words.ts';
import { recordEvent } from '../audit.ts';
import type { Tenant } from '../deps.ts';
import { houseLocale, type Whereto } from './answer.ts';
import { fileContexts, messageContexts, threadContexts } from './contexts.ts';
import { type InboundDeps, type Via, vendorOf } from './deps.ts';
import { ARCHIVE } from './errors.ts';
import { noticedIn } from './findings.ts';
import { notePosted } from './incidents.ts';
import { heedCommand, obey, type Obeyed } from './obey.ts';
import { relayMessage } from './relay.ts';
import { hashTerms } from './term-hashes.ts';

/** `known`: the message was kept before, and nothing was done again. */
export type Archived = { readonly outcome: 'kept' | 'known'; readonly messageId: string };

/** What was made of a message before the transaction. */
type Prepared = {
  readonly messageId: string;
  readonly vendorIndex: Bytes;
  readonly threadIndex: Bytes;
  readonly senderIndex: Bytes;
  readonly textSealed: Bytes;
  readonly senderSealed: Bytes;
  readonly summary: ClassificationSummary;
  readonly terms: readonly Bytes[];
  readonly obeyed: Obeyed | undefined;
  readonly locale: Locale;
};

/** Returns when the message is durable. A message that comes again is kept once and obeyed once. */
export async function archiveMessage(
  deps: InboundDeps,
  tenant: Tenant,
  via: Via,
  message: Incoming,
): Promise<Archived> {
  const vendorIndex = await deps.fields.providerIndex(`${vendorOf(via)}.message`, message.vendorId);
  const known = await findMessageId(deps.db.query, tenant.orgId, via.id, vendorIndex);
  if (known !== undefined) return { outcome: 'known', messageId: known };
  const prepared = await prepare(deps, tenant, via, message, vendorIndex);
  const isNew = await tx(deps.db, (trx) => keep(deps, trx, tenant, via, message, prepared));
  if (!isNew) return { outcome: 'known', messageId: prepared.messageId };
  deps.log.nudge();
  relayMessage(deps, tenant, via, message);
  return { outcome: 'kept', messageId: prepared.messageId };
}

async function prepare(
  deps: InboundDeps,
  tenant: Tenant,
  via: Via,
  message: Incoming,
  vendorIndex: Bytes,
): Promise<Prepared> {
  const { fields } = deps;
  const vendor = vendorOf(via);
  const messageId = deps.ids.uuid();
  const contexts = messageContexts(messageId);
  const { classification } = await deps.classifier.message(message.text);
  const names = message.files.map((file) => file.name);
  return {
    messageId,
    vendorIndex,
    threadIndex: await fields.providerIndex(`${vendor}.thread`, message.conversation.id),
    senderIndex: await fields.providerIndex(`${vendor}.sender`, message.sender.id),
    textSealed: await fields.seal(contexts.text, message.text),
    senderSealed: await fields.seal(contexts.sender, JSON.stringify(message.sender)),
    summary: deps.classifier.summarise([classification]),
    terms: await hashTerms(deps, termsOf([message.text, ...names].join('\n'))),
    obeyed: await heedCommand(deps, tenant, via, message),
    locale: await houseLocale(deps),
  };
}

async function keep(
  deps: InboundDeps,
  trx: Trx,
  tenant: Tenant,
  via: Via,
  message: Incoming,
  prepared: Prepared,
): Promise<boolean> {
  const { orgId } = tenant;
  const { messageId, summary } = prepared;
  const now = deps.clock.now();
  const thread = await threadOf(deps, trx, tenant, via, message, prepared.threadIndex, now);
  const threadId = thread.thread_id;
  const noticed = noticedIn(summary);
  const { conversation, answerAt } = message;
  const whereto: Whereto = { connection: via.id, conversation, answerAt };
  const row = {
    org_id: orgId,
    message_id: messageId,
    thread_id: threadId,
    connection: via.id,
    vendor_index: prepared.vendorIndex,
    sender_sealed: prepared.senderSealed,
    sender_index: prepared.senderIndex,
    kind: message.kind,
    text_sealed: prepared.textSealed,
    sent_at: message.sentAt ?? now,
    received_at: now,
    level: summary.level,
    classification: JSON.stringify(summary),
    incident_id: null,
  };
  if (!(await insertMessage(trx, row))) return false;
  await countApplied(trx, orgId, summary.excepted ?? [], now);
  await insertTerms(trx, orgId, messageId, prepared.terms);
  for (const file of message.files) await awaitFile(deps, trx, tenant, messageId, file, answerAt, now);
  await countMessage(trx, orgId, threadId, now, await newTitle(deps, thread, conversation.title));
  await recordEvent(deps, trx, tenant, {
    kind: 'message.received',
    at: now,
    actor: { kind: 'system' },
    subjectId: messageId,
    channel: via.id,
    detail: { thread: threadId, files: message.files.length, level: summary.level },
  });
  if (noticed !== undefined) {
    const posted = { threadId, messageId, incidentId: null, whereto, locale: prepared.locale };
    const incidentId = await notePosted(deps, trx, tenant, posted, noticed);
    await judgeMessage(trx, orgId, messageId, summary, incidentId);
  }
  if (prepared.obeyed !== undefined) await obey(deps, trx, tenant, { threadId, messageId, whereto }, prepared.obeyed);
  return true;
}

async function threadOf(
  deps: InboundDeps,
  trx: Trx,
  { orgId }: Tenant,
  via: Via,
  { conversation }: Incoming,
  threadIndex: Bytes,
  now: Date,
): Promise<ThreadRow> {
  const known = await findThreadByIndex(trx, orgId, via.id, threadIndex);
  if (known !== undefined) return known;
  const threadId = deps.ids.uuid();
  const contexts = threadContexts(threadId);
  await insertThread(trx, {
    org_id: orgId,
    thread_id: threadId,
    connection: via.id,
    thread_index: threadIndex,
    provider_id_sealed: await deps.fields.seal(contexts.provider, conversation.id),
    title_sealed: await deps.fields.seal(contexts.title, conversation.title),
    kind: conversation.kind,
    messages: 0,
    created_at: now,
    last_at: now,
  });
  // Somebody else may have been first: then this reads his.
  const row = await findThreadByIndex(trx, orgId, via.id, threadIndex);
  if (row === undefined) throw ARCHIVE.thread_not_found();
  return row;
}

/** The sealed title when the conversation has another name now; conversations with one person have none. */
async function newTitle(deps: InboundDeps, thread: ThreadRow, title: string): Promise<Bytes | undefined> {
  const { title: context } = threadContexts(thread.thread_id);
  if (title === '' || (await deps.fields.open(context, thread.title_sealed)) === title) return undefined;
  return deps.fields.seal(context, title);
}

/** The vendor's answer address goes with it: what is found in the file later is answered there while it is good. */
async function awaitFile(
  deps: InboundDeps,
  trx: Trx,
  { orgId }: Tenant,
  messageId: string,
  file: IncomingFile,
  answerAt: Incoming['answerAt'],
  now: Date,
): Promise<void> {
  const fileId = deps.ids.uuid();
  const contexts = fileContexts(fileId);
  const answer = answerAt === undefined ? null : { url: answerAt.url.reveal(), until: answerAt.until.toISOString() };
  const fetch = { ticket: file.ticket.reveal(), answer };
  await insertFile(trx, {
    org_id: orgId,
    file_id: fileId,
    message_id: messageId,
    name_sealed: await deps.fields.seal(contexts.name, toManifestName(file.name)),
    media_sealed: await deps.fields.seal(contexts.media, file.mediaType),
    fetch_sealed: await deps.fields.seal(contexts.fetch, JSON.stringify(fetch)),
    state: 'waiting',
    attempt: 0,
    next_at: now,
  });
}
