/** What people do, over HTTP: officers, senders and recipients of a running server (server.ts). */
import type { CreateRecipient, Recipient } from '../../src/model/api/recipients.ts';
import type { OpenResponse, OpenSession } from '../../src/model/api/open.ts';
import type { Role, Session, SetupResponse } from '../../src/model/api/staff.ts';
import type { SandboxMessage } from '../../src/model/api/system.ts';
import type { SubmitTransferRequest, TransferDetail, UploadState } from '../../src/model/api/transfers.ts';
import type { TestServer } from './server.ts';
import { createAuthenticator } from './totp.ts';

export const PASSWORD = 'seven herons on the reservoir';
const WAIT_LIMIT_MS = 60_000;

/** An answer that is no success; `code` is the stable code of the error. */
export class HttpError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, path: string) {
    super(`${status} ${code} at ${path}`);
    this.status = status;
    this.code = code;
  }
}

/** A browser without pages: cookies, Origin and the CSRF token are taken care of. Answers that are no success throw HttpError. */
export type Client = {
  readonly url: string;
  readonly jar: Map<string, string>;
  readonly get: <T>(path: string) => Promise<T>;
  readonly post: <T>(path: string, body: unknown) => Promise<T>;
  /** Any request, any answer. Headers are added to cookies and Origin. */
  readonly request: (method: string, path: string, init?: RequestInit) => Promise<Response>;
  readonly session: () => Promise<Session>;
  /** The CSRF token of the session; empty when signed out. */
  readonly csrf: () => Promise<string>;
};

/** `always` goes with every request, e.g. the X-Forwarded-For of a proxy that the server trusts. */
export function client(url: string, always: Readonly<Record<string, string>> = {}): Client {
  const jar = new Map<string, string>();
  let csrf: string | undefined;
  const request = async (method: string, path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers({ ...always, ...Object.fromEntries(new Headers(init.headers)) });
    headers.set('origin', url);
    if (jar.size > 0) headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
    const answer = await fetch(`${url}${path}`, { redirect: 'manual', ...init, method, headers });
    for (const line of answer.headers.getSetCookie()) {
      csrf = undefined;
      keepCookie(jar, line);
    }
    return answer;
  };
  const get = async <T>(path: string): Promise<T> => readJson<T>(await request('GET', path), path);
  const session = (): Promise<Session> => get<Session>('/api/v1/session');
  const token = async (): Promise<string> => {
    csrf ??= (await session()).csrf ?? '';
    return csrf;
  };
  const post = async <T>(path: string, body: unknown): Promise<T> => {
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    const value = await token();
    if (value !== '') headers['x-entrepot-csrf'] = value;
    return readJson<T>(await request('POST', path, { headers, body: JSON.stringify(body) }), path);
  };
  return { url, jar, get, post, request, session, csrf: token };
}

function keepCookie(jar: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split('; ');
  const at = pair.indexOf('=');
  if (attributes.some((one) => one.toLowerCase() === 'max-age=0')) jar.delete(pair.slice(0, at));
  else jar.set(pair.slice(0, at), pair.slice(at + 1));
}

async function readJson<T>(answer: Response, path: string): Promise<T> {
  const text = await answer.text();
  if (answer.ok) return JSON.parse(text) as T;
  throw new HttpError(answer.status, /"code":"([a-z_.]+)"/.exec(text)?.[1] ?? '', path);
}

/** A member of staff at stage `ready`. */
export type StaffClient = Client & {
  readonly email: string;
  readonly password: string;
  /** Base32 secret of the authenticator app, and the app itself: every call gives a code that was not used. */
  readonly totpSecret: string;
  readonly totp: () => Promise<string>;
  readonly role: Role;
};
export type Officer = StaffClient & { readonly recordsKey: SetupResponse['recordsKey'] };

