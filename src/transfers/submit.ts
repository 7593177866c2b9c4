/**
 * submit (sealed while it is received) -> classify -> decide -> (approve) -> grant -> notify -> open -> record.
 * This file is the table of contents of the first half; read on in grant.ts, workers/send-outbox.ts, identify.ts, open.ts, release.ts.
 */
import { type Bytes, concat, hex, utf8 } from '../base/bytes.ts';
import { canonicalJson } from '../base/canonical-json.ts';
import { DAY } from '../base/units.ts';
import type { SubmitTransfer } from '../model/api/transfers.ts';
import type { ClassificationSummary } from '../model/classification.ts';
import type { LegalRecord } from '../model/legal-record.ts';
import type { TransferState } from '../model/transfer-states.ts';
import { insertDecisions } from '../store/tables/decisions.ts';
import { countApplied } from '../store/tables/finding-exceptions.ts';
import { linkTables } from '../store/tables/pseudonyms.ts';
import { insertTransferPersons } from '../store/tables/persons.ts';
import { findRecipients, type RecipientRow } from '../store/tables/recipients.ts';
import { insertRecord, replaceRecordUses } from '../store/tables/records.ts';
import { insertTransfer } from '../store/tables/transfers.ts';
import { findObjects, findUpload, insertObject, moveUpload } from '../store/tables/uploads.ts';
import { type Trx, tx } from '../store/transaction.ts';
import { recordEvent } from './audit.ts';
import { basisRow } from './basis-row.ts';
import { type RecipientPlace, type SendDecision, decideSend, decisionRows } from './decide-transfer.ts';
import type { Connection, StaffActor, Tenant, TransferDeps } from './deps.ts';
import { openSendDuties } from './duties.ts';
import { TRANSFER, UPLOAD } from './errors.ts';
import { asAllowed, grantTransfer } from './grant.ts';
import { asShowable, type SubmittedPart } from './parts.ts';
import { mergePersons, splitPersons, withPersons } from './persons.ts';
import { fromDraft } from './records.ts';
import { registerDecision, registerEnd } from './register.ts';
import { sealMessage } from './seal-message.ts';
import { showsAll } from './showable.ts';
import { readSituation, recipientPlace } from './situation.ts';
import { checkStated } from './stated.ts';
import { alignGranted } from './terms/align.ts';
import { TERMS } from './terms/errors.ts';
import { setTerms } from './terms/set-terms.ts';
import { unusableTerms } from './terms/usable.ts';

/** A transfer that waits for a basis or an approval does not wait for ever. */
export const HELD_AT_MOST_MS = 30 * DAY;

export type Submitted = { readonly transferId: string; readonly reference: string; readonly state: TransferState };

/**
 * Submits a transfer: everything is sealed before it is classified, and classified before it is decided. Returns the state:
 * `granted` (notices are queued), `held` (somebody can lift the objections) or `refused`.
 *
 * @throws `transfer.nothing_to_send`, `transfer.unknown_*`, `upload.not_found`, `upload.not_ready`, `record.fewer_persons`
 */
export async function submitTransfer(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  command: SubmitTransfer,
): Promise<Submitted> {
  const recipients = await checkParties(deps, tenant, command);
  const files = await collectFiles(deps, tenant, actor, command.uploadIds);
  const message = command.message.trim() === '' ? undefined : await sealMessage(deps, tenant, command.message);
  if (message === undefined && files.length === 0) throw TRANSFER.nothing_to_send();

  const parts: SubmittedPart[] = [...(message === undefined ? [] : [message]), ...files];
  const persons = mergePersons(parts.map((part) => part.persons));
  const classification = withPersons(deps.classifier.merge(parts.map((part) => part.classification)), persons);
  if (command.basis !== null) checkStated(actor, classification, command.basis);
  const unusable = unusableTerms(command.access ?? {}, deps.clock.now());
  if (unusable.length > 0) throw TERMS.not_usable({ fields: unusable });
  const submission = {
    command,
    actor,
    at: deps.clock.now(),
    classification,
    parts,
    recipients,
    persons: persons.hashes,
    showsAll: await showsAll(deps, parts.map(asShowable)),
  };
  const result = await tx(deps.db, (trx) => decideAndStore(deps, trx, tenant, submission));
  deps.log.nudge();
  return result;
}

