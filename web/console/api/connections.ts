/** Endpoints of connections, of what was sent, and of dead letters. */
import { z } from 'zod';
import {
  type AddConnection,
  addedConnectionSchema,
  type ChangeConnection,
  connectionDetailSchema,
  connectionOverviewSchema,
  deadLetterListSchema,
  doneSchema,
  probeResultSchema,
  sentBodySchema,
  sentListSchema,
  type TestConnection,
  testResultSchema,
  testStartedSchema,
} from '../../../src/model/api/connections.ts';
import type { Request, RequestOptions } from './request.ts';

const path = (id: string, act = '') => `/api/v1/connections/${encodeURIComponent(id)}${act}`;
/** Whose messages: of a connection, or about a transfer. */
export type SentOf = { readonly kind: 'connection' | 'transfer'; readonly id: string };
const sentPath = ({ kind, id }: SentOf, rest = '') =>
  `/api/v1/${kind === 'connection' ? 'connections' : 'transfers'}/${encodeURIComponent(id)}/sent${rest}`;
const nothing = z.unknown();

export function connectionsClient(request: Request) {
  const act = (id: string, name: 'pause' | 'resume' | 'remove') =>
    request({ method: 'POST', path: path(id, `/${name}`), body: {}, answer: nothing });
  const dead = (name: 'resend' | 'move' | 'dismiss', body: object) =>
    request({ method: 'POST', path: `/api/v1/dead-letters/${name}`, body, answer: doneSchema });
  return {
    overview: ({ signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: '/api/v1/connections/overview', answer: connectionOverviewSchema, signal }),
    get: (id: string, { signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: path(id), answer: connectionDetailSchema, signal }),
    add: (body: AddConnection) =>
      request({ method: 'POST', path: '/api/v1/connections', body, answer: addedConnectionSchema }),
    change: (id: string, body: ChangeConnection) =>
      request({ method: 'POST', path: path(id, '/change'), body, answer: nothing }),
    pause: (id: string) => act(id, 'pause'),
    resume: (id: string) => act(id, 'resume'),
    remove: (id: string) => act(id, 'remove'),
    test: (id: string, body: TestConnection) =>
      request({ method: 'POST', path: path(id, '/test'), body, answer: testStartedSchema }),
    testResult: (id: string, test: string, { signal }: RequestOptions = {}) =>
      request({
        method: 'GET',
        path: path(id, `/tests/${encodeURIComponent(test)}`),
        answer: testResultSchema,
        signal,
      }),
    probe: (id: string) => request({ method: 'POST', path: path(id, '/probe'), body: {}, answer: probeResultSchema }),
    sent: (of: SentOf, before: string | null, { signal }: RequestOptions = {}) =>
      request({
        method: 'GET',
        path: sentPath(of, before === null ? '' : `?before=${encodeURIComponent(before)}`),
        answer: sentListSchema,
        signal,
      }),
    sentBody: (of: SentOf, message: string, { signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: sentPath(of, `/${encodeURIComponent(message)}`), answer: sentBodySchema, signal }),
    deadLetters: ({ signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: '/api/v1/dead-letters', answer: deadLetterListSchema, signal }),
    resendDead: (ids: readonly string[]) => dead('resend', { ids }),
    moveDead: (ids: readonly string[], to: string) => dead('move', { ids, to }),
    dismissDead: (ids: readonly string[]) => dead('dismiss', { ids }),
  };
}

export type ConnectionsClient = ReturnType<typeof connectionsClient>;
