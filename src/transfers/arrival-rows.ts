/** Rows of an arrival, made from what was prepared and decided. */
import { hex } from '../base/bytes.ts';
import { SECOND } from '../base/units.ts';
import type { NewDecision } from '../store/tables/decisions.ts';
import type { TransferRow } from '../store/tables/transfers.ts';
import type { NewNoticeItem } from '../store/tables/notices.ts';
import type { AuditEvent } from './audit.ts';
import { decisionRows, type RecipientPlace, type SendDecision } from './decide-transfer.ts';
import type { Tenant, TransferDeps } from './deps.ts';
import { type Allowed, asAllowed, endOfGrants } from './grant.ts';
import type { SubmittedPart } from './parts.ts';
import type { Prepared } from './prepare-arrival.ts';
import { grantYear, keptUntil, sendEntries } from './register.ts';
import { HELD_AT_MOST_MS, hashContent } from './submit.ts';

export type DecidedArrival = {
  readonly prepared: Prepared;
  readonly parts: readonly SubmittedPart[];
  readonly recipients: readonly RecipientPlace[];
  readonly decision: SendDecision;
  readonly state: 'granted' | 'held' | 'refused';
  /** What it was decided for, and when it is stored. */
  readonly at: Date;
  readonly now: Date;
};

export type StoredArrival = {
  readonly transfer: TransferRow;
  readonly row: Omit<TransferRow, 'classification'> & { readonly classification: string };
  readonly decisions: readonly NewDecision[];
  readonly links: readonly { org_id: string; transfer_id: string; recipient_id: string; handle: string }[];
  readonly allowed: Allowed | undefined;
};

/** The transfer itself, its recipients with their handles, and its decisions. */
export async function transferRow(deps: TransferDeps, tenant: Tenant, one: DecidedArrival): Promise<StoredArrival> {
  const { prepared, state, now, decision, recipients } = one;
  const { transferId, arrival, classification } = prepared;
  const { route } = arrival.door.settings;
  const decisions = decisionRows(deps, transferId, decision, one.at);
  const decisionId = decisions[0]?.id ?? deps.ids.uuid();
  const base = {
    org_id: tenant.orgId,
    transfer_id: transferId,
    reference: prepared.reference,
    entity_id: route.entityId,
    sender_id: arrival.door.ownerId,
    state,
    level: classification.level,
    classification,
    purpose: route.purpose,
    connection: arrival.to.kind === 'audience' ? route.connectionId : arrival.to.connectionId,
    notice_locale: route.locale,
    expires_days: route.expiresInDays,
    opens_max: route.opensMax,
    content_hash: await hashContent(deps, { parts: one.parts, recipients }),
    decision_id: decisionId,
    created_at: now,
    granted_at: state === 'granted' ? now : null,
    expires_at: state === 'held' ? new Date(now.getTime() + HELD_AT_MOST_MS) : null,
    ended_at: state === 'refused' ? now : null,
    door_id: arrival.door.id,
    audience_id: arrival.to.kind === 'audience' ? route.audienceId : null,
    arrived_bytes: arrival.arrivedBytes,
  };
  const allowed = asAllowed(decision.merged, decisionId);
  const transfer =
    allowed === undefined ? base : { ...base, expires_at: endOfGrants(allowed, { transfer: base, at: now }) };
  return {
    transfer,
    row: { ...transfer, classification: JSON.stringify(classification) },
    decisions,
    links: recipients.map(({ id }) => ({
      org_id: tenant.orgId,
      transfer_id: transferId,
      recipient_id: id,
      handle: deps.ids.handle(),
    })),
    allowed,
  };
}

export function linksOf(links: StoredArrival['links']): { readonly id: string; readonly handle: string }[] {
  return links.map((link) => ({ id: link.recipient_id, handle: link.handle }));
}

/** The register's entries, with the grant in them where it was granted at once, and the end where it was refused. */
export function entriesOf(
  deps: TransferDeps,
  tenant: Tenant,
  one: DecidedArrival,
  stored: Pick<StoredArrival, 'transfer' | 'decisions'>,
): ReturnType<typeof sendEntries> {
  const { parts, state, now, prepared } = one;
  const about = {
    transfer: stored.transfer,
    state,
    files: parts.filter((part) => part.kind === 'file').length,
    bytes: parts.reduce((sum, part) => sum + part.object.size, 0),
    keyed: prepared.persons.length,
  };
  return stored.decisions.flatMap((decision) => {
    const grant = state === 'granted' ? { granted_at: now, year: grantYear(deps, decision.facts.origin, now) } : {};
    const end = state === 'refused' ? { retain_until: keptUntil(now) } : {};
    const recipientIds = decision.recipientId === null ? [] : [decision.recipientId];
    return sendEntries(deps, tenant, about, decision, recipientIds).map((row) => ({ ...row, ...grant, ...end }));
  });
}

/** One event for what happens to an arrival in one moment: accepted, decided and, when allowed, granted. */
export function arrivalEvent(stored: StoredArrival, one: DecidedArrival): AuditEvent {
  const { prepared, decision, state, now } = one;
  return {
    kind: 'transfer.arrived',
    at: now,
    actor: { kind: 'system' },
    transferId: prepared.transferId,
    channel: stored.transfer.connection,
    decision: { id: stored.transfer.decision_id ?? '', outcome: decision.merged.outcome },
    packs: decision.merged.packs,
    detail: {
      door: prepared.arrival.door.id,
      contentHash: hex(stored.transfer.content_hash),
      level: prepared.classification.level,
      parts: one.parts.length,
      recipients: one.recipients.length,
      purpose: stored.transfer.purpose,
      rules: decision.merged.objections.map((objection) => objection.ruleId),
      state,
      expiresAt: stored.transfer.expires_at?.toISOString() ?? null,
    },
  };
}

/** Its place in the queue of what is told to the audience. */
export function noticeItem(
  deps: TransferDeps,
  tenant: Tenant,
  { prepared, now }: DecidedArrival,
  transfer: TransferRow,
): NewNoticeItem {
  const { arrival } = prepared;
  const { route } = arrival.door.settings;
  return {
    org_id: tenant.orgId,
    item_id: deps.ids.uuid(),
    transfer_id: prepared.transferId,
    audience_id: route.audienceId,
    door_id: arrival.door.id,
    connection: route.connectionId,
    mentions: JSON.stringify(arrival.mentions),
    queued_at: now,
    due_at: new Date(now.getTime() + route.digestSeconds * SECOND),
    expires_at: transfer.expires_at ?? now,
  };
}
