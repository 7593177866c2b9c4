/** Cases of tracing as they were last read, and the acts on them. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useApi } from '../api/context.tsx';
import type { TracingClient } from '../api/tracing.ts';

const KEY = ['traces'];
const POLL_MS = 1500;

/** Asked again by itself while one is under way. */
export function useTraces() {
  const api = useApi();
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => api.tracing.list({ signal }),
    refetchInterval: ({ state }) =>
      state.data?.cases.some((one) => one.state === 'running') === true ? POLL_MS : false,
  });
}

export function useTraceAct<T>(act: (client: TracingClient, value: T) => Promise<unknown>, done: () => void) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (value: T) => act(api.tracing, value),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: KEY });
      done();
    },
  });
}
