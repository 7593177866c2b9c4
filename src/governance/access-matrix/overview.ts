/**
 * Who can open what right now, across all transfers. Names of files and persons are covered unless the reader is the sender, or has said why he
 * wants to see them: then the look is recorded before they are shown, for everybody whom it concerns.
 */
import type { AccessFilter, AccessListAnswer, AccessRow } from '../../model/api/access.ts';
import type { LookReason } from '../../model/api/accesses.ts';
import type { Locale } from '../../model/locale.ts';
import {
  countOpenings,
  type GrantedPair,
  pageGrantedPairs,
  type PairFilter,
} from '../../store/tables/access-overview.ts';
import { findGrantsById, type GrantRow } from '../../store/tables/grants.ts';
import { findRecipients, listRecipients, type RecipientRow } from '../../store/tables/recipients.ts';
import {
  findTransfers,
  listTransferObjects,
  type TransferObjectRow,
  type TransferRow,
} from '../../store/tables/transfers.ts';
import { tx } from '../../store/transaction.ts';
import { recordLook } from '../../transfers/accesses.ts';
import type { StaffActor, Tenant, TransferDeps } from '../../transfers/deps.ts';
import type { Resolved } from '../../transfers/terms/effective.ts';
import { openTermsBook } from '../../transfers/terms/read.ts';
import { type Assumed, assessTerms, createLaw, rulesOf, withGoodWill } from './assess.ts';

export type OverviewReader = {
  readonly actor: StaffActor;
  readonly locale: Locale;
  /** Why he has names shown that are not his own; null: they stay covered. */
  readonly look: (LookReason & { readonly place: string }) | null;
};

/** With whose transfer it is. */
export type ViewedRow = { readonly row: AccessRow; readonly senderId: string };

const PAGE = 50;
/** Looked at for one page at most, when a filter leaves few of them. */
const LOOKED_AT = 500;

/** One page. With `shown` other than `all` it may hold fewer rows than there are left: `nextCursor` says whether it goes on. */
export async function listAccess(
  deps: TransferDeps,
  tenant: Tenant,
  reader: OverviewReader,
  filter: AccessFilter,
): Promise<AccessListAnswer> {
  const wanted = await pairFilterOf(deps, tenant, reader, filter);
  const view = createAccessViews(deps, tenant, reader, filter);
  const rows: ViewedRow[] = [];
  let after = cursorOf(filter);
  for (let looked = 0; looked < LOOKED_AT && rows.length < PAGE; looked += PAGE) {
    const pairs = await pageGrantedPairs(
      deps.db.query,
      tenant.orgId,
      { ...wanted, ...(after === undefined ? {} : { after }) },
      PAGE,
    );
    rows.push(...(await view(pairs)));
    after = pairs.at(-1);
    if (pairs.length < PAGE || after === undefined) {
      after = undefined;
      break;
    }
  }
  await recordLooks(deps, tenant, reader, rows);
  return { rows: rows.map((one) => one.row), nextCursor: after === undefined ? null : cursorText(after) };
}

/** Which pairs the store has to look for. */
export async function pairFilterOf(
  deps: TransferDeps,
  { orgId }: Tenant,
  reader: OverviewReader,
  { by, q, registered }: Pick<AccessFilter, 'by' | 'q' | 'registered'>,
): Promise<PairFilter> {
  return {
    order: by,
    ...(registered === '' ? {} : { registered }),
    ...(q === '' ? {} : { matching: { recipientIds: await searchRecipients(deps, orgId, reader, q), reference: q } }),
  };
}

/** By organisation, and by name for whoever has said why he wants to see names. */
async function searchRecipients(
  deps: TransferDeps,
  orgId: string,
  { look }: OverviewReader,
  q: string,
): Promise<readonly string[]> {
  const wanted = q.toLowerCase();
  const found: string[] = [];
  for (const row of await listRecipients(deps.db.query, orgId)) {
    const { recipient_id: id } = row;
    const texts = [
      await deps.fields.open(`recipient.organisation:${id}`, row.organisation_sealed),
      ...(look !== null ? [await deps.fields.open(`recipient.name:${id}`, row.name_sealed)] : []),
    ];
    if (texts.some((text) => text.toLowerCase().includes(wanted))) found.push(id);
  }
  return found;
}

