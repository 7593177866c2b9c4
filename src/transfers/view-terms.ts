/** What the terms in force let somebody do with the pages that he looks at. */
import type { EffectiveTerms } from '../model/access-terms.ts';
import type { GrantRow } from '../store/tables/grants.ts';
import type { Tenant } from './deps.ts';
import type { OpenDeps } from './recipient-access.ts';

export type ViewTerms = Pick<EffectiveTerms, 'search' | 'textLayer'>;

/** Asked at each search and each text: terms may change while somebody looks. */
export async function viewTerms(_deps: OpenDeps, _tenant: Tenant, _grant: GrantRow): Promise<ViewTerms> {
  return { search: false, textLayer: false };
}
