/**
 * One way to ask the server: same origin, CSRF header, abortable, answers checked against the model's schemas.
 * An answer of another shape is an error, never half-used.
 */
import { z } from 'zod';
import { apiErrorSchema, CSRF_HEADER } from '../../../src/model/api/common.ts';
import { ClientError, isAbort, NETWORK, UNEXPECTED_ANSWER } from './errors.ts';

export type RequestOptions = { readonly signal?: AbortSignal | undefined };

export type RequestSpec<T> = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  /** Shape of the answer; null when its body does not matter. */
  readonly answer: z.ZodType<T>;
  readonly signal?: AbortSignal | undefined;
};

export type Request = <T>(spec: RequestSpec<T>) => Promise<T>;

export type RequestDeps = {
  readonly fetch: typeof globalThis.fetch;
  /** Value of the last session answer; null before sign-in. */
  readonly csrf: () => string | null;
  /** BCP 47 tag of the page: legal reasons come back in the reader's language. */
  readonly language: () => string;
  /** Called when the session is gone or another one: the page asks for it anew, without losing the place. */
  readonly signedOut: () => void;
};

/** Errors of the sign-in library: `{code, message}` with its own upper-case codes. */
const authErrorSchema = z.object({ code: z.string() });

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    // A proxy's error page, or an answer cut short.
    return undefined;
  }
}

/** The error of an answer that is not a success, whoever wrote it. */
export function errorOf(status: number, body: unknown): ClientError {
  const own = apiErrorSchema.safeParse(body);
  if (own.success) {
    const { code, requestId, details } = own.data.error;
    return new ClientError(code, status, requestId, details);
  }
  const auth = authErrorSchema.safeParse(body);
  if (auth.success) return new ClientError(`signin.${auth.data.code.toLowerCase()}`, status);
  if (status === 429) return new ClientError('base.too_many', status);
  return new ClientError(UNEXPECTED_ANSWER, status);
}

/**
 * Returns the function through which everything asks.
 *
 * @throws ClientError with the server's code, `console.network` without an answer, `console.unexpected_answer` for an
 *   answer of another shape; DOMException `AbortError` when the signal fired.
 */
export function createRequest(deps: RequestDeps): Request {
  return async ({ method, path, body, answer, signal }) => {
    const headers = new Headers({ accept: 'application/json', 'accept-language': deps.language() });
    const csrf = deps.csrf();
    if (method !== 'GET' && csrf !== null) headers.set(CSRF_HEADER, csrf);
    if (body !== undefined) headers.set('content-type', 'application/json');
    const init: RequestInit = { method, headers, credentials: 'same-origin', cache: 'no-store', redirect: 'error' };
    if (body !== undefined) init.body = JSON.stringify(body);
    if (signal !== undefined) init.signal = signal;

    let response: Response;
    let content: unknown;
    try {
      response = await deps.fetch(path, init);
      content = await bodyOf(response);
    } catch (error) {
      if (isAbort(error)) throw error;
      throw new ClientError(NETWORK, 0, null, {}, error);
    }
    if (!response.ok) {
      const error = errorOf(response.status, content);
      // Somebody signed in again in another tab: the session, and with it the token, is a new one.
      if (response.status === 401 || error.code === 'access.bad_csrf') deps.signedOut();
      throw error;
    }
    const parsed = answer.safeParse(content);
    if (!parsed.success) throw new ClientError(UNEXPECTED_ANSWER, response.status, null, {}, parsed.error);
    return parsed.data;
  };
}
