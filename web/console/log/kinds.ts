/** Kinds of audit events in words. */
import { TIMELINE_KINDS } from '../../../src/model/api/transfers.ts';
import type { Translation } from '../i18n/translate.tsx';

/** Events that concern no transfer; the others have the words of the timeline. */
const OTHER_KINDS = [
  'organisation.created',
  'staff.invited',
  'staff.enrolled',
  'staff.disabled',
  'staff.signed_in',
  'recipient.added',
  'recipient.identity_set',
  'recipient.identity_removed',
  'factor.enrolled',
  'factor.removed',
  'factor.reset',
  'factor.set',
  'sign_in.other',
  'provider.added',
  'provider.changed',
  'provider.paused',
  'provider.resumed',
  'provider.removed',
  'audience.added',
  'audience.renamed',
  'audience.changed',
  'audience.removed',
  'access.level_changed',
  'access.listed',
  'levels.changed',
  'exception.suggested',
  'exception.set',
  'exception.confirmed',
  'exception.ended',
  'door.added',
  'door.changed',
  'door.rotated',
  'door.old_ended',
  'door.paused',
  'door.resumed',
  'door.removed',
  'door.tried',
  'page.served',
  'packs.loaded',
  'pack.reviewed',
  'pack.review_withdrawn',
  'pack.brought',
  'pack.shadow_run',
  'pack.switched_on',
  'pack.switched_back',
  'pack.discarded',
  'pack.restored',
  'number.set',
  'log.restarted',
  'page.text_given',
  'page.shown',
  'archive_password.shown',
  'trace.run',
  'pseudonym.made',
  'pseudonym.looked_up',
  'pseudonym.table_taken',
  'pseudonym.erased',
  'sweep.started',
  'sweep.paused',
  'sweep.continued',
  'sweep.finished',
  'sweep.files_read',
  'sweep.remedied',
  'sweep.exported',
  'sweep.removed',
  'trace.closed',
  'trace.approved',
  'trace.opened',
  'mark_key.made',
  'message.received',
  'access_request.read',
  'abuse.reported',
  'access.noted',
  'recipient.read',
  'accesses.read',
  'accesses.exported',
  'archive.read',
  'archive.file_taken',
  'archive.file_awaited',
  'incident.noticed',
  'incident.closed',
  'request.received',
  'request.done',
  'request.declined',
  'egress.digest',
  'posture.run',
  'posture.answered',
  'delegation.given',
  'delegation.revoked',
  'reminder.sent',
  'reminder.failed',
  'device.removed',
  'delivery.told',
  'delivery.untold',
  'basis.withdrawn',
  'entity.stated',
  'duty.opened',
  'duty.completed',
  'duty.dismissed',
  'duty.reopened',
  'duty.overdue',
  'form.drafted',
  'register.exported',
  'counters.recomputed',
  'connection.added',
  'connection.changed',
  'connection.paused',
  'connection.resumed',
  'connection.removed',
  'connection.tested',
] as const;

/** Returns the reader's words; the kind itself where this page is older than the server. */
export function kindText({ t }: Pick<Translation, 't'>, kind: string): string {
  const other = OTHER_KINDS.find((known) => known === kind);
  if (other !== undefined) return t(`log.kind.${other}`);
  const timeline = TIMELINE_KINDS.find((known) => known === kind);
  return timeline === undefined ? kind : t(`timeline.${timeline}`);
}

/** The server names people; the program itself and partners come as fixed words. */
export function actorText({ t }: Pick<Translation, 't'>, actor: string, onBehalfOf: string | null = null): string {
  if (onBehalfOf !== null) return t('approvals.by_for', { by: actor, officer: onBehalfOf });
  if (actor === 'system') return t('timeline.system');
  return actor === 'recipient' ? t('log.recipient') : actor;
}

/** Outcomes of decisions in words; null for none. */
export function outcomeText({ t }: Pick<Translation, 't'>, outcome: string | null): string | null {
  if (outcome === 'allow' || outcome === 'held' || outcome === 'refused') return t(`log.outcome.${outcome}`);
  return outcome;
}
