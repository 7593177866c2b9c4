/** What a row of the outbox says, where it goes, and whether it may still go: read and decided at the moment of sending. */
import { z } from 'zod';
import { Secret } from '../base/secret.ts';
import type { SendTarget } from '../channels/port.ts';
import type { Channel } from '../channels/registry.ts';
import { requestKindSchema } from '../model/api/access-requests.ts';
import { localeSchema } from '../model/locale.ts';
import { ANSWERS, type ChannelDraft, DELIVERY_NEWS, NOTICE_TEMPLATES } from '../model/notice.ts';
import { findStaff } from '../store/access/staff.ts';
import { listProviderIds } from '../store/tables/door-calls.ts';
import { findAudienceNotice } from '../store/tables/notices.ts';
import type { OutboxRow } from '../store/tables/outbox.ts';
import { findRecipients } from '../store/tables/recipients.ts';
import { findTransfer } from '../store/tables/transfers.ts';
import { identityContext } from './border-contexts.ts';
import { decideFor } from './decide-opening.ts';
import { mayTellNews } from './delivery/news.ts';
import type { Tenant, TransferDeps } from './deps.ts';
import { TRANSFER } from './errors.ts';
import { mayTell, mayTellNotice } from './may-tell.ts';
import { asPublic } from './public-passage.ts';
import { mayRemind } from './remind.ts';

/** Whom an event about this row is about, and which transfer. */
export function aboutOf(row: OutboxRow): { readonly subjectId?: string; readonly transferId?: string } {
  const subjectId = row.recipient_id ?? row.staff_id;
  return {
    ...(subjectId === null ? {} : { subjectId }),
    ...(row.transfer_id === null ? {} : { transferId: row.transfer_id }),
  };
}

/** Decided again at the moment it leaves. A trial or an answer holds nothing of anybody's. */
export async function mayLeave(deps: TransferDeps, tenant: Tenant, row: OutboxRow): Promise<boolean> {
  if (row.kind === 'reminder') return mayRemind(deps, tenant, row, await openDraft(deps, row));
  if (row.kind === 'delivery') return mayTellNews(deps, tenant, row);
  if (row.kind === 'notice') return mayNotify(deps, tenant, row);
  if (row.kind === 'public') return row.transfer_id !== null && mayTell(deps, tenant, [row.transfer_id]);
  return true;
}

/** Decided again at the moment of the notice, for the recipient's registered place. */
async function mayNotify(deps: TransferDeps, tenant: Tenant, row: OutboxRow): Promise<boolean> {
  if (row.notice_id !== null) return mayTellNotice(deps, tenant, row.notice_id);
  if (row.transfer_id === null || row.recipient_id === null) return false;
  const transfer = await findTransfer(deps.db.query, tenant.orgId, row.transfer_id);
  const [recipient] = await findRecipients(deps.db.query, tenant.orgId, [row.recipient_id]);
  if (transfer === undefined || transfer.state !== 'granted' || recipient === undefined) return false;
  const place = { jurisdiction: recipient.jurisdiction, city: recipient.city };
  const verdict = await decideFor(
    deps,
    tenant,
    transfer,
    { recipientId: row.recipient_id },
    { client: '', address: 'unknown', place, isTrial: false },
    'notify',
  );
  return verdict.decision.outcome === 'allow';
}

/** Where it goes. @throws `transfer.unknown_recipient`, `transfer.no_second_route` when there is no such address (any more) */
export async function targetOf(
  deps: TransferDeps,
  tenant: Tenant,
  row: OutboxRow,
  channel: Pick<Channel, 'caps' | 'kind'>,
): Promise<SendTarget> {
  if (row.target_sealed !== null) return answerTarget(deps, row, row.target_sealed);
  if (row.kind === 'reminder') return { kind: 'email', address: await staffAddress(deps, tenant, row) };
  const { reaches } = channel.caps;
  if (reaches === 'group') return { kind: 'group' };
  if (row.kind === 'delivery') return { kind: 'email', address: await staffAddress(deps, tenant, row) };
  if (row.recipient_id === null) throw TRANSFER.unknown_recipient();
  if (reaches === 'user') return userTarget(deps, tenant, row.recipient_id, channel.kind);
  const [recipient] = await findRecipients(deps.db.query, tenant.orgId, [row.recipient_id]);
  if (recipient === undefined) throw TRANSFER.unknown_recipient();
  if (reaches === 'email')
    return {
      kind: 'email',
      address: await deps.fields.open(`recipient.email:${row.recipient_id}`, recipient.email_sealed),
    };
  if (recipient.phone_sealed === null) throw TRANSFER.no_second_route();
  return {
    kind: 'phone',
    number: await deps.fields.open(`recipient.phone:${row.recipient_id}`, recipient.phone_sealed),
  };
}

