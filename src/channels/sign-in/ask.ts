/** One call to a place where people sign in: only to its own hosts, without redirects, within ten seconds, small JSON answers. */
import { z } from 'zod';
import { type Bytes, utf8 } from '../../base/bytes.ts';
import { KIB, SECOND } from '../../base/units.ts';
import type { Fetch } from '../network.ts';
import { hostOf } from '../settings.ts';
import { isLoopback } from '../text.ts';
import type { SignInFailure } from './port.ts';

const TIMEOUT_MS = 10 * SECOND;
const MAX_ANSWER = 256 * KIB;

export type Ask = {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: Readonly<Record<string, string | number>>;
  /** Sent as a form. */
  readonly form?: Readonly<Record<string, string>>;
};

export type Told<T> = { readonly outcome: 'told'; readonly status: number; readonly value: T } | SignInFailure;

/** Returns an answer of the expected shape. The status of an answer that is a refusal is in `why`: `status.401`. */
export async function ask<T>(
  fetch: Fetch,
  hosts: readonly string[],
  request: Ask,
  schema: z.ZodType<T>,
): Promise<Told<T>> {
  if (!isAllowed(request.url, hosts)) return { outcome: 'bad_answer', why: 'host_not_configured' };
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: { accept: 'application/json', 'accept-encoding': 'identity', ...typeOf(request), ...request.headers },
      ...bodyOf(request),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const { status } = response;
    if (status >= 300 && status < 400) {
      await response.body?.cancel();
      return { outcome: 'bad_answer', why: 'redirect' };
    }
    const text = await readText(response);
    if (status >= 500) return { outcome: 'not_answering', why: `status.${status}` };
    if (text === undefined) return { outcome: 'bad_answer', why: 'answer_too_large' };
    const read = schema.safeParse(parseJson(text));
    if (read.success && status < 400) return { outcome: 'told', status, value: read.data };
    return status >= 400
      ? { outcome: 'refused', why: `status.${status}` }
      : { outcome: 'bad_answer', why: 'unexpected_form' };
  } catch {
    return { outcome: 'not_answering', why: 'unreachable' };
  }
}

/** Over TLS, or plain to this machine; one of the configured hosts. */
export function isAllowed(address: string, hosts: readonly string[]): boolean {
  const url = URL.parse(address);
  if (url === null || url.username !== '' || url.password !== '') return false;
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  return safe && hosts.includes(hostOf(address));
}

/** Adds parameters to an address that may have some already. */
export function withQuery(address: string, query: Readonly<Record<string, string>>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}

function typeOf({ json, form }: Ask): Record<string, string> {
  if (json !== undefined) return { 'content-type': 'application/json; charset=utf-8' };
  return form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
}

function bodyOf({ json, form }: Ask): { body?: Bytes } {
  if (json !== undefined) return { body: utf8(JSON.stringify(json)) };
  return form === undefined ? {} : { body: utf8(new URLSearchParams(form).toString()) };
}

async function readText(response: Response): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let [text, length] = ['', 0];
  if (response.body === null) return '';
  // Leaving the loop early closes the connection.
  for await (const part of response.body) {
    length += part.length;
    if (length > MAX_ANSWER) return undefined;
    text += decoder.decode(part, { stream: true });
  }
  return text + decoder.decode();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** An identifier as vendors give it: bounded, without control characters. */
export const subjectSchema = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^\p{C}]*$/u);
