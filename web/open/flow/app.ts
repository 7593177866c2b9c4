/** Connects the person's acts, the server's answers and what is shown. */
import type { Locale } from '../../../src/model/locale.ts';
import { startDownload } from '../page/download.ts';
import { inAppOf } from '../page/in-app.ts';
import type { Acts, Shown } from '../views/view.ts';
import { handleInPath, looksLikeAddress, normaliseAddress, normaliseCode } from '../words/input.ts';
import { pickLocale, storedLocale, storeLocale } from '../words/locale.ts';
import { type Answer, openObject, requestCode, resumeSession, verifyCode } from './api.ts';
import { type Problem, problem } from './problem.ts';
import { type Event, failureOf, initialState, type Item, liveOpening, next, type State } from './state.ts';
import { hasProven, keepInStep, listenToBrowser } from './tab.ts';

type Core = {
  readonly handle: string;
  readonly state: () => State;
  readonly locale: () => Locale;
  readonly send: (event: Event) => void;
};

/**
 * Runs the page.
 *
 * @param show - Draws a state; called after every event and once a second.
 */
export function startApp(show: (shown: Shown, acts: Acts) => void): void {
  const handle = handleInPath(location.pathname);
  const inApp = inAppOf(navigator.userAgent);
  let locale = storedLocale() || pickLocale(navigator.languages);
  let state = initialState(firstStep(handle), navigator.onLine);

  const draw = (): void => {
    const link = location.href.split('#')[0] || '';
    show({ state, locale, inApp, now: Date.now(), link }, acts);
  };
  const send = (event: Event): void => {
    const before = state.step;
    state = next(state, event);
    keepInStep(before, state, handle || '');
    draw();
  };
  const core: Core = { handle: handle || '', state: () => state, locale: () => locale, send };
  const chooseLocale = (chosen: Locale): void => {
    locale = chosen;
    storeLocale(chosen);
    draw();
  };
  const acts: Acts = Object.assign({ chooseLocale }, identityActs(core), openingActs(core));

  listenToBrowser(() => state.step, send);
  draw();
  if (state.step === 'resuming') acts.retry();
  // Countdowns, and words about answers that take long.
  setInterval(draw, 1000);
}

function firstStep(handle: string | undefined): State['step'] {
  if (handle === undefined) return 'bad_link';
  return hasProven(handle) ? 'resuming' : 'landing';
}

/** Uses a good answer; a session that ended leads back to the first step from anywhere. */
function settle<T>(core: Core, answer: Answer<T>, use: (value: T) => void, other: (trouble: Problem) => void): void {
  if (answer.ok) use(answer.value);
  else if (answer.problem.kind === 'session_ended') core.send({ kind: 'session_ended' });
  else other(answer.problem);
}

/** Steps one and two. Each act ends at once when one is under way, so a double tap asks once. */
function identityActs(core: Core): Omit<Acts, 'chooseLocale' | 'open'> {
  const { handle, state, send } = core;
  const report = (trouble: Problem): void => send({ kind: 'problem', problem: trouble });
  const address = (): string => normaliseAddress(state().address);

  const askForCode = async (what: 'code' | 'resend'): Promise<void> => {
    if (state().busyWith !== null) return;
    if (!looksLikeAddress(address())) return report(problem('address'));
    send({ kind: 'busy', with: what, now: Date.now() });
    const answer = await requestCode({ handle, address: address(), locale: core.locale() });
    settle(core, answer, (value) => send({ kind: 'code_requested', answer: value, now: Date.now() }), report);
  };
  const confirm = async (): Promise<void> => {
    const code = normaliseCode(state().code);
    if (state().busyWith !== null) return;
    if (code.length !== 6) return report(problem('code_incomplete'));
    send({ kind: 'busy', with: 'verify', now: Date.now() });
    const answer = await verifyCode({ handle, address: address(), code });
    settle(core, answer, (session) => send({ kind: 'session', session }), report);
  };
  const resume = async (): Promise<void> => {
    send({ kind: 'resume' });
    settle(core, await resumeSession(handle), (session) => send({ kind: 'session', session }), report);
  };
  return {
    typeAddress: (typed) => send({ kind: 'address', address: typed }),
    typeCode: (code) => send({ kind: 'code', code }),
    sendCode: () => void askForCode('code'),
    resendCode: () => void askForCode('resend'),
    haveCode: () => {
      if (state().busyWith !== null) return;
      if (looksLikeAddress(address())) send({ kind: 'have_code' });
      else report(problem('address'));
    },
    changeAddress: () => history.back(),
    confirmCode: () => void confirm(),
    retry: () => void resume(),
  };
}

/** Step three. */
function openingActs(core: Core): Pick<Acts, 'open'> {
  const { handle, send } = core;
  const open = async (item: Item): Promise<void> => {
    const { id } = item.object;
    const { session } = core.state();
    if (item.since !== null || session === null) return;
    const live = liveOpening(item, Date.now());
    // A message is asked for again instead: only the server has its text.
    if (live !== undefined && item.object.kind === 'file') return download(id, live.id, session.csrf);
    send({ kind: 'opening', id, now: Date.now() });
    settle(
      core,
      await openObject({ handle, objectId: id }, session.csrf),
      (answer) => {
        send({ kind: 'opened', id, answer });
        if (answer.outcome === 'released' && answer.text === null) download(id, answer.openingId, session.csrf);
      },
      (trouble) => send({ kind: 'open_failed', id, failure: failureOf(trouble) }),
    );
  };
  const download = (id: string, openingId: string, csrf: string): void =>
    startDownload({ handle, openingId, csrf }, () => {
      send({ kind: 'open_failed', id, failure: { reason: 'download', detail: null } });
      void leaveIfEnded();
    });
  const leaveIfEnded = async (): Promise<void> => {
    const answer = await resumeSession(handle);
    if (!answer.ok && answer.problem.kind === 'session_ended') send({ kind: 'session_ended' });
  };
  return { open: (item) => void open(item) };
}
