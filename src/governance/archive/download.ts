/** Files of the archive for staff: each one taken is an audit event before its first byte leaves. */
import { hex, ownBytes } from '../../base/bytes.ts';
import { openStream } from '../../seal/index.ts';
import { findFile, reviveFile } from '../../store/tables/inbound-files.ts';
import { findObjects } from '../../store/tables/uploads.ts';
import { tx } from '../../store/transaction.ts';
import { listMessages } from '../../store/tables/inbound.ts';
import { recordLook } from '../../transfers/accesses.ts';
import { recordEvent } from '../../transfers/audit.ts';
import { custodyContext, joinCustody } from '../../transfers/custody.ts';
import type { StaffActor, Tenant, TransferDeps } from '../../transfers/deps.ts';
import { fileContexts } from '../../transfers/inbound/contexts.ts';
import { ARCHIVE } from '../../transfers/inbound/errors.ts';
import { writersOf } from './writers.ts';

export type ArchivedContent = {
  readonly name: string;
  readonly contentType: string;
  /** Plaintext, each piece authenticated before it is yielded. */
  readonly content: AsyncGenerator<Uint8Array, void, undefined>;
};

/** @throws `archive.file_not_found`, `archive.file_not_here` while it is not fetched, `archive.damaged` */
export async function takeFile(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  fileId: string,
  place: string,
): Promise<ArchivedContent> {
  const file = await findFile(deps.db.query, tenant.orgId, fileId);
  if (file === undefined) throw ARCHIVE.file_not_found();
  if (file.object_id === null) throw ARCHIVE.file_not_here();
  const [object] = await findObjects(deps.db.query, tenant.orgId, [file.object_id]);
  const blob = object === undefined ? undefined : await deps.blobs.open(hex(object.ciphertext_hash));
  if (object === undefined || object.custody_secret === null || blob === undefined) throw ARCHIVE.damaged();
  const dek = await joinCustody(deps, custodyContext(object.oid), object.custody_envelope, object.custody_secret);
  const contexts = fileContexts(fileId);
  const name = await deps.fields.open(contexts.name, file.name_sealed);
  const contentType = await deps.fields.open(contexts.media, file.media_sealed);
  const whom = await writersOf(deps, tenant, await listMessages(deps.db.query, tenant.orgId, [file.message_id]));
  await tx(deps.db, (trx) =>
    recordLook(deps, trx, tenant, {
      kind: 'archive.file_taken',
      at: deps.clock.now(),
      actor: { kind: 'staff', id: actor.id },
      subjectId: fileId,
      place,
      whom,
      detail: { message: file.message_id },
    }),
  );
  deps.log.nudge();
  const key = { dek, oid: ownBytes(object.oid) };
  return {
    name,
    contentType: /^[a-z]+\/[a-z0-9.+-]+$/.test(contentType) ? contentType : 'application/octet-stream',
    content: openStream(deps.crypto, key, blob.stream(), { size: object.size }),
  };
}

/** Waits for a file again that had been given up. @throws `archive.file_not_found`, `archive.file_not_failed` */
export async function awaitAgain(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  fileId: string,
): Promise<'waiting'> {
  const file = await findFile(deps.db.query, tenant.orgId, fileId);
  if (file === undefined) throw ARCHIVE.file_not_found();
  const isWaiting = await tx(deps.db, (trx) => reviveFile(trx, tenant.orgId, fileId, deps.clock.now()));
  if (!isWaiting) throw ARCHIVE.file_not_failed();
  await tx(deps.db, (trx) =>
    recordEvent(deps, trx, tenant, {
      kind: 'archive.file_awaited',
      at: deps.clock.now(),
      actor: { kind: 'staff', id: actor.id },
      subjectId: fileId,
      detail: { message: file.message_id },
    }),
  );
  deps.log.nudge();
  return 'waiting';
}
