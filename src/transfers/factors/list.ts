/** What a recipient has set up, what this session has proved, and what may be added here. */
import type { FactorList } from '../../model/api/open-factors.ts';
import { listTakenAway } from '../../store/tables/factors.ts';
import type { Tenant } from '../deps.ts';
import type { Visitor } from '../recipient-access.ts';
import type { FactorDeps } from './deps.ts';
import { mayAdd, usableFactors } from './enrolled.ts';
import { offeredPlaces } from './places.ts';

export async function listOwnFactors(deps: FactorDeps, tenant: Tenant, visitor: Visitor): Promise<FactorList> {
  const rows = await usableFactors(deps.db.query, tenant, visitor.visit, visitor.recipientId);
  const places = await offeredPlaces(deps, tenant);
  const labels = new Map(places.map((one) => [one.id, one.label]));
  const taken = await listTakenAway(deps.db.query, tenant.orgId, visitor.recipientId);
  return {
    enrolled: rows.map((row) => ({
      id: row.factor_id,
      kind: row.kind,
      bySender: row.transfer_id !== null,
      label: row.provider === null ? null : (labels.get(row.provider) ?? null),
      createdAt: row.created_at.toISOString(),
      lastAt: row.last_at?.toISOString() ?? null,
    })),
    proved: [...visitor.factors],
    mayAdd: mayAdd(rows, visitor.factors),
    passkeys: deps.factors.party(tenant.organisation) !== undefined,
    signIn: places.map(({ id, kind, label }) => ({ id, kind, label })),
    takenAway: taken.map((row) => ({ kind: row.kind, removedAt: (row.removed_at ?? row.created_at).toISOString() })),
  };
}
