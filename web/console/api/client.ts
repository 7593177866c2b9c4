/** Every endpoint of the contract (src/model/api) as one function. Uploads speak tus: see uploads.ts. */
import { z } from 'zod';
import { type CreateRecipient, recipientListSchema, recipientSchema } from '../../../src/model/api/recipients.ts';
import {
  type EnrolRequest,
  type InviteStaff,
  inviteStaffResponseSchema,
  type SetupRequest,
  sessionSchema,
  setupResponseSchema,
  staffListSchema,
} from '../../../src/model/api/staff.ts';
import {
  connectionListSchema,
  logEventListSchema,
  logInfoSchema,
  meterSchema,
  sandboxListSchema,
} from '../../../src/model/api/system.ts';
import {
  type ApprovalRequest,
  type PreviewTransfer,
  previewResponseSchema,
  type RecordBasis,
  type SubmitTransfer,
  transferDetailSchema,
  transferListSchema,
  transferStateSchema,
  uploadStateSchema,
} from '../../../src/model/api/transfers.ts';
import type { TransferState } from '../../../src/model/transfer-states.ts';
import { type PacksClient, packsClient } from './packs.ts';
import type { Request, RequestOptions } from './request.ts';

/** Answers whose members nobody here needs: the pages read the transfer again. */
const nothing = z.unknown();
const submittedSchema = z.object({ transferId: z.string(), reference: z.string(), state: transferStateSchema });

/** `?a=1&b=2` of the members that are set; empty when none is. */
function query(values: Readonly<Record<string, string | number | null | undefined>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== null && value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

const transferPath = (id: string, act = '') => `/api/v1/transfers/${encodeURIComponent(id)}${act}`;

const staffPath = (id: string, act: string) => `/api/v1/staff/${encodeURIComponent(id)}${act}`;

function transfersClient(request: Request) {
  return {
    list: (
      filter: { readonly cursor?: string | null; readonly state?: TransferState | null },
      { signal }: RequestOptions = {},
    ) =>
      request({
        method: 'GET',
        path: `/api/v1/transfers${query({ cursor: filter.cursor, state: filter.state })}`,
        answer: transferListSchema,
        signal,
      }),
    get: (id: string, { signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: transferPath(id), answer: transferDetailSchema, signal }),
    preview: (body: PreviewTransfer, { signal }: RequestOptions = {}) =>
      request({ method: 'POST', path: transferPath('preview'), body, answer: previewResponseSchema, signal }),
    submit: (body: SubmitTransfer) =>
      request({ method: 'POST', path: '/api/v1/transfers', body, answer: submittedSchema }),
    recordBasis: (id: string, body: RecordBasis) =>
      request({ method: 'POST', path: transferPath(id, '/basis'), body, answer: nothing }),
    approve: (id: string, body: ApprovalRequest) =>
      request({ method: 'POST', path: transferPath(id, '/approval'), body, answer: nothing }),
    revoke: (id: string) => request({ method: 'POST', path: transferPath(id, '/revoke'), body: {}, answer: nothing }),
    withdraw: (id: string) =>
      request({ method: 'POST', path: transferPath(id, '/withdraw'), body: {}, answer: nothing }),
    resend: (id: string) => request({ method: 'POST', path: transferPath(id, '/resend'), body: {}, answer: nothing }),
    uploadState: (id: string, { signal }: RequestOptions = {}) =>
      request({
        method: 'GET',
        path: `/api/v1/uploads/${encodeURIComponent(id)}/state`,
        answer: uploadStateSchema,
        signal,
      }),
  };
}

function peopleClient(request: Request) {
  return {
    recipients: ({ signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: '/api/v1/recipients', answer: recipientListSchema, signal }),
    createRecipient: (body: CreateRecipient) =>
      request({ method: 'POST', path: '/api/v1/recipients', body, answer: recipientSchema }),
    staff: ({ signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: '/api/v1/staff', answer: staffListSchema, signal }),
    inviteStaff: (body: InviteStaff) =>
      request({ method: 'POST', path: '/api/v1/staff', body, answer: inviteStaffResponseSchema }),
    /** A new link for somebody who lost the first one; the old one stops working. */
    renewInvitation: (id: string) =>
      request({ method: 'POST', path: staffPath(id, '/invitation'), body: {}, answer: inviteStaffResponseSchema }),
    /** Ends somebody's access at once. */
    disableStaff: (id: string) =>
      request({ method: 'POST', path: staffPath(id, '/disable'), body: {}, answer: nothing }),
  };
}

function systemClient(request: Request) {
  return {
    session: ({ signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: '/api/v1/session', answer: sessionSchema, signal }),
    setup: (body: SetupRequest) =>
      request({ method: 'POST', path: '/api/v1/setup', body, answer: setupResponseSchema }),
    enrol: (body: EnrolRequest) => request({ method: 'POST', path: '/api/v1/enrol', body, answer: nothing }),
    connections: ({ signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: '/api/v1/connections', answer: connectionListSchema, signal }),
    sandboxMessages: (after: string | null, { signal }: RequestOptions = {}) =>
      request({
        method: 'GET',
        path: `/api/v1/sandbox/messages${query({ after })}`,
        answer: sandboxListSchema,
        signal,
      }),
    meter: ({ signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: '/api/v1/meter', answer: meterSchema, signal }),
    logInfo: ({ signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: '/api/v1/log', answer: logInfoSchema, signal }),
    logEvents: (before: string | null, { signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: `/api/v1/log/events${query({ before })}`, answer: logEventListSchema, signal }),
  };
}

export type Client = {
  readonly transfers: ReturnType<typeof transfersClient>;
  readonly packs: PacksClient;
  readonly people: ReturnType<typeof peopleClient>;
  readonly system: ReturnType<typeof systemClient>;
};

/** Returns the typed client; see `createRequest` for what each function throws. */
export function createClient(request: Request): Client {
  return {
    packs: packsClient(request),
    transfers: transfersClient(request),
    people: peopleClient(request),
    system: systemClient(request),
  };
}
