/** Who may do what, over HTTP: the matrix is made from the table of declared routes and from the table of roles, and nothing else. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { may, type Permission } from '../../src/access/authorize.ts';
import { createHttpApp } from '../../src/http/server.ts';
import type { DeclaredRoute } from '../../src/http/route.ts';
import { ROLES } from '../../src/model/api/staff.ts';
import type { TransferDetail, TransferList } from '../../src/model/api/transfers.ts';
import {
  addRecipient,
  type Client,
  client,
  inviteAndEnrol,
  type Officer,
  PASSWORD,
  setUpOrganisation,
  type StaffClient,
  submit,
  upload,
  waitForUpload,
} from '../support/flows.ts';
import { inertHttpDeps } from '../support/inert-http.ts';
import { startServer, type TestServer } from '../support/server.ts';

const { app, declared } = createHttpApp(inertHttpDeps());
const STRANGER = 'https://elsewhere.example';

/** Pages and files that are the same for everybody, and sign-in, which has its own table (src/access/staff-routes.ts). */
const OPEN_TO_ALL = new Set([
  'GET /robots.txt',
  'GET /open/page.sha256',
  'GET /n/:handle',
  'GET /c',
  'GET /open/sign-in/:provider/callback',
  'GET /open/assets/*',
  'GET /assets/*',
  'GET /favicon.svg',
  'GET *',
  'GET /*',
  'GET /api/auth/*',
  'POST /api/auth/*',
]);

const isSafe = (route: DeclaredRoute): boolean => route.method === 'GET' || route.method === 'HEAD';
const isForStaff = (route: DeclaredRoute): boolean => route.access !== 'public' && route.access !== 'recipient';
const nameOf = (route: DeclaredRoute): string => `${route.method} ${route.path}`;

/** Ids of nothing: whoever is let in meets "not found" or "invalid request". */
function pathOf(route: DeclaredRoute): string {
  return route.path.replace('{path}', 'checkpoint').replace(/\{\w+\}/g, () => randomUUID());
}

type Heard = { readonly status: number; readonly code: string };

/** Sends what a page would send, with a body that no route accepts, so that nothing is ever done. */
async function ask(who: Client, route: DeclaredRoute, headers: Record<string, string> = {}): Promise<Heard> {
  const tus = route.path.startsWith('/api/v1/uploads') ? { 'tus-resumable': '1.0.0' } : {};
  const init = isSafe(route)
    ? { headers: { ...tus, ...headers } }
    : { headers: { 'content-type': 'application/json', ...tus, ...headers }, body: '{"no such member":1}' };
  const answer = await who.request(route.method, pathOf(route), init);
  return { status: answer.status, code: /"code":"([a-z_.]+)"/.exec(await answer.text())?.[1] ?? '' };
}

/** What some member of a body may be. */
const SAMPLES: readonly unknown[] = [
  'A'.repeat(22),
  randomUUID(),
  '123456',
  'p-aaaaaaaaaa',
  100,
  'x',
  'en',
  null,
  1,
  true,
  [],
  {},
  ...[43, 44, 86, 88, 120, 134, 172].map((length) => 'A'.repeat(length)),
  '2026-11-23T09:00:00Z',
];

type AnySchema = z.ZodType & {
  shape?: Record<string, AnySchema>;
  options?: readonly unknown[];
  values?: ReadonlySet<unknown>;
  unwrap?: () => AnySchema;
};

/** A value that the schema accepts: the first sample, word of a list, or object made of such values. */
function sampleOf(schema: AnySchema): unknown {
  const listed = [...(schema.options ?? []), ...(schema.values ?? [])].map((one) =>
    typeof one === 'object' && one !== null && 'safeParse' in one ? sampleOf(one as AnySchema) : one,
  );
  const made =
    schema.shape === undefined
      ? []
      : [
          Object.fromEntries(
            Object.entries(schema.shape)
              .filter(([, member]) => !member.safeParse(undefined).success)
              .map(([name, member]) => [name, sampleOf(member)]),
          ),
        ];
  return [...made, ...listed, ...SAMPLES].find((one) => schema.safeParse(one).success);
}

/** A body that the route accepts. */
function bodyOf(route: DeclaredRoute): Record<string, unknown> {
  const made = route.shown?.body === undefined ? {} : sampleOf(route.shown.body);
  return typeof made === 'object' && made !== null ? { ...made } : {};
}

