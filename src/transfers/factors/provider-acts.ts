/** What officers do about places to sign in: add, change, try, pause, remove. Credentials are sealed and never shown again. */
import { utf8 } from '../../base/bytes.ts';
import { openPlace, type PlaceKind, type OpenedPlace } from '../../channels/sign-in/registry.ts';
import type { ChangeProvider, NewProvider, ProviderList, ProviderProbe } from '../../model/api/sign-in-providers.ts';
import {
  insertProvider,
  listProviders,
  lockProvider,
  type ProviderRow,
  updateProvider,
} from '../../store/tables/sign-in-providers.ts';
import { type Trx, tx } from '../../store/transaction.ts';
import { type EventKind, recordEvent } from '../audit.ts';
import type { StaffActor, Tenant } from '../deps.ts';
import type { FactorDeps } from './deps.ts';
import { PROVIDER } from './errors.ts';
import { callbackAddress, newProviderId, openStored, providerContext, type StoredProvider } from './places.ts';

/** The one member of the settings that is never given out. */
const SECRET = 'clientSecret';

export async function listProviderViews(deps: FactorDeps, tenant: Tenant): Promise<ProviderList> {
  const rows = await listProviders(deps.db.query, tenant.orgId);
  return { providers: await Promise.all(rows.map((row) => viewOf(deps, row))) };
}

async function viewOf(deps: FactorDeps, row: ProviderRow): Promise<ProviderList['providers'][number]> {
  const { label, settings } = await openStored(deps, row);
  const opened = openPlace(row.kind, settings, deps.fetch);
  return {
    id: row.provider_id,
    kind: row.kind,
    label,
    paused: row.state === 'paused',
    settings: Object.fromEntries(Object.entries(settings).filter(([name]) => name !== SECRET)),
    callback: callbackAddress(deps.settings.publicUrl, row.provider_id),
    hosts: opened.ok ? [...opened.place.hosts] : [],
    usable: opened.ok,
    changedAt: row.changed_at.toISOString(),
  };
}

/** Returns the id. @throws `provider.bad_settings` with the names of the members */
export async function addProvider(
  deps: FactorDeps,
  tenant: Tenant,
  actor: StaffActor,
  command: NewProvider,
): Promise<string> {
  const { kind, label, settings } = command;
  requireUsable(openPlace(kind, settings, deps.fetch));
  const id = newProviderId(deps.random);
  const now = deps.clock.now();
  const sealed = await sealStored(deps, id, { label, settings });
  await tx(deps.db, async (trx) => {
    await insertProvider(trx, {
      org_id: tenant.orgId,
      provider_id: id,
      kind,
      state: 'active',
      settings_sealed: sealed,
      changed_by: actor.id,
      created_at: now,
      changed_at: now,
    });
    await record(deps, trx, tenant, actor, 'provider.added', id, kind);
  });
  deps.log.nudge();
  return id;
}

/** A secret that is left out stays. Where the address changes it must be given anew: it would be sent elsewhere otherwise. */
export async function changeProvider(
  deps: FactorDeps,
  tenant: Tenant,
  actor: StaffActor,
  id: string,
  command: ChangeProvider,
): Promise<void> {
  await tx(deps.db, async (trx) => {
    const row = await lockProvider(trx, tenant.orgId, id);
    if (row === undefined) throw PROVIDER.unknown();
    const before = await openStored(deps, row);
    const keepsSecret = command.settings[SECRET] === undefined;
    if (
      keepsSecret &&
      hostsOf(row.kind, before.settings, deps) !==
        hostsOf(row.kind, { ...command.settings, [SECRET]: before.settings[SECRET] ?? '' }, deps)
    )
      throw PROVIDER.bad_settings({ fields: [SECRET] });
    const settings = keepsSecret ? { ...command.settings, [SECRET]: before.settings[SECRET] ?? '' } : command.settings;
    requireUsable(openPlace(row.kind, settings, deps.fetch));
    const sealed = await sealStored(deps, id, { label: command.label, settings });
    await updateProvider(trx, tenant.orgId, id, {
      settings_sealed: sealed,
      changed_by: actor.id,
      changed_at: deps.clock.now(),
    });
    await record(deps, trx, tenant, actor, 'provider.changed', id, row.kind);
  });
  deps.log.nudge();
}

/** Asks the place, without anybody's account, whether the settings can work. @throws `provider.unknown` */
export async function probeProvider(deps: FactorDeps, tenant: Tenant, id: string): Promise<ProviderProbe> {
  const row = (await listProviders(deps.db.query, tenant.orgId)).find((one) => one.provider_id === id);
  if (row === undefined) throw PROVIDER.unknown();
  const opened = openPlace(row.kind, (await openStored(deps, row)).settings, deps.fetch);
  if (!opened.ok) return { ok: false, why: 'settings' };
  const failure = await opened.place.probe(callbackAddress(deps.settings.publicUrl, id), deps.clock.now());
  return { ok: failure === undefined, why: failure?.why ?? null };
}

/** @throws `provider.unknown` */
export async function setProviderPaused(
  deps: FactorDeps,
  tenant: Tenant,
  actor: StaffActor,
  id: string,
  paused: boolean,
): Promise<void> {
  await setState(
    deps,
    tenant,
    actor,
    id,
    paused ? 'paused' : 'active',
    paused ? 'provider.paused' : 'provider.resumed',
  );
}

/** Who signed in there is known no more. @throws `provider.unknown` */
export async function removeProvider(deps: FactorDeps, tenant: Tenant, actor: StaffActor, id: string): Promise<void> {
  await setState(deps, tenant, actor, id, 'removed', 'provider.removed');
}

async function setState(
  deps: FactorDeps,
  tenant: Tenant,
  actor: StaffActor,
  id: string,
  state: ProviderRow['state'],
  kind: EventKind,
): Promise<void> {
  await tx(deps.db, async (trx) => {
    const row = await lockProvider(trx, tenant.orgId, id);
    if (row === undefined) throw PROVIDER.unknown();
    await updateProvider(trx, tenant.orgId, id, { state, changed_by: actor.id, changed_at: deps.clock.now() });
    await record(deps, trx, tenant, actor, kind, id, row.kind);
  });
  deps.log.nudge();
}

async function record(
  deps: FactorDeps,
  trx: Trx,
  tenant: Tenant,
  actor: StaffActor,
  kind: EventKind,
  provider: string,
  of: PlaceKind,
): Promise<void> {
  await recordEvent(deps, trx, tenant, {
    kind,
    at: deps.clock.now(),
    actor: { kind: 'staff', id: actor.id },
    detail: { provider, of },
  });
}

function sealStored(deps: FactorDeps, id: string, stored: StoredProvider): ReturnType<FactorDeps['fields']['seal']> {
  return deps.fields.seal(providerContext(id), utf8(JSON.stringify(stored)));
}

function requireUsable(opened: OpenedPlace): void {
  if (!opened.ok) throw PROVIDER.bad_settings({ fields: [...opened.fields] });
}

/** Where the secret is sent, in one text. */
function hostsOf(kind: PlaceKind, settings: StoredProvider['settings'], deps: FactorDeps): string {
  const opened = openPlace(kind, settings, deps.fetch);
  return opened.ok ? opened.place.hosts.join(' ') : '';
}
