/** Audiences, and programs that send through doors. */
import { z } from 'zod';
import {
  audienceCreatedSchema,
  audienceListSchema,
  type ChangeMembers,
  type CreateAudience,
  identityListSchema,
  type SetIdentity,
} from '../../../src/model/api/audiences.ts';
import {
  type CreateDoor,
  type DoorChoices,
  doorCheckSchema,
  doorCreatedSchema,
  doorDetailSchema,
  doorListSchema,
  doorRefusalListSchema,
  doorRotatedSchema,
  doorTriedSchema,
} from '../../../src/model/api/doors.ts';
import type { DoorRoute } from '../../../src/model/door.ts';
import type { Request, RequestOptions } from './request.ts';

const nothing = z.unknown();
const path = (first: string, id: string, act = '') => `/api/v1/${first}/${encodeURIComponent(id)}${act}`;

export function audiencesClient(request: Request) {
  return {
    list: ({ signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: '/api/v1/audiences', answer: audienceListSchema, signal }),
    create: (body: CreateAudience) =>
      request({ method: 'POST', path: '/api/v1/audiences', body, answer: audienceCreatedSchema }),
    rename: (id: string, name: string) =>
      request({ method: 'POST', path: path('audiences', id, '/rename'), body: { name }, answer: nothing }),
    change: (id: string, body: ChangeMembers) =>
      request({ method: 'POST', path: path('audiences', id, '/members'), body, answer: nothing }),
    remove: (id: string) =>
      request({ method: 'POST', path: path('audiences', id, '/remove'), body: {}, answer: nothing }),
    identities: ({ signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: '/api/v1/recipients/identities', answer: identityListSchema, signal }),
    setIdentity: (recipientId: string, body: SetIdentity) =>
      request({ method: 'POST', path: path('recipients', recipientId, '/identities'), body, answer: nothing }),
  };
}
export type AudiencesClient = ReturnType<typeof audiencesClient>;

export function doorsClient(request: Request) {
  return {
    list: ({ signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: '/api/v1/doors', answer: doorListSchema, signal }),
    get: (id: string, { signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: path('doors', id), answer: doorDetailSchema, signal }),
    refusals: ({ signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: '/api/v1/doors/refusals', answer: doorRefusalListSchema, signal }),
    check: (route: Pick<DoorRoute, 'entityId' | 'audienceId' | 'purpose'>, { signal }: RequestOptions = {}) =>
      request({ method: 'POST', path: '/api/v1/doors/check', body: { route }, answer: doorCheckSchema, signal }),
    create: (body: CreateDoor) => request({ method: 'POST', path: '/api/v1/doors', body, answer: doorCreatedSchema }),
    change: (id: string, body: DoorChoices) =>
      request({ method: 'POST', path: path('doors', id, '/settings'), body, answer: nothing }),
    rotate: (id: string, oldForHours: number) =>
      request({ method: 'POST', path: path('doors', id, '/rotate'), body: { oldForHours }, answer: doorRotatedSchema }),
    try: (id: string, text: string) =>
      request({ method: 'POST', path: path('doors', id, '/try'), body: { text }, answer: doorTriedSchema }),
    act: (id: string, act: 'end-old' | 'pause' | 'resume' | 'remove') =>
      request({ method: 'POST', path: path('doors', id, `/${act}`), body: {}, answer: nothing }),
  };
}
export type DoorsClient = ReturnType<typeof doorsClient>;
