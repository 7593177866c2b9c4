/** Asks for a preview a moment after the last change. A changed question aborts the one under way: the last answer wins. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { PreviewResponse, PreviewTransfer } from '../../../src/model/api/transfers.ts';
import { useApi } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';

const QUIET_MS = 350;

export type Preview = {
  readonly answer: PreviewResponse | null;
  /** The answer belongs to an earlier question. */
  readonly stale: boolean;
  readonly error: unknown;
  readonly again: () => void;
};

/** Returns the text after it has been the same for a while. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), QUIET_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

export function usePreview(question: PreviewTransfer | null): Preview {
  const api = useApi();
  const { locale } = useTranslation();
  const asked = JSON.stringify(question);
  const settled = useSettled(asked);
  const query = useQuery({
    queryKey: ['preview', locale, settled],
    // The question that was settled on is the present one, or this query is about to be replaced.
    queryFn: ({ signal }) => (question === null ? null : api.transfers.preview(question, { signal })),
    enabled: settled === asked,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    // The key holds the message: it is forgotten as soon as the page is left.
    gcTime: 0,
    retry: false,
  });
  return {
    answer: question === null ? null : (query.data ?? null),
    stale: question !== null && (settled !== asked || query.isFetching || query.isPlaceholderData),
    error: query.error,
    again: () => void query.refetch(),
  };
}
