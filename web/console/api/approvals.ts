/** What waits for officers, who stands in for whom, and records that serve later transfers. */
import { z } from 'zod';
import { approvalQueueSchema, delegationListSchema, type GiveDelegation } from '../../../src/model/api/approvals.ts';
import {
  type CreateRecord,
  entityListSchema,
  recordDetailSchema,
  recordedSchema,
  recordListSchema,
  statedSchema,
} from '../../../src/model/api/records.ts';
import type { EntityProfile } from '../../../src/model/legal-record.ts';
import type { Request, RequestOptions } from './request.ts';

const nothing = z.unknown();
const path = (first: string, id: string, act = '') => `/api/v1/${first}/${encodeURIComponent(id)}${act}`;

export function approvalsClient(request: Request) {
  return {
    queue: ({ signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: '/api/v1/approvals', answer: approvalQueueSchema, signal }),
    delegations: ({ signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: '/api/v1/delegations', answer: delegationListSchema, signal }),
    delegate: (body: GiveDelegation) => request({ method: 'POST', path: '/api/v1/delegations', body, answer: nothing }),
    revokeDelegation: (id: string) =>
      request({ method: 'POST', path: path('delegations', id, '/revoke'), body: {}, answer: nothing }),
  };
}
export type ApprovalsClient = ReturnType<typeof approvalsClient>;

export function recordsClient(request: Request) {
  return {
    list: ({ signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: '/api/v1/records', answer: recordListSchema, signal }),
    get: (id: string, { signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: path('records', id), answer: recordDetailSchema, signal }),
    create: (body: CreateRecord) => request({ method: 'POST', path: '/api/v1/records', body, answer: recordedSchema }),
    withdraw: (id: string) =>
      request({ method: 'POST', path: path('records', id, '/withdraw'), body: {}, answer: nothing }),
    entities: ({ signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: '/api/v1/entities', answer: entityListSchema, signal }),
    state: (id: string, body: EntityProfile) =>
      request({ method: 'POST', path: path('entities', id, '/profile'), body, answer: statedSchema }),
  };
}
export type RecordsClient = ReturnType<typeof recordsClient>;
