/** One factor more in a session: a code by another route, or one that the sender reads out. */
import type { CodeFactor } from '../../access/ports.ts';
import { RATE_RULES } from '../../access/rate-limit.ts';
import type { SentRoute } from '../../model/api/open-identity.ts';
import type { Tenant } from '../deps.ts';
import { giveCode } from '../identify.ts';
import type { OpenDeps, Opener, Visitor } from '../recipient-access.ts';
import { claimantOf } from './claimant.ts';
import type { Identified } from './prove.ts';
import { chooseRoute, routesFor } from './routes.ts';
import { sendCode } from './send-code.ts';

/**
 * Sends a code to the recipient of a session. Any route will do here: one that comes the way of the notice shows that the address is his and
 * is no further factor. Returns false when this client or person asks too often.
 */
export async function requestFurtherCode(
  deps: OpenDeps,
  tenant: Tenant,
  opener: Opener,
  visitor: Visitor,
  route: SentRoute,
): Promise<boolean> {
  const byClient = await deps.access.limiter.take(RATE_RULES.codeRequestClient, opener.client);
  const byPerson = await deps.access.limiter.take(RATE_RULES.codeRequestHandle, visitor.recipientId);
  if (byClient.kind === 'limited' || byPerson.kind === 'limited') return false;
  const who = await claimantOf(deps, tenant, visitor);
  const way = who === undefined ? undefined : chooseRoute(deps, routesFor(deps, who.recipient, who.ways, true), route);
  if (who !== undefined && way !== undefined) await sendCode(deps, tenant, opener, who, way);
  return true;
}

/** Returns the session that goes on, with the cookie for it, or undefined: not accepted, for whatever reason. */
export async function raiseSession(
  deps: OpenDeps,
  tenant: Tenant,
  opener: Opener,
  visitor: Visitor,
  given: { readonly code: string; readonly as: CodeFactor },
  cookieHeader: string | null,
): Promise<Identified | undefined> {
  const byClient = await deps.access.limiter.take(RATE_RULES.codeVerifyClient, opener.client);
  const byPerson = await deps.access.limiter.take(RATE_RULES.codeVerifyHandle, visitor.recipientId);
  if (byClient.kind === 'limited' || byPerson.kind === 'limited') return undefined;
  const who = await claimantOf(deps, tenant, visitor);
  return who === undefined ? undefined : giveCode(deps, tenant, opener, who, given, cookieHeader);
}
