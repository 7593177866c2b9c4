/** Why something did not work, in the part's words. */
import type { Answer } from '../../flow/api.ts';
import type { ProblemKind } from '../../flow/problem.ts';
import type { PartMessage } from './words.ts';

/** The session is over: the page goes back by itself. */
export type Trouble = PartMessage | 'session_ended';

const WORDS: Readonly<Partial<Record<ProblemKind, Trouble>>> = {
  session_ended: 'session_ended',
  too_many: 'problem.too_many',
  offline: 'problem.offline',
  timeout: 'problem.offline',
  code_not_accepted: 'problem.not_accepted',
  not_found: 'problem.ended',
};

export function troubleOf(answer: Extract<Answer<unknown>, { ok: false }>): Trouble {
  return WORDS[answer.problem.kind] || 'problem.failed';
}
