/** One transfer, kept fresh while the page is open, and the acts on it. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type Api, useApi } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';

const REFRESH_MS = 10_000;

export function useTransfer(id: string) {
  const api = useApi();
  const { locale } = useTranslation();
  return useQuery({
    // Reasons come in the reader's language, so the language is part of the question.
    queryKey: ['transfer', id, locale],
    queryFn: ({ signal }) => api.transfers.get(id, { signal }),
    refetchInterval: REFRESH_MS,
  });
}

/** An act on the transfer; what is shown is read again before it counts as done. */
export function useTransferAct<V>(id: string, act: (api: Api, value: V) => Promise<unknown>, done?: () => void) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (value: V) => act(api, value),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['transfer', id] });
      done?.();
      await queries.invalidateQueries({ queryKey: ['transfers'] });
    },
  });
}
