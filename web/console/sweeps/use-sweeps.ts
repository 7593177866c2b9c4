/** Sweeps as they were last read, their files, and the acts on them. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { SweepFilter } from '../../../src/model/api/sweeps.ts';
import { useApi } from '../api/context.tsx';
import type { SweepsClient } from '../api/sweeps.ts';

const KEY = ['sweeps'];
const POLL_MS = 1500;

/** Asked again by itself while one is under way. */
export function useSweeps() {
  const api = useApi();
  return useQuery({
    queryKey: [...KEY, 'list'],
    queryFn: ({ signal }) => api.sweeps.list({ signal }),
    refetchInterval: ({ state }) =>
      state.data?.sweeps.some((one) => one.state === 'running') === true ? POLL_MS : false,
  });
}

export function useSweptFiles(id: string, filter: SweepFilter) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: [...KEY, 'files', id, filter],
    queryFn: ({ pageParam, signal }) =>
      api.sweeps.items(id, { ...filter, ...(pageParam === null ? {} : { after: pageParam }) }, { signal }),
    // Each reading is on record.
    refetchOnWindowFocus: false,
    initialPageParam: noPage(),
    getNextPageParam: (page) => page.nextAfter,
  });
}

function noPage(): string | null {
  return null;
}

/** `files`: the act changes what is said about files, and the sweep is still there afterwards. */
export function useSweepAct<T, R>(
  act: (client: SweepsClient, value: T) => Promise<R>,
  done?: (answer: R) => void,
  files = false,
) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (value: T) => act(api.sweeps, value),
    onSuccess: async (answer) => {
      await queries.invalidateQueries({ queryKey: files ? KEY : [...KEY, 'list'] });
      done?.(answer);
    },
  });
}
