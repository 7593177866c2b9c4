/** Calls about the factors of recipients, and about places where they sign in. */
import { z } from 'zod';
import {
  recipientFactorsSchema,
  type ResetReason,
  resetAnswerSchema,
  senderPassphraseStartedSchema,
} from '../../../src/model/api/open-factors.ts';
import {
  addedProviderSchema,
  type ChangeProvider,
  type NewProvider,
  providerListSchema,
  providerProbeSchema,
} from '../../../src/model/api/sign-in-providers.ts';
import type { Request, RequestOptions } from './request.ts';

const PROVIDERS = '/api/v1/sign-in-providers';
const providerPath = (id: string, act: string) => `${PROVIDERS}/${encodeURIComponent(id)}/${act}`;
const phrasePath = (transferId: string) => `/api/v1/transfers/${encodeURIComponent(transferId)}/passphrase`;

export function factorsClient(request: Request) {
  return {
    ofRecipients: ({ signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: '/api/v1/recipients/factors', answer: recipientFactorsSchema, signal }),
    reset: (recipientId: string, reason: ResetReason) =>
      request({
        method: 'POST',
        path: `/api/v1/recipients/${encodeURIComponent(recipientId)}/factors/reset`,
        body: { reason },
        answer: resetAnswerSchema,
      }),
    startPassphrase: (transferId: string, body: { recipientId: string; request: string }) =>
      request({
        method: 'POST',
        path: `${phrasePath(transferId)}/start`,
        body,
        answer: senderPassphraseStartedSchema,
      }),
    setPassphrase: (transferId: string, body: { recipientId: string; record: string }) =>
      request({ method: 'POST', path: phrasePath(transferId), body, answer: z.unknown() }),
    providers: ({ signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: PROVIDERS, answer: providerListSchema, signal }),
    addProvider: (body: NewProvider) => request({ method: 'POST', path: PROVIDERS, body, answer: addedProviderSchema }),
    changeProvider: (id: string, body: ChangeProvider) =>
      request({ method: 'POST', path: providerPath(id, 'change'), body, answer: z.unknown() }),
    probeProvider: (id: string) =>
      request({ method: 'POST', path: providerPath(id, 'probe'), body: {}, answer: providerProbeSchema }),
    actOnProvider: (id: string, act: 'pause' | 'resume' | 'remove') =>
      request({ method: 'POST', path: providerPath(id, act), body: {}, answer: z.unknown() }),
  };
}

export type FactorsClient = ReturnType<typeof factorsClient>;