/** Decides in the transaction that stores: what was counted for this year stays so until this transfer is counted too. */
async function decideAndStore(
  deps: TransferDeps,
  trx: Trx,
  tenant: Tenant,
  submission: Omit<Submission, 'decision'>,
): Promise<Submitted> {
  const { command, at, classification, recipients, persons } = submission;
  const situation = await readSituation(
    trx,
    tenant.orgId,
    {
      entityId: command.entityId,
      transferId: null,
      at,
      classification,
      persons,
      purpose: command.purpose,
      drafts: command.basis === null ? [] : [fromDraft(command.basis)],
      approvals: [],
    },
    trx,
  );
  const decision = decideSend(deps, at, { ...situation, recipients, showsAll: submission.showsAll });
  if (decision === undefined) throw TRANSFER.unknown_recipient();
  return storeTransfer(deps, trx, tenant, { ...submission, decision });
}

type Submission = {
  readonly command: SubmitTransfer;
  readonly actor: StaffActor;
  readonly at: Date;
  readonly classification: ClassificationSummary;
  readonly decision: SendDecision;
  readonly parts: readonly SubmittedPart[];
  readonly recipients: readonly RecipientPlace[];
  readonly persons: readonly Bytes[];
  readonly showsAll: boolean;
};

async function checkParties(deps: TransferDeps, tenant: Tenant, command: SubmitTransfer): Promise<RecipientPlace[]> {
  const wanted = new Set(command.recipientIds);
  const rows = await findRecipients(deps.db.query, tenant.orgId, [...wanted]);
  if (rows.length !== wanted.size) throw TRANSFER.unknown_recipient();
  const connection = deps.channels.connections().find((one) => one.id === command.connectionId);
  if (connection === undefined) throw TRANSFER.unknown_connection();
  checkSecondRoute(deps, connection, rows);
  return rows.map(recipientPlace);
}

/**
 * The code must come by another route than the notice, to everybody: by mail, or to a phone when the notice itself is a mail.
 * A notice that nobody could open is not sent.
 */
function checkSecondRoute(deps: TransferDeps, notice: Connection, rows: readonly RecipientRow[]): void {
  const isMail = notice.kind === 'email';
  const hasPhones = rows.every((row) => row.phone_sealed !== null);
  if (notice.kind === 'sms' || (isMail && !hasPhones)) throw TRANSFER.no_second_route();
  if (deps.channels.codeConnection(isMail ? 'sms' : 'email') === undefined) throw TRANSFER.no_code_route();
}

/** The actor's own uploads, inspected and unused. @throws `upload.not_found`, `upload.not_ready` */
export async function collectFiles(
  deps: TransferDeps,
  tenant: Tenant,
  actor: Pick<StaffActor, 'id'>,
  uploadIds: readonly string[],
): Promise<SubmittedPart[]> {
  const parts: SubmittedPart[] = [];
  for (const uploadId of new Set(uploadIds)) {
    const upload = await findUpload(deps.db.query, tenant.orgId, uploadId);
    if (upload === undefined || upload.staff_id !== actor.id) throw UPLOAD.not_found();
    const [object] =
      upload.object_id === null ? [] : await findObjects(deps.db.query, tenant.orgId, [upload.object_id]);
    if (upload.state !== 'ready' || upload.classification === null || object === undefined) throw UPLOAD.not_ready();
    parts.push({
      kind: 'file',
      uploadId,
      object,
      name: await deps.fields.open(`upload.name:${uploadId}`, upload.name_sealed),
      mediaType: await deps.fields.open(`upload.media:${uploadId}`, upload.media_sealed),
      classification: upload.classification,
      persons: splitPersons(upload.persons),
    });
  }
  return parts;
}

