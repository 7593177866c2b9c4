/**
 * What a process does: everything, or a part of it beside others on the same data directory. One process has the role `integrator`: it keeps
 * the data directory, runs the embedded database and migrates. The others attach to it.
 */
import { join } from 'node:path';
import { defineErrors } from '../base/errors.ts';
import { acquireDataLock } from '../store/postgres/data-lock.ts';

export const ROLES = ['http', 'worker', 'integrator', 'gateway'] as const;
export type Role = (typeof ROLES)[number];
export type Roles = ReadonlySet<Role>;

export const SERVE = defineErrors('serve', {
  unknown_role: [500, 'a role is not known', 'fatal'],
  nothing_to_do: [500, 'the process has no role left', 'fatal'],
  not_running: [500, 'no process keeps this data directory', 'fatal'],
  not_set_up: [500, 'the process that keeps this data directory has not finished its first start', 'fatal'],
});

/** @throws `serve.unknown_role` with the position of the first unknown one, `serve.nothing_to_do` */
export function readRoles(names: readonly string[], isGatewayEnabled: boolean): Roles {
  const position = names.findIndex((name) => !isRole(name));
  if (position >= 0) throw SERVE.unknown_role({ position: position + 1, known: [...ROLES] });
  const roles = new Set(names.filter(isRole));
  if (!isGatewayEnabled) roles.delete('gateway');
  if (roles.size === 0) throw SERVE.nothing_to_do();
  return roles;
}

function isRole(name: string): name is Role {
  return ROLES.some((role) => role === name);
}

/** Roles of which a data directory has one process: they keep something in memory that two would not agree on. */
const ALONE: readonly Role[] = ['http', 'worker'];

/**
 * Takes the locks of those roles, below `roles/` in the data directory. The integrator's is the lock of the directory itself; of gateways there
 * may be as many as one likes.
 *
 * @throws `store.data_in_use` with the pid of the other process
 */
export async function holdRoles(directory: string, roles: Roles): Promise<{ readonly release: () => Promise<void> }> {
  const held: (() => Promise<void>)[] = [];
  const release = async (): Promise<void> => {
    for (const one of held.splice(0).reverse()) await one();
  };
  try {
    for (const role of ALONE)
      if (roles.has(role)) held.push((await acquireDataLock(join(directory, 'roles', role))).release);
    return { release };
  } catch (error) {
    await release();
    throw error;
  }
}
