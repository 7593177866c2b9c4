/** Who looks, in words: on the pages as watermark, and to himself. */
import type { WatermarkLines } from '../render/pages/port.ts';
import type { OpeningRow } from '../store/tables/grants.ts';
import { findRecipients } from '../store/tables/recipients.ts';
import type { TransferRow } from '../store/tables/transfers.ts';
import type { Tenant } from './deps.ts';
import { OPENING } from './errors.ts';
import type { OpenDeps, Opener } from './recipient-access.ts';

/** Name and address as the sender knows them. */
export async function viewerOf(
  deps: Pick<OpenDeps, 'db' | 'fields'>,
  { orgId }: Tenant,
  recipientId: string,
): Promise<{ readonly name: string; readonly address: string }> {
  const [recipient] = await findRecipients(deps.db.query, orgId, [recipientId]);
  if (recipient === undefined) throw OPENING.not_found();
  return {
    name: await deps.fields.open(`recipient.name:${recipientId}`, recipient.name_sealed),
    address: await deps.fields.open(`recipient.email:${recipientId}`, recipient.email_sealed),
  };
}

/**
 * Three lines: name; address and the network address of this request; when the view was opened, in UTC, and the transfer. The time is that of
 * the opening, so that all its pages say the same.
 */
export async function watermarkFor(
  deps: Pick<OpenDeps, 'db' | 'fields'>,
  tenant: Tenant,
  { opening, transfer }: { readonly opening: OpeningRow; readonly transfer: TransferRow },
  opener: Opener,
): Promise<WatermarkLines> {
  const { name, address } = await viewerOf(deps, tenant, opening.recipient_id);
  const when = `${opening.claimed_at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return [name, `${address} · ${opener.address}`, `${when} · ${transfer.reference}`];
}
