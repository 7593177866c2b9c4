/**
 * One row of the outbox on its way out: claim -> decide again -> render -> guard -> send -> settle. At least once; the idempotency key
 * makes a repeat harmless where the vendor knows it.
 */
import type { Egress, Envelope, RenderedRequest, SendOutcome, TokenCache } from '../channels/port.ts';
import { nextState } from '../channels/outbox-policy.ts';
import type { Channel } from '../channels/registry.ts';
import type { WordsFor } from '../channels/words.ts';
import { codeOf } from '../base/errors.ts';
import { MINUTE, SECOND } from '../base/units.ts';
import type { ChannelDraft } from '../model/notice.ts';
import {
  claimOutbox,
  listDueOutbox,
  listOutboxOf,
  type OutboxRow,
  reviveOutbox,
  settleOutbox,
} from '../store/tables/outbox.ts';
import { pauseBucket } from '../store/tables/buckets.ts';
import { listTransferRecipients, lockTransfer } from '../store/tables/transfers.ts';
import { tx } from '../store/transaction.ts';
import { recordEvent } from './audit.ts';
import type { Tenant, TransferDeps } from './deps.ts';
import { TRANSFER } from './errors.ts';
import { noticeLink, type StoredNotice } from './grant.ts';
import { aboutOf, mayLeave, openDraft, targetOf } from './outgoing.ts';

export type Post = {
  /** Undefined when the connection is not configured. */
  readonly channel: (connectionId: string) => Channel | undefined;
  readonly egress: Egress;
  readonly tokens: (connectionId: string) => TokenCache;
  readonly words: WordsFor;
  readonly takeToken: (
    connectionId: string,
    bucket: string,
    now: Date,
  ) => Promise<{ readonly ok: true } | { readonly ok: false; readonly waitMs: number }>;
  readonly pause: (scope: 'connection' | 'egress', connectionId: string, until: Date) => Promise<void>;
};

const LEASE_MS = MINUTE;
const BROKEN_REST_MS = 15 * MINUTE;
const SEND_TIMEOUT_MS = 30 * SECOND;

/** Tries to send one row if it is due. Returns what became of it; `skipped` when somebody else has it or it is not due. */
export async function sendOutbox(
  deps: TransferDeps,
  post: Post,
  tenant: Tenant,
  outboxId: string,
): Promise<'sent' | 'pending' | 'dead' | 'skipped'> {
  const now = deps.clock.now();
  // Crash after the claim: the row stays `sending`; after the lease the next attempt repeats it with the same key.
  const row = await tx(deps.db, (trx) =>
    claimOutbox(trx, tenant.orgId, outboxId, now, new Date(now.getTime() + LEASE_MS)),
  );
  if (row === undefined) return 'skipped';
  const channel = post.channel(row.connection);
  if (row.expires_at <= now) return settleDead(deps, tenant, row, 'expired');
  if (channel === undefined) return settleDead(deps, tenant, row, 'not_configured');
  const token = await post.takeToken(row.connection, channel.caps.bucket, now);
  if (!token.ok) return settlePending(deps, tenant, row, new Date(now.getTime() + token.waitMs), 'rate_limited');
  if (!(await mayLeave(deps, tenant, row))) return settleDead(deps, tenant, row, 'not_allowed_now');
  return attempt(deps, post, tenant, row, channel, now);
}

async function attempt(
  deps: TransferDeps,
  post: Post,
  tenant: Tenant,
  row: OutboxRow,
  channel: Channel,
  now: Date,
): Promise<'sent' | 'pending' | 'dead'> {
  const draft = await openDraft(deps, row);
  const envelope: Envelope = {
    target: await targetOf(deps, tenant, row, channel),
    idempotencyKey: row.idem_key,
    createdAt: row.created_at,
  };
  const rendered = await renderOr(channel, post, draft, envelope);
  // A draft that cannot be written for this channel (an address it does not know) will not become better by waiting.
  if (typeof rendered === 'string') return settleDead(deps, tenant, row, rendered);
  const outcome: SendOutcome = await channel.send({
    rendered,
    egress: post.egress,
    connection: row.connection,
    tokens: post.tokens(row.connection),
    signal: AbortSignal.timeout(SEND_TIMEOUT_MS),
    now,
  });
  const next = nextState(
    {
      attempt: row.attempt,
      outcome,
      now: deps.clock.now(),
      expiresAt: row.expires_at,
      idempotent: channel.caps.idempotent,
    },
    deps.random,
  );
  if (next.state !== 'sent' && next.pause !== undefined)
    await post.pause(next.pause.scope, row.connection, next.pause.until);
  if (next.state === 'pending') return settlePending(deps, tenant, row, next.nextAt, next.why);
  if (next.state === 'dead' && next.disableConnection) {
    // A revoked token or a wrong signature does not heal by trying the next row at once.
    deps.logger.error(
      { connection: row.connection, why: next.why },
      'a channel connection needs repair; it rests for a while',
    );
    await post.pause('connection', row.connection, new Date(deps.clock.now().getTime() + BROKEN_REST_MS));
  }
  if (next.state === 'dead') return settleDead(deps, tenant, row, next.why);
  // Crash before this commit: the vendor has it, the row says `sending`. It is sent again with the same key.
  await tx(deps.db, async (trx) => {
    const at = deps.clock.now();
    const settled = await settleOutbox(trx, tenant.orgId, row.outbox_id, {
      state: 'sent',
      at,
      bytes: rendered.bytes,
      hash: deps.sha256(rendered.body),
      providerRef: next.providerRef ?? null,
    });
    if (settled && row.kind !== 'code') {
      await recordEvent(deps, trx, tenant, {
        kind: row.kind === 'notice' ? 'notice.sent' : 'reminder.sent',
        at,
        actor: { kind: 'system' },
        ...aboutOf(row),
        channel: row.connection,
        detail: { bytes: rendered.bytes, attempt: row.attempt },
      });
    }
  });
  deps.log.nudge();
  return 'sent';
}

