/** The organisation's legal entities. */
import { type EntityRow, listEntities } from '../../store/tables/organisation.ts';
import type { OrganisationDeps } from './deps.ts';

/** Returns all entities with what is stated about them, oldest first. */
export function readEntities(deps: Pick<OrganisationDeps, 'db'>, orgId: string): Promise<EntityRow[]> {
  return listEntities(deps.db.query, orgId);
}
