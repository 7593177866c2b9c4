/** A signed-in person's requests to a server: cookies, Origin and the CSRF token as a browser would send them. */
import type { z } from 'zod';
import { MINUTE, SECOND } from '../base/units.ts';
import { apiErrorSchema, CSRF_HEADER } from '../model/api/common.ts';
import { type Session, sessionSchema } from '../model/api/staff.ts';
import type { Locale } from '../model/locale.ts';
import { CLI } from './errors.ts';
import type { Io } from './io.ts';
import type { SavedSession } from './session-file.ts';

export type ServerClient = {
  /** Scheme, host and port. */
  readonly server: string;
  readonly cookies: () => SavedSession['cookies'];
  /** Any request; network faults are `cli.server_unreachable`. */
  readonly request: (method: string, path: string, init?: RequestInit) => Promise<Response>;
  /** @throws `cli.server_refused` (with the server's code), `cli.signed_out`, `cli.server_unreachable`, `cli.server_answer` */
  readonly get: <T>(path: string, answer: z.ZodType<T>) => Promise<T>;
  readonly post: <T>(path: string, body: unknown, answer: z.ZodType<T>) => Promise<T>;
  readonly session: () => Promise<Session>;
  /** For requests by `request` that change something; null when signed out. */
  readonly csrf: () => Promise<string | null>;
};

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);
const ANSWER_TIMEOUT = MINUTE;
const MAX_ANSWER_CHARS = 16 * 1024 * 1024;

/** Returns the origin of a server's address. @throws `cli.bad_server_url`, `cli.not_protected` */
export function serverOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw CLI.bad_server_url();
  // Password and session cookie travel with every request: in plain text only to this machine.
  if (url.protocol === 'http:' && !LOOPBACK.has(url.hostname)) throw CLI.not_protected();
  return url.origin;
}

export function createServerClient(
  server: string,
  io: Pick<Io, 'signal' | 'environment'>,
  cookies: SavedSession['cookies'] = {},
): ServerClient {
  const { signal } = io;
  const jar = new Map(Object.entries(cookies));
  let csrf: string | null | undefined;
  const request = async (method: string, path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    headers.set('origin', server);
    headers.set('accept-language', languageOf(io.environment));
    if (jar.size > 0) headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
    const limits = [signal, ...(init.signal === undefined || init.signal === null ? [] : [init.signal])];
    const answer = await fetch(`${server}${path}`, {
      ...init,
      method,
      headers,
      redirect: 'error',
      signal: AbortSignal.any(limits),
    }).catch((cause: unknown) => {
      throw signal.aborted ? CLI.cancelled({}, cause) : CLI.server_unreachable({}, cause);
    });
    for (const line of answer.headers.getSetCookie()) {
      csrf = undefined;
      keepCookie(jar, line);
    }
    return answer;
  };
  const limited = (init: RequestInit = {}): RequestInit => ({ ...init, signal: AbortSignal.timeout(ANSWER_TIMEOUT) });
  const get = async <T>(path: string, answer: z.ZodType<T>): Promise<T> =>
    readAnswer(await request('GET', path, limited()), answer);
  const session = (): Promise<Session> => get('/api/v1/session', sessionSchema);
  const token = async (): Promise<string | null> => {
    csrf ??= (await session()).csrf;
    return csrf;
  };
  const post = async <T>(path: string, body: unknown, answer: z.ZodType<T>): Promise<T> => {
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    const value = await token();
    if (value !== null) headers[CSRF_HEADER] = value;
    return readAnswer(await request('POST', path, limited({ headers, body: JSON.stringify(body) })), answer);
  };
  return { server, cookies: () => Object.fromEntries(jar), request, get, post, session, csrf: token };
}

/** The language of the terminal: LC_ALL, LC_MESSAGES or LANG, as POSIX orders them. */
function languageOf(environment: Io['environment']): Locale {
  const names = ['LC_ALL', 'LC_MESSAGES', 'LANG']
    .map((name) => environment[name] ?? '')
    .filter((value) => value !== '');
  const [language = ''] = names;
  if (/^zh_(?:HK|MO|TW)/i.test(language)) return 'zh-Hant';
  if (/^zh/i.test(language)) return 'zh-Hans';
  return /^pt/i.test(language) ? 'pt' : 'en';
}

function keepCookie(jar: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
  const at = pair.indexOf('=');
  if (at < 1) return;
  if (attributes.some((one) => one.toLowerCase() === 'max-age=0')) jar.delete(pair.slice(0, at));
  else jar.set(pair.slice(0, at), pair.slice(at + 1));
}

async function readAnswer<T>(answer: Response, schema: z.ZodType<T>): Promise<T> {
  const parsed = await readBody(answer);
  if (!answer.ok) throw refusalOf(answer.status, parsed);
  const read = schema.safeParse(parsed);
  if (!read.success) throw CLI.server_answer({ status: answer.status });
  return read.data;
}

async function readBody(answer: Response): Promise<unknown> {
  const text = await answer.text().catch((cause: unknown) => {
    throw CLI.server_unreachable({}, cause);
  });
  if (text.length > MAX_ANSWER_CHARS) throw CLI.server_answer({ status: answer.status });
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The answer itself, for what is no JSON. @throws as `post` does when it is no success */
export async function requireSuccess(answer: Response): Promise<Response> {
  if (!answer.ok) throw refusalOf(answer.status, await readBody(answer));
  return answer;
}

function refusalOf(status: number, body: unknown): Error {
  const read = apiErrorSchema.safeParse(body);
  const code = read.success ? read.data.error.code : 'unknown';
  if (code === 'access.signed_out' || code === 'access.enrol_first') return CLI.signed_out();
  const retryAfter = read.success ? read.data.error.details['retryAfterSeconds'] : undefined;
  const wait = typeof retryAfter === 'number' ? { retryAfterSeconds: retryAfter } : {};
  return status >= 500 ? CLI.server_unreachable({ status, code }) : CLI.server_refused({ code, ...wait });
}

/** Between tries at something that a network interrupts. */
export const RETRY = { baseMs: SECOND / 2, factor: 2, capMs: 15 * SECOND } as const;
