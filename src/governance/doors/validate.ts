/** Whether a door may be as somebody wants it: everything that it names is there, and nobody unknown walks in. */
import { parseNetwork } from '../../access/cidr.ts';
import type { DoorChoices } from '../../model/api/doors.ts';
import { lockAudience } from '../../store/tables/audience-admin.ts';
import type { DoorRow } from '../../store/tables/door-admin.ts';
import { listEntities } from '../../store/tables/organisation.ts';
import type { Trx } from '../../store/transaction.ts';
import type { Tenant } from '../../transfers/deps.ts';
import type { DoorDeps } from './deps.ts';
import { DOOR } from './errors.ts';

/**
 * Holds the audience until the transaction ends, so that it cannot be removed from under the door.
 *
 * @throws `door.unknown_entity`, `door.unknown_audience`, and what `checkChoices` throws
 */
export async function requireUsable(
  deps: DoorDeps,
  trx: Trx,
  { orgId }: Tenant,
  kind: DoorRow['kind'],
  choices: DoorChoices,
): Promise<void> {
  checkChoices(deps, kind, choices);
  const { entityId, audienceId } = choices.route;
  if (!(await listEntities(trx, orgId)).some((entity) => entity.id === entityId)) throw DOOR.unknown_entity();
  if ((await lockAudience(trx, orgId, audienceId, 'share')) === undefined) throw DOOR.unknown_audience();
}

/**
 * What can be said without the store.
 *
 * @throws `door.unknown_connection`, `door.reaches_no_group`, `door.reaches_no_person`, `door.unguarded`, `door.bad_network`,
 *   `door.label_not_clean`, `door.app_expected`
 */
export function checkChoices(
  deps: Pick<DoorDeps, 'channels' | 'scan'>,
  kind: DoorRow['kind'],
  choices: DoorChoices,
): void {
  const { route, security, app } = choices;
  if ((kind === 'app') !== (app !== null)) throw DOOR.app_expected();
  if (reachOf(deps, route.connectionId) !== 'group') throw DOOR.reaches_no_group();
  const person = app?.personConnectionId ?? null;
  if (person !== null && reachOf(deps, person) !== 'user') throw DOOR.reaches_no_person();
  const { signed, keywords, networks } = security;
  // An app proves itself by its secret; a robot's address alone may have been copied from a chat or a log.
  if (kind === 'robot' && !signed && keywords.length === 0 && networks.length === 0) throw DOOR.unguarded();
  const bad = networks.findIndex((network) => parseNetwork(network) === undefined);
  if (bad >= 0) throw DOOR.bad_network({ position: bad + 1 });
  if (route.label !== null && !isCleanLabel(deps, route.label)) throw DOOR.label_not_clean();
}

function reachOf(deps: Pick<DoorDeps, 'channels'>, connectionId: string): string {
  const found = deps.channels.connections().find((one) => one.id === connectionId);
  if (found === undefined) throw DOOR.unknown_connection();
  return found.reaches;
}

/** What a chat program would turn into a link: a scheme, `www.`, a mailbox, a name with an ending of letters, or an address of four numbers. */
const ADDRESS = /:\/\/|www\.|@|[\p{L}\p{N}][.。．｡]\p{L}{2,}|\d{1,3}(?:\.\d{1,3}){3}/iu;
/** Signs that steer a reader's eyes or a vendor's markup. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

/** Returns whether the label is one line with no personal data and no address: it crosses the border with every notice. */
export function isCleanLabel(deps: Pick<DoorDeps, 'scan'>, label: string): boolean {
  const isLine = label !== '' && label.trim() === label && !UNSEEN.test(label);
  return isLine && !ADDRESS.test(label.normalize('NFKC')) && deps.scan(label).personal === 0;
}
