/** The check of the setup as it was last read, and the acts on it. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { AnswerPosture } from '../../../src/model/api/posture.ts';
import { useApi } from '../api/context.tsx';

const KEY = ['posture'];

export function usePosture() {
  const api = useApi();
  return useQuery({ queryKey: KEY, queryFn: ({ signal }) => api.posture.read({ signal }) });
}

export function useRunPosture(done: () => void) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (connection: string | null) => api.posture.run(connection),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: KEY });
      done();
    },
  });
}

export function useAnswerPosture(done: () => void) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (answer: AnswerPosture) => api.posture.answer(answer),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: KEY });
      done();
    },
  });
}