/** Returns what turns pairs into rows, filtered by what becomes of them. */
export function createAccessViews(
  deps: TransferDeps,
  tenant: Tenant,
  reader: OverviewReader,
  filter: Pick<AccessFilter, 'from' | 'shown' | 'permission'>,
): (pairs: readonly GrantedPair[]) => Promise<ViewedRow[]> {
  const law = createLaw(deps, tenant);
  const { query } = deps.db;
  const { orgId } = tenant;
  return async (pairs) => {
    const unique = (ids: readonly string[]): string[] => [...new Set(ids)];
    const transfers = await findTransfers(query, orgId, unique(pairs.map((one) => one.transfer_id)));
    const recipients = await findRecipients(query, orgId, unique(pairs.map((one) => one.recipient_id)));
    const grants = await findGrantsById(query, orgId, unique(pairs.map((one) => one.grant_id)));
    const objects = await listTransferObjects(
      query,
      orgId,
      transfers.map((one) => one.transfer_id),
    );
    const opened = await countOpenings(
      query,
      orgId,
      grants.map((one) => one.grant_id),
    );
    const book = await openTermsBook(deps, query, tenant, transfers);
    const rows: ViewedRow[] = [];
    for (const pair of pairs) {
      const transfer = transfers.find((one) => one.transfer_id === pair.transfer_id);
      const recipient = recipients.find((one) => one.recipient_id === pair.recipient_id);
      const grant = grants.find((one) => one.grant_id === pair.grant_id);
      const own = objects.filter((one) => one.transfer_id === pair.transfer_id);
      const object = own.find((one) => one.object_id === pair.object_id);
      if (transfer === undefined || recipient === undefined || grant === undefined || object === undefined) continue;
      const resolved = book.of(transfer, pair.object_id, pair.recipient_id);
      if (filter.permission !== '' && resolved.terms.permission !== filter.permission) continue;
      const used = grant.recipient_id === null ? 0 : (opened.get(grant.grant_id) ?? 0);
      const opensLeft = Math.max(0, resolved.terms.opensMax - used);
      const found = { transfer, recipient, grant, object, resolved, opensLeft };
      const become = await assess(deps, reader, law, found, filter.from);
      if (filter.shown !== 'all' && (filter.shown === 'open') !== (become.outcome === 'open')) continue;
      const names = await namesOf(deps, reader, transfer, recipient, object);
      const row = { ...become, ...names, ...plainOf(found), position: own.indexOf(object) + 1 };
      rows.push({ row, senderId: transfer.sender_id });
    }
    return rows;
  };
}

type Found = {
  readonly transfer: TransferRow;
  readonly recipient: RecipientRow;
  readonly grant: GrantRow;
  readonly object: TransferObjectRow;
  readonly resolved: Resolved;
  readonly opensLeft: number;
};

function plainOf({ transfer, recipient, object, resolved, opensLeft }: Found) {
  return {
    transferId: transfer.transfer_id,
    reference: transfer.reference,
    level: transfer.level,
    objectId: object.object_id,
    objectKind: object.kind,
    recipientId: recipient.recipient_id,
    jurisdiction: recipient.jurisdiction,
    terms: resolved.terms,
    from: resolved.from,
    opensLeft,
  };
}

