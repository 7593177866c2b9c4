/**
 * Receipts: what a recipient's device signs about one opening. The page writes the statement and signs its exact bytes; the server takes it only
 * when it says no more than the server itself has seen, so that a receipt can be relied on by both sides.
 */
import { isSignedByDevice } from '../../access/device-key.ts';
import { RATE_RULES } from '../../access/rate-limit.ts';
import { type Bytes, fromBase64url, hex, utf8 } from '../../base/bytes.ts';
import { canonicalJson } from '../../base/canonical-json.ts';
import type { DeliveryAnswer, SignReceipt } from '../../model/api/delivery.ts';
import { type Received, type ReceiptStatement, receiptStatementSchema } from '../../model/delivery.ts';
import { findLog } from '../../store/log/postgres-log.ts';
import { findEventIndex } from '../../store/tables/audit.ts';
import { findDevice } from '../../store/tables/devices.ts';
import { findGrantById, findOpening, type OpeningRow } from '../../store/tables/grants.ts';
import { findReceiptOf, insertReceipt, listPageViews } from '../../store/tables/receipts.ts';
import { findObjects } from '../../store/tables/uploads.ts';
import { tx } from '../../store/transaction.ts';
import { recordEvent } from '../audit.ts';
import type { Tenant } from '../deps.ts';
import { fingerprintOf } from '../devices.ts';
import { DELIVERY, OPENING } from '../errors.ts';
import { visibleTransfers } from '../landing.ts';
import type { OpenDeps, Opener, Visitor } from '../recipient-access.ts';
import { copyContext } from './copy.ts';
import { queueNews } from './news.ts';

/** What the server knows of an opening, in the members of a statement. */
export type Confirmable = Omit<ReceiptStatement, 'format' | 'device' | 'time'>;

type Found = { readonly opening: OpeningRow; readonly reference: string };

/** What the recipient may confirm now. @throws `opening.not_found` for somebody else's opening */
export async function readConfirmable(
  deps: OpenDeps,
  tenant: Tenant,
  visitor: Visitor,
  openingId: string,
): Promise<DeliveryAnswer> {
  const found = await requireOwn(deps, tenant, visitor, openingId);
  const { deviceId } = visitor;
  const signed = deviceId === null ? undefined : await findReceiptOf(deps.db.query, tenant.orgId, openingId, deviceId);
  return {
    statement: (await confirmable(deps, tenant, found)) ?? null,
    deviceId,
    signedAt: signed?.signed_at.toISOString() ?? null,
  };
}

async function requireOwn(deps: OpenDeps, tenant: Tenant, visitor: Visitor, openingId: string): Promise<Found> {
  const opening = await findOpening(deps.db.query, tenant.orgId, openingId);
  const transfer = (await visibleTransfers(deps, tenant, visitor)).find(
    (one) => one.transfer_id === opening?.transfer_id,
  );
  if (opening === undefined || transfer === undefined || opening.recipient_id !== visitor.recipientId)
    throw OPENING.not_found();
  return { opening, reference: transfer.reference };
}

/** Undefined while nothing came to the recipient, or the opening is not in the log. */
async function confirmable(deps: OpenDeps, tenant: Tenant, found: Found): Promise<Confirmable | undefined> {
  const { opening, reference } = found;
  const { query } = deps.db;
  const grant = await findGrantById(query, tenant.orgId, opening.grant_id);
  const [object] = grant === undefined ? [] : await findObjects(query, tenant.orgId, [grant.object_id]);
  const logIndex = await findEventIndex(query, tenant.orgId, opening.event_id);
  const log = await findLog(deps.db, tenant.orgId);
  if (object === undefined || typeof logIndex !== 'number' || log === undefined) return undefined;
  const received = await receivedOf(deps, tenant, opening, object.size);
  if (received === undefined) return undefined;
  const sha256 = await deps.fields.openBytes(`object.sha256:${object.object_id}`, object.sha256_sealed);
  return {
    log: log.origin,
    logIndex,
    reference,
    opening: opening.opening_id,
    object: object.object_id,
    sha256: hex(sha256),
    received,
  };
}

async function receivedOf(
  deps: OpenDeps,
  tenant: Tenant,
  opening: OpeningRow,
  bytes: number,
): Promise<Received | undefined> {
  if (opening.released_at === null) return undefined;
  if (opening.kind === 'text') return { kind: 'text', bytes };
  if (opening.kind === 'download') return opening.finished_at === null ? undefined : fileOf(deps, opening);
  const pages = (await listPageViews(deps.db.query, tenant.orgId, [opening.opening_id])).map((one) => one.page);
  return pages.length === 0 ? undefined : { kind: 'pages', pages, of: opening.pages ?? pages.length };
}

async function fileOf(deps: OpenDeps, opening: OpeningRow): Promise<Received> {
  const { opening_id: id, copy_bytes: bytes, copy_sha256_sealed: sealed } = opening;
  return { kind: 'file', bytes, sha256: sealed === null ? null : await deps.fields.open(copyContext(id), sealed) };
}

