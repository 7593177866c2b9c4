/** Rows of organisation and legal_entity. One installation serves one organisation; org_id still leads every key. */
import type { EntityProfile } from '../../model/legal-record.ts';
import type { Executor } from '../database.ts';
import type { Trx } from '../transaction.ts';

export type OrganisationRow = {
  readonly id: string;
  readonly name: string;
  readonly locale: string;
  readonly recordsRecipient: string;
};
export type EntityRow = {
  readonly id: string;
  readonly name: string;
  readonly jurisdiction: string;
  readonly city: string | null;
  /** What the organisation states about the entity. */
  readonly profile: EntityProfile;
};

/** The organisation of this installation, or undefined before set-up. */
export async function findOrganisation(db: Executor): Promise<OrganisationRow | undefined> {
  const row = await db.selectFrom('organisation').selectAll().orderBy('created_at').limit(1).executeTakeFirst();
  return row === undefined
    ? undefined
    : { id: row.org_id, name: row.name, locale: row.locale, recordsRecipient: row.records_recipient };
}

export async function insertOrganisation(trx: Trx, row: OrganisationRow, at: Date): Promise<void> {
  await trx
    .insertInto('organisation')
    .values({
      org_id: row.id,
      name: row.name,
      locale: row.locale,
      records_recipient: row.recordsRecipient,
      created_at: at,
    })
    .execute();
}

export async function insertEntity(trx: Trx, orgId: string, row: EntityRow, at: Date): Promise<void> {
  await trx
    .insertInto('legal_entity')
    .values({
      org_id: orgId,
      entity_id: row.id,
      name: row.name,
      jurisdiction: row.jurisdiction,
      city: row.city,
      profile: JSON.stringify(row.profile),
      created_at: at,
    })
    .execute();
}

export async function listEntities(db: Executor, orgId: string): Promise<EntityRow[]> {
  const rows = await db
    .selectFrom('legal_entity')
    .selectAll()
    .where('org_id', '=', orgId)
    .orderBy('created_at')
    .execute();
  return rows.map((row) => ({
    id: row.entity_id,
    name: row.name,
    jurisdiction: row.jurisdiction,
    city: row.city,
    profile: row.profile,
  }));
}

/** Replaces what is stated about an entity. False when there is no such entity. */
export async function updateEntityProfile(
  trx: Trx,
  orgId: string,
  entityId: string,
  profile: EntityProfile,
): Promise<boolean> {
  const result = await trx
    .updateTable('legal_entity')
    .set({ profile: JSON.stringify(profile) })
    .where('org_id', '=', orgId)
    .where('entity_id', '=', entityId)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Keeps other transactions from counting for this entity until this one ends. */
export async function lockEntity(trx: Trx, orgId: string, entityId: string): Promise<void> {
  await trx
    .selectFrom('legal_entity')
    .select('entity_id')
    .where('org_id', '=', orgId)
    .where('entity_id', '=', entityId)
    .forUpdate()
    .executeTakeFirst();
}
