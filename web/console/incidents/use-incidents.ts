/** Incidents and requests, kept fresh while the page is open, and the acts on them. */
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { type Api, useApi } from '../api/context.tsx';

const NEWEST: string | null = null;
const REFRESH_MS = 30_000;

export function useIncidents(state: 'open' | 'closed') {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ['incidents', state],
    queryFn: ({ pageParam, signal }) => api.archive.incidents(state, pageParam, { signal }),
    initialPageParam: NEWEST,
    getNextPageParam: (last) => last.nextCursor,
    refetchInterval: REFRESH_MS,
  });
}

export function useRequests(state: 'open' | 'closed') {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ['requests', state],
    queryFn: ({ pageParam, signal }) => api.archive.requests(state, pageParam, { signal }),
    initialPageParam: NEWEST,
    getNextPageParam: (last) => last.nextCursor,
    refetchInterval: REFRESH_MS,
  });
}

/** An act on one of them; what is shown is read again before it counts as done. */
export function useIncidentAct<V>(act: (api: Api, value: V) => Promise<unknown>, done: () => void) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (value: V) => act(api, value),
    onSuccess: async () => {
      done();
      await queries.invalidateQueries({ queryKey: ['incidents'] });
      await queries.invalidateQueries({ queryKey: ['requests'] });
    },
  });
}
