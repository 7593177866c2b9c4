/** Recipients who wrote messages of the archive, where the vendor's name of them is known: they are told who reads what they wrote. */
import { z } from 'zod';
import { findRecipientByIdentity } from '../../store/tables/inbound-references.ts';
import type { InboundMessageRow } from '../../store/tables/inbound.ts';
import type { Tenant, TransferDeps } from '../../transfers/deps.ts';
import { messageContexts } from '../../transfers/inbound/contexts.ts';
import { vendorOf } from '../../transfers/inbound/deps.ts';
import type { Concerned } from '../../transfers/subject-tags.ts';

const storedSender = z.object({ userId: z.string().optional() });

/** Each once. Whoever is no recipient is nobody that could be told. */
export async function writersOf(
  deps: TransferDeps,
  { orgId }: Tenant,
  rows: readonly InboundMessageRow[],
): Promise<readonly Concerned[]> {
  const kinds = new Map(deps.channels.connections().map((one) => [one.id, one.kind]));
  const known = new Map<string, string | undefined>();
  for (const row of rows) {
    const sealed = await deps.fields.open(messageContexts(row.message_id).sender, row.sender_sealed);
    const { userId } = storedSender.parse(JSON.parse(sealed));
    const kind = kinds.get(row.connection);
    if (userId === undefined || kind === undefined) continue;
    const vendor = vendorOf({ kind });
    const key = `${vendor} ${userId}`;
    if (known.has(key)) continue;
    const index = await deps.fields.providerIndex(vendor, userId);
    known.set(key, await findRecipientByIdentity(deps.db.query, orgId, vendor, index));
  }
  return [...new Set(known.values())].flatMap((id) => (id === undefined ? [] : [{ kind: 'recipient', id } as const]));
}