/**
 * ONE transaction: the transfer, what belongs to it, its decision, its audit events, and when allowed its grants and notices.
 * Crash before the commit: a sealed message without a row, which the sweep removes; the uploads are unused as before.
 */
async function storeTransfer(deps: TransferDeps, trx: Trx, tenant: Tenant, submission: Submission): Promise<Submitted> {
  const { command, at, decision, parts } = submission;
  const { orgId } = tenant;
  const transferId = deps.ids.uuid();
  const reference = deps.ids.reference();
  const decisions = decisionRows(deps, transferId, decision, at);
  const decisionId = decisions[0]?.id ?? deps.ids.uuid();
  const state = stateAfter(decision.merged.outcome);
  const contentHash = await hashContent(deps, submission);
  const recipients = submission.recipients.map((one) => ({ id: one.id, handle: deps.ids.handle() }));
  const transfer = {
    org_id: orgId,
    transfer_id: transferId,
    reference,
    entity_id: command.entityId,
    sender_id: submission.actor.id,
    state,
    level: submission.classification.level,
    classification: JSON.stringify(submission.classification),
    purpose: command.purpose,
    connection: command.connectionId,
    notice_locale: command.noticeLocale,
    expires_days: command.limits.expiresInDays,
    opens_max: command.limits.opensMax,
    content_hash: contentHash,
    decision_id: decisionId,
    created_at: at,
    granted_at: null,
    // What nobody lifts in this time is swept with its content.
    expires_at: state === 'held' ? new Date(at.getTime() + HELD_AT_MOST_MS) : null,
    ended_at: null,
    door_id: null,
    audience_id: null,
    arrived_bytes: null,
  };
  for (const part of parts) await claimPart(trx, tenant, part);
  const objects = await Promise.all(parts.map((part, position) => objectRow(deps, orgId, transferId, part, position)));
  await insertTransfer(
    trx,
    transfer,
    objects,
    recipients.map((one) => ({ org_id: orgId, transfer_id: transferId, recipient_id: one.id, handle: one.handle })),
  );
  await insertDecisions(trx, orgId, decisions);
  await replaceRecordUses(trx, orgId, transferId, decision.standing, at);
  await insertTransferPersons(trx, orgId, transferId, submission.persons);
  await countApplied(trx, orgId, submission.classification.excepted ?? [], at);
  await linkTables(
    trx,
    orgId,
    parts.flatMap((part) => (part.uploadId === null ? [] : [part.uploadId])),
    transferId,
  );
  await registerDecision(deps, trx, tenant, transfer, decisions, state);
  if (state === 'refused') await registerEnd(trx, tenant, transferId, state, at);
  if (command.basis !== null)
    await insertRecord(trx, await submittedRecord(deps, orgId, transferId, submission, command.basis));
  await recordSubmission(deps, trx, tenant, submission, { transferId, decisionId, contentHash });
  await openSendDuties(deps, trx, tenant, transfer, decision, at);

  const allowed = asAllowed(decision.merged, decisionId);
  if (allowed !== undefined) {
    const expiresAt = await grantTransfer(deps, trx, tenant, allowed, { transfer, parts, recipients, at });
    await trx
      .updateTable('transfer')
      .set({ granted_at: at, expires_at: expiresAt })
      .where('org_id', '=', orgId)
      .where('transfer_id', '=', transferId)
      .execute();
  }
  await applyTerms(deps, trx, tenant, submission, transferId, state);
  return { transferId, reference, state };
}

/** What the sender says of all recipients and documents; grants follow it, and the level's template, before anybody can open. */
async function applyTerms(
  deps: TransferDeps,
  trx: Trx,
  tenant: Tenant,
  { command, actor }: Submission,
  transferId: string,
  state: TransferState,
): Promise<void> {
  const everything = { objectId: null, recipientId: null };
  if (command.access !== undefined && state !== 'refused')
    await setTerms(deps, trx, tenant, actor, transferId, everything, command.access, 0);
  else if (state === 'granted') await alignGranted(deps, trx, tenant, transferId);
}

