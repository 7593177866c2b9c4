/**
 * Searching the archive. The database knows keyed hashes of words and nothing to read; what it finds is opened and read again, because two
 * words may share a hash, and what really holds the words is shown, newest first.
 */
import { fromHex } from '../../base/bytes.ts';
import type { SearchArchive, SearchPage } from '../../model/api/archive.ts';
import { isFoundIn, queryTerms } from '../../model/search-words.ts';
import { type MessageFilter, pageMessages } from '../../store/tables/inbound.ts';
import type { StaffActor, Tenant, TransferDeps } from '../../transfers/deps.ts';
import { ARCHIVE } from '../../transfers/inbound/errors.ts';
import { hashTerms } from '../../transfers/inbound/term-hashes.ts';
import { recordReading } from './read.ts';
import { type OpenedMessage, openMessages, viewMessages } from './view.ts';

const SHOWN = 30;
const BATCH = 100;
/** Candidates looked at for one page; then the page ends, and the next one goes on from there. */
const BATCHES_MOST = 10;
/** The rarest cannot be known here; the others are checked when the text is open. */
const TERMS_MOST = 16;

/** Returns at most 30 messages. Without words it lists by sender and time. @throws `archive.nothing_to_search` when there is neither. */
export async function searchArchive(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  asked: SearchArchive,
  place: string,
): Promise<SearchPage> {
  const terms = queryTerms(asked.query);
  const hasFilter = asked.sender !== undefined || asked.since !== undefined || asked.until !== undefined;
  if (terms.size === 0 && !hasFilter) throw ARCHIVE.nothing_to_search();
  const filter = await filterOf(deps, asked, terms);
  const { found, nextCursor } = await collect(deps, tenant, filter, asked);
  await recordReading(
    deps,
    tenant,
    actor,
    found.map(({ row }) => row),
    place,
  );
  return { messages: await viewMessages(deps, tenant, found), nextCursor };
}

async function filterOf(
  deps: TransferDeps,
  { thread, sender, since, until }: SearchArchive,
  terms: ReadonlySet<string>,
): Promise<MessageFilter> {
  // Longer words are rarer.
  const asked = [...terms].toSorted((a, b) => b.length - a.length).slice(0, TERMS_MOST);
  return {
    terms: await hashTerms(deps, new Set(asked)),
    ...(thread === undefined ? {} : { threadId: thread }),
    ...(sender === undefined ? {} : { senderIndex: fromHex(sender) }),
    ...(since === undefined ? {} : { since: new Date(since) }),
    ...(until === undefined ? {} : { until: new Date(until) }),
  };
}

async function collect(
  deps: TransferDeps,
  tenant: Tenant,
  filter: MessageFilter,
  { query, before }: SearchArchive,
): Promise<{ readonly found: OpenedMessage[]; readonly nextCursor: string | null }> {
  const found: OpenedMessage[] = [];
  let cursor = before;
  for (let batch = 0; batch < BATCHES_MOST; batch += 1) {
    const rows = await pageMessages(deps.db.query, tenant.orgId, filter, cursor, BATCH);
    for (const opened of await openMessages(deps, tenant, rows)) {
      cursor = opened.row.message_id;
      const all = [opened.text, ...opened.files.map((file) => file.name)].join('\n');
      if (isFoundIn(all, query)) found.push(opened);
      if (found.length === SHOWN) return { found, nextCursor: cursor };
    }
    if (rows.length < BATCH) return { found, nextCursor: null };
  }
  return { found, nextCursor: cursor ?? null };
}
