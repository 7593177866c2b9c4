/** What would happen if this were sent now: nothing is stored, nothing is sealed. */
import type { Bytes } from '../base/bytes.ts';
import type { PreviewResponse, PreviewTransfer } from '../model/api/transfers.ts';
import type { ClassificationSummary, Finding } from '../model/classification.ts';
import type { Locale } from '../model/locale.ts';
import { findRecipients } from '../store/tables/recipients.ts';
import { findUpload } from '../store/tables/uploads.ts';
import { decideSend, explainDecision } from './decide-transfer.ts';
import type { StaffActor, Tenant, TransferDeps } from './deps.ts';
import { TRANSFER } from './errors.ts';
import { noticeLink } from './grant.ts';
import { mergePersons, splitPersons, withPersons } from './persons.ts';
import { fromDraft } from './records.ts';
import { type Showable, showsAll } from './showable.ts';
import { readSituation, recipientPlace } from './situation.ts';
import type { StaffNames } from './read.ts';
import { asPermitted } from './stated.ts';
import { viewClassification } from './view-classification.ts';

/** Classifies, decides and renders the notice for a transfer that is still being written. */
export async function previewTransfer(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  locale: Locale,
  names: StaffNames,
  command: PreviewTransfer,
): Promise<PreviewResponse> {
  const message = command.message === '' ? undefined : await deps.classifier.message(command.message);
  const files = await readFiles(deps, tenant, actor, command.uploadIds);
  const persons = mergePersons([
    ...(message === undefined ? [] : [message.persons]),
    ...files.map((file) => file.persons),
  ]);
  const summaries = [
    ...(message === undefined ? [] : [deps.classifier.summarise([message.classification])]),
    ...files.map((file) => file.classification),
  ];
  const classification = withPersons(deps.classifier.merge(summaries), persons);
  const at = deps.clock.now();
  const situation = await readSituation(deps.db.query, tenant.orgId, {
    entityId: command.entityId,
    transferId: null,
    at,
    classification,
    persons: persons.hashes,
    purpose: command.purpose,
    drafts: command.basis === null ? [] : [fromDraft(asPermitted(actor, classification, command.basis))],
    approvals: [],
  });
  const recipients = await findRecipients(deps.db.query, tenant.orgId, command.recipientIds);
  const decision = decideSend(deps, at, {
    ...situation,
    recipients: recipients.map(recipientPlace),
    showsAll: await showsAll(deps, [...(message === undefined ? [] : [MESSAGE]), ...files.map((file) => file.shown)]),
  });
  return {
    classification: await viewClassification(deps.db.query, tenant.orgId, names, classification),
    messageFindings: (message?.classification.findings ?? []).map(withoutTag),
    decision: decision === undefined ? null : explainDecision(deps.policy, decision.merged, locale),
    notice:
      command.connectionId === undefined ? null : await previewNotice(deps, tenant, command.connectionId, command),
  };
}

function withoutTag(finding: Finding): Omit<Finding, 'tag'> {
  const { tag: _, ...shown } = finding;
  return shown;
}

/** Its name and size do not matter. */
const MESSAGE: Showable = { kind: 'message', name: '', mediaType: 'text/plain', size: 0 };

type FileContent = {
  readonly classification: ClassificationSummary;
  readonly persons: readonly Bytes[] | null;
  readonly shown: Showable;
};

async function readFiles(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  uploadIds: readonly string[],
): Promise<FileContent[]> {
  const out: FileContent[] = [];
  for (const uploadId of new Set(uploadIds)) {
    const upload = await findUpload(deps.db.query, tenant.orgId, uploadId);
    if (upload === undefined || upload.staff_id !== actor.id) continue;
    // A file that is not read yet counts as unreadable: the preview may only become milder, never stricter than it said.
    const { classification, persons } = upload;
    const shown: Showable = {
      kind: 'file',
      name: await deps.fields.open(`upload.name:${uploadId}`, upload.name_sealed),
      mediaType: await deps.fields.open(`upload.media:${uploadId}`, upload.media_sealed),
      size: upload.size,
    };
    out.push(
      classification === null
        ? { classification: deps.classifier.summarise([deps.classifier.tooLarge()]), persons: null, shown }
        : { classification, persons: splitPersons(persons), shown },
    );
  }
  return out;
}

/** The exact bytes with an example reference and handle of the right length. */
async function previewNotice(
  deps: TransferDeps,
  tenant: Tenant,
  connectionId: string,
  command: PreviewTransfer,
): Promise<PreviewResponse['notice']> {
  if (!deps.channels.connections().some((one) => one.id === connectionId)) throw TRANSFER.unknown_connection();
  const expiresAt = new Date(deps.clock.now().getTime() + command.limits.expiresInDays * 86_400_000);
  return deps.channels.preview(
    connectionId,
    {
      kind: 'notice',
      reference: 'EN-0000-0000-0000',
      organisation: tenant.organisation,
      expiresAt,
      link: noticeLink(deps, 'A'.repeat(22)),
      locale: command.noticeLocale,
    },
    'recipient@example.org',
  );
}