/** With `reuse` the record also serves later transfers of this purpose, these categories and recipients. */
async function submittedRecord(
  deps: TransferDeps,
  orgId: string,
  transferId: string,
  submission: Submission,
  record: NonNullable<SubmitTransfer['basis']>,
): Promise<Parameters<typeof insertRecord>[1]> {
  const { command, actor, classification, recipients, at } = submission;
  const scope = {
    entityId: command.entityId,
    purpose: command.purpose,
    categories: [...classification.categories],
    recipients: recipients.map(({ id, jurisdiction, city }) => ({ id, jurisdiction, city })),
  };
  const place = { transferId, scope: record.reuse ? scope : null, entityId: command.entityId, dutyId: null };
  return basisRow(deps, orgId, actor.id, record, place, at);
}

export function stateAfter(outcome: SendDecision['merged']['outcome']): 'granted' | 'held' | 'refused' {
  return outcome === 'allow' ? 'granted' : outcome;
}

/** An upload is used once; the sealed message gets its row here. */
export async function claimPart(trx: Trx, tenant: Tenant, part: SubmittedPart): Promise<void> {
  if (part.uploadId === null) await insertObject(trx, part.object);
  else if (!(await moveUpload(trx, tenant.orgId, part.uploadId, 'ready', 'used'))) throw UPLOAD.not_ready();
}

export async function objectRow(
  deps: TransferDeps,
  orgId: string,
  transferId: string,
  part: SubmittedPart,
  position: number,
): Promise<Parameters<typeof insertTransfer>[2][number]> {
  const objectId = part.object.object_id;
  return {
    org_id: orgId,
    transfer_id: transferId,
    object_id: objectId,
    kind: part.kind,
    position,
    name_sealed: await deps.fields.seal(`transfer_object.name:${objectId}`, part.name),
    media_sealed: await deps.fields.seal(`transfer_object.media:${objectId}`, part.mediaType),
    size: part.object.size,
  };
}

/** What an approval is bound to: these bytes under these names for these people. */
export async function hashContent(
  deps: TransferDeps,
  submission: Pick<Submission, 'parts'> & { readonly recipients: readonly { readonly id: string }[] },
): Promise<Bytes> {
  const names = submission.parts.map((part) => part.name);
  const people = submission.recipients.map((one) => one.id).sort();
  const hashes = submission.parts.map((part) => part.object.ciphertext_hash);
  return deps.crypto.sha256(concat(utf8('entrepot.content/v1\0'), utf8(canonicalJson([names, people])), ...hashes));
}

/** Kinds of a record, for the log. */
export function namesOf(record: Pick<LegalRecord, 'bases' | 'contracts' | 'filings' | 'assessments'>): string[] {
  return [...record.bases, ...record.contracts, ...record.filings, ...record.assessments.map((one) => `pia.${one}`)];
}

async function recordSubmission(
  deps: TransferDeps,
  trx: Trx,
  tenant: Tenant,
  submission: Submission,
  ids: { readonly transferId: string; readonly decisionId: string; readonly contentHash: Bytes },
): Promise<void> {
  const { at, actor, decision, command } = submission;
  const own = { at, actor: { kind: 'staff' as const, id: actor.id }, transferId: ids.transferId };
  await recordEvent(deps, trx, tenant, {
    ...own,
    kind: 'transfer.submitted',
    channel: command.connectionId,
    ...(command.basis === null ? {} : { legalBasis: namesOf(command.basis) }),
    detail: {
      contentHash: hex(ids.contentHash),
      level: submission.classification.level,
      parts: submission.parts.length,
      purpose: command.purpose,
    },
  });
  await recordEvent(deps, trx, tenant, {
    ...own,
    actor: { kind: 'system' },
    kind: 'transfer.decided',
    decision: { id: ids.decisionId, outcome: decision.merged.outcome },
    packs: decision.merged.packs,
    detail: { rules: decision.merged.objections.map((one) => one.ruleId) },
  });
}
