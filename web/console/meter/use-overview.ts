/** What the overview counts: transfers by state, and the held ones that wait for the reader. */
import { useQueries, useQuery } from '@tanstack/react-query';
import type { TransferDetail } from '../../../src/model/api/transfers.ts';
import type { TransferState } from '../../../src/model/transfer-states.ts';
import { useApi } from '../api/context.tsx';
import { isRecordable } from '../decision/remedy.ts';
import { useTranslation } from '../i18n/translate.tsx';

const REFRESH_MS = 15_000;
/** Details are read one by one; whoever has more waiting goes to the list. */
const WAITING_READ = 20;

/** `submitted` lasts for moments, so nobody looks for it. */
export const COUNTED_STATES = [
  'held',
  'granted',
  'refused',
  'revoked',
  'expired',
  'withdrawn',
] as const satisfies readonly TransferState[];

export type StateCount = {
  readonly state: TransferState;
  readonly count: number;
  /** The list has another page: `count` is what is known. */
  readonly more: boolean;
};

/** Returns how many transfers are in each state; null while nothing is known yet. */
export function useStateCounts(): readonly StateCount[] | null {
  const api = useApi();
  const answers = useQueries({
    queries: COUNTED_STATES.map((state) => ({
      queryKey: ['transfers', 'count', state],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) => api.transfers.list({ state }, { signal }),
      refetchInterval: REFRESH_MS,
    })),
  });
  const counts: StateCount[] = [];
  for (const [at, state] of COUNTED_STATES.entries()) {
    const list = answers[at]?.data;
    if (list === undefined) return null;
    counts.push({ state, count: list.transfers.length, more: list.nextCursor !== null });
  }
  return counts;
}

/**
 * Returns what a held transfer wants of the reader; null for nothing, also when only others can lift what holds it (their own
 * transfer that another officer must approve).
 */
export function asksOf({ state, may, decision }: TransferDetail): 'approval' | 'basis' | null {
  if (state !== 'held') return null;
  if (may.approve) return 'approval';
  return may.recordBasis && decision?.remedies.some(isRecordable) === true ? 'basis' : null;
}

/** Returns held transfers that the reader may approve or find a basis for; null while they are being read. */
export function useWaiting(): readonly TransferDetail[] | null {
  const api = useApi();
  const { locale } = useTranslation();
  const held = useQuery({
    queryKey: ['transfers', 'count', 'held'],
    queryFn: ({ signal }) => api.transfers.list({ state: 'held' }, { signal }),
    refetchInterval: REFRESH_MS,
  });
  const rows = held.data?.transfers.slice(0, WAITING_READ) ?? [];
  const details = useQueries({
    queries: rows.map(({ id }) => ({
      // The key of the transfer's own page: what is read here is there at once.
      queryKey: ['transfer', id, locale],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) => api.transfers.get(id, { signal }),
    })),
  });
  if (held.data === undefined || details.some(({ isPending }) => isPending)) return null;
  return details
    .flatMap(({ data }) => (data === undefined ? [] : [data]))
    .filter((transfer) => asksOf(transfer) !== null);
}