/** What becomes of an opening now: the terms first, then the law at that place. */
async function assess(
  deps: TransferDeps,
  { locale }: OverviewReader,
  law: ReturnType<typeof createLaw>,
  { transfer, recipient, grant, resolved, opensLeft }: Found,
  from: string,
): Promise<Pick<AccessRow, 'outcome' | 'detail' | 'term' | 'source' | 'rule' | 'place'>> {
  const assumed = assume(from, recipient, deps.clock.now());
  const place = assumed.place.jurisdiction;
  const goodWill = { ...resolved, terms: withGoodWill(resolved.terms) };
  const assessed = assessTerms(goodWill, grant, transfer, recipient.kind, assumed, { opensLeft, devices: 0 });
  if (assessed.outcome !== 'open') return { ...assessed, place, rule: null };
  const decision = await law(transfer, recipient, assumed.at, assumed.place);
  const outcome = decision.outcome === 'allow' ? 'open' : decision.outcome;
  return { ...assessed, outcome, place, rule: rulesOf(deps, decision, locale)[0] ?? null };
}

/**
 * Records that names were shown, per transfer: for its sender and for those whose names they are. INVARIANT: before the answer leaves.
 */
async function recordLooks(
  deps: TransferDeps,
  tenant: Tenant,
  { actor, look }: OverviewReader,
  rows: readonly ViewedRow[],
): Promise<void> {
  const others = rows.filter((one) => one.senderId !== actor.id);
  if (look === null || others.length === 0) return;
  const { place, ...why } = look;
  const byTransfer = Map.groupBy(others, (one) => one.row.transferId);
  await tx(deps.db, async (trx) => {
    for (const [transferId, shown] of byTransfer)
      await recordLook(deps, trx, tenant, {
        kind: 'transfer.read',
        at: deps.clock.now(),
        actor: { kind: 'staff', id: actor.id },
        transferId,
        place,
        why,
        whom: [
          ...shown.map(({ senderId }) => ({ kind: 'staff', id: senderId }) as const),
          ...shown.map(({ row }) => ({ kind: 'recipient', id: row.recipientId }) as const),
        ],
      });
  });
  deps.log.nudge();
}

/** From where he is registered, or from the place that is asked about, with everything in order that depends on him. */
function assume(from: string, recipient: RecipientRow, at: Date): Assumed {
  const place =
    from === '' || from === recipient.jurisdiction
      ? { jurisdiction: recipient.jurisdiction, city: recipient.city }
      : { jurisdiction: from, city: null };
  return { at, place, address: 'unknown', factors: ['notice', 'code'], device: 'known' };
}

async function namesOf(
  deps: TransferDeps,
  { actor, look }: OverviewReader,
  transfer: TransferRow,
  row: RecipientRow,
  object: TransferObjectRow,
): Promise<Pick<AccessRow, 'document' | 'person' | 'organisation'>> {
  const { recipient_id: id } = row;
  const shows = transfer.sender_id === actor.id || look !== null;
  return {
    document:
      shows && object.kind === 'file'
        ? await deps.fields.open(`transfer_object.name:${object.object_id}`, object.name_sealed)
        : null,
    person: shows ? await deps.fields.open(`recipient.name:${id}`, row.name_sealed) : null,
    organisation: await deps.fields.open(`recipient.organisation:${id}`, row.organisation_sealed),
  };
}

function cursorText({ jurisdiction, recipient_id, transfer_id, object_id }: Omit<GrantedPair, 'grant_id'>): string {
  return [jurisdiction, recipient_id, transfer_id, object_id].join('~');
}

/** What cannot be read begins from the start. */
function cursorOf({ cursor }: Pick<AccessFilter, 'cursor'>): Omit<GrantedPair, 'grant_id'> | undefined {
  const match = /^([A-Za-z]{2,7})~([0-9a-f-]{36})~([0-9a-f-]{36})~([0-9a-f-]{36})$/.exec(cursor);
  const [, jurisdiction, recipient_id, transfer_id, object_id] = match ?? [];
  if (jurisdiction === undefined || recipient_id === undefined || transfer_id === undefined || object_id === undefined)
    return undefined;
  const isUuid = (text: string): boolean => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
  return [recipient_id, transfer_id, object_id].every(isUuid)
    ? { jurisdiction, recipient_id, transfer_id, object_id }
    : undefined;
}
