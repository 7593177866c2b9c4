/** Recipients, uploads' state, transfers and what is done with them. */
import { z } from 'zod';
import { may } from '../../access/authorize.ts';
import { BASE } from '../../base/errors.ts';
import { staffNames } from '../../governance/organisation/staff.ts';
import { createRecipientSchema, recipientListSchema, recipientSchema } from '../../model/api/recipients.ts';
import {
  approvalRequestSchema,
  previewResponseSchema,
  previewTransferSchema,
  recordBasisSchema,
  submitTransferSchema,
  transferDetailSchema,
  transferListSchema,
  transferStateSchema,
  uploadStateSchema,
} from '../../model/api/transfers.ts';
import { uuidSchema } from '../../model/api/common.ts';
import type { Approver } from '../../transfers/approvals.ts';
import { readApprover } from '../../transfers/delegations.ts';
import { listSentAbout, readSentAbout } from '../../governance/connections/sent.ts';
import { sentBodySchema, sentListSchema } from '../../model/api/connections.ts';
import { endByStaff } from '../../transfers/end.ts';
import { previewTransfer } from '../../transfers/preview.ts';
import { listTransfers, type Reader, readTransfer, requireTransfer } from '../../transfers/read.ts';
import { addRecipient, listForStaff } from '../../transfers/recipients.ts';
import { answerApproval, recordBasis } from '../../transfers/reconsider.ts';
import { resendNotices } from '../../transfers/resend-notices.ts';
import { submitTransfer } from '../../transfers/submit.ts';
import { readUploadState } from '../../transfers/upload-state.ts';
import { type Router, type StaffCall, staffAct, staffRead } from '../route.ts';
import { uuidParam } from './staff.ts';

const empty = z.strictObject({});
const submitted = z.strictObject({ transferId: uuidSchema, reference: z.string(), state: transferStateSchema });
const state = z.strictObject({ state: transferStateSchema });

export function transferRoutes(router: Router): void {
  const { transfers: deps, organisation } = router.deps;
  const names = (call: StaffCall) => (ids: readonly string[]) => staffNames(organisation, call.tenant.orgId, ids);
  staffRead(
    router,
    { path: '/api/v1/recipients', permission: 'recipient.manage', summary: 'Recipients', answer: recipientListSchema },
    async (call) => ({
      recipients: await listForStaff(deps, call.tenant, call.actor),
    }),
  );
  staffAct(
    router,
    {
      path: '/api/v1/recipients',
      permission: 'recipient.manage',
      summary: 'Add a recipient',
      body: createRecipientSchema,
      answer: recipientSchema,
    },
    (call, body) => addRecipient(deps, call.tenant, call.actor, body),
  );
  staffRead(
    router,
    {
      path: '/api/v1/uploads/{id}/state',
      permission: 'transfer.submit',
      summary: 'How far a file is',
      answer: uploadStateSchema,
    },
    (call) => readUploadState(deps, call.tenant, call.actor, names(call), uuidParam(call.param('id'))),
  );
  staffAct(
    router,
    {
      path: '/api/v1/transfers/preview',
      permission: 'transfer.submit',
      summary: 'What would happen',
      body: previewTransferSchema,
      answer: previewResponseSchema,
    },
    (call, body) => previewTransfer(deps, call.tenant, call.actor, call.locale, names(call), body),
  );
  staffAct(
    router,
    {
      path: '/api/v1/transfers',
      permission: 'transfer.submit',
      summary: 'Submit a transfer',
      body: submitTransferSchema,
      answer: submitted,
    },
    (call, body) => submitTransfer(deps, call.tenant, call.actor, body),
  );
  readRoutes(router);
  sentRoutes(router);
  endRoutes(router);
}

function readRoutes(router: Router): void {
  const { transfers: deps, organisation } = router.deps;
  const names = (call: StaffCall) => (ids: readonly string[]) => staffNames(organisation, call.tenant.orgId, ids);
  staffRead(
    router,
    {
      path: '/api/v1/transfers',
      permission: 'signed_in',
      summary: 'Transfers, newest first',
      answer: transferListSchema,
    },
    (call) => {
      const wanted = call.query('state');
      const cursor = call.query('cursor');
      const parsed = transferStateSchema.optional().safeParse(wanted === '' ? undefined : wanted);
      if (!parsed.success) throw BASE.invalid_request({ fields: ['state'] });
      return listTransfers(deps, call.tenant, names(call), readerOf(call), {
        ...(parsed.data === undefined ? {} : { state: parsed.data }),
        ...(cursor === undefined || cursor === '' ? {} : { cursor: uuidParam(cursor) }),
      });
    },
  );
  staffRead(
    router,
    { path: '/api/v1/transfers/{id}', permission: 'signed_in', summary: 'One transfer', answer: transferDetailSchema },
    async (call) => {
      const id = uuidParam(call.param('id'));
      const reader = await approverOf(deps, call);
      const row = await requireTransfer(deps, call.tenant, reader, id);
      return readTransfer(deps, call.tenant, names(call), reader, id, {
        recordBasis: mayRecord(call, row.sender_id),
        revoke: mayEnd(call, row.sender_id),
      });
    },
  );
}

