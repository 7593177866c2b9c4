/** Decided again before a group is told: for every transfer of the notice and each of its recipients, at this moment. */
import { canonicalJson } from '../base/canonical-json.ts';
import { purposeSchema } from '../model/facts.ts';
import type { Executor } from '../store/database.ts';
import { listAudienceMembers } from '../store/tables/audiences.ts';
import { keepOnlyItems, listTransfersOfNotice, transfersWithRecords } from '../store/tables/notices.ts';
import { listEntities } from '../store/tables/organisation.ts';
import type { RecipientRow } from '../store/tables/recipients.ts';
import { findRecipients } from '../store/tables/recipients.ts';
import { findTransfers, listTransferRecipients, type TransferRow } from '../store/tables/transfers.ts';
import { tx } from '../store/transaction.ts';
import { recordEvents } from './audit.ts';
import { decisionTime, isCounted } from './decision-time.ts';
import { factsFor, type Situation } from './decide-transfer.ts';
import type { Tenant, TransferDeps } from './deps.ts';
import { readSituation, readStoredSituation, recipientPlace } from './situation.ts';

/**
 * Whether anything of a notice may be told. Transfers that have ended, or may not be told now, are taken out of it; false when none is left.
 */
export async function mayTellNotice(deps: TransferDeps, tenant: Tenant, noticeId: string): Promise<boolean> {
  const all = await listTransfersOfNotice(deps.db.query, tenant.orgId, noticeId);
  const allowed = await tellable(deps, tenant, all);
  if (allowed.size === 0) return false;
  if (allowed.size === all.length) return true;
  // What may not be told now says so in its own history: nobody looks for it in a notice that left without it.
  const left = all.filter(({ state, transfer_id }) => state === 'granted' && !allowed.has(transfer_id));
  await tx(deps.db, async (trx) => {
    await keepOnlyItems(trx, tenant.orgId, noticeId, [...allowed]);
    const at = deps.clock.now();
    const events = left.map((transfer) => ({
      kind: 'notice.failed' as const,
      at,
      actor: { kind: 'system' as const },
      transferId: transfer.transfer_id,
      channel: transfer.connection,
      detail: { why: 'not_allowed_now', kind: 'notice', notice: noticeId },
    }));
    await recordEvents(deps, trx, tenant, events);
  });
  return true;
}

/** Whether all of these transfers may be told to their audiences now. */
export async function mayTell(deps: TransferDeps, tenant: Tenant, transferIds: readonly string[]): Promise<boolean> {
  const transfers = await findTransfers(deps.db.query, tenant.orgId, transferIds);
  return transfers.length === transferIds.length && (await tellable(deps, tenant, transfers)).size === transfers.length;
}

async function tellable(
  deps: TransferDeps,
  tenant: Tenant,
  transfers: readonly TransferRow[],
): Promise<ReadonlySet<string>> {
  const alive = transfers.filter(({ state }) => state === 'granted');
  const ids = alive.map(({ transfer_id }) => transfer_id);
  return tx(
    deps.db,
    async (trx) => {
      const own = await transfersWithRecords(trx, tenant.orgId, ids);
      const people = await recipientsOf(trx, tenant, alive);
      const counted = new Set((await listEntities(trx, tenant.orgId)).filter(isCounted).map((one) => one.id));
      const situations = new Map<string, Promise<Situation>>();
      const verdicts = new Map<string, boolean>();
      const allowed = new Set<string>();
      for (const transfer of alive) {
        const recipients = people.get(transfer.transfer_id) ?? [];
        // Without anything recorded for it alone, equal content to the same people is one question.
        const alone = own.has(transfer.transfer_id) || counted.has(transfer.entity_id);
        const key = alone ? transfer.transfer_id : questionOf(transfer, recipients);
        const known = verdicts.get(key);
        const verdict = known ?? (await isAllowed(deps, trx, tenant, transfer, recipients, alone, situations));
        verdicts.set(key, verdict);
        if (verdict) allowed.add(transfer.transfer_id);
      }
      return allowed;
    },
    { access: 'read only', idempotent: true },
  );
}

function questionOf(transfer: TransferRow, recipients: readonly RecipientRow[]): string {
  const { entity_id: entityId, purpose, classification } = transfer;
  return canonicalJson([
    entityId,
    purpose,
    JSON.parse(JSON.stringify(classification)),
    recipients.map((one) => one.recipient_id),
  ]);
}

async function isAllowed(
  deps: TransferDeps,
  trx: Parameters<typeof readStoredSituation>[0],
  tenant: Tenant,
  transfer: TransferRow,
  recipients: readonly RecipientRow[],
  alone: boolean,
  situations: Map<string, Promise<Situation>>,
): Promise<boolean> {
  if (recipients.length === 0) return false;
  const now = deps.clock.now();
  const shared = `${transfer.entity_id} ${transfer.purpose}`;
  const read = alone
    ? readStoredSituation(trx, tenant, transfer, now, 'read')
    : (situations.get(shared) ?? sharedSituation(trx, tenant, transfer, now));
  if (!alone) situations.set(shared, read);
  const situation = { ...(await read), classification: transfer.classification };
  const at = decisionTime(now, situation.records);
  return recipients.every((one) => {
    const facts = factsFor(deps.sha256, situation, recipientPlace(one), 'notify', at);
    return deps.policy.decide(facts).outcome === 'allow';
  });
}

function sharedSituation(db: Executor, tenant: Tenant, transfer: TransferRow, at: Date): Promise<Situation> {
  return readSituation(db, tenant.orgId, {
    entityId: transfer.entity_id,
    transferId: null,
    at,
    classification: transfer.classification,
    persons: [],
    purpose: purposeSchema.parse(transfer.purpose),
    drafts: [],
    approvals: [],
  });
}

/** Those to whom a transfer was sent and who are still in its audience. */
async function recipientsOf(
  db: Executor,
  tenant: Tenant,
  transfers: readonly TransferRow[],
): Promise<ReadonlyMap<string, readonly RecipientRow[]>> {
  const ids = transfers.map(({ transfer_id }) => transfer_id);
  const links = await listTransferRecipients(db, tenant.orgId, ids);
  const rows = await findRecipients(db, tenant.orgId, [...new Set(links.map((link) => link.recipient_id))]);
  const byId = new Map(rows.map((row) => [row.recipient_id, row]));
  const members = new Map<string, ReadonlySet<string>>();
  for (const audienceId of new Set(transfers.flatMap(({ audience_id }) => audience_id ?? []))) {
    const present = await listAudienceMembers(db, tenant.orgId, audienceId);
    members.set(audienceId, new Set(present.map((row) => row.recipient_id)));
  }
  const found = new Map<string, RecipientRow[]>();
  const audienceOf = new Map(transfers.map((one) => [one.transfer_id, one.audience_id]));
  for (const link of links) {
    const audienceId = audienceOf.get(link.transfer_id) ?? null;
    const row = byId.get(link.recipient_id);
    const isThere = audienceId === null || members.get(audienceId)?.has(link.recipient_id) === true;
    if (row !== undefined && isThere) found.set(link.transfer_id, [...(found.get(link.transfer_id) ?? []), row]);
  }
  return found;
}
