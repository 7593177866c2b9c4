/** The list and one duty, kept fresh while the page is open, and the acts on them. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { DutyView, FormName, Variant } from '../../../src/model/api/duties.ts';
import { type Api, useApi } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';

/** Clocks run: what is shown is at most this old. */
const REFRESH_MS = 30_000;

export function useDuties(state: DutyView['state'] | null) {
  const api = useApi();
  const { locale } = useTranslation();
  return useQuery({
    queryKey: ['duties', state, locale],
    queryFn: ({ signal }) => api.duties.list(state, { signal }),
    refetchInterval: REFRESH_MS,
  });
}

export function useDuty(id: string) {
  const api = useApi();
  const { locale } = useTranslation();
  return useQuery({
    queryKey: ['duty', id, locale],
    queryFn: ({ signal }) => api.duties.get(id, { signal }),
    refetchInterval: REFRESH_MS,
  });
}

export function useForm(id: string, form: FormName, variant: Variant | null) {
  const api = useApi();
  const { locale } = useTranslation();
  return useQuery({
    queryKey: ['duty', id, 'form', form, variant, locale],
    queryFn: ({ signal }) => api.duties.form(id, { form, variant }, { signal }),
    // What somebody is filling in must not change under the hands.
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** An act on duties; what is shown is read again before it counts as done. */
export function useDutyAct<V, A>(act: (api: Api, value: V) => Promise<A>, done: (answer: A) => void) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (value: V) => act(api, value),
    onSuccess: async (answer) => {
      await queries.invalidateQueries({ queryKey: ['duty'] });
      done(answer);
      await queries.invalidateQueries({ queryKey: ['duties'] });
      await queries.invalidateQueries({ queryKey: ['transfers'] });
    },
  });
}