/**
 * Takes a signed receipt. A second one of the same device for the same opening changes nothing. Returns when it was signed first.
 *
 * @throws `delivery.device_not_accepted` without a known device, `delivery.nothing_received`, `delivery.receipt_not_accepted`,
 *         `opening.not_found`
 */
export async function signReceipt(
  deps: OpenDeps,
  tenant: Tenant,
  visitor: Visitor,
  opener: Opener,
  command: SignReceipt,
): Promise<Date> {
  const limited = await deps.access.limiter.take(RATE_RULES.receiptClient, opener.client);
  const found = await requireOwn(deps, tenant, visitor, command.openingId);
  const { orgId } = tenant;
  const device = visitor.deviceId === null ? undefined : await findDevice(deps.db.query, orgId, visitor.deviceId);
  if (limited.kind === 'limited' || device === undefined || device.removed_at !== null)
    throw DELIVERY.device_not_accepted();
  const known = await confirmable(deps, tenant, found);
  if (known === undefined) throw DELIVERY.nothing_received();
  const bytes = utf8(command.statement);
  const signature = signatureOf(command.signature);
  const statement = readStatement(command.statement);
  const isRight =
    statement !== undefined &&
    signature !== undefined &&
    statement.device === device.device_id &&
    saysNoMore(statement, known) &&
    isSignedByDevice(device.public_key, bytes, signature);
  if (!isRight) throw DELIVERY.receipt_not_accepted();
  await store(deps, tenant, visitor, opener, found, { statement, bytes, signature, publicKey: device.public_key });
  const kept = await findReceiptOf(deps.db.query, orgId, command.openingId, device.device_id);
  return kept?.signed_at ?? deps.clock.now();
}

type Accepted = {
  readonly statement: ReceiptStatement;
  readonly bytes: Bytes;
  readonly signature: Bytes;
  readonly publicKey: Uint8Array;
};

async function store(
  deps: OpenDeps,
  tenant: Tenant,
  visitor: Visitor,
  opener: Opener,
  { opening }: Found,
  { statement, bytes, signature, publicKey }: Accepted,
): Promise<void> {
  const at = deps.clock.now();
  const receiptId = deps.ids.uuid();
  const sealed = await deps.fields.seal(receiptContext(receiptId), bytes);
  await tx(deps.db, async (trx) => {
    if ((await findReceiptOf(trx, tenant.orgId, opening.opening_id, statement.device)) !== undefined) return;
    const eventId = await recordEvent(deps, trx, tenant, {
      kind: 'receipt.signed',
      at,
      actor: { kind: 'recipient', id: visitor.recipientId },
      transferId: opening.transfer_id,
      objectId: statement.object,
      place: opener.place.jurisdiction,
      detail: {
        opening: opening.opening_id,
        device: statement.device,
        key: fingerprintOf(deps, publicKey),
        statement: hex(deps.sha256(bytes)),
      },
    });
    await insertReceipt(trx, {
      org_id: tenant.orgId,
      receipt_id: receiptId,
      transfer_id: opening.transfer_id,
      opening_id: opening.opening_id,
      recipient_id: visitor.recipientId,
      device_id: statement.device,
      statement_sealed: sealed,
      signature,
      event_id: eventId,
      signed_at: at,
    });
    await queueNews(deps, trx, tenant, {
      news: 'receipt',
      transferId: opening.transfer_id,
      recipientId: visitor.recipientId,
      objectId: statement.object,
    });
  });
  deps.log.nudge();
}

/** Where a statement belongs, so that it opens nowhere else. */
export function receiptContext(receiptId: string): string {
  return `delivery_receipt.statement:${receiptId}`;
}

/** Returns the statement of exactly this text; undefined for every other spelling of the same. */
export function readStatement(text: string): ReceiptStatement | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = receiptStatementSchema.safeParse(json);
  return parsed.success && canonicalJson(parsed.data) === text ? parsed.data : undefined;
}

/**
 * Whether a statement is about this opening and claims no page and no byte beyond what the server has seen leave. Fewer pages are fine: the
 * recipient signs what he says he saw.
 */
export function saysNoMore(statement: ReceiptStatement, known: Confirmable): boolean {
  const { format: _format, device: _device, time: _time, received, ...about } = statement;
  const { received: seen, ...same } = known;
  if (canonicalJson(about) !== canonicalJson(same)) return false;
  if (received.kind !== 'pages' || seen.kind !== 'pages') return canonicalJson(received) === canonicalJson(seen);
  const shown = new Set(seen.pages);
  const isOrdered = received.pages.every((page, at) => at === 0 || page > (received.pages[at - 1] ?? 0));
  return received.of === seen.of && isOrdered && received.pages.every((page) => shown.has(page));
}

function signatureOf(text: string): Bytes | undefined {
  try {
    return fromBase64url(text);
  } catch {
    return undefined;
  }
}
