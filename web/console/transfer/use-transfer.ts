/** One transfer, kept fresh while the page is open, and the acts on it. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { TransferDetail } from '../../../src/model/api/transfers.ts';
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

/** An act on the transfer; its answer replaces what is shown. */
export function useTransferAct<V>(id: string, act: (api: Api, value: V) => Promise<TransferDetail>, done?: () => void) {
  const api = useApi();
  const queries = useQueryClient();
  const { locale } = useTranslation();
  return useMutation({
    mutationFn: (value: V) => act(api, value),
    onSuccess: async (transfer) => {
      queries.setQueryData(['transfer', id, locale], transfer);
      done?.();
      await queries.invalidateQueries({ queryKey: ['transfers'] });
    },
  });
}