/** What the vendor, the first word of the kind, calls the recipient. */
async function userTarget(
  deps: TransferDeps,
  tenant: Tenant,
  recipientId: string,
  kind: Channel['kind'],
): Promise<SendTarget> {
  const vendor = kind.split('_')[0] ?? kind;
  const [identity] = await listProviderIds(deps.db.query, tenant.orgId, vendor, [recipientId]);
  if (identity === undefined) throw TRANSFER.unknown_recipient();
  return {
    kind: 'user',
    id: await deps.fields.open(identityContext(vendor, recipientId), identity.provider_id_sealed),
  };
}

const storedTarget = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('conversation'), id: z.string() }),
  z.strictObject({ kind: z.literal('answer_url'), url: z.string() }),
]);

/** Where an answer goes: kept with the row, because nothing else knows it. */
async function answerTarget(deps: TransferDeps, row: OutboxRow, sealed: Uint8Array): Promise<SendTarget> {
  const stored = storedTarget.parse(JSON.parse(await deps.fields.open(`outbox.target:${row.outbox_id}`, sealed)));
  return stored.kind === 'answer_url' ? { kind: 'answer_url', url: new Secret(stored.url) } : stored;
}

async function staffAddress(deps: TransferDeps, tenant: Tenant, row: OutboxRow): Promise<string> {
  const person = row.staff_id === null ? undefined : await findStaff(deps.db.query, tenant.orgId, row.staff_id);
  if (person === undefined) throw TRANSFER.unknown_recipient();
  return deps.fields.open(`staff.email:${person.staff_id}`, person.email_sealed);
}

const storedNotice = z.strictObject({
  reference: z.string(),
  organisation: z.string(),
  link: z.string(),
  locale: localeSchema,
  count: z.number().int().exactOptional(),
  template: z.enum(NOTICE_TEMPLATES).exactOptional(),
  label: z.string().exactOptional(),
  mentions: z.strictObject({ users: z.array(z.string()), all: z.boolean() }).exactOptional(),
});
const storedTest = z.strictObject({ organisation: z.string(), locale: localeSchema });
const storedEnded = z.strictObject({ organisation: z.string(), reference: z.string(), locale: localeSchema });
const storedAnswer = z.strictObject({
  answer: z.enum(ANSWERS),
  organisation: z.string(),
  reference: z.string().exactOptional(),
  link: z.string().exactOptional(),
  locale: localeSchema,
});
const storedCode = z.strictObject({
  organisation: z.string(),
  code: z.string(),
  minutesValid: z.number(),
  locale: localeSchema,
});

const storedReminder = z.strictObject({
  organisation: z.string(),
  count: z.number(),
  request: z.strictObject({ reference: z.string(), kind: requestKindSchema }).exactOptional(),
  link: z.string(),
  locale: localeSchema,
});

const storedNews = z.strictObject({
  news: z.enum(DELIVERY_NEWS),
  organisation: z.string(),
  reference: z.string(),
  locale: localeSchema,
});

export async function openDraft(deps: TransferDeps, row: OutboxRow): Promise<ChannelDraft> {
  if (row.draft_sealed === null) throw TRANSFER.wrong_state();
  const json: unknown = JSON.parse(await deps.fields.open(`outbox.draft:${row.outbox_id}`, row.draft_sealed));
  if (row.kind === 'public') return publicDraft(deps, row, json);
  if (row.kind === 'notice')
    return { kind: 'notice', ...storedNotice.parse(json), ...(await itemsOf(deps, row)), expiresAt: row.expires_at };
  return readDraft(row.kind, json);
}

function readDraft(kind: Exclude<OutboxRow['kind'], 'public' | 'notice'>, json: unknown): ChannelDraft {
  if (kind === 'reminder') return { kind, ...storedReminder.parse(json) };
  if (kind === 'delivery') return { kind, ...storedNews.parse(json) };
  if (kind === 'code') return { kind, ...storedCode.parse(json) };
  if (kind === 'test') return { kind, ...storedTest.parse(json) };
  return kind === 'ended' ? { kind, ...storedEnded.parse(json) } : { kind, ...storedAnswer.parse(json) };
}

/** How many are told by a notice to a group as it stands now. */
async function itemsOf(deps: TransferDeps, row: OutboxRow): Promise<{ readonly count?: number }> {
  const notice =
    row.notice_id === null ? undefined : await findAudienceNotice(deps.db.query, row.org_id, row.notice_id);
  return notice === undefined ? {} : { count: notice.items };
}

async function publicDraft(deps: TransferDeps, row: OutboxRow, stored: unknown): Promise<ChannelDraft> {
  const transfer =
    row.transfer_id === null ? undefined : await findTransfer(deps.db.query, row.org_id, row.transfer_id);
  const draft = transfer === undefined ? undefined : asPublic(transfer, stored);
  if (draft === undefined) throw TRANSFER.wrong_state();
  return draft;
}
