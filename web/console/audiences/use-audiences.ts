/** Audiences and the acts on them: what was changed is read again before it counts as done. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type Api, useApi } from '../api/context.tsx';

export function useAudiences() {
  const api = useApi();
  return useQuery({ queryKey: ['audiences'], queryFn: ({ signal }) => api.audiences.list({ signal }) });
}

export function useAudienceAct<V, A>(act: (api: Api, value: V) => Promise<A>, done: (answer: A, value: V) => void) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (value: V) => act(api, value),
    onSuccess: async (answer, value) => {
      await queries.invalidateQueries({ queryKey: ['audiences'] });
      // Who is in a group changes what a route to it needs.
      await queries.invalidateQueries({ queryKey: ['doors'] });
      done(answer, value);
    },
  });
}
