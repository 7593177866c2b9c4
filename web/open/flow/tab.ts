/** What the browser tab keeps and does by itself: history, the network, and the mark that identity was proven here. */
import type { Event, State, Step } from './state.ts';

/** Holds the handle, which is in the page's address anyway; never the address, the code or the content. */
const PROVEN = 'entrepot.open.proven';
/** The history entry of the second step. */
const AT_CODE = 'code';

/** Whether this tab has proven identity for the handle before, so that asking the server for the session makes sense. */
export function hasProven(handle: string): boolean {
  try {
    return sessionStorage.getItem(PROVEN) === handle;
  } catch {
    return false;
  }
}

function setProven(handle: string | undefined): void {
  try {
    if (handle === undefined) sessionStorage.removeItem(PROVEN);
    else sessionStorage.setItem(PROVEN, handle);
  } catch {
    // Without storage a reload starts again at the first step.
  }
}

/**
 * Brings history and mark in step with the state. Going back from the code leads to the address; content takes the place of
 * both, because there is nothing to go back to in a used code.
 */
export function keepInStep(before: Step, { step, ended }: State, handle: string): void {
  if (before === step) return;
  if (step === 'code' && history.state !== AT_CODE) history.pushState(AT_CODE, '');
  if (before === 'code' && history.state === AT_CODE) history.back();
  if (step === 'content') setProven(handle);
  if (ended) setProven(undefined);
}

/** Passes on what happens outside the page. */
export function listenToBrowser(step: () => Step, send: (event: Event) => void): void {
  addEventListener('online', () => send({ kind: 'connection', online: true }));
  addEventListener('offline', () => send({ kind: 'connection', online: false }));
  history.replaceState(null, '');
  addEventListener('popstate', () => {
    const atCode = history.state === AT_CODE;
    if (step() === 'code' && !atCode) send({ kind: 'to_address' });
    // Forward to a code entry that no longer leads anywhere.
    else if (step() !== 'code' && atCode) history.back();
  });
  // A page that comes back from the browser's cache asks anew: its session may have ended meanwhile.
  addEventListener('pageshow', (event) => {
    if (event.persisted && step() === 'content') location.reload();
  });
}
