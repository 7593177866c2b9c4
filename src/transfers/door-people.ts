/** People as an application names them: by what the vendor calls them, or by telephone number. Our directory answers; nobody else is asked. */
import { hex } from '../base/bytes.ts';
import { listProviderIds } from '../store/tables/door-calls.ts';
import { findByProviderIds } from '../store/tables/doors.ts';
import { identityContext } from './border-contexts.ts';
import type { Tenant, TransferDeps } from './deps.ts';
import type { Mentions } from './mentions.ts';

export type NamedPeople = {
  /** Recipients, each once, in the order in which they were named. */
  readonly recipientIds: readonly string[];
  /** Names that are nobody's here, as they were written. */
  readonly unknown: readonly string[];
};

type PeopleDeps = Pick<TransferDeps, 'db' | 'fields'>;

/** Who is meant by a vendor's identifiers. */
export async function findPeople(
  deps: PeopleDeps,
  tenant: Pick<Tenant, 'orgId'>,
  vendor: string,
  names: readonly string[],
): Promise<NamedPeople> {
  const wanted = [...new Set(names)];
  const indexes = await Promise.all(wanted.map((name) => deps.fields.providerIndex(vendor, name)));
  const rows = await findByProviderIds(deps.db.query, tenant.orgId, vendor, indexes);
  const byIndex = new Map(rows.map((row) => [hex(row.index), row.recipientId]));
  const recipientIds: string[] = [];
  const unknown: string[] = [];
  for (const [i, name] of wanted.entries()) {
    const found = byIndex.get(hex(indexes[i] ?? new Uint8Array(0)));
    if (found === undefined) unknown.push(name);
    else recipientIds.push(found);
  }
  return { recipientIds, unknown };
}

/** What the vendor calls the recipient with this telephone number; undefined when nobody has it, or several, or without an identifier. */
export async function findNameByPhone(
  deps: PeopleDeps,
  tenant: Pick<Tenant, 'orgId'>,
  mentions: Mentions,
  vendor: string,
  number: string,
): Promise<string | undefined> {
  const rows = await listProviderIds(deps.db.query, tenant.orgId, vendor, await mentions.byPhones([number]));
  const [only] = rows;
  if (only === undefined || rows.length > 1) return undefined;
  return deps.fields.open(identityContext(vendor, only.recipient_id), only.provider_id_sealed);
}
