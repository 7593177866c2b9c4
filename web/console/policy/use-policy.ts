/** The engine of this page: fetched and started once, then shared by every page that decides. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Api, useApi } from '../api/context.tsx';
import { openPolicy } from './policy-client.ts';

const policyQuery = (api: Api) =>
  queryOptions({
    queryKey: ['policy-engine'],
    queryFn: async ({ signal }) => openPolicy(await api.packs.files({ signal })),
    // The rules of the moment when the page was loaded; a new start of the server is a new page.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    retry: false,
  });

export function usePolicy() {
  return useQuery(policyQuery(useApi()));
}
