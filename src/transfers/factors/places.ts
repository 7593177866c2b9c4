/** Places where recipients can sign in, opened from what officers set. One that cannot be opened is not offered. */
import { z } from 'zod';
import type { Fetch } from '../../channels/network.ts';
import type { SignInPlace } from '../../channels/sign-in/port.ts';
import { openPlace } from '../../channels/sign-in/registry.ts';
import { describeError } from '../../base/logger.ts';
import type { Random } from '../../base/random.ts';
import type { ProviderKind } from '../../model/api/open-factors.ts';
import { listProviders, type ProviderRow } from '../../store/tables/sign-in-providers.ts';
import type { Tenant, TransferDeps } from '../deps.ts';

export type OfferedPlace = {
  readonly id: string;
  readonly kind: ProviderKind;
  /** What the officer called it. */
  readonly label: string;
  readonly place: SignInPlace;
};

/** What is kept sealed of a provider. */
export const storedProviderSchema = z.strictObject({
  label: z.string(),
  settings: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
});
export type StoredProvider = z.infer<typeof storedProviderSchema>;

export function providerContext(providerId: string): string {
  return `sign_in_provider.settings:${providerId}`;
}

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** `p-` and 50 random bits: it stands in addresses that a vendor sees, so it is never made from a name. */
export function newProviderId(random: Random): string {
  return `p-${Array.from(random(10), (byte) => BASE32[byte & 31]).join('')}`;
}

/** The one address to which a provider sends the browser back; it is registered with the provider. */
export function callbackAddress(publicUrl: string, providerId: string): string {
  return `${publicUrl.replace(/\/$/, '')}/open/sign-in/${providerId}/callback`;
}

export async function openStored(deps: Pick<TransferDeps, 'fields'>, row: ProviderRow): Promise<StoredProvider> {
  const json: unknown = JSON.parse(await deps.fields.open(providerContext(row.provider_id), row.settings_sealed));
  return storedProviderSchema.parse(json);
}

type Deps = Pick<TransferDeps, 'db' | 'fields' | 'logger'> & { readonly fetch: Fetch };

/** Those that are in use, the oldest first. */
export async function offeredPlaces(deps: Deps, tenant: Pick<Tenant, 'orgId'>): Promise<readonly OfferedPlace[]> {
  const rows = (await listProviders(deps.db.query, tenant.orgId)).filter((row) => row.state === 'active');
  const opened = await Promise.all(rows.map((row) => openOne(deps, row)));
  return opened.flatMap((one) => (one === undefined ? [] : [one]));
}

async function openOne(deps: Deps, row: ProviderRow): Promise<OfferedPlace | undefined> {
  try {
    const { label, settings } = await openStored(deps, row);
    const opened = openPlace(row.kind, settings, deps.fetch);
    return opened.ok ? { id: row.provider_id, kind: row.kind, label, place: opened.place } : undefined;
  } catch (error) {
    deps.logger.error({ ...describeError(error), provider: row.provider_id }, 'a place to sign in cannot be used');
    return undefined;
  }
}
