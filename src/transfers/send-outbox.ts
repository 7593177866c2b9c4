/**
 * One row of the outbox on its way out: claim -> circuit -> token -> decide again -> render -> guard -> send -> settle. At least once; the
 * idempotency key makes a repeat harmless where the vendor knows it. What a row leaves behind at each step is said where it may stop.
 */
import { utf8 } from '../base/bytes.ts';
import { codeOf } from '../base/errors.ts';
import { MINUTE, SECOND } from '../base/units.ts';
import { saidOf, saying } from '../channels/egress-words.ts';
import { nextState } from '../channels/outbox-policy.ts';
import type { Envelope, RenderedRequest, Said, SendOutcome } from '../channels/port.ts';
import { findConnection } from '../store/tables/connections.ts';
import { claimOutbox, listDueOutbox } from '../store/tables/outbox.ts';
import { tx } from '../store/transaction.ts';
import { isFreeAttempt, noteFailing, passCircuit, restConnection } from './connection-health.ts';
import { trialTarget } from './connection-trial.ts';
import type { Tenant, TransferDeps } from './deps.ts';
import { isRewritten, recallMessage, rewriteMessage, sentRowOf } from './ended-notices.ts';
import { moveOn } from './move-outbox.ts';
import { mayLeave, openDraft, targetOf } from './outgoing.ts';
import type { Post } from './post.ts';
import { type Sending, settleDead, settlePending, settleSent } from './settle-outbox.ts';

export type { Post } from './post.ts';
export type Sent = 'sent' | 'pending' | 'dead' | 'skipped';

const LEASE_MS = MINUTE;
/** A connection that needs a person is looked at again after this, in case it was repaired at the vendor. */
const BROKEN_REST_MS = 15 * MINUTE;
const SEND_TIMEOUT_MS = 30 * SECOND;
const GIVEN_BACK_MS = 10 * SECOND;

/** Tries to send one row if it is due. Returns what became of it; `skipped` when somebody else has it, it is not due, or it has to wait for another. */
export async function sendOutbox(deps: TransferDeps, post: Post, tenant: Tenant, outboxId: string): Promise<Sent> {
  const now = deps.clock.now();
  // Crash here, after the claim: the row stays `sending`; after the lease the next attempt repeats it with the same key.
  const row = await tx(deps.db, (trx) =>
    claimOutbox(trx, tenant.orgId, outboxId, now, new Date(now.getTime() + LEASE_MS)),
  );
  if (row === undefined) return 'skipped';
  const later = (milliseconds: number, why: string): Promise<'pending'> =>
    settlePending(deps, tenant, row, { nextAt: new Date(now.getTime() + milliseconds), why, counted: false });
  if (row.expires_at <= now) return settleDead(deps, tenant, row, 'expired');
  const channel = await post.channel(row.connection);
  if (channel === undefined) {
    const isBroken = (await findConnection(deps.db.query, tenant.orgId, row.connection)) !== undefined;
    return isBroken ? later(BROKEN_REST_MS, 'connection.broken') : settleDead(deps, tenant, row, 'not_configured');
  }
  const passage = await passCircuit(deps, tenant, row, now);
  if (passage === 'resting') return later(GIVEN_BACK_MS, 'connection.resting');
  const token = await post.takeToken(row.connection, channel.caps.bucket, now);
  if (!token.ok) return later(token.waitMs, 'rate_limited');
  if (!(await mayLeave(deps, tenant, row))) return settleDead(deps, tenant, row, 'not_allowed_now');
  return attempt(deps, post, tenant, { row, channel, passage, now });
}

async function attempt(deps: TransferDeps, post: Post, tenant: Tenant, sending: Sending): Promise<Sent> {
  const { row, channel, passage } = sending;
  const given = await give(deps, post, tenant, sending);
  const { outcome, body } = given;
  if (outcome.outcome === 'sent') return settleSent(deps, tenant, sending, body, outcome.providerRef);
  const isFree = isFreeAttempt(passage, outcome, channel.caps);
  const next = nextState(
    {
      attempt: isFree ? 1 : row.attempt,
      outcome,
      now: deps.clock.now(),
      expiresAt: row.expires_at,
      idempotent: channel.caps.idempotent,
    },
    deps.random,
  );
  if (next.state === 'sent') return settleSent(deps, tenant, sending, body, next.providerRef);
  // Crash before the pause: the next row asks the vendor once more and is told the same.
  if (next.pause !== undefined) await post.pause(next.pause.scope, row.connection, next.pause.until);
  if (next.state === 'dead') return fail(deps, post, tenant, sending, outcome, next.why);
  const { rests } = await settlePendingAfter(deps, tenant, sending, outcome, next.nextAt, !isFree);
  if (rests) await restConnection(deps, tenant, row.connection);
  return 'pending';
}

type Given = { readonly outcome: SendOutcome; readonly body: Pick<RenderedRequest, 'body' | 'bytes'> };
const NOTHING: Given['body'] = { body: utf8(''), bytes: 0 };

