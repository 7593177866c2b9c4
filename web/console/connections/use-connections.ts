/** What the pages of connections read and do. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { SentOf } from '../api/connections.ts';
import { type Api, useApi } from '../api/context.tsx';

/** How connections do changes by itself: what is shown is at most this old. */
const REFRESH_MS = 10_000;
const TEST_MS = 800;

export function useConnections() {
  const api = useApi();
  return useQuery({
    queryKey: ['connections', 'overview'],
    queryFn: ({ signal }) => api.connections.overview({ signal }),
    refetchInterval: REFRESH_MS,
  });
}

export function useConnection(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['connections', id],
    queryFn: ({ signal }) => api.connections.get(id, { signal }),
    refetchInterval: REFRESH_MS,
  });
}

export function useSent(of: SentOf, before: string | null) {
  const api = useApi();
  return useQuery({
    queryKey: ['connections', 'sent', of.kind, of.id, before],
    queryFn: ({ signal }) => api.connections.sent(of, before, { signal }),
  });
}

export function useSentBody(of: SentOf, message: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['connections', 'sent', of.kind, of.id, 'body', message],
    queryFn: ({ signal }) => api.connections.sentBody(of, message, { signal }),
  });
}

/** Asked again until it is decided. */
export function useTest(id: string, test: string | null) {
  const api = useApi();
  return useQuery({
    queryKey: ['connections', id, 'test', test],
    queryFn: ({ signal }) => api.connections.testResult(id, test ?? '', { signal }),
    enabled: test !== null,
    refetchInterval: ({ state }) => (state.data?.state === 'sent' || state.data?.state === 'dead' ? false : TEST_MS),
  });
}

export function useDeadLetters() {
  const api = useApi();
  return useQuery({
    queryKey: ['dead-letters'],
    queryFn: ({ signal }) => api.connections.deadLetters({ signal }),
    refetchInterval: REFRESH_MS,
  });
}

/** An act on connections or dead letters; what is shown is read again before it counts as done. */
export function useConnectionAct<V, A>(act: (api: Api, value: V) => Promise<A>, done: (answer: A, value: V) => void) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (value: V) => act(api, value),
    onSuccess: async (answer, value) => {
      await queries.invalidateQueries({ queryKey: ['dead-letters'] });
      // Not awaited: the page of a connection that was just removed would ask for it in vain.
      void queries.invalidateQueries({ queryKey: ['connections'] });
      done(answer, value);
    },
  });
}
