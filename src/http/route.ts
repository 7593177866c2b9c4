/**
 * Declaring routes. A staff route names its permission, or it cannot be declared; the table of all routes is what the authorization test
 * and docs/api.md read.
 */
import type { z } from 'zod';
import { may, type Permission } from '../access/authorize.ts';
import { staffCsrfMatches, type StaffSession } from '../access/staff-session.ts';
import { ACCESS } from '../access/errors.ts';
import { BASE } from '../base/errors.ts';
import { findPerson, type Person } from '../governance/organisation/staff.ts';
import { CSRF_HEADER } from '../model/api/common.ts';
import { type Locale, pickLocale } from '../model/locale.ts';
import { ORGANISATION } from '../governance/organisation/errors.ts';
import type { StaffActor, Tenant } from '../transfers/deps.ts';
import type { App, Ctx } from './context.ts';
import type { HttpDeps } from './deps.ts';
import { readJson } from './read-json.ts';

export type Method = 'get' | 'post';
export type DeclaredRoute = {
  readonly method: string;
  readonly path: string;
  readonly access: Permission | 'public' | 'recipient' | 'signed_in';
  /** For docs/api.md; left out where another library answers. */
  readonly shown?: { readonly summary: string; readonly body: z.ZodType | undefined; readonly answer: z.ZodType };
};

/** Who asks, for a handler of a staff route. */
export type StaffCall = {
  readonly tenant: Tenant;
  readonly actor: StaffActor;
  readonly person: Person;
  readonly session: StaffSession;
  readonly locale: Locale;
  /** Where the request comes from: ISO 3166-1, or `unknown`. */
  readonly place: () => Promise<string>;
  readonly param: (name: string) => string;
  readonly query: (name: string) => string | undefined;
};

type StaffRoute = {
  readonly path: `/api/v1/${string}`;
  readonly permission: Permission | 'signed_in';
  readonly summary: string;
  readonly answer: z.ZodType;
};

export type Router = { readonly app: App; readonly deps: HttpDeps; readonly declared: DeclaredRoute[] };

/** Adds a GET for staff: strong session and permission. It changes nothing. */
export function staffRead(router: Router, route: StaffRoute, handle: (call: StaffCall) => Promise<unknown>): void {
  declare(router, 'get', route.path, route.permission, route.summary, undefined, route.answer);
  router.app.get(honoPath(route.path), async (c) => {
    const call = await requireStaff(router.deps, c, route.permission);
    // INVARIANT: what leaves is exactly what the contract says; a stray member would be a leak.
    return c.json(route.answer.parse(await handle(call)));
  });
}

/** Adds a POST for staff: strong session, permission, CSRF token, strict body. */
export function staffAct<B>(
  router: Router,
  route: StaffRoute & { readonly body: z.ZodType<B> },
  handle: (call: StaffCall, body: B) => Promise<unknown>,
): void {
  declare(router, 'post', route.path, route.permission, route.summary, route.body, route.answer);
  router.app.post(honoPath(route.path), async (c) => {
    const call = await requireStaff(router.deps, c, route.permission);
    const body = await readJson(c, route.body);
    return c.json(route.answer.parse(await handle(call, body)));
  });
}

/** Records a route that is not for signed-in staff; its handler is added by the caller. */
export function declare(
  router: Router,
  method: Method,
  path: string,
  access: DeclaredRoute['access'],
  summary: string,
  body: z.ZodType | undefined,
  answer: z.ZodType,
): void {
  router.declared.push({ method: method.toUpperCase(), path, access, shown: { summary, body, answer } });
}

function honoPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}

/** The signed-in person of a request. @throws `access.signed_out`, `access.enrol_first`, `access.bad_csrf`, `access.not_permitted` */
export async function requireStaff(deps: HttpDeps, c: Ctx, permission: Permission | 'signed_in'): Promise<StaffCall> {
  const session = await deps.auth.session(c.req.raw.headers);
  if (session === null) throw ACCESS.signed_out();
  if (!session.strong) throw ACCESS.enrol_first();
  const isSafe = c.req.method === 'GET' || c.req.method === 'HEAD';
  if (!isSafe && !staffCsrfMatches(session, c.req.header(CSRF_HEADER))) throw ACCESS.bad_csrf();
  const tenant = await deps.tenant();
  if (tenant === undefined) throw ORGANISATION.not_set_up();
  const person = await findPerson(deps.organisation, tenant.orgId, session);
  if (person === undefined) throw ACCESS.signed_out();
  if (permission !== 'signed_in' && !may(person.role, permission)) throw ACCESS.not_permitted();
  return {
    tenant,
    person,
    session,
    actor: { kind: 'staff', id: person.id, role: person.role },
    locale: requestLocale(c),
    place: async () => (await deps.resolvePlace(c.get('client'))).jurisdiction,
    param: (name) => {
      const value = c.req.param(name);
      if (value === undefined) throw BASE.not_found();
      return value;
    },
    query: (name) => c.req.query(name),
  };
}

/** The console says its language in Accept-Language. */
export function requestLocale(c: Ctx): Locale {
  const header = c.req.header('accept-language') ?? '';
  return pickLocale(
    header
      .slice(0, 200)
      .split(',')
      .map((part) => part.split(';')[0]?.trim() ?? ''),
  );
}
