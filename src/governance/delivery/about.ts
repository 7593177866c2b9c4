/** What people read in a certificate: names of what was sent, to whom and by whom. */
import { hex } from '../../base/bytes.ts';
import type { CertificateAbout } from '../../model/certificate.ts';
import { listGrants } from '../../store/tables/grants.ts';
import { listOpenings } from '../../store/tables/receipts.ts';
import { findRecipients } from '../../store/tables/recipients.ts';
import { listTransferObjects, listTransferRecipients } from '../../store/tables/transfers.ts';
import { findObjects } from '../../store/tables/uploads.ts';
import type { Tenant } from '../../transfers/deps.ts';
import { openRecipient } from '../../transfers/recipients.ts';
import type { CertificateDeps, CertificateFor } from './deps.ts';

const NAME_MAX = 500;

/** In a certificate for one recipient nobody else is named, and in his own nothing that he has not opened. */
export async function readAbout(
  deps: Omit<CertificateDeps, 'readLog'>,
  { orgId, organisation }: Tenant,
  asked: CertificateFor,
  at: Date,
): Promise<CertificateAbout> {
  const { transfer, recipientId } = asked;
  const { query } = deps.db;
  const links = await listTransferRecipients(query, orgId, [transfer.transfer_id]);
  const ids = links.map((one) => one.recipient_id).filter((id) => recipientId === null || id === recipientId);
  const people = await Promise.all((await findRecipients(query, orgId, ids)).map((row) => openRecipient(deps, row)));
  const opened = asked.for === 'sender' ? null : await openedObjects(deps, orgId, asked);
  const sender = (await deps.names([transfer.sender_id])).get(transfer.sender_id) ?? '';
  return {
    reference: transfer.reference,
    transfer: transfer.transfer_id,
    organisation: organisation.slice(0, NAME_MAX),
    sender: sender.slice(0, NAME_MAX),
    made: at.toISOString(),
    for: asked.for,
    recipients: people.map((one) => ({
      id: one.id,
      name: one.name.slice(0, NAME_MAX),
      organisation: one.organisation.slice(0, NAME_MAX),
    })),
    objects: (await objectsOf(deps, orgId, transfer.transfer_id)).filter(
      (one) => opened === null || opened.has(one.id),
    ),
  };
}

async function openedObjects(
  deps: Omit<CertificateDeps, 'readLog'>,
  orgId: string,
  { transfer, recipientId }: CertificateFor,
): Promise<ReadonlySet<string>> {
  const openings = await listOpenings(deps.db.query, orgId, transfer.transfer_id);
  const own = new Set(openings.filter((one) => one.recipient_id === recipientId).map((one) => one.grant_id));
  const grants = await listGrants(deps.db.query, orgId, transfer.transfer_id);
  return new Set(grants.filter((one) => own.has(one.grant_id)).map((one) => one.object_id));
}

async function objectsOf(
  deps: Omit<CertificateDeps, 'readLog'>,
  orgId: string,
  transferId: string,
): Promise<CertificateAbout['objects']> {
  const { query } = deps.db;
  const rows = await listTransferObjects(query, orgId, [transferId]);
  const sealed = await findObjects(
    query,
    orgId,
    rows.map((one) => one.object_id),
  );
  const digest = async (id: string): Promise<string | undefined> => {
    const found = sealed.find((one) => one.object_id === id);
    return found === undefined
      ? undefined
      : hex(await deps.fields.openBytes(`object.sha256:${id}`, found.sha256_sealed));
  };
  const objects = await Promise.all(
    rows.map(async (row) => {
      const sha256 = await digest(row.object_id);
      if (sha256 === undefined) return [];
      const name = await deps.fields.open(`transfer_object.name:${row.object_id}`, row.name_sealed);
      return [{ id: row.object_id, kind: row.kind, name: name.slice(0, NAME_MAX), size: row.size, sha256 }];
    }),
  );
  return objects.flat();
}
