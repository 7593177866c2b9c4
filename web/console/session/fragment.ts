/** One-time tokens arrive in the fragment of the address: that part never reaches a server or its log. */

/** Returns the token of `/setup#TOKEN` or `/enrol#TOKEN`; empty when there is none. */
export function tokenOf(hash: string): string {
  const text = hash.startsWith('#') ? hash.slice(1) : hash;
  return /^[A-Za-z0-9_-]{20,100}$/.test(text) ? text : '';
}

/** Takes the token out of the address bar and the history. */
export function forgetFragment(path: string): void {
  window.history.replaceState(null, '', path);
}