const csrfOf = async (who: Client): Promise<Record<string, string>> => ({ 'x-entrepot-csrf': await who.csrf() });

/** What the table of roles says about a person with two factors. */
function expected(role: (typeof ROLES)[number], access: DeclaredRoute['access']): 'in' | 'out' {
  if (access === 'public' || access === 'signed_in') return 'in';
  return access !== 'recipient' && may(role, access satisfies Permission) ? 'in' : 'out';
}

describe('the table of routes', () => {
  it('names the access of every route that the application answers', () => {
    const inTable = new Set(declared.map((route) => nameOf(route).replace(/\{(\w+)\}/g, ':$1')));
    const known = (method: string, path: string): boolean =>
      inTable.has(`${method} ${path}`) || inTable.has(`${method} ${path.replace('*', ':path')}`);
    const undeclared = app.routes
      .filter((route) => !(route.method === 'ALL' && (route.path === '*' || route.path === '/*')))
      .filter((route) => !known(route.method, route.path) && !OPEN_TO_ALL.has(`${route.method} ${route.path}`))
      .map((route) => `${route.method} ${route.path}`);
    // One handler of @tus/server stands behind every method there; the next test asks each as a stranger.
    expect(undeclared.filter((name) => !name.includes(' /api/v1/uploads'))).toEqual([]);
    expect(declared.length).toBeGreaterThan(25);
  });

  it('lets nobody but staff and recipients change anything, save for set-up, enrolment, the code and other proofs, another device, a report from a link, a page that ran, and what a vendor signed', () => {
    const open = declared.filter((route) => route.access === 'public' && !isSafe(route)).map(nameOf);
    expect(open.sort()).toEqual([
      'POST /api/v1/enrol',
      'POST /api/v1/setup',
      'POST /in/dingtalk/{connection}',
      'POST /open/api/code',
      'POST /open/api/factors/passkey/prove',
      'POST /open/api/factors/passkey/start',
      'POST /open/api/factors/passphrase/prove',
      'POST /open/api/factors/passphrase/start',
      'POST /open/api/factors/sign-in/finish',
      'POST /open/api/factors/totp/prove',
      'POST /open/api/pairing/choose',
      'POST /open/api/pairing/claim',
      'POST /open/api/pairing/start',
      'POST /open/api/pairing/state',
      'POST /open/api/pairing/take',
      'POST /open/api/report',
      'POST /open/api/seen',
      'POST /open/api/verify',
      'POST /open/api/ways',
    ]);
  });
});

