/** What the terms in force let somebody do with the pages that he looks at. */
import type { EffectiveTerms } from '../model/access-terms.ts';
import type { GrantRow } from '../store/tables/grants.ts';
import { findTransfer } from '../store/tables/transfers.ts';
import type { Tenant } from './deps.ts';
import type { OpenDeps } from './recipient-access.ts';
import { readTerms } from './terms/read.ts';

export type ViewTerms = Pick<EffectiveTerms, 'search' | 'textLayer'>;

/** Asked at each search and each text: terms may change while somebody looks. */
export async function viewTerms(deps: OpenDeps, tenant: Tenant, grant: GrantRow): Promise<ViewTerms> {
  const transfer = await findTransfer(deps.db.query, tenant.orgId, grant.transfer_id);
  if (transfer === undefined) return { search: false, textLayer: false };
  const { terms } = await readTerms(deps, deps.db.query, tenant, transfer, grant.object_id, grant.recipient_id);
  return { search: terms.search, textLayer: terms.textLayer };
}
