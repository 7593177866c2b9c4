/** Answers in a conversation: fixed sentences through the outbox, once, to where the question came from. They quote nothing and name nobody. */
import { hex, utf8 } from '../../base/bytes.ts';
import type { Incoming } from '../../channels/receive.ts';
import { HOUR } from '../../base/units.ts';
import { type Locale, pickLocale } from '../../model/locale.ts';
import type { Answer } from '../../model/notice.ts';
import { findOrganisation } from '../../store/tables/organisation.ts';
import { insertOutbox } from '../../store/tables/outbox.ts';
import type { Trx } from '../../store/transaction.ts';
import type { Tenant, TransferDeps } from '../deps.ts';

/** Where an answer can go: the address that came with a message while it is good, else the conversation. */
export type Whereto = {
  readonly connection: string;
  readonly conversation: Pick<Incoming['conversation'], 'id' | 'kind'>;
  readonly answerAt: Incoming['answerAt'];
};

export type Said = {
  readonly answer: Answer;
  readonly locale: Locale;
  readonly reference?: string;
  /** What is asked twice under the same key is said once. */
  readonly key: readonly string[];
};

/** An answer that comes later than this answers nothing any more. */
const ANSWER_WITHIN_MS = HOUR;

/** Queues the answer in `trx`; false when it was said before under this key, or when there is no way to say it. */
export async function queueAnswer(
  deps: TransferDeps,
  trx: Trx,
  tenant: Tenant,
  whereto: Whereto,
  said: Said,
): Promise<boolean> {
  const now = deps.clock.now();
  const target = targetIn(whereto, now);
  if (target === undefined) return false;
  const outboxId = deps.ids.uuid();
  const { answer, locale, reference } = said;
  const draft = {
    answer,
    locale,
    organisation: tenant.organisation,
    ...(reference === undefined ? {} : { reference }),
  };
  const isNew = await insertOutbox(trx, {
    org_id: tenant.orgId,
    outbox_id: outboxId,
    kind: 'answer',
    transfer_id: null,
    recipient_id: null,
    connection: whereto.connection,
    idem_key: keyOf(deps, said.key),
    draft_sealed: await deps.fields.seal(`outbox.draft:${outboxId}`, JSON.stringify(draft)),
    target_sealed: await deps.fields.seal(`outbox.target:${outboxId}`, JSON.stringify(target)),
    state: 'pending',
    attempt: 0,
    next_at: now,
    lease_until: null,
    expires_at: new Date(now.getTime() + ANSWER_WITHIN_MS),
    last_error: null,
    created_at: now,
    sent_at: null,
    sent_bytes: null,
    sent_hash: null,
    provider_ref: null,
  });
  if (isNew) await deps.jobs.enqueue(trx, 'send-outbox', { orgId: tenant.orgId, outboxId });
  return isNew;
}

/** The language of the organisation, for what nobody asked for in a language of his own. */
export async function houseLocale(deps: Pick<TransferDeps, 'db'>): Promise<Locale> {
  return pickLocale([(await findOrganisation(deps.db.query))?.locale ?? '']);
}

function targetIn({ conversation, answerAt }: Whereto, now: Date): object | undefined {
  if (answerAt !== undefined && answerAt.until > now) return { kind: 'answer_url', url: answerAt.url.reveal() };
  return conversation.kind === 'group' ? { kind: 'conversation', id: conversation.id } : undefined;
}

/** The key goes to the vendor: it says nothing. */
function keyOf({ sha256 }: Pick<TransferDeps, 'sha256'>, parts: readonly string[]): string {
  return `a.${hex(sha256(utf8(`entrepot.answer/v1\0${parts.join('\0')}`))).slice(0, 40)}`;
}
