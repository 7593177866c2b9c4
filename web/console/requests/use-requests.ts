/** Requests of recipients, kept fresh while the page is open, and the acts on them. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { AccessRequest } from '../../../src/model/api/access-requests.ts';
import { type Api, useApi } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';

const NEWEST: string | null = null;
const REFRESH_MS = 30_000;

export function useAccessRequests(filter: { readonly state?: 'open' | 'closed'; readonly transfer?: string }) {
  const api = useApi();
  const { locale } = useTranslation();
  return useInfiniteQuery({
    // Rules are explained in the reader's language.
    queryKey: ['access-requests', filter, locale],
    queryFn: ({ pageParam, signal }) => api.requests.list({ ...filter, before: pageParam }, { signal }),
    initialPageParam: NEWEST,
    getNextPageParam: (last) => last.nextCursor,
    refetchInterval: REFRESH_MS,
  });
}

/** How many wait for the reader's answer; 0 while it is not known. */
export function useWaitingRequests(): number {
  const api = useApi();
  const count = useQuery({
    queryKey: ['access-requests', 'count'],
    queryFn: ({ signal }) => api.requests.count({ signal }),
    refetchInterval: REFRESH_MS,
  });
  return count.data?.open ?? 0;
}

/** An act on one of them; what is shown is read again before it counts as done. */
export function useRequestAct<V, A>(act: (api: Api, value: V) => Promise<A>, done: (answer: A) => void) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (value: V) => act(api, value),
    onSuccess: async (answer) => {
      done(answer);
      for (const key of ['access-requests', 'incidents', 'transfer', 'transfers'])
        await queries.invalidateQueries({ queryKey: [key] });
    },
  });
}

/** What was written, once somebody looked at it; it stays until the page is loaded anew. */
export function useReadWords(request: AccessRequest): AccessRequest['words'] {
  const words = useQuery<AccessRequest['words']>({
    queryKey: ['access-request-words', request.id],
    // Filled by the look alone; asking would be a look of its own.
    queryFn: () => null,
    enabled: false,
  });
  return request.words ?? words.data ?? null;
}
