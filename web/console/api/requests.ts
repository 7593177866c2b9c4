/** Endpoints of what recipients ask for, and of who looked at whose data. What was written travels in bodies, never in addresses. */
import {
  accessRequestCountSchema,
  accessRequestListSchema,
  accessRequestSchema,
  answeredSchema,
  type AnswerRequest,
  type TakeDown,
  takenDownSchema,
} from '../../../src/model/api/access-requests.ts';
import {
  accessListSchema,
  accessPeopleSchema,
  type AccessesOf,
  type ExportAccesses,
  type LookReason,
} from '../../../src/model/api/accesses.ts';
import { contactSchema } from '../../../src/model/api/recipients.ts';
import { transferNamesSchema } from '../../../src/model/api/transfers.ts';
import type { Download } from './download.ts';
import type { Request, RequestOptions } from './request.ts';

const REQUESTS = '/api/v1/access-requests';
const ACCESSES = '/api/v1/accesses';

function query(values: Readonly<Record<string, string | number | null | undefined>>): string {
  const given = Object.entries(values).flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

export function requestsClient(request: Request) {
  return {
    list: (
      filter: { readonly state?: 'open' | 'closed'; readonly transfer?: string; readonly before?: string | null },
      { signal }: RequestOptions = {},
    ) => request({ method: 'GET', path: `${REQUESTS}${query(filter)}`, answer: accessRequestListSchema, signal }),
    count: ({ signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: `${REQUESTS}/count`, answer: accessRequestCountSchema, signal }),
    read: (id: string, body: LookReason) =>
      request({
        method: 'POST',
        path: `${REQUESTS}/${encodeURIComponent(id)}/read`,
        body,
        answer: accessRequestSchema,
      }),
    answer: (id: string, body: AnswerRequest) =>
      request({ method: 'POST', path: `${REQUESTS}/${encodeURIComponent(id)}/answer`, body, answer: answeredSchema }),
    takeDown: (transferId: string, body: TakeDown) =>
      request({
        method: 'POST',
        path: `/api/v1/transfers/${encodeURIComponent(transferId)}/takedown`,
        body,
        answer: takenDownSchema,
      }),
  };
}

export function accessesClient(request: Request, download: Download) {
  return {
    own: (before: number | null, { signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: `${ACCESSES}${query({ before })}`, answer: accessListSchema, signal }),
    people: ({ signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: `${ACCESSES}/people`, answer: accessPeopleSchema, signal }),
    of: (body: AccessesOf) => request({ method: 'POST', path: `${ACCESSES}/of`, body, answer: accessListSchema }),
    export: (body: ExportAccesses) => download(`${ACCESSES}/export`, body),
    look: (transferId: string, body: LookReason) =>
      request({
        method: 'POST',
        path: `/api/v1/transfers/${encodeURIComponent(transferId)}/look`,
        body,
        answer: transferNamesSchema,
      }),
    contact: (recipientId: string, body: LookReason) =>
      request({
        method: 'POST',
        path: `/api/v1/recipients/${encodeURIComponent(recipientId)}/look`,
        body,
        answer: contactSchema,
      }),
  };
}

export type RequestsClient = ReturnType<typeof requestsClient>;
export type AccessesClient = ReturnType<typeof accessesClient>;