describe('every route, asked by everybody', () => {
  let server: TestServer;
  let officer: Officer;
  let enrolling: Client;
  const people: Partial<Record<(typeof ROLES)[number], StaffClient>> = {};
  const person = (role: (typeof ROLES)[number]): StaffClient => {
    const found = people[role];
    if (found === undefined) throw new Error(`nobody is ${role}`);
    return found;
  };

  beforeAll(async () => {
    server = await startServer();
    officer = await setUpOrganisation(server);
    people.officer = officer;
    people.sender = await inviteAndEnrol(officer, 'sender');
    people.auditor = await inviteAndEnrol(officer, 'auditor');
    const invited = await officer.post<{ enrolmentLink: string }>('/api/v1/staff', {
      name: 'Lam Ka Wai',
      email: 'enrolling@lotus.example',
      role: 'officer',
    });
    enrolling = client(server.url);
    const token = new URL(invited.enrolmentLink).hash.slice(1);
    await enrolling.post('/api/v1/enrol', { token, password: PASSWORD });
  });
  afterAll(async () => {
    await server?.stop();
  });

  /** HEAD has no body, so only its status tells. */
  const heard = (route: DeclaredRoute, status: number, code: string): Heard => ({
    status,
    code: route.method === 'HEAD' ? '' : code,
  });

  it.each(declared.filter(isForStaff).map((route) => [nameOf(route), route] as const))(
    '%s is for signed-in staff with two factors',
    async (_name, route) => {
      expect(await ask(client(server.url), route)).toEqual(heard(route, 401, 'access.signed_out'));
      expect(await ask(enrolling, route, await csrfOf(enrolling))).toEqual(heard(route, 403, 'access.enrol_first'));
    },
  );

  it('has no method for uploads that a stranger could use', async () => {
    for (const method of ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE', 'PUT'])
      for (const path of ['/api/v1/uploads', `/api/v1/uploads/${randomUUID()}`]) {
        const answer = await client(server.url).request(method, path, { headers: { 'tus-resumable': '1.0.0' } });
        await answer.arrayBuffer();
        expect([401, 404], `${method} ${path}`).toContain(answer.status);
      }
  });

  const matrix = declared
    .filter(isForStaff)
    .flatMap((route) => ROLES.map((role) => [nameOf(route), role, route] as const));
  it.each(matrix)('%s asked by %s gives what the table of roles says', async (_name, role, route) => {
    const who = person(role);
    const answer = await ask(who, route, isSafe(route) ? {} : await csrfOf(who));
    if (expected(role, route.access) === 'out') {
      expect(answer).toEqual(heard(route, 403, 'access.not_permitted'));
      return;
    }
    // Let in: what follows is about the request, never about the person.
    expect(answer.code).not.toMatch(/^access\./);
    expect(isSafe(route) && !route.path.includes('{') ? [200] : [200, 400, 404, 409, 412, 415]).toContain(
      answer.status,
    );
  });

  it.each(declared.filter((route) => route.access === 'recipient').map((route) => [nameOf(route), route] as const))(
    '%s is for recipients who proved who they are, not for staff',
    async (_name, route) => {
      const own = bodyOf(route);
      const isForm = !route.path.startsWith('/open/api/');
      const form = Object.fromEntries(Object.entries(own).map(([name, value]) => [name, String(value)]));
      for (const who of [client(server.url), officer]) {
        const answer = await who.request(route.method, pathOf(route), {
          headers: {
            'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
            ...(await csrfOf(who)),
          },
          body: isForm ? new URLSearchParams(form).toString() : JSON.stringify(own),
        });
        expect([answer.status, (await answer.text()).includes('access.session_ended')]).toEqual([401, true]);
      }
    },
  );

  const changing = declared
    .filter((route) => isForStaff(route) && !isSafe(route))
    .map((route) => [nameOf(route), route] as const);
  it.each(changing)(
    '%s is refused without the token of the session, with another one, and from another site',
    async (_name, route) => {
      const refused = { status: 403, code: 'access.bad_csrf' };
      expect(await ask(officer, route)).toEqual(refused);
      expect(await ask(officer, route, { 'x-entrepot-csrf': 'A'.repeat(43) })).toEqual(refused);
      expect(await ask(officer, route, await csrfOf(person('auditor')))).toEqual(refused);
      // A form of another site: cookies may come along, the token cannot.
      const answer = await fetch(`${server.url}${pathOf(route)}`, {
        method: route.method,
        headers: {
          origin: STRANGER,
          'content-type': 'text/plain',
          'tus-resumable': '1.0.0',
          cookie: [...officer.jar].map(([name, value]) => `${name}=${value}`).join('; '),
        },
        body: '{}',
      });
      expect(answer.status).toBe(403);
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    },
  );

  it('lets no other site read or preflight any route', async () => {
    for (const route of declared) {
      const answer = await fetch(`${server.url}${pathOf(route)}`, {
        method: 'OPTIONS',
        headers: {
          origin: STRANGER,
          'access-control-request-method': route.method,
          'access-control-request-headers': 'x-entrepot-csrf, content-type, tus-resumable',
        },
      });
      await answer.arrayBuffer();
      const allowed = [...answer.headers.keys()].filter((name) => name.startsWith('access-control-allow'));
      expect(allowed, nameOf(route)).toEqual([]);
    }
  });

  it('gives cookies that other sites and scripts cannot use', async () => {
    const answer = await fetch(`${server.url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.url },
      body: JSON.stringify({ email: officer.email, password: PASSWORD }),
    });
    const cookies = answer.headers.getSetCookie().filter((line) => !/Max-Age=0/i.test(line));
    expect(cookies.length).toBeGreaterThan(0);
    for (const line of cookies) expect(line).toMatch(/(?=.*HttpOnly)(?=.*SameSite=(?:Strict|Lax))/i);
  });

  it('shows a sender the own transfers only', async () => {
    const sender = person('sender');
    const other = await inviteAndEnrol(officer, 'sender');
    const recipient = await addRecipient(sender);
    const { transferId } = await submit(sender, { recipientIds: [recipient.id] });
    const listed = async (who: StaffClient): Promise<boolean> =>
      (await who.get<TransferList>('/api/v1/transfers')).transfers.some((one) => one.id === transferId);
    expect([await listed(sender), await listed(other), await listed(person('auditor')), await listed(officer)]).toEqual(
      [true, false, true, true],
    );
    const path = `/api/v1/transfers/${transferId}`;
    await expect(other.get(path)).rejects.toMatchObject({ status: 404, code: 'transfer.not_found' });
    const basis = { bases: [], filings: [], necessary: true, evidence: '' };
    await expect(other.post(`${path}/basis`, basis)).rejects.toMatchObject({ status: 404 });
    for (const act of ['revoke', 'withdraw', 'resend'])
      await expect(other.post(`${path}/${act}`, {})).rejects.toMatchObject({ status: 404 });
    // An auditor sees it and can do nothing with it.
    for (const act of ['revoke', 'withdraw', 'resend'])
      await expect(person('auditor').post(`${path}/${act}`, {})).rejects.toMatchObject({ status: 404 });
    expect((await officer.get<TransferDetail>(path)).state).toBe('granted');
    await sender.post(`${path}/revoke`, {});
    expect((await officer.get<TransferDetail>(path)).state).toBe('revoked');
  });

  it('lets nobody approve a transfer of the own, and no sender any', async () => {
    const sender = person('sender');
    const recipient = await addRecipient(officer, { kind: 'authority_local', jurisdiction: 'MO' });
    const own = await submit(officer, { recipientIds: [recipient.id], purpose: 'regulatory' });
    expect(own.state).toBe('held');
    const answer = { outcome: 'approved', reason: '' };
    await expect(officer.post(`/api/v1/transfers/${own.transferId}/approval`, answer)).rejects.toMatchObject({
      status: 403,
      code: 'transfer.self_approval',
    });
    // Whom no officer let answer does not even learn that it is there; an auditor sees it and has no say.
    await expect(sender.post(`/api/v1/transfers/${own.transferId}/approval`, answer)).rejects.toMatchObject({
      status: 404,
      code: 'transfer.not_found',
    });
    const auditor = person('auditor');
    await expect(auditor.post(`/api/v1/transfers/${own.transferId}/approval`, answer)).rejects.toMatchObject({
      status: 403,
      code: 'transfer.not_delegated',
    });
    const detail = await officer.get<TransferDetail>(`/api/v1/transfers/${own.transferId}`);
    expect([detail.state, detail.approvals, detail.may.approve]).toEqual(['held', [], false]);
  });

  it('treats an upload of somebody else as one that is not there', async () => {
    const sender = person('sender');
    const id = await upload(sender, new TextEncoder().encode('closed on Monday'), 'note.txt');
    await waitForUpload(sender, id);
    const recipient = await addRecipient(officer);
    await expect(officer.get(`/api/v1/uploads/${id}/state`)).rejects.toMatchObject({ code: 'upload.not_found' });
    await expect(submit(officer, { recipientIds: [recipient.id], uploadIds: [id] })).rejects.toMatchObject({
      status: 404,
      code: 'upload.not_found',
    });
    const tus = { 'tus-resumable': '1.0.0', ...(await csrfOf(officer)) };
    const head = await officer.request('HEAD', `/api/v1/uploads/${id}`, { headers: tus });
    const patch = await officer.request('PATCH', `/api/v1/uploads/${id}`, {
      headers: { ...tus, 'upload-offset': '16', 'content-type': 'application/offset+octet-stream' },
      body: 'more',
    });
    const gone = await officer.request('DELETE', `/api/v1/uploads/${id}`, { headers: tus });
    expect([head.status, patch.status, gone.status]).toEqual([404, 404, 404]);
    expect((await waitForUpload(sender, id)).state).toBe('ready');
  });

  it('ends everything of a person at once when access is taken away', async () => {
    const leaver = await inviteAndEnrol(officer, 'sender', 'Vong Leaver');
    const { staff } = await officer.get<{ staff: { id: string; email: string }[] }>('/api/v1/staff');
    const id = staff.find((one) => one.email === leaver.email)?.id ?? '';
    await officer.post(`/api/v1/staff/${id}/disable`, {});
    expect((await leaver.session()).stage).toBe('signed_out');
    await expect(leaver.get('/api/v1/transfers')).rejects.toMatchObject({ status: 401 });
  });
});
