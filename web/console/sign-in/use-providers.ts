/** Places to sign in, and what is done with them. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type Api, useApi } from '../api/context.tsx';

const KEY = ['sign-in-providers'] as const;

export function useProviders() {
  const api = useApi();
  return useQuery({ queryKey: KEY, queryFn: ({ signal }) => api.factors.providers({ signal }) });
}

/** The list is read anew after each act. */
export function useProviderAct<T>(act: (api: Api) => Promise<T>, done: (answer: T) => void) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => act(api),
    onSuccess: async (answer) => {
      await queries.invalidateQueries({ queryKey: KEY });
      done(answer);
    },
  });
}
