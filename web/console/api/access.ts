/** Endpoints of the permission matrix. */
import {
  type AccessFilterQuery,
  accessListAnswerSchema,
  accessTableSchema,
  levelTableSchema,
  type NamedAccess,
  type SetCell,
  type SetLevel,
  triedAccessSchema,
  type TryAccess,
} from '../../../src/model/api/access.ts';
import type { LookReason } from '../../../src/model/api/accesses.ts';
import type { Download } from './download.ts';
import type { Request, RequestOptions } from './request.ts';

const tablePath = (id: string, act = '') => `/api/v1/transfers/${encodeURIComponent(id)}/access${act}`;

function queryOf(filter: AccessFilterQuery, cursor: string | null): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) if (value !== undefined && value !== '') query.set(name, value);
  if (cursor !== null) query.set('cursor', cursor);
  return query.size === 0 ? '' : `?${query.toString()}`;
}

export function accessClient(request: Request, download: Download) {
  return {
    table: (id: string, { signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: tablePath(id), answer: accessTableSchema, signal }),
    setCell: (id: string, body: SetCell) =>
      request({ method: 'POST', path: tablePath(id), body, answer: accessTableSchema }),
    revoke: (id: string, recipientId: string) =>
      request({ method: 'POST', path: tablePath(id, '/revoke'), body: { recipientId }, answer: accessTableSchema }),
    forgetDevices: (id: string, recipientId: string) =>
      request({ method: 'POST', path: tablePath(id, '/devices'), body: { recipientId }, answer: accessTableSchema }),
    levels: ({ signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: '/api/v1/access/levels', answer: levelTableSchema, signal }),
    setLevel: (body: SetLevel) =>
      request({ method: 'POST', path: '/api/v1/access/levels', body, answer: levelTableSchema }),
    list: (filter: AccessFilterQuery, cursor: string | null, { signal }: RequestOptions = {}) =>
      request({
        method: 'GET',
        path: `/api/v1/access${queryOf(filter, cursor)}`,
        answer: accessListAnswerSchema,
        signal,
      }),
    named: (filter: AccessFilterQuery, cursor: string | null, look: LookReason, { signal }: RequestOptions = {}) =>
      request({
        method: 'POST',
        path: '/api/v1/access/named',
        body: { filter: { ...filter, cursor: cursor ?? '' }, look } satisfies NamedAccess,
        answer: accessListAnswerSchema,
        signal,
      }),
    export: (filter: AccessFilterQuery) => download('/api/v1/access/export', { filter }),
    try: (body: TryAccess) => request({ method: 'POST', path: '/api/v1/access/try', body, answer: triedAccessSchema }),
  };
}

export type AccessClient = ReturnType<typeof accessClient>;