/** Uses the set-up link of a fresh server; returns its first officer, signed in with two factors. */
export async function setUpOrganisation(server: Pick<TestServer, 'url' | 'setupToken'>): Promise<Officer> {
  const email = 'ines@lotus.example';
  const browser = client(server.url);
  const setup = await browser.post<SetupResponse>('/api/v1/setup', {
    token: server.setupToken(),
    organisation: { name: 'Lótus Commercial', locale: 'zh-Hant' },
    legalEntity: { name: 'Lótus Commercial Limitada', jurisdiction: 'MO', city: null },
    officer: { name: 'Inês Ferreira', email, password: PASSWORD },
  });
  return { ...(await addAuthenticator(browser, email, 'officer')), recordsKey: setup.recordsKey };
}

/** Invites a person and goes through enrolment as that person. */
export async function inviteAndEnrol(officer: Client, role: Role, name = `Chan ${role}`): Promise<StaffClient> {
  const email = `${role}.${Math.random().toString(36).slice(2, 8)}@lotus.example`;
  const invited = await officer.post<{ enrolmentLink: string }>('/api/v1/staff', { name, email, role });
  const browser = client(officer.url);
  await browser.post('/api/v1/enrol', { token: new URL(invited.enrolmentLink).hash.slice(1), password: PASSWORD });
  return addAuthenticator(browser, email, role);
}

/** Signs in with password and authenticator app; returns a browser of its own. */
export async function signIn(person: StaffClient): Promise<StaffClient> {
  const browser = client(person.url);
  await browser.post('/api/auth/sign-in/email', { email: person.email, password: person.password });
  await browser.post('/api/auth/two-factor/verify-totp', { code: await person.totp() });
  return { ...person, ...browser };
}

async function addAuthenticator(browser: Client, email: string, role: Role): Promise<StaffClient> {
  const enabled = await browser.post<{ totpURI: string }>('/api/auth/two-factor/enable', { password: PASSWORD });
  const totpSecret = new URL(enabled.totpURI).searchParams.get('secret') ?? '';
  const totp = createAuthenticator(totpSecret);
  await browser.post('/api/auth/two-factor/verify-totp', { code: await totp() });
  return { ...browser, email, password: PASSWORD, totpSecret, totp, role };
}

let partners = 0;

export function addRecipient(staff: Client, over: Partial<CreateRecipient> = {}): Promise<Recipient> {
  partners += 1;
  return staff.post<Recipient>('/api/v1/recipients', {
    name: 'Wong Siu Ming',
    organisation: 'Harbour Partners',
    email: `partner${partners}@harbour.example`,
    phone: '+85261234567',
    jurisdiction: 'HK',
    city: null,
    kind: 'processor',
    locale: 'en',
    ...over,
  });
}

