/** What the archive's page reads. Every page of messages is an audit event, so nothing is read again unless somebody asks for it. */
import { useInfiniteQuery } from '@tanstack/react-query';
import type { SearchArchive } from '../../../src/model/api/archive.ts';
import { useApi } from '../api/context.tsx';

const NEWEST: string | null = null;
const READ_ONCE = {
  staleTime: Number.POSITIVE_INFINITY,
  refetchOnWindowFocus: false,
  refetchOnReconnect: false,
  retry: false,
} as const;
const REFRESH_MS = 15_000;

export function useThreads() {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ['archive', 'threads'],
    queryFn: ({ pageParam, signal }) => api.archive.threads(pageParam, { signal }),
    initialPageParam: NEWEST,
    getNextPageParam: (last) => last.nextCursor,
    refetchInterval: REFRESH_MS,
  });
}

/** @param through - The message with which the first page begins. */
export function useThread(thread: string, through: string | undefined) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ['archive', 'thread', thread, through ?? null],
    queryFn: ({ pageParam, signal }) => {
      const from = through === undefined ? {} : { through };
      return api.archive.messages(thread, pageParam === null ? from : { before: pageParam }, { signal });
    },
    initialPageParam: NEWEST,
    getNextPageParam: (last) => last.nextCursor,
    ...READ_ONCE,
  });
}

export function useSearchResults(asked: SearchArchive) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ['archive', 'search', asked],
    queryFn: ({ pageParam, signal }) =>
      api.archive.search(pageParam === null ? asked : { ...asked, before: pageParam }, { signal }),
    initialPageParam: NEWEST,
    getNextPageParam: (last) => last.nextCursor,
    ...READ_ONCE,
    // Words that were searched for do not stay behind when the page is left.
    gcTime: 0,
  });
}
