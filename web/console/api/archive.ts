/** Endpoints of what came in from conversations. What people searched for travels in bodies, never in addresses. */
import {
  type CloseIncident,
  type CloseRequest,
  fileStateSchema,
  type Incident,
  incidentListSchema,
  incidentStateSchema,
  type ReadThread,
  requestListSchema,
  requestStateSchema,
  type SearchArchive,
  searchPageSchema,
  threadListSchema,
  threadPageSchema,
} from '../../../src/model/api/archive.ts';
import type { Download } from './download.ts';
import type { Request, RequestOptions } from './request.ts';

const ARCHIVE = '/api/v1/archive';

function query(values: Readonly<Record<string, string | null>>): string {
  const given = Object.entries(values).flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

export function archiveClient(request: Request, download: Download) {
  return {
    threads: (before: string | null, { signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: `${ARCHIVE}${query({ before })}`, answer: threadListSchema, signal }),
    messages: (thread: string, body: ReadThread, { signal }: RequestOptions = {}) =>
      request({
        method: 'POST',
        path: `${ARCHIVE}/threads/${encodeURIComponent(thread)}/messages`,
        body,
        answer: threadPageSchema,
        signal,
      }),
    search: (body: SearchArchive, { signal }: RequestOptions = {}) =>
      request({ method: 'POST', path: `${ARCHIVE}/search`, body, answer: searchPageSchema, signal }),
    file: (id: string) => download(`${ARCHIVE}/files/${encodeURIComponent(id)}`, {}),
    fetchAgain: (id: string) =>
      request({
        method: 'POST',
        path: `${ARCHIVE}/files/${encodeURIComponent(id)}/retry`,
        body: {},
        answer: fileStateSchema,
      }),
    incidents: (state: Incident['state'], before: string | null, { signal }: RequestOptions = {}) =>
      request({
        method: 'GET',
        path: `/api/v1/incidents${query({ state, before })}`,
        answer: incidentListSchema,
        signal,
      }),
    closeIncident: (id: string, body: CloseIncident) =>
      request({
        method: 'POST',
        path: `/api/v1/incidents/${encodeURIComponent(id)}/close`,
        body,
        answer: incidentStateSchema,
      }),
    requests: (state: 'open' | 'closed', before: string | null, { signal }: RequestOptions = {}) =>
      request({
        method: 'GET',
        path: `/api/v1/requests${query({ state, before })}`,
        answer: requestListSchema,
        signal,
      }),
    closeRequest: (id: string, body: CloseRequest) =>
      request({
        method: 'POST',
        path: `/api/v1/requests/${encodeURIComponent(id)}/close`,
        body,
        answer: requestStateSchema,
      }),
  };
}

export type ArchiveClient = ReturnType<typeof archiveClient>;
