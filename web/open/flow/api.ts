/** The page's calls. Every one is a POST after an act of the person, except that the page ran, and resuming in a tab that has proven identity before. */
import type { OpenRequest, OpenResponse, OpenSession, RequestCode, VerifyCode } from '../../../src/model/api/open.ts';
import type { Ladder, ProofWay, SentRoute } from '../../../src/model/api/open-identity.ts';
import type { Locale } from '../../../src/model/locale.ts';
import {
  type CodeRequested,
  readCodeRequested,
  readError,
  readLadder,
  readOpenResponse,
  readOpenSession,
  readWays,
} from './answers.ts';
import { type Problem, problem, problemOf } from './problem.ts';

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

const PATIENCE_MS = 25_000;
/** Longer: the server waits up to 15 seconds for the signed record before it answers. */
const OPENING_PATIENCE_MS = 45_000;

/** Says once that the page ran: robots that load it for a preview are then told from people who open it. It opens nothing. */
export function saySeen(handle: string): void {
  void post('/open/api/seen', { handle }, () => true);
}

export function requestCode(body: RequestCode): Promise<Answer<CodeRequested>> {
  return post('/open/api/code', body, readCodeRequested);
}

export function verifyCode(body: VerifyCode): Promise<Answer<OpenSession>> {
  return post('/open/api/verify', body, readOpenSession);
}

export function requestWays(): Promise<Answer<readonly ProofWay[]>> {
  return post('/open/api/ways', {}, readWays);
}

/** Calls of somebody with a session; without one the token is empty. */
export type InSession = { readonly handle: string; readonly csrf: string };

export function ladderOf(who: InSession, objectId: string | null): Promise<Answer<Ladder>> {
  return inSession(who, '/open/api/ladder', { objectId }, readLadder);
}

export function requestFurtherCode(
  who: InSession,
  body: { readonly route: SentRoute; readonly locale: Locale },
): Promise<Answer<CodeRequested>> {
  return inSession(who, '/open/api/raise/code', body, readCodeRequested);
}

export function raiseSession(
  who: InSession,
  body: { readonly code: string; readonly as: 'code' | 'spoken_code' },
): Promise<Answer<OpenSession>> {
  return inSession(who, '/open/api/raise', body, readOpenSession);
}

/** For the optional parts too, which read their answers themselves. */
export function inSession<T>(
  { handle, csrf }: InSession,
  path: string,
  body: object,
  read: (value: unknown) => T | undefined,
): Promise<Answer<T>> {
  const headers: Record<string, string> = csrf === '' ? {} : { 'x-entrepot-csrf': csrf };
  return post(path, Object.assign({ handle }, body), read, PATIENCE_MS, headers);
}

export function resumeSession(handle: string): Promise<Answer<OpenSession>> {
  return post('/open/api/session', { handle }, readOpenSession);
}

export function openObject(body: OpenRequest, csrf: string): Promise<Answer<OpenResponse>> {
  return post('/open/api/open', body, readOpenResponse, OPENING_PATIENCE_MS, { 'x-entrepot-csrf': csrf });
}

export async function post<T>(
  path: string,
  body: object,
  read: (value: unknown) => T | undefined,
  patienceMs = PATIENCE_MS,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer<T>> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patienceMs);
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: Object.assign({ 'content-type': 'application/json', accept: 'application/json' }, headers),
      body: JSON.stringify(body),
      // Browsers before 2018 send no cookies unless told to.
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      signal: stop.signal,
    });
    const json: unknown = JSON.parse(await response.text());
    if (!response.ok) {
      const { code, requestId } = readError(json);
      return { ok: false, problem: problemOf(response.status, code, requestId) };
    }
    const value = read(json);
    return value === undefined ? { ok: false, problem: problem('unexpected') } : { ok: true, value };
  } catch (error) {
    if (stop.signal.aborted) return { ok: false, problem: problem('timeout') };
    // Not JSON: a proxy or a captive portal answered in the server's place.
    return { ok: false, problem: problem(error instanceof SyntaxError ? 'unavailable' : 'offline') };
  } finally {
    clearTimeout(timer);
  }
}
