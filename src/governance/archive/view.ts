/** Rows of the archive, opened for whoever may read them. */
import { z } from 'zod';
import { hex } from '../../base/bytes.ts';
import type { ArchivedFile, ArchivedMessage, Thread } from '../../model/api/archive.ts';
import { type InboundFileRow, listFilesOf } from '../../store/tables/inbound-files.ts';
import { type InboundMessageRow, listThreads, type ThreadRow } from '../../store/tables/inbound.ts';
import type { Tenant, TransferDeps } from '../../transfers/deps.ts';
import { fileContexts, messageContexts, threadContexts } from '../../transfers/inbound/contexts.ts';

const storedSender = z.object({ name: z.string() });

export function titleOf(deps: Pick<TransferDeps, 'fields'>, row: ThreadRow): Promise<string> {
  return deps.fields.open(threadContexts(row.thread_id).title, row.title_sealed);
}

export async function viewThread(deps: Pick<TransferDeps, 'fields'>, row: ThreadRow): Promise<Thread> {
  return {
    id: row.thread_id,
    title: await titleOf(deps, row),
    kind: row.kind,
    connection: row.connection,
    messages: row.messages,
    lastAt: row.last_at.toISOString(),
  };
}

/** Titles of conversations by id. */
export async function titlesOf(
  deps: TransferDeps,
  { orgId }: Tenant,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await listThreads(deps.db.query, orgId, [...new Set(ids)]);
  return new Map(await Promise.all(rows.map(async (row) => [row.thread_id, await titleOf(deps, row)] as const)));
}

export async function senderName(deps: Pick<TransferDeps, 'fields'>, row: InboundMessageRow): Promise<string> {
  const sealed = await deps.fields.open(messageContexts(row.message_id).sender, row.sender_sealed);
  return storedSender.parse(JSON.parse(sealed)).name;
}

/** A message that was opened, with what it can be found by. */
export type OpenedMessage = { readonly row: InboundMessageRow; readonly text: string; readonly files: ArchivedFile[] };

/** Opens the texts and the names of files. Whoever calls this records that it was read. */
export async function openMessages(
  deps: TransferDeps,
  { orgId }: Tenant,
  rows: readonly InboundMessageRow[],
): Promise<OpenedMessage[]> {
  const ids = rows.map((row) => row.message_id);
  const files = await listFilesOf(deps.db.query, orgId, ids);
  return Promise.all(
    rows.map(async (row) => ({
      row,
      text: await deps.fields.open(messageContexts(row.message_id).text, row.text_sealed),
      files: await Promise.all(
        files.filter((file) => file.message_id === row.message_id).map((file) => viewFile(deps, file)),
      ),
    })),
  );
}

async function viewFile(deps: TransferDeps, row: InboundFileRow): Promise<ArchivedFile> {
  const contexts = fileContexts(row.file_id);
  return {
    id: row.file_id,
    name: await deps.fields.open(contexts.name, row.name_sealed),
    mediaType: await deps.fields.open(contexts.media, row.media_sealed),
    size: row.size,
    state: row.state,
    problem: row.problem,
  };
}

export async function viewMessages(
  deps: TransferDeps,
  tenant: Tenant,
  opened: readonly OpenedMessage[],
): Promise<ArchivedMessage[]> {
  const titles = await titlesOf(
    deps,
    tenant,
    opened.map(({ row }) => row.thread_id),
  );
  return Promise.all(
    opened.map(async ({ row, text, files }) => ({
      id: row.message_id,
      thread: { id: row.thread_id, title: titles.get(row.thread_id) ?? '' },
      sender: { name: await senderName(deps, row), key: hex(row.sender_index) },
      kind: row.kind,
      text,
      sentAt: row.sent_at.toISOString(),
      receivedAt: row.received_at.toISOString(),
      level: row.level,
      found: foundIn(row),
      incidentId: row.incident_id,
      files,
    })),
  );
}

function foundIn({ classification }: InboundMessageRow): Record<string, number> {
  const counts = Object.entries(classification.counts).map(([type, count]) => [type, count] as const);
  return Object.fromEntries(classification.unreadable ? [...counts, ['unreadable', 1] as const] : counts);
}
