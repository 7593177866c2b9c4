/** Connects the person's acts, the server's answers and what is shown. */
import type { Locale } from '../../../src/model/locale.ts';
import { inAppOf } from '../page/in-app.ts';
import type { Acts, Shown } from '../views/view.ts';
import { handleInPath } from '../words/input.ts';
import { pickLocale, storedLocale, storeLocale } from '../words/locale.ts';
import { saySeen } from './api.ts';
import { asideOf } from './aside.ts';
import type { Core } from './core.ts';
import { deliveryFlow } from './delivery.ts';
import { identityActs } from './identity-acts.ts';
import { openingActs } from './opening-acts.ts';
import { isReturn } from './own-factors.ts';
import { type Event, initialState, next, type State } from './state.ts';
import { keepInStep, listenToBrowser, provenHandle } from './tab.ts';

/**
 * Runs the page.
 *
 * @param show - Draws a state; called after every event and once a second.
 */
export function startApp(show: (shown: Shown, acts: Acts) => void): void {
  const inPath = handleInPath(location.pathname);
  const place = location.pathname === ARRIVAL ? ARRIVAL : inPath;
  let handle = provenHandle(place) || inPath || '';
  const inApp = inAppOf(navigator.userAgent);
  let locale = storedLocale() || pickLocale(navigator.languages);
  let state = initialState(firstStep(place), navigator.onLine);

  const draw = (): void => {
    const link = location.href.split('#')[0] || '';
    show({ state, locale, inApp, now: Date.now(), link }, acts);
  };
  const send = (event: Event): void => {
    const before = state.step;
    state = next(state, event);
    keepInStep(before, state, place || '', handle);
    delivery.follow();
    draw();
    if (event.kind === 'session' && state.aside !== null) aside.show(state.aside);
  };
  const goOn = (other: string): void => {
    handle = other;
    send({ kind: 'restart' });
    acts.retry();
  };
  const core: Core = { handle: () => handle, goOn, state: () => state, locale: () => locale, send, draw };
  const chooseLocale = (chosen: Locale): void => {
    locale = chosen;
    storeLocale(chosen);
    draw();
  };
  const aside = asideOf(core, (way) => acts.chooseWay(way));
  const delivery = deliveryFlow(core);
  const acts: Acts = Object.assign(
    { chooseLocale, extras: delivery.extras, foot: delivery.foot },
    identityActs(
      core,
      () => aside.show('ways'),
      (way) => aside.prove(way),
    ),
    aside.acts,
    openingActs(core, delivery),
  );

  listenToBrowser(() => state.step, send);
  draw();
  if (state.step === 'resuming') acts.retry();
  if (isReturn()) aside.show('returned');
  if (inPath !== undefined) saySeen(inPath);
  // Countdowns, and words about answers that take long.
  setInterval(draw, 1000);
}

/** Where somebody arrives from another device; what he arrived with is in the fragment, which no server sees. */
const ARRIVAL = '/c';

function firstStep(place: string | undefined): State['step'] {
  if (isReturn()) return 'aside';
  if (place === undefined) return 'bad_link';
  if (provenHandle(place) !== undefined) return 'resuming';
  return place === ARRIVAL ? 'arriving' : 'landing';
}
