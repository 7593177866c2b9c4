/** Who asks, for a handler of the recipient page. */
import { clientSubject } from '../access/client.ts';
import { ACCESS } from '../access/errors.ts';
import { csrfMatches } from '../access/recipient-session.ts';
import { BASE } from '../base/errors.ts';
import { resumeSession } from '../transfers/identify.ts';
import type { Tenant } from '../transfers/deps.ts';
import type { Opener, Visitor } from '../transfers/recipient-access.ts';
import type { Ctx } from './context.ts';
import type { Router } from './route.ts';

/** @throws `base.not_found` before set-up */
export async function requireTenant(router: Router): Promise<Tenant> {
  const tenant = await router.deps.tenant();
  if (tenant === undefined) throw BASE.not_found();
  return tenant;
}

/**
 * The recipient of this browser's live session for what is behind `handle`.
 *
 * @param csrf - What came in `x-entrepot-csrf` or in the form.
 * @throws `access.session_ended`, `access.bad_csrf`
 */
export async function requireRecipient(
  router: Router,
  c: Ctx,
  tenant: Tenant,
  handle: string,
  csrf: string | undefined,
): Promise<Visitor> {
  const actor = await resumeSession(router.deps.transfers, tenant, handle, c.req.header('cookie') ?? null);
  if (actor === undefined) throw ACCESS.session_ended();
  if (!csrfMatches(actor, csrf)) throw ACCESS.bad_csrf();
  return actor;
}

export async function openerOf(router: Router, c: Ctx): Promise<Opener> {
  const client = c.get('client');
  const isTrial = router.deps.settings.sandbox && (client === '127.0.0.1' || client === '::1');
  return { client: clientSubject(client), address: client, place: await router.deps.resolvePlace(client), isTrial };
}
