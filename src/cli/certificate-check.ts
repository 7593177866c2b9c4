/**
 * Checks a delivery certificate (docs/delivery.md) offline: every event as in any evidence; that what people read is what the log holds; that
 * each receipt is signed by the key in its event, and says what the events say.
 */
import type { Checkpoint, EventField, VerifierKey } from '../audit-log/index.ts';
import { nodeSha256 } from '../audit-log/hash-node.ts';
import { isSignedByDer, pointOfPem } from '../access/device-key.ts';
import { fromBase64, fromUtf8, hex, utf8 } from '../base/bytes.ts';
import { canonicalJson } from '../base/canonical-json.ts';
import { type Certificate, certificateSchema } from '../model/certificate.ts';
import { receiptStatementSchema, type ReceiptStatement } from '../model/delivery.ts';
import { CLI } from './errors.ts';
import { checkEvent, type EventShown, type Findings } from './evidence-events.ts';

/** @throws `cli.bad_evidence` for what is no certificate */
export function readCertificate(bytes: Uint8Array): Certificate {
  let json: unknown;
  try {
    json = JSON.parse(fromUtf8(bytes));
  } catch (cause) {
    throw CLI.bad_evidence({ reason: 'json' }, cause);
  }
  const parsed = certificateSchema.safeParse(json);
  if (!parsed.success) throw CLI.bad_evidence({ reason: 'certificate' });
  return parsed.data;
}

/** Adds what was found wrong, what the events say, and whose receipts are good. */
export async function checkCertificate(
  certificate: Certificate,
  key: VerifierKey,
  handed: Checkpoint,
  findings: Findings,
): Promise<void> {
  for (const { index, disclosure, proof } of certificate.events) {
    const file = `events/${index}`;
    await checkEvent({ file, index, disclosure: JSON.stringify(disclosure), proof }, key, handed, findings);
  }
  const indexes = certificate.events.map((one) => one.index);
  if (new Set(indexes).size !== indexes.length) findings.problems.push({ file: 'events', code: 'certificate.twice' });
  checkAbout(certificate, findings);
  for (const receipt of certificate.receipts) checkReceipt(certificate, receipt, handed, findings);
  checkReceiptsWhole(certificate, findings);
}

/** What people read was fixed in the log when the certificate was made, and every event is about this transfer. */
function checkAbout({ about }: Certificate, findings: Findings): void {
  const digest = hex(nodeSha256(utf8(canonicalJson(about))));
  const made = findings.events.filter((one) => textOf(one, 'action') === 'certificate.made');
  const isHeld = made.length === 1 && made.every((one) => memberOf(one, 'detail', 'about') === digest);
  if (!isHeld) findings.problems.push({ file: 'about', code: 'certificate.about_mismatch' });
  for (const event of findings.events) {
    if (memberOf(event, 'object', 'transfer') !== about.transfer)
      findings.problems.push({ file: `events/${event.index}`, code: 'certificate.other_transfer' });
  }
}

function checkReceipt(
  certificate: Certificate,
  receipt: Certificate['receipts'][number],
  handed: Checkpoint,
  findings: Findings,
): void {
  const file = `receipts/${receipt.index}`;
  const refuse = (code: string): void => void findings.problems.push({ file, code });
  const statement = statementOf(receipt.statement);
  const point = pointOfPem(receipt.publicKey);
  if (statement === undefined || point === undefined) return refuse('certificate.receipt_malformed');
  if (!isSignedByDer(point, utf8(receipt.statement), bytesOf(receipt.signature)))
    return refuse('certificate.receipt_signature');
  const key = hex(nodeSha256(point));
  const event = findings.events.find((one) => one.index === receipt.index);
  const isLogged =
    event !== undefined &&
    textOf(event, 'action') === 'receipt.signed' &&
    memberOf(event, 'detail', 'statement') === hex(nodeSha256(utf8(receipt.statement))) &&
    memberOf(event, 'detail', 'key') === key &&
    memberOf(event, 'detail', 'device') === statement.device &&
    memberOf(event, 'detail', 'opening') === statement.opening;
  if (!isLogged) return refuse('certificate.receipt_not_logged');
  if (!fitsEvents(certificate, statement, handed, findings)) return refuse('certificate.receipt_mismatch');
  findings.receipts.push({ index: receipt.index, key, statement });
}

/** The statement names this log, this reference, this content, and the opening at the index that it says. */
function fitsEvents(
  { about }: Certificate,
  statement: ReceiptStatement,
  handed: Checkpoint,
  { events }: Findings,
): boolean {
  const opened = events.find((one) => one.index === statement.logIndex);
  const object = about.objects.find((one) => one.id === statement.object);
  return (
    statement.log === handed.origin &&
    statement.reference === about.reference &&
    object?.sha256 === statement.sha256 &&
    opened !== undefined &&
    textOf(opened, 'action') === 'object.opened' &&
    memberOf(opened, 'detail', 'opening') === statement.opening &&
    memberOf(opened, 'object', 'object') === statement.object
  );
}

/** A certificate that leaves out a receipt that its own events name is not whole. */
function checkReceiptsWhole({ receipts }: Certificate, findings: Findings): void {
  const given = new Set(receipts.map((one) => one.index));
  for (const event of findings.events) {
    if (textOf(event, 'action') === 'receipt.signed' && !given.has(event.index))
      findings.problems.push({ file: `receipts/${event.index}`, code: 'certificate.receipt_missing' });
  }
}

/** Only the canonical spelling: two texts that say the same have two digests. */
function statementOf(text: string): ReceiptStatement | undefined {
  try {
    const parsed = receiptStatementSchema.safeParse(JSON.parse(text));
    return parsed.success && canonicalJson(parsed.data) === text ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

function bytesOf(text: string): Uint8Array {
  try {
    return fromBase64(text);
  } catch {
    return new Uint8Array(0);
  }
}

function valueOf(event: EventShown, name: EventField): unknown {
  return event.fields.find((one) => one.name === name)?.value;
}

function textOf(event: EventShown, name: EventField): string | undefined {
  const value = valueOf(event, name);
  return typeof value === 'string' ? value : undefined;
}

function memberOf(event: EventShown, name: EventField, member: string): unknown {
  const value = valueOf(event, name);
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)).get(member) : undefined;
}
