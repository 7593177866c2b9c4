/** The levels, their exceptions, and a trial that is walked page by page. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { ExceptionList, TrialPage } from '../../../src/model/api/levels.ts';
import type { LevelPolicy } from '../../../src/model/level-policy.ts';
import { type Api, useApi } from '../api/context.tsx';
import { isAbort } from '../api/errors.ts';
import { addPage, NO_TRIAL, type TrialSum } from './trial-sum.ts';

export function useLevelPolicy() {
  const api = useApi();
  return useQuery({ queryKey: ['levels', 'policy'], queryFn: ({ signal }) => api.levels.view({ signal }) });
}

export function useExceptions() {
  const api = useApi();
  return useQuery({ queryKey: ['levels', 'exceptions'], queryFn: ({ signal }) => api.levels.exceptions({ signal }) });
}

/** An act on one exception; its answer is the list as it is then. */
export function useExceptionAct<V>(act: (api: Api, value: V) => Promise<ExceptionList>, done: () => void) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (value: V) => act(api, value),
    onSuccess: (list) => {
      queries.setQueryData(['levels', 'exceptions'], list);
      done();
    },
    // Somebody else was first: what stands now is what has to be looked at.
    onError: () => queries.invalidateQueries({ queryKey: ['levels', 'exceptions'] }),
  });
}

/** Past transfers that a trial looks at, the newest. */
const MOST = 20_000;

export type Trial = {
  readonly sum: TrialSum;
  /** The policy that it is about; null before the first. */
  readonly of: LevelPolicy | null;
  readonly state: 'none' | 'running' | 'done' | 'stopped';
  readonly error: unknown;
  readonly start: (policy: LevelPolicy) => void;
  readonly stop: () => void;
};

export function useTrial(): Trial {
  const api = useApi();
  const [run, setRun] = useState<Pick<Trial, 'sum' | 'of' | 'state' | 'error'>>({
    sum: NO_TRIAL,
    of: null,
    state: 'none',
    error: null,
  });
  const stopping = useRef<AbortController | null>(null);
  useEffect(() => () => stopping.current?.abort(), []);

  const walk = async (policy: LevelPolicy, signal: AbortSignal): Promise<void> => {
    let after: string | null = null;
    let sum = NO_TRIAL;
    try {
      do {
        const page: TrialPage = await api.levels.try({ policy, after }, { signal });
        sum = addPage(sum, page);
        after = page.next;
        setRun({ sum, of: policy, state: after === null || sum.looked >= MOST ? 'done' : 'running', error: null });
      } while (after !== null && sum.looked < MOST);
    } catch (error) {
      if (!isAbort(error)) setRun({ sum, of: null, state: 'none', error });
    }
  };
  return {
    ...run,
    start: (policy) => {
      stopping.current?.abort();
      stopping.current = new AbortController();
      setRun({ sum: NO_TRIAL, of: policy, state: 'running', error: null });
      void walk(policy, stopping.current.signal);
    },
    stop: () => {
      stopping.current?.abort();
      setRun((before) => ({ ...before, state: 'stopped' }));
    },
  };
}