/** The exact bytes, or the code of the reason why there are none. */
async function renderOr(
  channel: Channel,
  post: Post,
  draft: ChannelDraft,
  envelope: Envelope,
): Promise<RenderedRequest | string> {
  try {
    return await channel.render(draft, post.words(draft), envelope);
  } catch (error) {
    return codeOf(error);
  }
}

async function settlePending(
  deps: TransferDeps,
  tenant: Tenant,
  row: OutboxRow,
  nextAt: Date,
  why: string,
): Promise<'pending'> {
  await tx(deps.db, (trx) =>
    settleOutbox(trx, tenant.orgId, row.outbox_id, { state: 'pending', nextAt, why, counted: why !== 'rate_limited' }),
  );
  return 'pending';
}

async function settleDead(deps: TransferDeps, tenant: Tenant, row: OutboxRow, why: string): Promise<'dead'> {
  await tx(deps.db, async (trx) => {
    if (!(await settleOutbox(trx, tenant.orgId, row.outbox_id, { state: 'dead', why }))) return;
    await recordEvent(deps, trx, tenant, {
      kind: row.kind === 'reminder' ? 'reminder.failed' : 'notice.failed',
      at: deps.clock.now(),
      actor: { kind: 'system' },
      ...aboutOf(row),
      channel: row.connection,
      detail: { why, kind: row.kind, attempt: row.attempt },
    });
  });
  deps.log.nudge();
  return 'dead';
}

/**
 * Puts the dead notices of a granted transfer back in the queue, rendered anew. Returns how many.
 *
 * @throws `transfer.not_found`, `transfer.wrong_state`
 */
export async function resendNotices(deps: TransferDeps, tenant: Tenant, transferId: string): Promise<number> {
  const revived = await tx(deps.db, async (trx) => {
    const transfer = await lockTransfer(trx, tenant.orgId, transferId);
    if (transfer === undefined) throw TRANSFER.not_found();
    if (transfer.state !== 'granted') throw TRANSFER.wrong_state({ state: transfer.state });
    let revived = 0;
    const dead = (await listOutboxOf(trx, tenant.orgId, transferId)).filter(
      (row) => row.kind === 'notice' && row.state === 'dead',
    );
    const links = await listTransferRecipients(trx, tenant.orgId, [transferId]);
    for (const row of dead) {
      const handle = links.find((link) => link.recipient_id === row.recipient_id)?.handle;
      if (handle === undefined) continue;
      const draft: StoredNotice = {
        reference: transfer.reference,
        organisation: tenant.organisation,
        link: noticeLink(deps, handle),
        locale: transfer.notice_locale,
      };
      const sealed = await deps.fields.seal(`outbox.draft:${row.outbox_id}`, JSON.stringify(draft));
      if (!(await reviveOutbox(trx, tenant.orgId, row.outbox_id, sealed, deps.clock.now()))) continue;
      await deps.jobs.enqueue(trx, 'send-outbox', { orgId: tenant.orgId, outboxId: row.outbox_id });
      revived += 1;
    }
    return { count: revived, connection: transfer.connection };
  });
  // Whoever asks has repaired the connection, or wants to know that it is still broken.
  await pauseBucket(deps.db, tenant.orgId, [revived.connection], deps.clock.now());
  return revived.count;
}

/** Tries every row that is due, one after the other. Returns how many were tried. */
export async function sendDue(deps: TransferDeps, post: Post, tenant: Tenant): Promise<number> {
  const ids = await listDueOutbox(deps.db.query, tenant.orgId, deps.clock.now(), 50);
  for (const id of ids) await sendOutbox(deps, post, tenant, id);
  return ids.length;
}
