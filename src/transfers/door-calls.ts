/** What an application asks about its own earlier calls, answered from our own evidence; and taking such a call back. */
import type { Bytes } from '../base/bytes.ts';
import type { TransferState } from '../model/transfer-states.ts';
import {
  type CalledTransfer,
  findCallByKey,
  findCallByQuery,
  findCallByTask,
  findCalledTransfer,
  listNoticeStates,
  listReaders,
  type NoticeState,
} from '../store/tables/door-calls.ts';
import type { Door } from './arrival.ts';
import { identityContext } from './border-contexts.ts';
import type { Tenant, TransferDeps } from './deps.ts';
import { endByStaff } from './end.ts';
import { TRANSFER } from './errors.ts';
import { EntrepotError } from '../base/errors.ts';

/** How a call is named: by the number or the text it was answered with, or by the caller's own key, hashed. */
export type CallName = { readonly taskId: number } | { readonly queryKey: string } | { readonly callKey: Bytes };

export type CallReader = {
  readonly recipientId: string;
  /** What the vendor calls this recipient; null when that is not known. */
  readonly providerId: string | null;
  /** When something of it was first released to this recipient. */
  readonly openedAt: Date | null;
};

export type CallState = {
  readonly transferId: string;
  readonly state: TransferState;
  /** `waiting`: nothing was told yet; `told`: every notice has left; `failed`: one could not be delivered and no other waits. */
  readonly notice: 'waiting' | 'told' | 'failed';
  readonly readers: readonly CallReader[];
  /** Whether it went to the audience of the door. */
  readonly toAudience: boolean;
};

/** The state of a call of this door; undefined when it made none of that name. */
export async function readCall(
  deps: TransferDeps,
  tenant: Tenant,
  door: Door,
  vendor: string,
  name: CallName,
): Promise<CallState | undefined> {
  const transfer = await findTransfer(deps, tenant, door, name);
  if (transfer === undefined) return undefined;
  const db = deps.db.query;
  const notices = await listNoticeStates(db, tenant.orgId, transfer.transfer_id);
  const rows = await listReaders(db, tenant.orgId, vendor, transfer);
  const readers = await Promise.all(
    rows.map(async (row) => ({
      recipientId: row.recipient_id,
      providerId:
        row.provider_id_sealed === null
          ? null
          : await deps.fields.open(identityContext(vendor, row.recipient_id), row.provider_id_sealed),
      openedAt: row.opened_at,
    })),
  );
  return {
    transferId: transfer.transfer_id,
    state: transfer.state,
    notice: noticeOf(notices),
    readers,
    toAudience: transfer.audience_id !== null,
  };
}

function noticeOf(notices: readonly NoticeState[]): CallState['notice'] {
  if (notices.length === 0 || notices.some((one) => one.state === 'pending' || one.state === 'sending'))
    return 'waiting';
  return notices.some((one) => one.state === 'dead') ? 'failed' : 'told';
}

/**
 * Takes back what a call of this door sent, in the name of the door's owner: a granted transfer is revoked, a held one withdrawn.
 * `unknown`: the door made no such call; `ended`: it was over already.
 */
export async function recallCall(
  deps: TransferDeps,
  tenant: Tenant,
  door: Door,
  name: CallName,
): Promise<'recalled' | 'ended' | 'unknown'> {
  const transfer = await findTransfer(deps, tenant, door, name);
  if (transfer === undefined) return 'unknown';
  if (transfer.state !== 'granted' && transfer.state !== 'held') return 'ended';
  const owner = { kind: 'staff', id: door.ownerId, role: 'sender' } as const;
  try {
    const to = transfer.state === 'granted' ? 'revoked' : 'withdrawn';
    await endByStaff(deps, tenant, owner, transfer.transfer_id, to);
    return 'recalled';
  } catch (error) {
    // It ended, or was approved, in between; a second try sees how it stands now.
    if (error instanceof EntrepotError && error.code === TRANSFER.wrong_state().code) return 'ended';
    throw error;
  }
}

async function findTransfer(
  deps: TransferDeps,
  tenant: Tenant,
  door: Door,
  name: CallName,
): Promise<CalledTransfer | undefined> {
  const db = deps.db.query;
  const { orgId } = tenant;
  const call = await ('taskId' in name
    ? findCallByTask(db, orgId, door.id, name.taskId)
    : 'queryKey' in name
      ? findCallByQuery(db, orgId, door.id, name.queryKey)
      : findCallByKey(db, orgId, door.id, name.callKey));
  return call === undefined ? undefined : findCalledTransfer(db, orgId, call.transfer_id);
}
