/** How far the delivery of a transfer came, recipient by recipient: what was seen, from the first step to the last, and nothing that was not. */
import { EVENT_FIELDS } from '../../audit-log/index.ts';
import type { Delivery } from '../../model/api/delivery.ts';
import { DELIVERY_STEPS, type DeliveryStep, ROBOTS } from '../../model/delivery.ts';
import { listDevices } from '../../store/tables/devices.ts';
import { listGrants } from '../../store/tables/grants.ts';
import { listOutboxOf, type OutboxRow } from '../../store/tables/outbox.ts';
import {
  listGroupHandles,
  listOpenings,
  listPageViews,
  listPreviews,
  listProofEvents,
  listReceipts,
} from '../../store/tables/receipts.ts';
import { findRecipients } from '../../store/tables/recipients.ts';
import { listTransferObjects, listTransferRecipients, type TransferRow } from '../../store/tables/transfers.ts';
import { openEventFields } from '../../transfers/audit.ts';
import type { Tenant, TransferDeps } from '../../transfers/deps.ts';
import { fingerprintOf } from '../../transfers/devices.ts';
import { handleHash } from '../../transfers/delivery/seen.ts';
import { openRecipient } from '../../transfers/recipients.ts';

type Recipient = Delivery['recipients'][number];
type Opening = Recipient['openings'][number];
type Proof = Recipient['proofs'][number] & { readonly recipientId: string | null };

/**
 * Returns the state of a delivery as it is now. Times are this server's.
 *
 * @param isSender - Names of recipients are covered for anybody else: see `lookAtTransfer`.
 */
export async function readDelivery(
  deps: TransferDeps,
  { orgId }: Tenant,
  transfer: TransferRow,
  isSender: boolean,
): Promise<Delivery> {
  const { query } = deps.db;
  const id = transfer.transfer_id;
  const links = await listTransferRecipients(query, orgId, [id]);
  const ids = links.map((one) => one.recipient_id);
  const people = await Promise.all((await findRecipients(query, orgId, ids)).map((row) => openRecipient(deps, row)));
  const found = {
    openings: await readOpenings(deps, orgId, id),
    devices: await listDevices(query, orgId, ids),
    proofs: await readProofs(deps, orgId, id),
    outbox: (await listOutboxOf(query, orgId, id)).filter((row) => row.kind === 'notice' || row.kind === 'public'),
  };
  const groupHashes = (await listGroupHandles(query, orgId, id)).map((handle) => handleHash(deps, handle));
  const recipients = await Promise.all(
    people.map(async ({ id: recipientId, name, organisation }): Promise<Recipient> => {
      const handles = links.filter((one) => one.recipient_id === recipientId).map((one) => one.handle);
      const hashes = [...handles.map((handle) => handleHash(deps, handle)), ...groupHashes];
      const notices = found.outbox.filter((row) => row.recipient_id === recipientId || row.recipient_id === null);
      const proofs = found.proofs.filter((one) => one.recipientId === recipientId);
      const openings = found.openings.filter((one) => one.recipientId === recipientId).map((one) => one.view);
      const previews = (await listPreviews(query, orgId, hashes)).map((row) => ({
        robot: ROBOTS.find((one) => one === row.robot) ?? 'unknown',
        firstAt: row.first_at.toISOString(),
        times: row.times,
      }));
      return {
        id: recipientId,
        name: isSender ? name : '',
        organisation,
        steps: stepsOf({ notices, previews, proofs, openings }),
        connection: notices.find((row) => row.state === 'sent')?.connection ?? notices[0]?.connection ?? null,
        previews,
        proofs: proofs.map(({ at, factors, place }) => ({ at, factors, place })),
        openings,
        devices: found.devices
          .filter((one) => one.recipient_id === recipientId)
          .map((one) => ({
            id: one.device_id,
            key: fingerprintOf(deps, one.public_key),
            firstAt: one.first_at.toISOString(),
            lastAt: one.last_at.toISOString(),
          })),
      };
    }),
  );
  return { objects: await readObjects(deps, orgId, id, isSender), recipients };
}

async function readObjects(
  deps: TransferDeps,
  orgId: string,
  transferId: string,
  isSender: boolean,
): Promise<Delivery['objects']> {
  const rows = await listTransferObjects(deps.db.query, orgId, [transferId]);
  return Promise.all(
    rows.map(async (row) => ({
      id: row.object_id,
      kind: row.kind,
      name: isSender ? await deps.fields.open(`transfer_object.name:${row.object_id}`, row.name_sealed) : '',
    })),
  );
}

