/** The legal entities on whose behalf transfers are sent. */
import type { z } from 'zod';
import type { legalEntitySchema } from '../model/api/staff.ts';
import { listEntities } from '../store/tables/organisation.ts';
import type { Tenant, TransferDeps } from './deps.ts';

export async function readEntities(
  deps: Pick<TransferDeps, 'db'>,
  tenant: Tenant,
): Promise<z.infer<typeof legalEntitySchema>[]> {
  return (await listEntities(deps.db.query, tenant.orgId)).map(({ id, name, jurisdiction, city }) => ({
    id,
    name,
    jurisdiction,
    city,
  }));
}
