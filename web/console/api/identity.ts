/** Calls about the proof of recipients' identity. */
import { z } from 'zod';
import { identityStateSchema, spokenCodeSchema } from '../../../src/model/api/identity.ts';
import type { Request, RequestOptions } from './request.ts';

const pathOf = (transferId: string, act: string) => `/api/v1/transfers/${encodeURIComponent(transferId)}/${act}`;

export function identityClient(request: Request) {
  return {
    state: (transferId: string, { signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: pathOf(transferId, 'identity'), answer: identityStateSchema, signal }),
    /** A code to read out; it is not to be had a second time. */
    speak: (transferId: string, recipientId: string) =>
      request({
        method: 'POST',
        path: pathOf(transferId, 'spoken-code'),
        body: { recipientId },
        answer: spokenCodeSchema,
      }),
    /** Null: the lock of the whole transfer. */
    unlock: (transferId: string, recipientId: string | null) =>
      request({ method: 'POST', path: pathOf(transferId, 'unlock'), body: { recipientId }, answer: z.unknown() }),
    endSessions: (transferId: string, recipientId: string) =>
      request({ method: 'POST', path: pathOf(transferId, 'end-sessions'), body: { recipientId }, answer: z.unknown() }),
  };
}

export type IdentityClient = ReturnType<typeof identityClient>;
