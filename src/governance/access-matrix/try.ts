/** Trying an opening as somebody: the same checks in the same order, and nothing is opened, counted or recorded. */
import type { TriedAccess, TryAccess } from '../../model/api/access.ts';
import type { Locale } from '../../model/locale.ts';
import { countOpenings } from '../../store/tables/access-overview.ts';
import { countDevices } from '../../store/tables/access-terms.ts';
import { isMember } from '../../store/tables/audiences.ts';
import { listGrants } from '../../store/tables/grants.ts';
import { findRecipients } from '../../store/tables/recipients.ts';
import type { TransferRow } from '../../store/tables/transfers.ts';
import type { Tenant, TransferDeps } from '../../transfers/deps.ts';
import { TERMS } from '../../transfers/terms/errors.ts';
import { readTerms } from '../../transfers/terms/read.ts';
import { assessTerms, createLaw, rulesOf } from './assess.ts';

/**
 * @param transfer - One that the caller has made sure the reader may see.
 * @throws `terms.not_of_transfer` for an object or recipient that has no grant of it
 */
export async function tryAccess(
  deps: TransferDeps,
  tenant: Tenant,
  locale: Locale,
  transfer: TransferRow,
  wanted: TryAccess,
): Promise<TriedAccess> {
  const { query } = deps.db;
  const { orgId } = tenant;
  const { objectId, recipientId } = wanted;
  const [recipient] = await findRecipients(query, orgId, [recipientId]);
  const grants = (await listGrants(query, orgId, transfer.transfer_id)).filter(
    (one) => one.holder !== 'records' && one.object_id === objectId,
  );
  const own = grants.find((one) => one.recipient_id === recipientId);
  const grant = own ?? grants.find((one) => one.recipient_id === null);
  const { audience_id: audienceId } = transfer;
  const belongs = audienceId === null || (await isMember(query, orgId, audienceId, recipientId));
  if (recipient === undefined || grant === undefined || !belongs) throw TERMS.not_of_transfer();
  const at = new Date(wanted.at);
  const resolved = await readTerms(deps, query, tenant, transfer, objectId, recipientId);
  const opened = own === undefined ? 0 : ((await countOpenings(query, orgId, [own.grant_id])).get(own.grant_id) ?? 0);
  const devices = own === undefined ? 0 : ((await countDevices(query, orgId, [own.grant_id])).get(own.grant_id) ?? 0);
  const isHome = wanted.jurisdiction === recipient.jurisdiction;
  const place = { jurisdiction: wanted.jurisdiction, city: isHome ? recipient.city : null };
  const assessed = assessTerms(
    resolved,
    grant,
    transfer,
    recipient.kind,
    { at, place, address: wanted.address, factors: wanted.factors, device: wanted.device },
    { opensLeft: Math.max(0, resolved.terms.opensMax - opened), devices },
  );
  const decision = await createLaw(deps, tenant)(transfer, recipient, at, place);
  return {
    ...assessed,
    outcome: assessed.outcome === 'open' && decision.outcome !== 'allow' ? decision.outcome : assessed.outcome,
    terms: resolved.terms,
    from: resolved.from,
    law: { outcome: decision.outcome, rules: rulesOf(deps, decision, locale) },
  };
}
