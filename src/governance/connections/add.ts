/** Connections that administrators add and change. */
import { openChannel } from '../../channels/registry.ts';
import type { AddConnection, ChangeConnection } from '../../model/api/connections.ts';
import { endPause } from '../../store/tables/buckets.ts';
import {
  type ConnectionRow,
  forgetFailures,
  insertConnection,
  lockConnection,
  updateConnection,
} from '../../store/tables/connections.ts';
import { tx } from '../../store/transaction.ts';
import { recordEvent } from '../../transfers/audit.ts';
import { connectionContext, connectionNameContext, newConnectionId } from '../../transfers/connection-settings.ts';
import type { StaffActor, Tenant } from '../../transfers/deps.ts';
import type { ConnectionDeps } from './deps.ts';
import { CONNECTION } from './errors.ts';
import { mayFallBackOn } from './fallbacks.ts';
import { requireKnown, type Settings, storedSettings } from './known.ts';

/**
 * Adds a connection and returns its id. Nothing is sent.
 *
 * @throws `channels.bad_config` with the names of the members that are wrong, `channels.unknown_kind`
 */
export async function addConnection(
  deps: ConnectionDeps,
  tenant: Tenant,
  actor: StaffActor,
  command: AddConnection,
): Promise<string> {
  openChannel(command.kind, command.settings);
  const { transfers } = deps;
  const id = newConnectionId(transfers.random);
  const at = transfers.clock.now();
  const sealed = {
    name_sealed: await transfers.fields.seal(connectionNameContext(id), command.name),
    settings_sealed: await transfers.fields.seal(connectionContext(id), JSON.stringify(command.settings)),
  };
  await tx(transfers.db, async (trx) => {
    await insertConnection(trx, {
      org_id: tenant.orgId,
      connection_id: id,
      kind: command.kind,
      ...sealed,
      state: 'active',
      fallbacks: JSON.stringify([]),
      created_by: actor.id,
      created_at: at,
      changed_at: at,
    });
    await recordEvent(transfers, trx, tenant, {
      kind: 'connection.added',
      at,
      actor: { kind: 'staff', id: actor.id },
      channel: id,
      detail: { kind: command.kind },
    });
  });
  await deps.office.refresh();
  transfers.log.nudge();
  return id;
}

/**
 * Changes name, settings and fallbacks. What was wrong before is forgotten: the next message tries it.
 *
 * @throws `connection.not_found`, `connection.from_settings`, `connection.secret_again`, `connection.bad_fallback`, `channels.bad_config`
 */
export async function changeConnection(
  deps: ConnectionDeps,
  tenant: Tenant,
  actor: StaffActor,
  connectionId: string,
  command: ChangeConnection,
): Promise<void> {
  const known = await requireKnown(deps, connectionId);
  if (known.source === 'settings') throw CONNECTION.from_settings();
  const possible = await mayFallBackOn(deps, known);
  if (command.fallbacks.some((id) => !possible.includes(id))) throw CONNECTION.bad_fallback();
  const { transfers } = deps;
  await tx(transfers.db, async (trx) => {
    const row = await lockConnection(trx, tenant.orgId, connectionId);
    if (row === undefined) throw CONNECTION.not_found();
    const settings = await mergedSettings(deps, row, command.settings);
    const at = transfers.clock.now();
    await updateConnection(
      trx,
      row,
      {
        name_sealed: await transfers.fields.seal(connectionNameContext(connectionId), command.name),
        settings_sealed: await transfers.fields.seal(connectionContext(connectionId), JSON.stringify(settings)),
        fallbacks: JSON.stringify([...new Set(command.fallbacks)]),
      },
      at,
    );
    await forgetFailures(trx, tenant.orgId, connectionId);
    await endPause(trx, tenant.orgId, connectionId);
    await recordEvent(transfers, trx, tenant, {
      kind: 'connection.changed',
      at,
      actor: { kind: 'staff', id: actor.id },
      channel: connectionId,
      detail: { kind: row.kind, fallbacks: command.fallbacks },
    });
  });
  await deps.office.refresh();
  transfers.log.nudge();
}

/**
 * The new settings, with the secrets that were not given anew.
 *
 * INVARIANT: a stored secret never goes to an address that it was not given for: whoever may change a connection must not read it out by
 * pointing it at a server of his own.
 */
async function mergedSettings(deps: ConnectionDeps, row: ConnectionRow, given: Settings): Promise<Settings> {
  const stored = await storedSettings(deps, row);
  const secretFields = secretFieldsOf(row.kind, stored, given);
  const kept = Object.fromEntries(
    Object.entries(stored).filter(([name]) => secretFields.includes(name) && !Object.hasOwn(given, name)),
  );
  const merged = Object.fromEntries(Object.entries({ ...kept, ...given }).filter(([, value]) => value !== null));
  const after = openChannel(row.kind, merged).hosts;
  if (Object.keys(kept).length > 0 && !sameHosts(hostsOf(row.kind, stored), after)) throw CONNECTION.secret_again();
  return merged;
}

/** Settings that no longer open say nothing about their secrets: then the given ones must stand by themselves. */
function secretFieldsOf(kind: string, ...tried: readonly Settings[]): readonly string[] {
  for (const settings of tried) {
    try {
      return openChannel(kind, settings).secretFields;
    } catch {
      // The next one may open.
    }
  }
  return [];
}

function hostsOf(kind: string, settings: Settings): readonly string[] {
  try {
    return openChannel(kind, settings).hosts;
  } catch {
    return [];
  }
}

function sameHosts(before: readonly string[], after: readonly string[]): boolean {
  return before.length === after.length && before.every((host) => after.includes(host));
}