async function readOpenings(
  deps: TransferDeps,
  orgId: string,
  transferId: string,
): Promise<readonly { readonly recipientId: string; readonly view: Opening }[]> {
  const { query } = deps.db;
  const rows = await listOpenings(query, orgId, transferId);
  const grants = new Map((await listGrants(query, orgId, transferId)).map((one) => [one.grant_id, one.object_id]));
  const receipts = await listReceipts(query, orgId, transferId);
  const devices = await listDevices(query, orgId, [...new Set(receipts.map((one) => one.recipient_id))]);
  const pages = await listPageViews(
    query,
    orgId,
    rows.filter((one) => one.kind === 'view').map((one) => one.opening_id),
  );
  const keyOf = (id: string): string => {
    const device = devices.find((one) => one.device_id === id);
    return device === undefined ? '' : fingerprintOf(deps, device.public_key);
  };
  return rows.flatMap((row) => {
    const objectId = grants.get(row.grant_id);
    if (objectId === undefined) return [];
    const view: Opening = {
      id: row.opening_id,
      objectId,
      kind: row.kind,
      openedAt: row.claimed_at.toISOString(),
      releasedAt: row.released_at?.toISOString() ?? null,
      finishedAt: row.finished_at?.toISOString() ?? null,
      place: row.place,
      deviceId: row.device_id,
      pages: pages
        .filter((one) => one.opening_id === row.opening_id)
        .map((one) => ({ page: one.page, shownAt: one.shown_at.toISOString(), times: one.times })),
      pagesOf: row.pages,
      receipts: receipts
        .filter((one) => one.opening_id === row.opening_id)
        .map((one) => ({
          signedAt: one.signed_at.toISOString(),
          deviceId: one.device_id,
          key: keyOf(one.device_id),
        })),
    };
    return [{ recipientId: row.recipient_id, view }];
  });
}

async function readProofs(deps: TransferDeps, orgId: string, transferId: string): Promise<readonly Proof[]> {
  const rows = await listProofEvents(deps.db.query, orgId, transferId);
  return Promise.all(
    rows.map(async (row) => {
      const fields = row.fields_sealed === null ? [] : await openEventFields(deps, row.event_id, row.fields_sealed);
      const place = fields[EVENT_FIELDS.indexOf('place')];
      return {
        recipientId: row.recipient_id,
        at: row.at.toISOString(),
        factors: factorsIn(fields[EVENT_FIELDS.indexOf('detail')]),
        place: typeof place === 'string' ? place : null,
      };
    }),
  );
}

/** Names only; an event from before factors had names counts as a code, which was the only one there was. */
function factorsIn(detail: unknown): string[] {
  const proved = typeof detail === 'object' && detail !== null && 'proved' in detail ? detail.proved : undefined;
  return Array.isArray(proved) ? proved.filter((one) => typeof one === 'string') : ['notice', 'code'];
}

type Evidence = Pick<Recipient, 'previews' | 'openings'> & {
  readonly notices: readonly OutboxRow[];
  readonly proofs: readonly Pick<Proof, 'at'>[];
};

/** Every step that was seen, with its first time. */
export function stepsOf({ notices, previews, proofs, openings }: Evidence): Recipient['steps'] {
  const times: Readonly<Record<DeliveryStep, readonly (string | null | undefined)[]>> = {
    queued: notices.map((row) => row.created_at.toISOString()),
    noticed: notices.map((row) => row.sent_at?.toISOString()),
    previewed: previews.filter((one) => one.robot !== 'unknown').map((one) => one.firstAt),
    looked: previews.filter((one) => one.robot === 'unknown').map((one) => one.firstAt),
    proved: proofs.map((one) => one.at),
    opened: openings.map((one) => one.openedAt),
    released: openings.map((one) => one.releasedAt),
    shown: openings.flatMap((one) => (one.kind === 'text' ? [one.releasedAt] : one.pages.map((page) => page.shownAt))),
    finished: openings.map((one) => one.finishedAt),
    receipt: openings.flatMap((one) => one.receipts.map((receipt) => receipt.signedAt)),
  };
  return DELIVERY_STEPS.flatMap((step) => {
    const [at] = times[step].filter((one) => typeof one === 'string').sort();
    return at === undefined ? [] : [{ step, at }];
  });
}
