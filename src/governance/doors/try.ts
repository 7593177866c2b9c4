/** A door is tried out: a message goes its way from here, as if the program had sent it. */
import { utf8 } from '../../base/bytes.ts';
import type { DoorTried } from '../../model/api/doors.ts';
import { doorSettingsSchema } from '../../model/door.ts';
import { findDoor } from '../../store/tables/door-admin.ts';
import { tx } from '../../store/transaction.ts';
import { recordEvent } from '../../transfers/audit.ts';
import type { StaffActor, Tenant } from '../../transfers/deps.ts';
import type { DoorDeps } from './deps.ts';
import { DOOR } from './errors.ts';

/**
 * Hands `text` in as a call of the program would be: classified, decided, sealed, told to the group. Only what the program has to prove
 * is left out.
 *
 * @throws `door.not_found`, `door.wrong_state` when it is paused, what `Intake.accept` throws
 */
export async function tryDoor(
  deps: DoorDeps,
  tenant: Tenant,
  actor: StaffActor,
  id: string,
  text: string,
): Promise<DoorTried> {
  const row = await findDoor(deps.db.query, tenant.orgId, id);
  if (row === undefined || row.state === 'removed') throw DOOR.not_found();
  if (row.state !== 'active') throw DOOR.wrong_state();
  const settings = doorSettingsSchema.parse(row.settings);
  const intake = deps.openIntake(tenant);
  try {
    const { transferId, reference, state } = await intake.accept({
      door: { id, kind: row.kind, ownerId: row.owner_id, settings },
      callKey: undefined,
      message: { title: '', text, format: 'text' },
      uploadIds: [],
      to: { kind: 'audience' },
      mentions: { recipients: [], all: false },
      arrivedBytes: utf8(JSON.stringify({ msgtype: 'text', text: { content: text } })).length,
    });
    // Crash here: the message is on its way, and its own events say so; only who tried it is not written down.
    await tx(deps.db, (trx) =>
      recordEvent(deps, trx, tenant, {
        kind: 'door.tried',
        at: deps.clock.now(),
        actor: { kind: 'staff', id: actor.id },
        subjectId: id,
        transferId,
      }),
    );
    deps.log.nudge();
    return { transferId, reference, state };
  } finally {
    await intake.close();
  }
}
