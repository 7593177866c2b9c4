/** What somebody types into the search, and what is asked of the server. It lives on the page alone: no address holds words. */
import type { SearchArchive } from '../../../src/model/api/archive.ts';
import { queryTerms } from '../../../src/model/search-words.ts';

export type SearchDraft = {
  readonly words: string;
  /** Days of the reader, `YYYY-MM-DD` or empty. */
  readonly since: string;
  readonly until: string;
  readonly inThread: boolean;
  readonly sender: { readonly key: string; readonly name: string } | null;
};

export const EMPTY_SEARCH: SearchDraft = { words: '', since: '', until: '', inThread: false, sender: null };

/** Returns the request, or null while there is nothing to search for. */
export function searchRequest(draft: SearchDraft, thread: string | undefined): SearchArchive | null {
  const { words, since, until, inThread, sender } = draft;
  const hasFilter = sender !== null || since !== '' || until !== '';
  if (queryTerms(words).size === 0 && !hasFilter) return null;
  return {
    query: words.trim(),
    ...(inThread && thread !== undefined ? { thread } : {}),
    ...(sender === null ? {} : { sender: sender.key }),
    ...(since === '' ? {} : { since: startOf(since, 0) }),
    ...(until === '' ? {} : { until: startOf(until, 1) }),
  };
}

/** The first moment of a day of the reader, so many days later. */
function startOf(day: string, later: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + later).toISOString();
}
