/** What a reference stands for, for somebody who asks in a conversation. */
import type { Executor } from '../database.ts';

export type Referenced = {
  readonly transferId: string | null;
  readonly connection: string;
  readonly doorId: string | null;
  /** Of the transfer; of a notice to a group `granted` while one of its transfers is, else `ended`. */
  readonly state: string;
  readonly expiresAt: Date | null;
};

/** Returns the transfer or the notice to a group of that reference. */
export async function findReferenced(db: Executor, orgId: string, reference: string): Promise<Referenced | undefined> {
  const transfer = await db
    .selectFrom('transfer')
    .select(['transfer_id', 'connection', 'door_id', 'state', 'expires_at'])
    .where('org_id', '=', orgId)
    .where('reference', '=', reference)
    .limit(1)
    .executeTakeFirst();
  if (transfer !== undefined) {
    const { transfer_id: transferId, connection, door_id: doorId, state, expires_at: expiresAt } = transfer;
    return { transferId, connection, doorId, state, expiresAt };
  }
  const notice = await db
    .selectFrom('audience_notice')
    .select(['notice_id', 'connection', 'door_id', 'expires_at'])
    .where('org_id', '=', orgId)
    .where('reference', '=', reference)
    .limit(1)
    .executeTakeFirst();
  if (notice === undefined) return undefined;
  const { connection, door_id: doorId, expires_at: expiresAt } = notice;
  const state = (await leadsToGranted(db, orgId, notice.notice_id)) ? 'granted' : 'ended';
  return { transferId: null, connection, doorId, state, expiresAt };
}

async function leadsToGranted(db: Executor, orgId: string, noticeId: string): Promise<boolean> {
  const row = await db
    .selectFrom('notice_item')
    .innerJoin('transfer', (join) =>
      join
        .onRef('transfer.org_id', '=', 'notice_item.org_id')
        .onRef('transfer.transfer_id', '=', 'notice_item.transfer_id'),
    )
    .select('transfer.transfer_id')
    .where('notice_item.org_id', '=', orgId)
    .where('notice_item.notice_id', '=', noticeId)
    .where('transfer.state', '=', 'granted')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The recipient whom the vendor calls by that name. */
export async function findRecipientByIdentity(
  db: Executor,
  orgId: string,
  vendor: string,
  index: Uint8Array,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('recipient_identity')
    .select('recipient_id')
    .where('org_id', '=', orgId)
    .where('vendor', '=', vendor)
    .where('provider_id_index', '=', index)
    .executeTakeFirst();
  return row?.recipient_id;
}

export type ConversationDoor = {
  readonly doorId: string;
  readonly robotCode: string;
  readonly connection: string;
  /** By which its messages leave, to the group and to persons. */
  readonly connections: readonly string[];
  readonly conversationIds: readonly string[];
};

/** Applications in use: what their robots are called and which conversations stand for them. */
export async function listAppDoors(db: Executor, orgId: string): Promise<ConversationDoor[]> {
  const rows = await db
    .selectFrom('door')
    .select(['door_id', 'settings'])
    .where('org_id', '=', orgId)
    .where('kind', '=', 'app')
    .where('state', '=', 'active')
    .execute();
  return rows.flatMap(({ door_id: doorId, settings }) =>
    settings.app === null
      ? []
      : [
          {
            doorId,
            robotCode: settings.app.robotCode,
            connection: settings.route.connectionId,
            connections: [settings.route.connectionId, settings.app.personConnectionId].flatMap((one) => one ?? []),
            conversationIds: settings.app.conversationIds,
          },
        ],
  );
}
