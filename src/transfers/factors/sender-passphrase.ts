/**
 * A passphrase that the sender chooses for one recipient of one transfer and tells him by telephone. It is registered in the sender's browser by
 * OPAQUE, so that it is never here; it counts for that transfer alone and ends with it.
 */
import { utf8, fromBase64url } from '../../base/bytes.ts';
import { isRecord } from '../../seal/opaque/server.ts';
import { insertFactor, removeFactors } from '../../store/tables/factors.ts';
import { listTransferRecipients, type TransferRow } from '../../store/tables/transfers.ts';
import { tx } from '../../store/transaction.ts';
import { recordEvent } from '../audit.ts';
import type { StaffActor, Tenant } from '../deps.ts';
import { TRANSFER } from '../errors.ts';
import type { FactorDeps } from './deps.ts';
import { FACTOR } from './errors.ts';
import { factorContext } from './own.ts';
import { credentialId, evaluateRequest } from './passphrase.ts';

/** RegistrationResponse for the sender's browser. @throws `transfer.unknown_recipient`, `transfer.wrong_state`, `factor.not_accepted` */
export async function beginSenderPassphrase(
  deps: FactorDeps,
  tenant: Tenant,
  transfer: TransferRow,
  recipientId: string,
  request: string,
): Promise<string> {
  await requireAlive(deps, tenant, transfer, recipientId);
  return evaluateRequest(deps, credentialId(tenant, recipientId, transfer.transfer_id), request);
}

/**
 * Sets the passphrase in place of an earlier one, or takes it away.
 *
 * @param record - RegistrationRecord, base64url; null takes it away.
 * @throws `transfer.unknown_recipient`, `transfer.wrong_state`, `factor.not_accepted`
 */
export async function setSenderPassphrase(
  deps: FactorDeps,
  tenant: Tenant,
  actor: StaffActor,
  transfer: TransferRow,
  recipientId: string,
  record: string | null,
): Promise<void> {
  await requireAlive(deps, tenant, transfer, recipientId);
  if (record !== null && !isRecord(fromBase64url(record))) throw FACTOR.not_accepted();
  const { orgId } = tenant;
  const { transfer_id: transferId } = transfer;
  const at = deps.clock.now();
  const id = deps.ids.uuid();
  await tx(deps.db, async (trx) => {
    await removeFactors(trx, orgId, recipientId, { transferId }, null, at);
    if (record !== null) {
      const stored = await insertFactor(trx, {
        org_id: orgId,
        factor_id: id,
        recipient_id: recipientId,
        kind: 'passphrase',
        transfer_id: transferId,
        data_sealed: await deps.fields.seal(factorContext(id), utf8(JSON.stringify({ record }))),
        created_at: at,
      });
      if (!stored) throw FACTOR.exists();
    }
    await recordEvent(deps, trx, tenant, {
      kind: 'factor.set',
      at,
      actor: { kind: 'staff', id: actor.id },
      subjectId: recipientId,
      transferId,
      detail: { factor: 'passphrase', set: record !== null },
    });
  });
  deps.log.nudge();
}

async function requireAlive(
  deps: FactorDeps,
  tenant: Tenant,
  transfer: TransferRow,
  recipientId: string,
): Promise<void> {
  if (transfer.state !== 'granted') throw TRANSFER.wrong_state({ state: transfer.state });
  const links = await listTransferRecipients(deps.db.query, tenant.orgId, [transfer.transfer_id]);
  if (!links.some((one) => one.recipient_id === recipientId)) throw TRANSFER.unknown_recipient();
}
