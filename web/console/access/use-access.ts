/** The permission matrix of a transfer and of all, and the acts on it: what was changed is shown as the server answered. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { LookReason } from '../../../src/model/api/accesses.ts';
import type { AccessFilterQuery, AccessTable } from '../../../src/model/api/access.ts';
import { type Api, useApi } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';

const REFRESH_MS = 15_000;
const FIRST: string | null = null;

export function useAccessTable(transferId: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['access', 'table', transferId],
    queryFn: ({ signal }) => api.access.table(transferId, { signal }),
    refetchInterval: REFRESH_MS,
  });
}

/** An act on one transfer's matrix; its answer is the table as it is then. */
export function useAccessAct<V>(transferId: string, act: (api: Api, value: V) => Promise<AccessTable>) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (value: V) => act(api, value),
    onSuccess: async (table) => {
      queries.setQueryData(['access', 'table', transferId], table);
      await queries.invalidateQueries({ queryKey: ['transfer', transferId] });
      await queries.invalidateQueries({ queryKey: ['access', 'list'] });
    },
    // Somebody else was first: what stands now is what has to be looked at.
    onError: () => queries.invalidateQueries({ queryKey: ['access', 'table', transferId] }),
  });
}

/** With a reason, names are shown; each page that is read is recorded. */
export function useAccessList(filter: AccessFilterQuery, look: LookReason | null) {
  const api = useApi();
  const { locale } = useTranslation();
  return useInfiniteQuery({
    queryKey: ['access', 'list', filter, look, locale],
    queryFn: ({ pageParam, signal }) =>
      look === null
        ? api.access.list(filter, pageParam, { signal })
        : api.access.named(filter, pageParam, look, { signal }),
    // Looking again would be a look of its own.
    ...(look === null ? {} : { refetchOnWindowFocus: false, refetchOnReconnect: false, staleTime: Infinity }),
    initialPageParam: FIRST,
    getNextPageParam: (last) => last.nextCursor,
  });
}

export function useLevels() {
  const api = useApi();
  return useQuery({ queryKey: ['access', 'levels'], queryFn: ({ signal }) => api.access.levels({ signal }) });
}
