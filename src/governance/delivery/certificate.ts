/**
 * Makes a delivery certificate: records that it is made, waits until that is in a signed checkpoint, then takes every event of the delivery with
 * its proof out of the published log. Nothing of it is kept.
 */
import {
  CHECKPOINT_PATH,
  type Checkpoint,
  disclosureJson,
  ENTRY_CLASSES,
  type EntryClass,
  LOG,
  logError,
  openCheckpoint,
  parseVerifierKey,
  proveInclusion,
  treeHasher,
  writeProofFile,
} from '../../audit-log/index.ts';
import { derOfSignature, devicePem } from '../../access/device-key.ts';
import { base64, type Bytes, fromUtf8, hex, ownBytes, utf8 } from '../../base/bytes.ts';
import { canonicalJson } from '../../base/canonical-json.ts';
import { SECOND } from '../../base/units.ts';
import { CERTIFICATE_FORMAT, type Certificate, type CertificateAbout } from '../../model/certificate.ts';
import { findLog } from '../../store/log/postgres-log.ts';
import { type EventRow, listEventsOf } from '../../store/tables/consistency.ts';
import { findDevices } from '../../store/tables/devices.ts';
import { listReceipts, type ReceiptRow } from '../../store/tables/receipts.ts';
import { tx } from '../../store/transaction.ts';
import { recordEvent } from '../../transfers/audit.ts';
import type { Tenant } from '../../transfers/deps.ts';
import { receiptContext } from '../../transfers/delivery/receipts.ts';
import { DELIVERY, TRANSFER } from '../../transfers/errors.ts';
import { createEventOpener } from '../../transfers/stored-events.ts';
import { readAbout } from './about.ts';
import type { CertificateDeps, CertificateFor } from './deps.ts';
import { disclose, headOf, isShown } from './disclosed.ts';

const CHECKPOINT_WAIT_MS = 15 * SECOND;

/**
 * Returns the certificate.
 *
 * @throws `transfer.unknown_recipient`; `delivery.not_in_log_yet` when the log does not come in time; `log.*` when log and database contradict each other: then nothing is
 *         certified.
 */
export async function makeCertificate(
  deps: CertificateDeps,
  tenant: Tenant,
  asked: CertificateFor,
): Promise<Certificate> {
  const { orgId } = tenant;
  const about = await readAbout(deps, tenant, asked, deps.clock.now());
  if (about.recipients.length === 0 && asked.recipientId !== null) throw TRANSFER.unknown_recipient();
  const eventId = await tx(deps.db, (trx) =>
    recordEvent(deps, trx, tenant, {
      kind: 'certificate.made',
      at: new Date(about.made),
      actor: asked.actor,
      transferId: about.transfer,
      ...(asked.recipientId === null ? {} : { subjectId: asked.recipientId }),
      detail: { about: aboutDigest(deps, about), for: about.for },
    }),
  );
  deps.log.nudge();
  const index = await deps.log.waitFor(eventId, CHECKPOINT_WAIT_MS);
  if (index === undefined) throw DELIVERY.not_in_log_yet();
  const log = await readHead(deps, tenant);
  const only = asked.recipientId === null ? null : new Set([asked.recipientId]);
  const rows = await listEventsOf(deps.db.query, orgId, about.transfer, log.checkpoint.size);
  const events: Certificate['events'] = [];
  for (const row of rows) {
    const fields = await createEventOpener(deps.fields)(row);
    const head = headOf(fields);
    if (row.index !== index && !isShown(head, only)) continue;
    events.push(await eventOf(deps, row, disclose(fields, hashesOf(row), head), log));
  }
  return {
    format: CERTIFICATE_FORMAT,
    about,
    log: { vkey: log.vkey, checkpoint: log.text },
    events,
    receipts: await receiptsOf(deps, tenant, rows, about.transfer, only),
  };
}

/** The digest by which the event holds what people read. */
export function aboutDigest({ sha256 }: Pick<CertificateDeps, 'sha256'>, about: CertificateAbout): string {
  return hex(sha256(utf8(canonicalJson(about))));
}

type Head = { readonly vkey: string; readonly text: string; readonly checkpoint: Checkpoint };

/** The published checkpoint with every signature that it carries. */
async function readHead(deps: CertificateDeps, tenant: Tenant): Promise<Head> {
  const log = await findLog(deps.db, tenant.orgId);
  const bytes = await deps.readLog(CHECKPOINT_PATH);
  if (log === undefined || bytes === undefined) throw DELIVERY.not_in_log_yet();
  const text = fromUtf8(bytes);
  const opened = await openCheckpoint(text, parseVerifierKey(log.vkey));
  if (opened.outcome === 'refused') throw logError(opened.code);
  return { vkey: log.vkey, text, checkpoint: opened.checkpoint };
}

async function eventOf(
  deps: CertificateDeps,
  row: EventRow,
  fields: ReturnType<typeof disclose>,
  log: Head,
): Promise<Certificate['events'][number]> {
  const disclosure = { class: classOf(row.entryClass), tag: ownBytes(row.tag), fields };
  const from = { hasher: treeHasher(deps.sha256), source: { read: deps.readLog } };
  const { proof } = await proveInclusion(from, row.index, log.checkpoint);
  const json = disclosureJson(disclosure);
  return {
    index: row.index,
    // What was written by us is an object.
    disclosure: Object.fromEntries(Object.entries(typeof json === 'object' && json !== null ? json : {})),
    proof: writeProofFile({ index: row.index, proof, checkpoint: log.text }),
  };
}

const HASH_BYTES = 32;

function hashesOf({ fieldHashes }: EventRow): readonly Bytes[] {
  return Array.from({ length: fieldHashes.length / HASH_BYTES }, (_, at) =>
    ownBytes(fieldHashes.slice(at * HASH_BYTES, (at + 1) * HASH_BYTES)),
  );
}

const CLASSES: readonly EntryClass[] = [
  'event',
  'keyBinding',
  'configDigest',
  'softwareRelease',
  'shardLink',
  'erasure',
];

function classOf(byte: number): EntryClass {
  const name = CLASSES.find((one) => ENTRY_CLASSES[one] === byte);
  if (name === undefined) throw LOG.entry_malformed();
  return name;
}

/** Receipts whose events are in the checkpoint, each as openssl takes it. */
async function receiptsOf(
  deps: CertificateDeps,
  { orgId }: Tenant,
  rows: readonly EventRow[],
  transferId: string,
  only: ReadonlySet<string> | null,
): Promise<Certificate['receipts']> {
  const receipts = (await listReceipts(deps.db.query, orgId, transferId)).filter(
    (one) => only === null || only.has(one.recipient_id),
  );
  const devices = await findDevices(deps.db.query, orgId, [...new Set(receipts.map((one) => one.device_id))]);
  const open = async (receipt: ReceiptRow): Promise<Certificate['receipts']> => {
    const index = rows.find((row) => row.eventId === receipt.event_id)?.index;
    const device = devices.find((one) => one.device_id === receipt.device_id);
    if (index === undefined || device === undefined) return [];
    const statement = await deps.fields.open(receiptContext(receipt.receipt_id), receipt.statement_sealed);
    const signature = base64(derOfSignature(receipt.signature));
    return [{ index, statement, signature, publicKey: devicePem(device.public_key) }];
  };
  return (await Promise.all(receipts.map(open))).flat();
}
