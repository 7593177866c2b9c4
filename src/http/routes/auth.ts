/** Sign-in of staff: better-auth behind our own checks, and what follows from a second factor that was just set up. */
import { completeEnrolment } from '../../governance/organisation/staff.ts';
import type { Router } from '../route.ts';

/** Requests after which a session may have become a strong one for the first time. */
const SETS_UP_A_FACTOR = new Set(['/api/auth/two-factor/verify-totp', '/api/auth/passkey/verify-registration']);

export function authRoutes(router: Router): void {
  const { app, deps } = router;
  app.on(['GET', 'POST'], '/api/auth/*', async (c) => {
    const response = await deps.auth.handle(c.req.raw, c.get('client'));
    if (response.ok && SETS_UP_A_FACTOR.has(c.req.path)) {
      const session = await deps.auth.session(
        new Headers({ cookie: cookiesAfter(c.req.header('cookie') ?? '', response) }),
      );
      if (session !== null) await completeEnrolment(deps.organisation, deps.orgId, session);
    }
    return response;
  });
}

/** The cookies that the browser will send next: the old ones, replaced by those of the answer. */
function cookiesAfter(before: string, response: Response): string {
  const jar = new Map<string, string>();
  const put = (pair: string): void => {
    const at = pair.indexOf('=');
    if (at > 0) jar.set(pair.slice(0, at).trim(), pair.slice(at + 1).trim());
  };
  for (const pair of before.split(';')) put(pair);
  for (const line of response.headers.getSetCookie()) put(line.split(';')[0] ?? '');
  return [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
}
