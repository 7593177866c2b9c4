/** One page image, asked for: a POST like every other step, so that nothing about it is in an address. */
import { readError } from './answers.ts';
import { problemOf } from './problem.ts';

export type PageWanted = {
  readonly handle: string;
  readonly openingId: string;
  readonly page: number;
  readonly dpi: number;
};

/** `ended`: the view is over, or was withdrawn; nothing more of it comes. `stopped`: nobody waits for it any more. */
export type PageProblem = 'offline' | 'timeout' | 'failed' | 'ended' | 'withdrawn' | 'session_ended' | 'stopped';
export type PageAnswer =
  | { readonly ok: true; readonly image: Blob }
  | { readonly ok: false; readonly problem: PageProblem };

/** A page of a large document takes a while when its process has to be started again. */
const PATIENCE_MS = 40_000;

export async function fetchPage(wanted: PageWanted, csrf: string, stop = new AbortController()): Promise<PageAnswer> {
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    stop.abort();
  }, PATIENCE_MS);
  try {
    const response = await fetch('/open/api/page', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: acceptedImages(), 'x-entrepot-csrf': csrf },
      body: JSON.stringify(wanted),
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      signal: stop.signal,
    });
    if (!response.ok) return { ok: false, problem: pageProblem(response.status, await response.text()) };
    const image = await response.blob();
    return image.type.startsWith('image/') ? { ok: true, image } : { ok: false, problem: 'failed' };
  } catch {
    if (stop.signal.aborted) return { ok: false, problem: late ? 'timeout' : 'stopped' };
    return { ok: false, problem: 'offline' };
  } finally {
    clearTimeout(timer);
  }
}

/** WebP is a third smaller and takes the server longer: for those who count bytes. */
function acceptedImages(): string {
  const connection: unknown = Reflect.get(navigator, 'connection');
  const saves = typeof connection === 'object' && connection !== null && Reflect.get(connection, 'saveData') === true;
  return saves ? 'image/webp, image/jpeg' : 'image/jpeg';
}

function pageProblem(status: number, text: string): PageProblem {
  const { code, requestId } = readError(parsed(text));
  if (problemOf(status, code, requestId).kind === 'session_ended') return 'session_ended';
  if (code === 'access.not_permitted') return 'withdrawn';
  return code === 'opening.ended' || code === 'opening.not_found' ? 'ended' : 'failed';
}

/** Not JSON: a proxy answered in the server's place. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
