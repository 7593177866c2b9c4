/** What the browser tab keeps and does by itself: history, the network, and the mark that identity was proven here. */
import type { Event, State, Step } from './state.ts';

/**
 * Holds the handle in the page's address and the one of what was proved here, mostly the same; never the address, the code or the content.
 */
const PROVEN = 'entrepot.open.proven';
/** The history entry of whatever is not the landing or the content: leaving it leads back to them. */
const AWAY = 'away';

/** The handle for which this tab has proven identity on this page, so that asking the server for the session makes sense. */
export function provenHandle(place: string | undefined): string | undefined {
  try {
    const [at, handle] = (sessionStorage.getItem(PROVEN) || '').split(' ');
    return at === place && handle !== '' ? handle : undefined;
  } catch {
    return undefined;
  }
}

/** The page where this tab was before it went elsewhere to sign in. */
export function placeToReturn(): string {
  try {
    const [at] = (sessionStorage.getItem(PROVEN) || '').split(' ');
    return at === '/c' ? at : `/n/${at}`;
  } catch {
    return '/n/';
  }
}

function setProven(value: string | undefined): void {
  try {
    if (value === undefined) sessionStorage.removeItem(PROVEN);
    else sessionStorage.setItem(PROVEN, value);
  } catch {
    // Without storage a reload starts again at the first step.
  }
}

function isAway(step: Step): boolean {
  return step === 'code' || step === 'aside';
}

/**
 * Brings history and mark in step with the state. Going back from a code leads to where it was asked for; content takes the place of the steps
 * before, because there is nothing to go back to in a used code.
 *
 * @param place - The handle in the page's address, or the path of the page for other devices.
 */
export function keepInStep(before: Step, { step, ended }: State, place: string, handle: string): void {
  if (before === step) return;
  if (isAway(step) && history.state !== AWAY) history.pushState(AWAY, '');
  if (isAway(before) && !isAway(step) && history.state === AWAY) history.back();
  if (step === 'content') setProven(`${place} ${handle}`);
  if (ended) setProven(undefined);
}

/** Passes on what happens outside the page. */
export function listenToBrowser(step: () => Step, send: (event: Event) => void): void {
  addEventListener('online', () => send({ kind: 'connection', online: true }));
  addEventListener('offline', () => send({ kind: 'connection', online: false }));
  history.replaceState(null, '');
  addEventListener('popstate', () => {
    const isThere = history.state === AWAY;
    if (isAway(step()) && !isThere) send({ kind: step() === 'aside' ? 'aside_closed' : 'to_base' });
    // Forward to an entry that no longer leads anywhere.
    else if (!isAway(step()) && isThere) history.back();
  });
  // A page that comes back from the browser's cache asks anew: its session may have ended meanwhile.
  addEventListener('pageshow', (event) => {
    if (event.persisted && (step() === 'content' || step() === 'aside')) location.reload();
  });
}
