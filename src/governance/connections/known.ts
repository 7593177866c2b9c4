/** One connection by its id, and its settings without what is secret. */
import type { KnownConnection } from '../../transfers/post.ts';
import type { ConnectionRow } from '../../store/tables/connections.ts';
import { connectionContext } from '../../transfers/connection-settings.ts';
import type { ConnectionDeps } from './deps.ts';
import { CONNECTION } from './errors.ts';

/** @throws `connection.not_found` */
export async function requireKnown(deps: ConnectionDeps, connectionId: string): Promise<KnownConnection> {
  const found = (await deps.office.known()).find((one) => one.id === connectionId);
  if (found === undefined) throw CONNECTION.not_found();
  return found;
}

export type Settings = Readonly<Record<string, unknown>>;

/** The stored settings, secrets included; empty when they cannot be read. */
export async function storedSettings(deps: ConnectionDeps, row: ConnectionRow): Promise<Settings> {
  try {
    const text = await deps.transfers.fields.open(connectionContext(row.connection_id), row.settings_sealed);
    const json: unknown = JSON.parse(text);
    return isRecord(json) ? json : {};
  } catch {
    return {};
  }
}

function isRecord(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Splits settings into what may be shown and the names of secrets that are set. */
export function withoutSecrets(
  settings: Settings,
  secretFields: readonly string[],
): { readonly shown: Settings; readonly secretsSet: readonly string[] } {
  const isSecret = (name: string): boolean => secretFields.includes(name);
  return {
    shown: Object.fromEntries(Object.entries(settings).filter(([name]) => !isSecret(name))),
    secretsSet: Object.keys(settings).filter(isSecret),
  };
}
