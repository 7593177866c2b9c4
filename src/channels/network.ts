/** The real way out: the platform's fetch and nodemailer. Nothing else in Entrepot opens a connection to a vendor. Always behind the egress guard. */
import { type Bytes, concat } from '../base/bytes.ts';
import { isBeforeSending, isTlsCode } from './failure-codes.ts';
import { sendRawMail } from './network-smtp.ts';
import type { ControlRequest, Egress, EgressFailure, HttpEgressAnswer, HttpEgressRequest } from './port.ts';

/** The part of fetch that is used; the composition root passes the global one. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * Returns an `Egress` on the network. Redirects are not followed, answers are read up to the request's limit, every request ends after its
 * timeout or when the signal says so. Which hosts may be reached is not checked here: that is the egress guard's.
 */
export function createNetworkEgress(fetch: Fetch): Egress {
  return {
    http: (request, signal) => exchange(request, request.body, fullUrl(request, {}), signal, fetch),
    smtp: sendRawMail,
    control: (request, signal) => exchange(request, request.body, fullUrl(request, request.query), signal, fetch),
  };
}

type Exchange = Pick<
  HttpEgressRequest | ControlRequest,
  'method' | 'headers' | 'secretHeaders' | 'timeoutMs' | 'maxAnswerBytes'
>;

async function exchange(
  request: Exchange,
  body: Bytes | undefined,
  url: string,
  signal: AbortSignal,
  fetch: Fetch,
): Promise<HttpEgressAnswer> {
  const timeout = AbortSignal.timeout(request.timeoutMs);
  const either = AbortSignal.any([signal, timeout]);
  try {
    const response = await fetch(url, {
      method: request.method,
      headers: { 'accept-encoding': 'identity', ...request.headers, ...request.secretHeaders.reveal() },
      ...(body === undefined ? {} : { body }),
      redirect: 'manual',
      signal: either,
    });
    if (response.status >= 300 && response.status < 400) {
      await response.body?.cancel();
      return { kind: 'failed', why: 'redirect', maybeSent: true };
    }
    const answer = await readUpTo(response, request.maxAnswerBytes);
    if (answer === undefined) return { kind: 'failed', why: 'answer_too_large', maybeSent: true };
    return { kind: 'answered', status: response.status, headers: Object.fromEntries(response.headers), body: answer };
  } catch (error) {
    if (timeout.aborted) return { kind: 'failed', why: 'timeout', maybeSent: true };
    if (signal.aborted) return { kind: 'failed', why: 'aborted', maybeSent: true };
    return failureOf(error);
  }
}

/** Token and signature come in here and go nowhere else. */
function fullUrl(
  request: Pick<HttpEgressRequest, 'url' | 'secretPath' | 'secretQuery'>,
  open: Readonly<Record<string, string>>,
): string {
  const query = new URLSearchParams({ ...open, ...request.secretQuery.reveal() }).toString();
  const address = `${request.url}${request.secretPath?.reveal() ?? ''}`;
  if (query === '') return address;
  return `${address}${address.includes('?') ? '&' : '?'}${query}`;
}

async function readUpTo(response: Response, limit: number): Promise<Bytes | undefined> {
  const parts: Uint8Array[] = [];
  let length = 0;
  if (response.body !== null) {
    // Leaving the loop early cancels the stream and closes the connection.
    for await (const part of response.body) {
      length += part.length;
      if (length > limit) return undefined;
      parts.push(part);
    }
  }
  return concat(...parts);
}

function failureOf(error: unknown): EgressFailure {
  const code = codeOfCause(error);
  if (isTlsCode(code)) return { kind: 'failed', why: 'tls', maybeSent: false };
  return { kind: 'failed', why: 'unreachable', maybeSent: !isBeforeSending(code) };
}

function codeOfCause(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (typeof cause !== 'object' || cause === null || !('code' in cause)) return '';
  return typeof cause.code === 'string' ? cause.code : '';
}