/** Uploads by tus in one piece; returns the id. */
export async function upload(staff: Client, bytes: Uint8Array<ArrayBuffer>, name: string): Promise<string> {
  const tus = { 'tus-resumable': '1.0.0', 'x-entrepot-csrf': await staff.csrf() };
  const encoded = Buffer.from(name).toString('base64');
  const created = await staff.request('POST', '/api/v1/uploads', {
    headers: { ...tus, 'upload-length': String(bytes.length), 'upload-metadata': `filename ${encoded}` },
  });
  if (created.status !== 201) throw new HttpError(created.status, await created.text(), '/api/v1/uploads');
  const path = new URL(created.headers.get('location') ?? '', staff.url).pathname;
  const sent = await staff.request('PATCH', path, {
    headers: { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    body: bytes,
  });
  if (sent.status !== 204) throw new HttpError(sent.status, await sent.text(), path);
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Waits until an upload was inspected; throws when it failed. */
export async function waitForUpload(staff: Client, id: string): Promise<UploadState> {
  return waitFor(`upload ${id}`, async () => {
    const state = await staff.get<UploadState>(`/api/v1/uploads/${id}/state`);
    if (state.state === 'failed') throw new Error(`the upload failed: ${state.problem}`);
    return state.state === 'ready' ? state : undefined;
  });
}

export type Submitted = { readonly transferId: string; readonly reference: string; readonly state: string };

/** Submits with defaults that carry nothing personal: public holidays to a processor, by DingTalk. */
export async function submit(
  staff: Client,
  over: Partial<SubmitTransferRequest> & Pick<SubmitTransferRequest, 'recipientIds'>,
): Promise<Submitted> {
  const entity = (await staff.session()).entities[0];
  return staff.post<Submitted>('/api/v1/transfers', {
    entityId: entity?.id,
    message: 'The office is closed on public holidays.',
    uploadIds: [],
    purpose: 'internal_report',
    basis: null,
    connectionId: 'dingtalk',
    noticeLocale: 'en',
    limits: { expiresInDays: 7, opensMax: 5 },
    ...over,
  });
}

export async function sandboxMessages(staff: Client): Promise<readonly SandboxMessage[]> {
  return (await staff.get<{ messages: SandboxMessage[] }>('/api/v1/sandbox/messages')).messages;
}

/** Waits until the notice of a transfer was sent; returns the handle of its link. */
export async function waitForNotice(staff: Client, transferId: string): Promise<string> {
  const { reference } = await staff.get<TransferDetail>(`/api/v1/transfers/${transferId}`);
  return waitFor(`the notice of ${transferId}`, async () => {
    const messages = await sandboxMessages(staff);
    const own = messages.find((one) => one.kind === 'notice' && one.body.includes(reference));
    return own === undefined ? undefined : /(?:\/|%2F)n(?:\/|%2F)([A-Za-z0-9_-]{22})/.exec(own.body)?.[1];
  });
}

/** Asks for a one-time code as the recipient and reads it from the sandbox's mailbox. */
export async function askForCode(staff: Client, handle: string, email: string): Promise<string> {
  const known = new Set((await sandboxMessages(staff)).map((one) => one.id));
  await client(staff.url).post('/open/api/code', { handle, address: email, locale: 'en' });
  return sentCode(staff, known);
}

/** Waits for a one-time code in the sandbox's mailbox that is not among the known messages, whoever asked for it. */
export function sentCode(staff: Client, known: ReadonlySet<string> = new Set()): Promise<string> {
  return waitFor('the code', async () => {
    const fresh = (await sandboxMessages(staff)).find((one) => one.kind === 'code' && !known.has(one.id));
    return fresh === undefined ? undefined : /(?<!\d)\d{6}(?!\d)/.exec(readableBody(fresh.body))?.[0];
  });
}

/** A mail with one part: its text lies after the first empty line, as base64 when it is not ASCII. */
function readableBody(body: string): string {
  const at = body.indexOf('\r\n\r\n');
  const text = body.slice(at + 4);
  return /^content-transfer-encoding: base64\r?$/im.test(body.slice(0, at + 2))
    ? Buffer.from(text, 'base64').toString()
    : text;
}

export type RecipientClient = Client & {
  readonly handle: string;
  readonly opened: OpenSession;
  readonly open: (objectId: string) => Promise<OpenResponse>;
  /** The file of a released opening. */
  readonly download: (openingId: string) => Promise<Response>;
};

/** Proves identity with the code; throws HttpError `access.code_not_accepted` when it is not taken. */
export async function openAsRecipient(
  server: { readonly url: string },
  handle: string,
  email: string,
  code: string,
  browser: Client = client(server.url),
): Promise<RecipientClient> {
  const opened = await browser.post<OpenSession>('/open/api/verify', { handle, address: email, code });
  const headers = { 'content-type': 'application/json', 'x-entrepot-csrf': opened.csrf };
  return {
    ...browser,
    handle,
    opened,
    open: async (objectId) => {
      const body = JSON.stringify({ handle, objectId });
      return readJson(await browser.request('POST', '/open/api/open', { headers, body }), '/open/api/open');
    },
    download: (openingId) =>
      browser.request('POST', '/open/download', {
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ handle, openingId, csrf: opened.csrf }).toString(),
      }),
  };
}

/** Asks again until there is an answer. */
export async function waitFor<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + WAIT_LIMIT_MS;
  while (Date.now() < deadline) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  throw new Error(`waited in vain for ${what}`);
}
