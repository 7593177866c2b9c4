/** Connected programs and the acts on them: what was changed is read again before it counts as done. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { DoorRoute } from '../../../src/model/door.ts';
import { type Api, useApi } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';

/** Calls come in while the page is open. */
const REFRESH_MS = 15_000;

export function useDoors() {
  const api = useApi();
  return useQuery({
    queryKey: ['doors', 'list'],
    queryFn: ({ signal }) => api.doors.list({ signal }),
    refetchInterval: REFRESH_MS,
  });
}

export function useDoor(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['doors', id],
    queryFn: ({ signal }) => api.doors.get(id, { signal }),
    refetchInterval: REFRESH_MS,
  });
}

export function useRefusals() {
  const api = useApi();
  return useQuery({
    queryKey: ['doors', 'refusals'],
    queryFn: ({ signal }) => api.doors.refusals({ signal }),
    refetchInterval: REFRESH_MS,
  });
}

/** What would become of ordinary messages; nothing is asked while the route is not complete. */
export function useRouteCheck(route: Pick<DoorRoute, 'entityId' | 'audienceId' | 'purpose'>) {
  const api = useApi();
  const { locale } = useTranslation();
  return useQuery({
    queryKey: ['doors', 'check', route.entityId, route.audienceId, route.purpose, locale],
    queryFn: ({ signal }) => api.doors.check(route, { signal }),
    enabled: route.entityId !== '' && route.audienceId !== '',
  });
}

/** `done` may leave the page; what that page showed is not read again. */
export function useDoorAct<V, A>(act: (api: Api, value: V) => Promise<A>, done: (answer: A) => void | Promise<void>) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (value: V) => act(api, value),
    onSuccess: async (answer) => {
      await done(answer);
      await queries.invalidateQueries({ queryKey: ['doors'] });
      await queries.invalidateQueries({ queryKey: ['audiences'] });
    },
    // Secrets are in some answers: they live in the dialog that shows them, and nowhere longer.
    gcTime: 0,
  });
}
