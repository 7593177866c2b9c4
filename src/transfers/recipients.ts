/** Partners: entered one by one, names and addresses sealed. */
import type { LookReason } from '../model/api/accesses.ts';
import type { Contact, CreateRecipient, Recipient } from '../model/api/recipients.ts';
import { recipientKindSchema } from '../model/facts.ts';
import { pickLocale } from '../model/locale.ts';
import {
  findRecipientByAddress,
  findRecipients,
  insertRecipient,
  listRecipients,
  type RecipientRow,
} from '../store/tables/recipients.ts';
import { tx } from '../store/transaction.ts';
import { recordLook } from './accesses.ts';
import { recordEvent } from './audit.ts';
import type { StaffActor, Tenant, TransferDeps } from './deps.ts';
import { RECIPIENT } from './errors.ts';
import { normaliseAddress } from './sealed-fields.ts';

/** Adds a recipient. @throws `recipient.exists` when the address is known already. */
export async function addRecipient(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  command: CreateRecipient,
): Promise<Recipient> {
  const id = deps.ids.uuid();
  const now = deps.clock.now();
  const email = normaliseAddress(command.email);
  const phone = command.phone ?? null;
  const row = {
    org_id: tenant.orgId,
    recipient_id: id,
    name_sealed: await deps.fields.seal(`recipient.name:${id}`, command.name),
    organisation_sealed: await deps.fields.seal(`recipient.organisation:${id}`, command.organisation),
    email_sealed: await deps.fields.seal(`recipient.email:${id}`, email),
    email_index: await deps.fields.addressIndex(email),
    phone_sealed: phone === null ? null : await deps.fields.seal(`recipient.phone:${id}`, phone),
    phone_index: phone === null ? null : await deps.fields.phoneIndex(phone),
    jurisdiction: command.jurisdiction,
    city: command.city,
    kind: command.kind,
    locale: command.locale,
    created_by: actor.id,
    created_at: now,
  };
  await tx(deps.db, async (trx) => {
    if (!(await insertRecipient(trx, row))) throw RECIPIENT.exists();
    await recordEvent(deps, trx, tenant, {
      kind: 'recipient.added',
      at: now,
      actor: { kind: 'staff', id: actor.id },
      subjectId: id,
      place: command.jurisdiction,
    });
  });
  deps.log.nudge();
  return { ...command, email, phone, covered: false, id, createdAt: now.toISOString() };
}

export async function readRecipients(deps: TransferDeps, tenant: Tenant): Promise<Recipient[]> {
  return Promise.all((await listRecipients(deps.db.query, tenant.orgId)).map((row) => openRecipient(deps, row)));
}

/** The same for a list: whom one can send to. Addresses and numbers of those whom somebody else added are covered. */
export async function listForStaff(deps: TransferDeps, tenant: Tenant, actor: StaffActor): Promise<Recipient[]> {
  const rows = await listRecipients(deps.db.query, tenant.orgId);
  return Promise.all(rows.map(async (row) => coveredFor(actor, row, await openRecipient(deps, row))));
}

function coveredFor(actor: StaffActor, row: RecipientRow, one: Recipient): Recipient {
  if (row.created_by === actor.id) return one;
  const [name = '', domain = ''] = one.email.split('@');
  const email = `${name.slice(0, 1)}•••@${domain}`;
  const phone = typeof one.phone === 'string' ? `${one.phone.slice(0, 4)} ••• ${one.phone.slice(-2)}` : null;
  return { ...one, email, phone, covered: true };
}

/** Who has exactly this address; null when nobody does. */
export async function findByAddress(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  address: string,
): Promise<Recipient | null> {
  const row = await findRecipientByAddress(deps.db.query, tenant.orgId, await deps.fields.addressIndex(address));
  return row === undefined ? null : coveredFor(actor, row, await openRecipient(deps, row));
}

/**
 * Address and number of one recipient. Unless the reader added him, the look is recorded first, and the recipient sees it.
 *
 * @throws `recipient.not_found`
 */
export async function lookAtContact(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  recipientId: string,
  look: LookReason & { readonly place: string },
): Promise<Contact> {
  const [row] = await findRecipients(deps.db.query, tenant.orgId, [recipientId]);
  if (row === undefined) throw RECIPIENT.not_found();
  if (row.created_by !== actor.id) {
    await tx(deps.db, (trx) =>
      recordLook(deps, trx, tenant, {
        kind: 'recipient.read',
        at: deps.clock.now(),
        actor: { kind: 'staff', id: actor.id },
        subjectId: recipientId,
        place: look.place,
        why: { purpose: look.purpose, reason: look.reason },
        whom: [{ kind: 'recipient', id: recipientId }],
      }),
    );
    deps.log.nudge();
  }
  const { email, phone = null } = await openRecipient(deps, row);
  return { email, phone };
}

/** Opens the sealed fields of a row. */
export async function openRecipient(deps: Pick<TransferDeps, 'fields'>, row: RecipientRow): Promise<Recipient> {
  const id = row.recipient_id;
  const kind = recipientKindSchema.safeParse(row.kind);
  return {
    id,
    name: await deps.fields.open(`recipient.name:${id}`, row.name_sealed),
    organisation: await deps.fields.open(`recipient.organisation:${id}`, row.organisation_sealed),
    email: await deps.fields.open(`recipient.email:${id}`, row.email_sealed),
    phone: row.phone_sealed === null ? null : await deps.fields.open(`recipient.phone:${id}`, row.phone_sealed),
    jurisdiction: row.jurisdiction,
    city: row.city,
    covered: false,
    kind: kind.success ? kind.data : 'public',
    locale: pickLocale([row.locale]),
    createdAt: row.created_at.toISOString(),
  };
}
