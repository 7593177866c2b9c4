import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { ClientError, isWorthRetrying } from './errors.ts';
import { createRequest } from './request.ts';
import { uploadIdOf } from './uploads.ts';

const answer = z.strictObject({ ok: z.boolean() });

function asking(respond: () => Promise<Response>, csrf: string | null = 'token') {
  const fetch = vi.fn<(input: RequestInfo | URL, init?: RequestInit) => Promise<Response>>(respond);
  const signedOut = vi.fn();
  return { fetch, signedOut, request: createRequest({ fetch, csrf: () => csrf, language: () => 'pt-PT', signedOut }) };
}

const json = (status: number, body: unknown) => async () => new Response(JSON.stringify(body), { status });
const post = { method: 'POST', path: '/api/v1/x', body: {}, answer } as const;

describe('createRequest', () => {
  it('sends the CSRF token with acts, and never with a GET', async () => {
    const { fetch, request } = asking(json(200, { ok: true }));
    await request(post);
    await request({ method: 'GET', path: '/api/v1/x', answer });
    const headers = fetch.mock.calls.map(([, init]) => new Headers(init?.headers));
    expect(headers.map((header) => header.get('x-entrepot-csrf'))).toEqual(['token', null]);
    expect(headers[0]?.get('accept-language')).toBe('pt-PT');
    expect(fetch.mock.calls[0]?.[1]).toMatchObject({
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
    });
  });

  it('gives the code and the number of the request of a refused one', async () => {
    const body = { error: { code: 'transfer.wrong_state', message: '', requestId: 'r1', details: {} } };
    const { request } = asking(json(409, body));
    await expect(request(post)).rejects.toMatchObject({ code: 'transfer.wrong_state', status: 409, requestId: 'r1' });
  });

  it('asks for a new sign-in on 401, once, and keeps the error', async () => {
    const { request, signedOut } = asking(json(401, { code: 'INVALID_CODE', message: 'Invalid code' }));
    await expect(request(post)).rejects.toMatchObject({ code: 'signin.invalid_code', status: 401 });
    expect(signedOut).toHaveBeenCalledOnce();
  });

  it('asks for the session anew when the token belongs to an earlier one', async () => {
    const body = { error: { code: 'access.bad_csrf', message: '', requestId: 'r1', details: {} } };
    const { request, signedOut } = asking(json(403, body));
    await expect(request(post)).rejects.toMatchObject({ code: 'access.bad_csrf' });
    expect(signedOut).toHaveBeenCalledOnce();
  });

  it('calls an answer of another shape unexpected, also when it is no JSON', async () => {
    for (const respond of [json(200, { ok: true, extra: 1 }), async () => new Response('<html>')]) {
      await expect(asking(respond).request(post)).rejects.toMatchObject({ code: 'console.unexpected_answer' });
    }
  });

  it('tells a broken connection from a cancelled request', async () => {
    const broken = asking(() => Promise.reject(new TypeError('failed to fetch')));
    await expect(broken.request(post)).rejects.toMatchObject({ code: 'console.network', status: 0 });
    const cancelled = asking(() => Promise.reject(new DOMException('', 'AbortError')));
    await expect(cancelled.request(post)).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('isWorthRetrying', () => {
  it('is true for faults of the moment only', () => {
    expect([0, 400, 403, 429, 503].map((status) => isWorthRetrying(new ClientError('x', status)))).toEqual([
      true,
      false,
      false,
      true,
      true,
    ]);
  });
});

describe('uploadIdOf', () => {
  it('finds the id in relative and absolute addresses, and nothing elsewhere', () => {
    expect(uploadIdOf('/api/v1/uploads/abc')).toBe('abc');
    expect(uploadIdOf('https://entrepot.example/api/v1/uploads/abc?x=1')).toBe('abc');
    expect([uploadIdOf(null), uploadIdOf('/api/v1/uploads'), uploadIdOf('/api/v1/uploads/')]).toEqual([
      null,
      null,
      null,
    ]);
  });
});
