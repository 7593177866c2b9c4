/** Fetches files of kept messages, each on its own time: the message itself never waits for them. */
import { z } from 'zod';
import { codeOf } from '../../base/errors.ts';
import { describeError } from '../../base/logger.ts';
import { Secret } from '../../base/secret.ts';
import { HOUR, MIB, MINUTE, SECOND } from '../../base/units.ts';
import type { FetchedFile } from '../../channels/receive.ts';
import type { Classification } from '../../model/classification.ts';
import { claimFile, type InboundFileRow, listDueFiles, settleFile } from '../../store/tables/inbound-files.ts';
import {
  findThread,
  type InboundMessageRow,
  judgeMessage,
  listMessages,
  lockMessage,
} from '../../store/tables/inbound.ts';
import { insertObject, type SealedObjectRow } from '../../store/tables/uploads.ts';
import { type Trx, tx } from '../../store/transaction.ts';
import type { Tenant } from '../deps.ts';
import { houseLocale, type Whereto } from './answer.ts';
import { fileContexts, threadContexts } from './contexts.ts';
import type { InboundDeps } from './deps.ts';
import { noticedIn } from './findings.ts';
import { notePosted } from './incidents.ts';
import { classifyFetched, sealFile } from './keep-file.ts';

/** As much as is classified at once; a larger file stays where it is and is shown as such. */
export const INBOUND_MAX_BYTES = 64 * MIB;
/** A fetch takes less; after a crash the file is due again then. */
const CLAIM_MS = 10 * MINUTE;
const FETCH_LIMIT_MS = 8 * MINUTE;
const ATTEMPTS_MOST = 12;
const AT_ONCE = 20;

/** Tries every file that is due, one after the other. Returns how many are here now. */
export async function fetchDueFiles(deps: InboundDeps, tenant: Tenant): Promise<number> {
  let kept = 0;
  for (const fileId of await listDueFiles(deps.db.query, tenant.orgId, deps.clock.now(), AT_ONCE)) {
    try {
      if (await fetchFile(deps, tenant, fileId)) kept += 1;
    } catch (error) {
      // Its claim runs out and it is tried again; one broken file keeps no other waiting.
      deps.logger.error({ ...describeError(error), errorCode: codeOf(error) }, 'a file of a message could not be kept');
    }
  }
  return kept;
}

const storedFetch = z.strictObject({
  ticket: z.string(),
  answer: z.strictObject({ url: z.string(), until: z.iso.datetime() }).nullable(),
});
type StoredFetch = z.output<typeof storedFetch>;

async function fetchFile(deps: InboundDeps, tenant: Tenant, fileId: string): Promise<boolean> {
  const { orgId } = tenant;
  const now = deps.clock.now();
  const file = await tx(deps.db, (trx) => claimFile(trx, orgId, fileId, now, new Date(now.getTime() + CLAIM_MS)));
  if (file === undefined || file.fetch_sealed === null) return false;
  const [message] = await listMessages(deps.db.query, orgId, [file.message_id]);
  if (message === undefined) return false;
  const contexts = fileContexts(fileId);
  const fetch = storedFetch.parse(JSON.parse(await deps.fields.open(contexts.fetch, file.fetch_sealed)));
  const fetched = await ask(deps, message.connection, fetch.ticket);
  if (fetched.outcome !== 'fetched') {
    await settleMissing(deps, tenant, file, fetched);
    return false;
  }
  const name = await deps.fields.open(contexts.name, file.name_sealed);
  const classification = await classifyFetched(deps, fetched.bytes, name);
  const object = await sealFile(deps, tenant, fetched.bytes);
  const judged = { classification, locale: await houseLocale(deps), answer: fetch.answer };
  // Crash here: sealed bytes without a row; the sweep removes them, and the file is fetched again.
  const isKept = await tx(deps.db, (trx) => keepFile(deps, trx, tenant, file, object, judged));
  deps.log.nudge();
  return isKept;
}

async function ask(deps: InboundDeps, connection: string, ticket: string): Promise<FetchedFile> {
  const inlet = (await deps.post.channel(connection))?.inlet;
  if (inlet === undefined) return { outcome: 'again', why: 'archive.no_connection' };
  return inlet.fetchFile({
    ticket: new Secret(ticket),
    maxBytes: INBOUND_MAX_BYTES,
    egress: deps.post.egress,
    connection,
    tokens: deps.post.tokens(connection),
    signal: AbortSignal.timeout(FETCH_LIMIT_MS),
    now: deps.clock.now(),
  });
}

async function settleMissing(
  deps: InboundDeps,
  { orgId }: Tenant,
  file: InboundFileRow,
  missing: Exclude<FetchedFile, { outcome: 'fetched' }>,
): Promise<void> {
  const isOver = missing.outcome === 'gone' || file.attempt >= ATTEMPTS_MOST;
  const wait = Math.min(HOUR, 10 * SECOND * 2 ** (file.attempt - 1));
  const nextAt = new Date(deps.clock.now().getTime() + wait);
  await tx(deps.db, (trx) =>
    settleFile(
      trx,
      orgId,
      file.file_id,
      isOver ? { state: 'failed', problem: missing.why } : { state: 'waiting', problem: missing.why, nextAt },
    ),
  );
}

type Judged = {
  readonly classification: Classification;
  readonly locale: Parameters<typeof notePosted>[3]['locale'];
  readonly answer: StoredFetch['answer'];
};

/** The file, and what it makes of its message, in one transaction. */
async function keepFile(
  deps: InboundDeps,
  trx: Trx,
  tenant: Tenant,
  file: InboundFileRow,
  object: SealedObjectRow,
  { classification, locale, answer }: Judged,
): Promise<boolean> {
  const { orgId } = tenant;
  const result = { state: 'kept', objectId: object.object_id, size: object.size } as const;
  if (!(await settleFile(trx, orgId, file.file_id, result))) return false;
  await insertObject(trx, object);
  const message = await lockMessage(trx, orgId, file.message_id);
  if (message === undefined) return true;
  const summary = deps.classifier.summarise([classification]);
  const noticed = noticedIn(summary, classification.contentType);
  const incidentId =
    noticed === undefined
      ? message.incident_id
      : await notePosted(deps, trx, tenant, await postedOf(deps, trx, tenant, message, locale, answer), noticed);
  const merged = deps.classifier.merge([message.classification, summary]);
  await judgeMessage(trx, orgId, message.message_id, merged, incidentId);
  return true;
}

async function postedOf(
  deps: InboundDeps,
  trx: Trx,
  { orgId }: Tenant,
  message: InboundMessageRow,
  locale: Judged['locale'],
  answer: Judged['answer'],
): Promise<Parameters<typeof notePosted>[3]> {
  const thread = await findThread(trx, orgId, message.thread_id);
  const id =
    thread === undefined
      ? ''
      : await deps.fields.open(threadContexts(thread.thread_id).provider, thread.provider_id_sealed);
  const whereto: Whereto = {
    connection: message.connection,
    conversation: { id, kind: thread?.kind ?? 'person' },
    answerAt: answer === null ? undefined : { url: new Secret(answer.url), until: new Date(answer.until) },
  };
  return {
    threadId: message.thread_id,
    messageId: message.message_id,
    incidentId: message.incident_id,
    whereto,
    locale,
  };
}
