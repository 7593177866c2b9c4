/** Reading the archive: conversations, and what was said in one. Every page that somebody reads is an audit event of ids. */
import type { ReadThread, ThreadList, ThreadPage } from '../../model/api/archive.ts';
import { findThread, type InboundMessageRow, pageMessages, pageThreads } from '../../store/tables/inbound.ts';
import { tx } from '../../store/transaction.ts';
import { recordLook } from '../../transfers/accesses.ts';
import type { StaffActor, Tenant, TransferDeps } from '../../transfers/deps.ts';
import { ARCHIVE } from '../../transfers/inbound/errors.ts';
import { openMessages, viewMessages, viewThread } from './view.ts';
import { writersOf } from './writers.ts';

const THREADS = 50;
const MESSAGES = 50;

/** Returns conversations without anything that was said in them. @throws `archive.thread_not_found` for an unknown `before` */
export async function listArchive(deps: TransferDeps, tenant: Tenant, before: string | undefined): Promise<ThreadList> {
  const last = before === undefined ? undefined : await findThread(deps.db.query, tenant.orgId, before);
  if (before !== undefined && last === undefined) throw ARCHIVE.thread_not_found();
  const cursor = last === undefined ? undefined : { at: last.last_at, id: last.thread_id };
  const rows = await pageThreads(deps.db.query, tenant.orgId, cursor, THREADS + 1);
  const page = rows.slice(0, THREADS);
  return {
    threads: await Promise.all(page.map((row) => viewThread(deps, row))),
    nextCursor: rows.length > THREADS ? (page.at(-1)?.thread_id ?? null) : null,
  };
}

/** Returns a page of a conversation, newest first. @throws `archive.thread_not_found` */
export async function readThread(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  threadId: string,
  asked: ReadThread,
  place: string,
): Promise<ThreadPage> {
  const thread = await findThread(deps.db.query, tenant.orgId, threadId);
  if (thread === undefined) throw ARCHIVE.thread_not_found();
  const { through, before } = asked;
  const filter = { threadId, ...(through === undefined ? {} : { through }) };
  const rows = await pageMessages(deps.db.query, tenant.orgId, filter, before, MESSAGES + 1);
  const page = rows.slice(0, MESSAGES);
  await recordReading(deps, tenant, actor, page, place, threadId);
  return {
    thread: await viewThread(deps, thread),
    messages: await viewMessages(deps, tenant, await openMessages(deps, tenant, page)),
    nextCursor: rows.length > MESSAGES ? (page.at(-1)?.message_id ?? null) : null,
  };
}

/**
 * Records who is about to read what, also for those who wrote it. INVARIANT: it is written before anything is shown; who cannot be recorded cannot read.
 *
 * @param threadId - Undefined for what a search found.
 */
export async function recordReading(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  rows: readonly InboundMessageRow[],
  place: string,
  threadId?: string,
): Promise<void> {
  const ids = rows.map((row) => row.message_id);
  if (ids.length === 0) return;
  const whom = await writersOf(deps, tenant, rows);
  await tx(deps.db, (trx) =>
    recordLook(deps, trx, tenant, {
      kind: 'archive.read',
      at: deps.clock.now(),
      actor: { kind: 'staff', id: actor.id },
      ...(threadId === undefined ? {} : { subjectId: threadId }),
      place,
      whom,
      detail: { messages: ids },
    }),
  );
  deps.log.nudge();
}