/** Hands the exact bytes to the vendor; an end rewrites or takes back the message that it is about. */
async function give(deps: TransferDeps, post: Post, tenant: Tenant, sending: Sending): Promise<Given> {
  const { row, channel, now } = sending;
  const call = {
    egress: post.egress,
    connection: row.connection,
    tokens: post.tokens(row.connection),
    signal: AbortSignal.timeout(SEND_TIMEOUT_MS),
    now,
  };
  const about = row.kind === 'ended' ? await sentRowOf(deps, tenant, row) : undefined;
  // Taken back before: nothing is left to do.
  if (row.kind === 'ended' && about === undefined) return { outcome: { outcome: 'sent' }, body: NOTHING };
  if (about !== undefined && !isRewritten(channel))
    return { outcome: await recallMessage(channel, call, about.provider_ref), body: NOTHING };
  const written = await renderOr(deps, post, tenant, sending);
  // A draft that cannot be written for this channel (an address it does not know) will not become better by waiting.
  if (typeof written === 'string') return { outcome: { outcome: 'permanent', why: written }, body: NOTHING };
  const { rendered, said } = written;
  const spoken = { ...call, egress: saying(post.egress, said) };
  const outcome =
    about === undefined
      ? await channel.send({ ...spoken, rendered, attempt: row.attempt })
      : await rewriteMessage(channel, spoken, about.provider_ref, rendered);
  return { outcome, body: rendered };
}

async function settlePendingAfter(
  deps: TransferDeps,
  tenant: Tenant,
  { row }: Sending,
  outcome: SendOutcome,
  nextAt: Date,
  counted: boolean,
): Promise<{ rests: boolean }> {
  let rests = false;
  const why = outcome.outcome === 'sent' ? '' : outcome.why;
  await settlePending(deps, tenant, row, { nextAt, why, counted }, async (trx) => {
    rests = await noteFailing(trx, tenant.orgId, row.connection, outcome, deps.clock.now());
  });
  return { rests };
}

/** It cannot go by this connection: by the next that may carry it, else it is a dead letter. */
async function fail(
  deps: TransferDeps,
  post: Post,
  tenant: Tenant,
  sending: Sending,
  outcome: SendOutcome,
  why = outcome.outcome === 'sent' ? '' : outcome.why,
): Promise<Sent> {
  const { row, passage } = sending;
  let rests = false;
  const note: Parameters<typeof settleDead>[4] = async (trx) => {
    rests = await noteFailing(trx, tenant.orgId, row.connection, outcome, deps.clock.now());
  };
  const broken = outcome.outcome === 'disable';
  const result = await endOrMove(deps, post, tenant, sending, why, note, broken && passage !== 'open');
  if (broken) {
    // A revoked token or a wrong signature does not heal by trying the next row at once.
    deps.logger.error({ connection: row.connection, why }, 'a channel connection needs repair; it rests for a while');
    await post.pause('connection', row.connection, new Date(deps.clock.now().getTime() + BROKEN_REST_MS));
  } else if (rests) await restConnection(deps, tenant, row.connection);
  return result;
}

/** `waits`: a connection that is known to need a person does not make a dead letter of every row that tries it. */
async function endOrMove(
  deps: TransferDeps,
  post: Post,
  tenant: Tenant,
  { row, now }: Sending,
  why: string,
  note: Parameters<typeof settleDead>[4],
  waits: boolean,
): Promise<Sent> {
  if (await moveOn(deps, post, tenant, row, why, note)) return 'pending';
  if (!waits || row.kind === 'test') return settleDead(deps, tenant, row, why, note);
  const nextAt = new Date(now.getTime() + BROKEN_REST_MS);
  return settlePending(deps, tenant, row, { nextAt, why, counted: false }, note);
}

/** The exact bytes, and what they may say, which the guard compares. */
type Written = { readonly rendered: RenderedRequest; readonly said: Said };

/** What is to leave, or the code of the reason why there is nothing. */
async function renderOr(
  deps: TransferDeps,
  post: Post,
  tenant: Tenant,
  { row, channel }: Sending,
): Promise<Written | string> {
  try {
    const draft = await openDraft(deps, row);
    const target = await (row.kind === 'test' ? trialTarget : targetOf)(deps, tenant, row, channel);
    const envelope: Envelope = { target, idempotencyKey: row.idem_key, createdAt: row.created_at };
    const words = post.words(draft);
    const { kind, named } = channel;
    const said = saidOf({ draft, words, envelope, kind, named });
    return { rendered: await channel.render(draft, words, envelope), said };
  } catch (error) {
    return codeOf(error);
  }
}

const DUE_AT_ONCE = 200;
/** After this no further row is begun, so that connections which only now got something to send need not wait. */
const SWEEP_MS = 5 * SECOND;

/**
 * Sends what is due: connections side by side, each row after row until one has to wait. Returns how many rows were tried. Rows of a door
 * follow each other, so it looks again as long as something left.
 */
export async function sendDue(deps: TransferDeps, post: Post, tenant: Tenant): Promise<number> {
  const until = deps.clock.now().getTime() + SWEEP_MS;
  let tried = 0;
  for (;;) {
    const due = await listDueOutbox(deps.db.query, tenant.orgId, deps.clock.now(), DUE_AT_ONCE);
    const byConnection = Map.groupBy(due, (row) => row.connection);
    const results = await Promise.all(
      [...byConnection.values()].map(async (rows) => {
        let sent = 0;
        for (const { outbox_id: outboxId } of rows) {
          if (deps.clock.now().getTime() > until) break;
          const result = await sendOutbox(deps, post, tenant, outboxId);
          if (result !== 'skipped') tried += 1;
          if (result === 'sent' || result === 'dead') sent += 1;
          if (result === 'pending') break;
        }
        return sent;
      }),
    );
    if (results.every((sent) => sent === 0) || deps.clock.now().getTime() > until) return tried;
  }
}
