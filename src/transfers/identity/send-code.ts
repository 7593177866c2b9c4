/** A one-time code on its way: made, queued and recorded in one transaction. */
import { issueCode } from '../../access/codes.ts';
import { utf8 } from '../../base/bytes.ts';
import { MINUTE } from '../../base/units.ts';
import type { SentRoute } from '../../model/api/open-identity.ts';
import { insertOutbox } from '../../store/tables/outbox.ts';
import { type Trx, tx } from '../../store/transaction.ts';
import { recordEvent } from '../audit.ts';
import type { Connection, Tenant } from '../deps.ts';
import type { OpenDeps, Opener } from '../recipient-access.ts';
import { type Claimant, subjectOf } from './claimant.ts';

export const MINUTES_VALID = 5;
export const RESEND_SECONDS = 60;

type Way = { readonly route: SentRoute; readonly connection: Connection };

/** Makes a code and queues it, unless it is too soon, too often, or locked: the person hears the same. */
export async function sendCode(deps: OpenDeps, tenant: Tenant, opener: Opener, who: Claimant, way: Way): Promise<void> {
  await tx(deps.db, (trx) => queueCode(deps, trx, tenant, opener, who, way));
  deps.log.nudge();
}

async function queueCode(
  deps: OpenDeps,
  trx: Trx,
  tenant: Tenant,
  opener: Opener,
  who: Claimant,
  { route, connection }: Way,
): Promise<void> {
  const stores = {
    codes: deps.access.codeStore(trx, tenant.orgId),
    locks: deps.access.lockStore(trx, tenant.orgId),
  };
  const subject = subjectOf(who);
  const issued = await issueCode(stores, deps.access.codes, subject, route);
  if (issued.outcome !== 'issued') return;
  const outboxId = deps.ids.uuid();
  const now = deps.clock.now();
  const draft = {
    organisation: tenant.organisation,
    code: issued.code.reveal(),
    minutesValid: MINUTES_VALID,
    locale: who.recipient.locale,
  };
  await insertOutbox(trx, {
    org_id: tenant.orgId,
    outbox_id: outboxId,
    kind: 'code',
    transfer_id: who.transferId,
    recipient_id: subject.recipientId,
    connection: connection.id,
    idem_key: `c.${issued.codeId}`,
    draft_sealed: await deps.fields.seal(`outbox.draft:${outboxId}`, utf8(JSON.stringify(draft))),
    state: 'pending',
    attempt: 0,
    next_at: now,
    lease_until: null,
    expires_at: new Date(now.getTime() + MINUTES_VALID * MINUTE),
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
    subjectId: subject.recipientId,
    transferId: who.transferId,
    channel: connection.id,
    place: opener.place.jurisdiction,
    detail: { route },
  });
}
