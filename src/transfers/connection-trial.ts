/** A trial of a connection: one message that says that it is a trial, to the group or to an address that whoever asks gives. */
import { z } from 'zod';
import { utf8 } from '../base/bytes.ts';
import { MINUTE } from '../base/units.ts';
import type { SendTarget } from '../channels/port.ts';
import type { Channel } from '../channels/registry.ts';
import type { Locale } from '../model/locale.ts';
import type { TestDraft } from '../model/notice.ts';
import { findStaff } from '../store/access/staff.ts';
import { endPause } from '../store/tables/buckets.ts';
import { findHealth } from '../store/tables/connections.ts';
import { insertOutbox, type OutboxRow } from '../store/tables/outbox.ts';
import { tx } from '../store/transaction.ts';
import { CIRCUIT_FAILURES } from './connection-health.ts';
import type { StaffActor, Tenant, TransferDeps } from './deps.ts';
import { TRANSFER } from './errors.ts';

/** Somebody waits for the answer: what cannot be said by then is not said. */
const TRIAL_WITHIN_MS = 10 * MINUTE;

/** A person by the vendor's own identifier, or a telephone number; nothing for a group, and mail goes to whoever asks. */
export type TrialTarget = { readonly kind: 'user' | 'phone'; readonly to: string };

/** Queues a trial and returns its id. A connection that rests because it failed is tried at once; a pause that a vendor asked for is kept. */
export async function queueTrial(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  connectionId: string,
  locale: Locale,
  target: TrialTarget | undefined,
): Promise<string> {
  const outboxId = deps.ids.uuid();
  const draft: Omit<TestDraft, 'kind'> = { organisation: tenant.organisation, locale };
  const now = deps.clock.now();
  const draftSealed = await deps.fields.seal(`outbox.draft:${outboxId}`, utf8(JSON.stringify(draft)));
  const targetSealed =
    target === undefined ? null : await deps.fields.seal(`outbox.target:${outboxId}`, JSON.stringify(target));
  await tx(deps.db, async (trx) => {
    const health = await findHealth(trx, tenant.orgId, connectionId);
    if (health !== undefined && (health.broken_since !== null || health.failures >= CIRCUIT_FAILURES))
      await endPause(trx, tenant.orgId, connectionId);
    await insertOutbox(trx, {
      org_id: tenant.orgId,
      outbox_id: outboxId,
      kind: 'test',
      transfer_id: null,
      recipient_id: null,
      staff_id: actor.id,
      target_sealed: targetSealed,
      connection: connectionId,
      idem_key: `t.${outboxId}`,
      draft_sealed: draftSealed,
      state: 'pending',
      attempt: 0,
      next_at: now,
      lease_until: null,
      expires_at: new Date(now.getTime() + TRIAL_WITHIN_MS),
      last_error: null,
      created_at: now,
      sent_at: null,
      sent_bytes: null,
      sent_hash: null,
      provider_ref: null,
    });
    await deps.jobs.enqueue(trx, 'send-outbox', { orgId: tenant.orgId, outboxId });
  });
  return outboxId;
}

const storedTarget = z.strictObject({ kind: z.enum(['user', 'phone']), to: z.string() });

/** Where a trial goes. @throws `transfer.unknown_recipient` when nobody said to whom */
export async function trialTarget(
  deps: TransferDeps,
  tenant: Tenant,
  row: OutboxRow,
  channel: Pick<Channel, 'caps'>,
): Promise<SendTarget> {
  const { reaches } = channel.caps;
  if (reaches === 'group') return { kind: 'group' };
  if (reaches === 'email') {
    const person = row.staff_id === null ? undefined : await findStaff(deps.db.query, tenant.orgId, row.staff_id);
    if (person === undefined) throw TRANSFER.unknown_recipient();
    return { kind: 'email', address: await deps.fields.open(`staff.email:${person.staff_id}`, person.email_sealed) };
  }
  if (row.target_sealed === null) throw TRANSFER.unknown_recipient();
  const json: unknown = JSON.parse(await deps.fields.open(`outbox.target:${row.outbox_id}`, row.target_sealed));
  const { kind, to } = storedTarget.parse(json);
  return kind === 'user' ? { kind, id: to } : { kind, number: to };
}
