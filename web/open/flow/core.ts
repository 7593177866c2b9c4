/** What the acts of the page share. */
import type { Locale } from '../../../src/model/locale.ts';
import type { Answer, InSession } from './api.ts';
import type { Problem } from './problem.ts';
import type { Event, State } from './state.ts';

export type Core = {
  /** Of the link, or of what somebody goes on with who came by it. */
  readonly handle: () => string;
  /** Goes on with what is behind another handle, in a session that this browser has. */
  readonly goOn: (handle: string) => void;
  readonly state: () => State;
  readonly locale: () => Locale;
  readonly send: (event: Event) => void;
  readonly draw: () => void;
};

export function callerOf(core: Core): InSession {
  const { session } = core.state();
  return { handle: core.handle(), csrf: session === null ? '' : session.csrf };
}

/** Uses a good answer; a session that ended leads back to the first step from anywhere. */
export function settle<T>(
  core: Pick<Core, 'send'>,
  answer: Answer<T>,
  use: (value: T) => void,
  other: (trouble: Problem) => void,
): void {
  if (answer.ok) use(answer.value);
  else if (answer.problem.kind === 'session_ended') core.send({ kind: 'session_ended' });
  else other(answer.problem);
}
