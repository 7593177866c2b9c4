/**
 * The request side of staff sign-in: which requests reach better-auth.
 * Order of checks: route, origin, body, session, CSRF, limits, exclusive change, better-auth.
 */
import { BASE } from '../base/errors.ts';
import { CSRF_HEADER } from '../model/api/common.ts';
import { ACCESS } from './errors.ts';
import { readBody } from './staff-body.ts';
import { BASE_PATH, type Call, type HandlerDeps } from './staff-call.ts';
import type { StaffEngine } from './staff-engine.ts';
import { forward } from './staff-forward.ts';
import { limitCall } from './staff-limits.ts';
import { findRoute, type SessionNeed, type StaffPath } from './staff-routes.ts';
import { staffCsrfMatches, type StaffSession } from './staff-session.ts';

export function createStaffHandler(deps: HandlerDeps): (request: Request, client: string) => Promise<Response> {
  const origins = new Set(deps.publicUrls.map((url) => new URL(url).origin));
  return async (request, client) => {
    const { pathname } = new URL(request.url);
    if (!pathname.startsWith(`${BASE_PATH}/`)) throw BASE.not_found();
    const found = findRoute(request.method, pathname.slice(BASE_PATH.length));
    if (found === undefined) throw BASE.not_found();
    // Browsers send Origin with every POST; what comes without is not a browser of ours.
    if (request.method === 'POST' && !origins.has(request.headers.get('origin') ?? '')) throw ACCESS.bad_origin();
    const { path, route } = found;
    const body = route.body === null ? null : await readBody(request, route.body);
    const session = await admit(deps, request, route.session);
    const call: Call = { path, request, client, body, session };
    await limitCall(deps, call);
    if (route.exclusive === true && session !== null) return changeFactors(deps, call, session);
    const response = await forward(deps, call);
    if (SIGN_INS.includes(path)) await endReplacedSession(deps, request.headers);
    return response;
  };
}

/** Whoever signs in here is somebody new: the session that this browser had before is replaced, so it ends. */
const SIGN_INS: readonly StaffPath[] = [
  '/sign-in/email',
  '/two-factor/verify-backup-code',
  '/passkey/verify-authentication',
];

async function endReplacedSession(deps: HandlerDeps, headers: Headers): Promise<void> {
  const replaced = await deps.accounts.session(headers);
  if (replaced === null) return;
  const { adapter } = await deps.engine.$context;
  await adapter.deleteMany({ model: 'session', where: [{ field: 'id', value: replaced.sessionId }] });
}

/** Returns the session that the route works with, null where it needs none. */
async function admit(deps: HandlerDeps, request: Request, need: SessionNeed): Promise<StaffSession | null> {
  if (need === 'none') return null;
  const session = await deps.accounts.session(request.headers);
  if (session === null) {
    if (need === 'optional') return null;
    throw ACCESS.signed_out();
  }
  const isSafe = request.method === 'GET' || staffCsrfMatches(session, request.headers.get(CSRF_HEADER));
  if (!isSafe) throw ACCESS.bad_csrf();
  if (need === 'strong' && !session.strong) throw ACCESS.enrol_first();
  return session;
}

/**
 * INVARIANT: what a change of factors depends on (this session is alive and strong enough, another factor remains) is looked
 * up again after the account is ours alone, so that two changes at once cannot each rely on what the other removes.
 */
async function changeFactors(deps: HandlerDeps, call: Call, before: StaffSession): Promise<Response> {
  const result = await deps.database.exclusively(before.authUserId, async () => {
    const session = await deps.accounts.session(call.request.headers);
    if (session === null) throw ACCESS.signed_out();
    if (before.strong && !session.strong) throw ACCESS.enrol_first();
    const removes = removedBy(call.path, session);
    if (removes > 0 && (session.totp ? 1 : 0) + session.passkeys - removes < 1) throw ACCESS.last_factor();
    const response = await forward(deps, { ...call, session });
    if (!session.strong) await endWeakSessions(deps.engine, session.authUserId);
    return response;
  });
  if (result.outcome === 'busy') throw ACCESS.account_busy();
  return result.value;
}

/** How many factors the call takes away. */
function removedBy(path: StaffPath, session: StaffSession): number {
  if (path === '/passkey/delete-passkey') return 1;
  return path === '/two-factor/disable' && session.totp ? 1 : 0;
}

/** Sessions that proved a password only are of no use once a factor exists; they also end when next used. */
async function endWeakSessions(engine: StaffEngine, userId: string): Promise<void> {
  const { adapter } = await engine.$context;
  const ofUser = [{ field: 'userId', value: userId }];
  const passkeys = await adapter.count({ model: 'passkey', where: ofUser });
  const totp = await adapter.count({ model: 'twoFactor', where: [...ofUser, { field: 'verified', value: true }] });
  if (passkeys + totp === 0) return;
  await adapter.deleteMany({ model: 'session', where: [...ofUser, { field: 'strength', value: 'password' }] });
}