function endRoutes(router: Router): void {
  const { transfers: deps } = router.deps;
  const visible = async (call: StaffCall): Promise<{ id: string; senderId: string }> => {
    const id = uuidParam(call.param('id'));
    const row = await requireTransfer(deps, call.tenant, readerOf(call), id);
    return { id, senderId: row.sender_id };
  };
  staffAct(
    router,
    {
      path: '/api/v1/transfers/{id}/basis',
      permission: 'basis.record',
      summary: 'Record a legal basis',
      body: recordBasisSchema,
      answer: state,
    },
    async (call, body) => ({ state: await recordBasis(deps, call.tenant, call.actor, (await visible(call)).id, body) }),
  );
  staffAct(
    router,
    {
      path: '/api/v1/transfers/{id}/approval',
      // By role or as a delegate: decided where the answer is written.
      permission: 'signed_in',
      summary: 'Approve or decline',
      body: approvalRequestSchema,
      answer: state,
    },
    async (call, body) => {
      const id = uuidParam(call.param('id'));
      const reader = await approverOf(deps, call);
      await requireTransfer(deps, call.tenant, reader, id);
      const actor = { ...call.actor, isOfficer: reader.approver.isOfficer };
      return { state: await answerApproval(deps, call.tenant, actor, id, body) };
    },
  );
  for (const [path, to] of [
    ['revoke', 'revoked'],
    ['withdraw', 'withdrawn'],
  ] as const) {
    staffAct(
      router,
      {
        path: `/api/v1/transfers/{id}/${path}`,
        permission: 'signed_in',
        summary: `End a transfer: ${to}`,
        body: empty,
        answer: empty,
      },
      async (call) => {
        const { id, senderId } = await visible(call);
        if (!mayEnd(call, senderId)) throw BASE.not_found();
        await endByStaff(deps, call.tenant, call.actor, id, to);
        return {};
      },
    );
  }
  staffAct(
    router,
    {
      path: '/api/v1/transfers/{id}/resend',
      permission: 'signed_in',
      summary: 'Queue failed notices again',
      body: empty,
      answer: z.strictObject({ notices: z.number().int() }),
    },
    async (call) => {
      const { id, senderId } = await visible(call);
      if (!mayEnd(call, senderId)) throw BASE.not_found();
      return { notices: await resendNotices(deps, router.deps.connections.office.post, call.tenant, call.actor, id) };
    },
  );
}

/** What exactly was sent about a transfer, for whoever may see the transfer. */
function sentRoutes(router: Router): void {
  const { connections, transfers: deps } = router.deps;
  const path = '/api/v1/transfers/{id}/sent' as const;
  const permission = 'signed_in';
  const idOf = async (call: StaffCall): Promise<string> => {
    const id = uuidParam(call.param('id'));
    await requireTransfer(deps, call.tenant, await approverOf(deps, call), id);
    return id;
  };
  staffRead(
    router,
    { path, permission, summary: 'Messages that were sent about a transfer', answer: sentListSchema },
    async (call) => listSentAbout(connections, call.tenant, await idOf(call)),
  );
  staffRead(
    router,
    { path: `${path}/{message}`, permission, summary: 'What exactly was sent', answer: sentBodySchema },
    async (call) => readSentAbout(connections, call.tenant, await idOf(call), uuidParam(call.param('message'))),
  );
}

/** Who may end a transfer may also have its notices sent again. */
export function mayEnd(call: StaffCall, senderId: string): boolean {
  return (
    may(call.person.role, 'transfer.revoke_all') ||
    (may(call.person.role, 'transfer.revoke_own') && senderId === call.person.id)
  );
}

/** A delegate sees what he answers about; recording is for the sender and for officers. */
function mayRecord(call: StaffCall, senderId: string): boolean {
  const isTheirs = senderId === call.person.id || may(call.person.role, 'transfer.read_all');
  return may(call.person.role, 'basis.record') && isTheirs;
}

/** The reader by his role. */
export function readerOf(call: StaffCall): Reader {
  return { actor: call.actor, readAll: may(call.person.role, 'transfer.read_all'), locale: call.locale };
}

/** The reader with what he may do about approvals, by role or as a delegate. */
export async function approverOf(
  deps: Router['deps']['transfers'],
  call: StaffCall,
): Promise<Reader & { readonly approver: Approver }> {
  const isOfficer = may(call.person.role, 'transfer.approve');
  return { ...readerOf(call), approver: await readApprover(deps, call.tenant, call.actor, isOfficer) };
}
