/** Packs, one pack and one version, and the acts on them: what was changed is read again before it counts as done. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type Api, useApi } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';

/** How often a run that goes on is looked at. */
const RUNNING_MS = 1_000;

export function usePacks() {
  const api = useApi();
  const { locale } = useTranslation();
  return useQuery({ queryKey: ['packs', 'list', locale], queryFn: ({ signal }) => api.packs.list({ signal }) });
}

export function usePack(pack: string) {
  const api = useApi();
  const { locale } = useTranslation();
  return useQuery({ queryKey: ['packs', pack, locale], queryFn: ({ signal }) => api.packs.get(pack, { signal }) });
}

export function useVersion(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['packs', 'version', id],
    queryFn: ({ signal }) => api.packs.version(id, { signal }),
    refetchInterval: ({ state }) => {
      const newest = state.data?.runs[0]?.state;
      return newest === 'waiting' || newest === 'running' ? RUNNING_MS : false;
    },
  });
}

/** An act on packs. Pages that decide in the browser fetch the rules again when they are opened next. */
export function usePackAct<V, A>(act: (api: Api, value: V) => Promise<A>, done: (answer: A) => void) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (value: V) => act(api, value),
    onSuccess: async (answer) => {
      queries.removeQueries({ queryKey: ['policy-engine'] });
      await queries.invalidateQueries({ queryKey: ['packs'] });
      done(answer);
    },
  });
}
