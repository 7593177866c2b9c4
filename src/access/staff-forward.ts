/** Hands a checked call to better-auth: what it gets to see, and what of its answer goes out. */
import { ACCESS } from './errors.ts';
import { withoutCookies } from './cookies.ts';
import { judgePassword } from './password.ts';
import { answerOf, refusalOf } from './staff-answers.ts';
import { parseJson } from './staff-body.ts';
import { BASE_PATH, type Call, type HandlerDeps } from './staff-call.ts';
import { changePasswordSchema, signInSchema } from './staff-routes.ts';
import type { StaffSession } from './staff-session.ts';

/** Returns the answer to the browser. @throws EntrepotError for every refusal. */
export async function forward(deps: HandlerDeps, call: Call): Promise<Response> {
  const url = new URL(`${BASE_PATH}${call.path}`, deps.publicUrls[0]);
  const headers = innerHeaders(call, url.origin);
  const body = call.body === null ? null : JSON.stringify(await innerBody(deps, call));
  const response = await deps.engine.handler(new Request(url, { method: call.request.method, headers, body }));
  const parsed: unknown = parseJson(new Uint8Array(await response.arrayBuffer()));
  if (!response.ok) throw refusalOf(call.path, response.status, parsed);
  const answer = await answerOf(call.path, parsed, {
    organisation: deps.organisation,
    label: () => (call.session === null ? Promise.resolve(null) : labelOf(deps, call.session)),
  });
  const out = new Headers({ 'content-type': 'application/json', 'cache-control': 'no-store' });
  for (const cookie of response.headers.getSetCookie()) out.append('set-cookie', cookie);
  return new Response(JSON.stringify(answer), { status: 200, headers: out });
}

function labelOf(deps: HandlerDeps, session: StaffSession): Promise<string | null> {
  return deps.label === undefined ? Promise.resolve(null) : deps.label(session.authUserId);
}

/** Cookie, origin and type: no address, no browser name, no Host. Whoever signs in anew is not looked at as who he was. */
function innerHeaders(call: Call, origin: string): Headers {
  const headers = new Headers({ origin: call.request.headers.get('origin') ?? origin });
  if (call.body !== null) headers.set('content-type', 'application/json');
  const isSession = (name: string): boolean => name.endsWith('entrepot.session_token');
  const isChallenge = (name: string): boolean => name.endsWith('entrepot.two_factor');
  const drop = call.session === null ? isSession : isChallenge;
  const cookie = withoutCookies(call.request.headers.get('cookie'), drop);
  if (cookie !== null) headers.set('cookie', cookie);
  return headers;
}

async function innerBody(deps: HandlerDeps, call: Call): Promise<Readonly<Record<string, unknown>>> {
  if (call.path === '/sign-in/email') {
    const { email, password } = signInSchema.parse(call.body);
    return { email: deps.alias(email), password };
  }
  if (call.path === '/change-password') {
    const { newPassword } = changePasswordSchema.parse(call.body);
    const label = call.session === null ? null : await labelOf(deps, call.session);
    const verdict = judgePassword(newPassword, label ?? '');
    if (verdict !== 'ok') throw ACCESS.password_too_weak({ reason: verdict });
    return { ...call.body, revokeOtherSessions: true };
  }
  // At stage `enrol` the passkey just used is this session's second factor: a fresh session takes the place of the old.
  if (call.path === '/passkey/verify-registration')
    return { ...call.body, createSession: call.session?.strong !== true };
  return { ...call.body };
}
