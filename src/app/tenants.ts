/** The one organisation of this installation. */
import type { Ids } from '../base/ids.ts';
import type { Database } from '../store/database.ts';
import { findPendingSetup } from '../store/access/enrolments.ts';
import { findOrganisation } from '../store/tables/organisation.ts';
import type { Tenant } from '../transfers/deps.ts';

export type KnownTenant = Tenant & { readonly locale: string };

export type Tenants = {
  readonly load: () => Promise<void>;
  /** Undefined before set-up; looked up until there is one, then remembered. */
  readonly current: () => Promise<KnownTenant | undefined>;
  readonly names: () => readonly string[];
};

export function createTenants(db: Database): Tenants {
  let known: KnownTenant | undefined;
  const current = async (): Promise<KnownTenant | undefined> => {
    if (known !== undefined) return known;
    const row = await findOrganisation(db.query);
    if (row !== undefined)
      known = { orgId: row.id, organisation: row.name, recordsRecipient: row.recordsRecipient, locale: row.locale };
    return known;
  };
  return {
    load: async () => void (await current()),
    current,
    names: () => (known === undefined ? [] : [known.organisation]),
  };
}

/** The organisation's id, fixed at the first start: of the organisation, else of the set-up link that waits, else a new one. */
export async function findOrgId(db: Database, ids: Ids): Promise<string> {
  const organisation = await findOrganisation(db.query);
  return organisation?.id ?? (await findPendingSetup(db.query)) ?? ids.uuid();
}
