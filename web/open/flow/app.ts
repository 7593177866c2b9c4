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

/** Remembers in this tab that identity was proven for a handle, so that a reload goes on. Holds the handle only. */
const PROVEN = 'entrepot.open.proven';

/**
 * Runs the page.
 *
 * @param show - Draws a state; called after every event and once a second.
 */
export function startApp(show: (shown: Shown, acts: Acts) => void): void {
  const handle = handleInPath(location.pathname);
  const inApp = inAppOf(navigator.userAgent);
  let locale: Locale = storedLocale() || pickLocale(navigator.languages);
  let state = initialState(firstStep(handle), navigator.onLine);

  const draw = (): void =>
    show({ state, locale, inApp, now: Date.now(), link: location.href.split('#')[0] || '' }, acts);
  const send = (event: Event): void => {
    const before = state.step;
    state = next(state, event);
    remember(before, state, handle || '');
    draw();
  };
  const settle = <T>(answer: Answer<T>, use: (value: T) => void, other: (trouble: Problem) => void): void => {
    if (answer.ok) use(answer.value);
    else if (answer.problem.kind === 'session_ended') send({ kind: 'session_ended' });
    else other(answer.problem);
  };
  const report = (trouble: Problem): void => send({ kind: 'problem', problem: trouble });

  const resume = async (): Promise<void> => {
    send({ kind: 'resume' });
    settle(await resumeSession(handle || ''), (session) => send({ kind: 'session', session }), report);
  };

  const askForCode = async (what: 'code' | 'resend'): Promise<void> => {
    const address = normaliseAddress(state.address);
    if (state.busyWith !== null) return;
    if (!looksLikeAddress(address)) return report(problem('address'));
    send({ kind: 'busy', with: what, now: Date.now() });
    const answer = await requestCode({ handle: handle || '', address, locale });
    settle(answer, (value) => send({ kind: 'code_requested', answer: value, now: Date.now() }), report);
  };

  const confirm = async (): Promise<void> => {
    const code = normaliseCode(state.code);
    if (state.busyWith !== null) return;
    if (code.length !== 6) return report(problem('code_incomplete'));
    send({ kind: 'busy', with: 'verify', now: Date.now() });
    const answer = await verifyCode({ handle: handle || '', address: normaliseAddress(state.address), code });
    settle(answer, (session) => send({ kind: 'session', session }), report);
  };

  const open = async (item: Item): Promise<void> => {
    const { id } = item.object;
    const live = liveOpening(item, Date.now());
    if (item.since !== null || state.session === null) return;
    // A repeated message is asked for again: its text is not kept once it has left the page.
    if (live !== undefined && item.object.kind === 'file') return download(id, live.id, state.session.csrf);
    send({ kind: 'opening', id, now: Date.now() });
    const { csrf } = state.session;
    settle(
      await openObject({ handle: handle || '', objectId: id }, csrf),
      (answer) => {
        send({ kind: 'opened', id, answer });
        if (answer.outcome === 'released' && answer.text === null) download(id, answer.openingId, csrf);
      },
      (trouble) => send({ kind: 'open_failed', id, failure: failureOf(trouble) }),
    );
  };

  const download = (id: string, openingId: string, csrf: string): void =>
    startDownload({ handle: handle || '', openingId, csrf }, () => {
      send({ kind: 'open_failed', id, failure: { reason: 'download', detail: null } });
      void leaveIfEnded();
    });

  const leaveIfEnded = async (): Promise<void> => {
    const answer = await resumeSession(handle || '');
    if (!answer.ok && answer.problem.kind === 'session_ended') send({ kind: 'session_ended' });
  };

  const acts: Acts = {
    typeAddress: (address) => send({ kind: 'address', address }),
    typeCode: (code) => send({ kind: 'code', code }),
    sendCode: () => void askForCode('code'),
    resendCode: () => void askForCode('resend'),
    haveCode: () => {
      if (state.busyWith !== null) return;
      if (looksLikeAddress(normaliseAddress(state.address))) send({ kind: 'have_code' });
      else report(problem('address'));
    },
    changeAddress: () => history.back(),
    confirmCode: () => void confirm(),
    open: (item) => void open(item),
    retry: () => void resume(),
    chooseLocale: (chosen) => {
      locale = chosen;
      storeLocale(chosen);
      draw();
    },
  };

  listen(() => state, send);
  draw();
  if (state.step === 'resuming') void resume();
  setInterval(draw, 1000);
}

/** Network and history, which act on their own. */
function listen(current: () => State, send: (event: Event) => void): void {
  addEventListener('online', () => send({ kind: 'connection', online: true }));
  addEventListener('offline', () => send({ kind: 'connection', online: false }));
  // One history entry for the code, so that Back leads to the address. Content replaces it: a used code is nothing to go back to.
  history.replaceState(null, '');
  addEventListener('popstate', () => {
    const atCode = history.state === 'code';
    const { step } = current();
    if (step === 'code' && !atCode) send({ kind: 'to_address' });
    else if (step === 'landing' && atCode) history.back();
  });
}

function firstStep(handle: string | undefined): State['step'] {
  if (handle === undefined) return 'bad_link';
  return marker(handle) ? 'resuming' : 'landing';
}

/** Keeps history and the tab's marker in step with the state. */
function remember(before: State['step'], state: State, handle: string): void {
  const { step } = state;
  if (before === step) return;
  if (step === 'code') history.pushState('code', '');
  if (before === 'code' && step !== 'landing' && history.state === 'code') history.back();
  if (step === 'content') setMarker(handle);
  if (state.ended) setMarker('');
}

function marker(handle: string): boolean {
  try {
    return sessionStorage.getItem(PROVEN) === handle;
  } catch {
    return false;
  }
}

function setMarker(handle: string): void {
  try {
    if (handle === '') sessionStorage.removeItem(PROVEN);
    else sessionStorage.setItem(PROVEN, handle);
  } catch {
    // Without storage a reload starts again at the first step.
  }
}
