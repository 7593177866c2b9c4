/**
 * Proof of identity: the notice (its handle) and a one-time code by another route. What an outsider hears never tells whether a handle or
 * an address is known: unknown, wrong, used up and expired sound alike.
 */
import { issueCode, verifyCode } from '../access/codes.ts';
import { RATE_RULES } from '../access/rate-limit.ts';
import { findRecipientSession, type RecipientSession, startRecipientSession } from '../access/recipient-session.ts';
import { utf8 } from '../base/bytes.ts';
import { MINUTE } from '../base/units.ts';
import type { RequestCode, VerifyCode } from '../model/api/open.ts';
import { insertOutbox } from '../store/tables/outbox.ts';
import { type Trx, tx } from '../store/transaction.ts';
import { recordEvent } from './audit.ts';
import type { Connection, Tenant } from './deps.ts';
import { findKnown, findVisit, type Known } from './landing.ts';
import type { OpenDeps, Opener, Visitor } from './recipient-access.ts';

/**
 * Sends a code when handle and address belong together, the transfer is alive and the limits allow it; says nothing in either case.
 * Returns false only when this client or handle asks too often.
 */
export async function requestCode(
  deps: OpenDeps,
  tenant: Tenant,
  opener: Opener,
  command: RequestCode,
): Promise<boolean> {
  const byClient = await deps.access.limiter.take(RATE_RULES.codeRequestClient, opener.client);
  const byHandle = await deps.access.limiter.take(RATE_RULES.codeRequestHandle, command.handle);
  if (byClient.kind === 'limited' || byHandle.kind === 'limited') return false;
  const known = await findKnown(deps, tenant, command.handle, command.address);
  if (known === undefined || !isAlive(known)) return true;
  const route = codeRoute(deps, known);
  if (route === undefined) return true;
  await tx(deps.db, (trx) => queueCode(deps, trx, tenant, opener, known, route));
  deps.log.nudge();
  return true;
}

/** Never the route of the notice itself. */
function codeRoute(deps: OpenDeps, known: Known): Connection | undefined {
  const notice = deps.channels.connections().find((one) => one.id === known.connection);
  const wanted = notice?.kind === 'email' ? 'sms' : 'email';
  const route = deps.channels.codeConnection(wanted);
  return wanted === 'sms' && known.recipient.phone_sealed === null ? undefined : route;
}

async function queueCode(
  deps: OpenDeps,
  trx: Trx,
  tenant: Tenant,
  opener: Opener,
  known: Known,
  route: Connection,
): Promise<void> {
  const transferId = newestOf(known);
  const { recipient_id: recipientId } = known.recipient;
  const issued = await issueCode(deps.access.codeStore(trx, tenant.orgId), deps.access.codes, {
    transferId: known.visit.id,
    recipientId,
  });
  if (issued.outcome !== 'issued') return;
  const outboxId = deps.ids.uuid();
  const now = deps.clock.now();
  const draft = {
    organisation: tenant.organisation,
    code: issued.code.reveal(),
    minutesValid: 5,
    locale: known.recipient.locale,
  };
  await insertOutbox(trx, {
    org_id: tenant.orgId,
    outbox_id: outboxId,
    kind: 'code',
    transfer_id: transferId,
    recipient_id: recipientId,
    connection: route.id,
    idem_key: `c.${issued.codeId}`,
    draft_sealed: await deps.fields.seal(`outbox.draft:${outboxId}`, utf8(JSON.stringify(draft))),
    state: 'pending',
    attempt: 0,
    next_at: now,
    lease_until: null,
    expires_at: new Date(now.getTime() + 5 * MINUTE),
    last_error: null,
    created_at: now,
    sent_at: null,
    sent_bytes: null,
    sent_hash: null,
    provider_ref: null,
  });
  await deps.jobs.enqueue(trx, 'send-outbox', { orgId: tenant.orgId, outboxId });
  await recordEvent(deps, trx, tenant, {
    kind: 'code.sent',
    at: now,
    actor: { kind: 'system' },
    subjectId: recipientId,
    transferId,
    channel: route.id,
    place: opener.place.jurisdiction,
  });
}

export type Identified = { readonly visitor: Visitor; readonly setCookie: string };

/** Returns the recipient and the cookie of a new session, or undefined: not accepted, for whatever reason. */
export async function verifyIdentity(
  deps: OpenDeps,
  tenant: Tenant,
  opener: Opener,
  command: VerifyCode,
  cookieHeader: string | null,
): Promise<Identified | undefined> {
  const byClient = await deps.access.limiter.take(RATE_RULES.codeVerifyClient, opener.client);
  const byHandle = await deps.access.limiter.take(RATE_RULES.codeVerifyHandle, command.handle);
  if (byClient.kind === 'limited' || byHandle.kind === 'limited') return undefined;
  const known = await findKnown(deps, tenant, command.handle, command.address);
  if (known === undefined || !isAlive(known)) return undefined;
  const subject = { transferId: known.visit.id, recipientId: known.recipient.recipient_id };
  // INVARIANT: this transaction commits whatever the verdict, or a wrong try would not be counted.
  const identified = await tx(deps.db, async (trx) => {
    const verdict = await verifyCode(
      deps.access.codeStore(trx, tenant.orgId),
      deps.access.codes,
      subject,
      command.code,
    );
    const accepted = verdict === 'accepted';
    await recordEvent(deps, trx, tenant, {
      kind: accepted ? 'identity.proven' : 'identity.failed',
      at: deps.clock.now(),
      actor: { kind: 'recipient', id: subject.recipientId },
      transferId: newestOf(known),
      place: opener.place.jurisdiction,
      detail: { verdict },
    });
    return accepted
      ? startRecipientSession(
          deps.access.sessionStore(trx, tenant.orgId),
          deps.access.sessions,
          { ...subject, factors: ['notice', 'code'] },
          cookieHeader,
        )
      : undefined;
  });
  deps.log.nudge();
  return identified === undefined
    ? undefined
    : {
        visitor: visitorOf(known.visit, identified),
        setCookie: identified.setCookie,
      };
}

function isAlive(known: Known): boolean {
  return known.transfers.some(({ state }) => state === 'granted');
}

/** Events and codes are kept with a transfer; of several that were told together, with the newest. */
function newestOf({ transfers, visit }: Known): string {
  return transfers.at(-1)?.transfer_id ?? visit.id;
}

/** The recipient of this browser's live session for what is behind `handle`; undefined when there is none. */
export async function resumeSession(
  deps: OpenDeps,
  tenant: Tenant,
  handle: string,
  cookieHeader: string | null,
): Promise<Visitor | undefined> {
  const found = await findVisit(deps, tenant, handle);
  if (found === undefined) return undefined;
  const subject = { transferId: found.visit.id, recipientId: found.recipientId };
  const session = await tx(
    deps.db,
    (trx) =>
      findRecipientSession(deps.access.sessionStore(trx, tenant.orgId), deps.access.sessions, subject, cookieHeader),
    { idempotent: true },
  );
  return session === null ? undefined : visitorOf(found.visit, session);
}

function visitorOf(visit: Visitor['visit'], session: RecipientSession): Visitor {
  const { recipientId, csrf, factors, deviceId } = session;
  return { visit, recipientId, csrf, factors, deviceId };
}
