/** Lists made here, the preview of the one at hand, and a made one on its way into a transfer. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { PseudonymChoices } from '../../../src/model/pseudonyms.ts';
import { useApi } from '../api/context.tsx';
import type { PseudonymsClient } from '../api/pseudonyms.ts';
import type { Uploads } from '../new-transfer/use-uploads.ts';

const KEY = ['pseudonyms'];

export function usePseudonyms() {
  const api = useApi();
  return useQuery({ queryKey: [...KEY, 'list'], queryFn: ({ signal }) => api.pseudonyms.list({ signal }) });
}

/** What is shown is content: it is kept by nobody once the page is left. */
export function usePseudonymPreview(uploadId: string | null, choices: PseudonymChoices) {
  const api = useApi();
  return useQuery({
    queryKey: [...KEY, 'preview', uploadId, choices],
    queryFn: ({ signal }) => api.pseudonyms.preview({ uploadId: uploadId ?? '', choices }, { signal }),
    enabled: uploadId !== null,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    placeholderData: (before) => before,
  });
}

export function usePseudonymAct<T, R>(
  act: (client: PseudonymsClient, value: T) => Promise<R>,
  done?: (answer: R) => void,
) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (value: T) => act(api.pseudonyms, value),
    onSuccess: async (answer) => {
      await queries.invalidateQueries({ queryKey: [...KEY, 'list'] });
      done?.(answer);
    },
  });
}

/** Takes a list that was made here into a new transfer, once. */
export function useAdopted(uploadId: string | undefined, uploads: Uploads): void {
  const api = useApi();
  const taken = useRef<string | null>(null);
  useEffect(() => {
    if (uploadId === undefined || taken.current === uploadId) return;
    taken.current = uploadId;
    const take = async (): Promise<void> => {
      const [{ tables }, state] = await Promise.all([api.pseudonyms.list(), api.transfers.uploadState(uploadId)]);
      const name = tables.find((one) => one.uploadId === uploadId)?.fileName ?? '';
      uploads.adopt({ uploadId, name, size: state.size });
    };
    // Sent meanwhile, or of somebody else: the form is empty then.
    take().catch(() => undefined);
  }, [uploadId, uploads, api]);
}
