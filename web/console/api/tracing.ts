/** Endpoints of tracing. */
import { z } from 'zod';
import { uuidSchema } from '../../../src/model/api/common.ts';
import { type OpenTrace, traceListSchema } from '../../../src/model/api/tracing.ts';
import type { Request, RequestOptions } from './request.ts';

const done = z.strictObject({});

export function tracingClient(request: Request) {
  return {
    list: ({ signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: '/api/v1/traces', answer: traceListSchema, signal }),
    ask: (body: OpenTrace) =>
      request({ method: 'POST', path: '/api/v1/traces', body, answer: z.strictObject({ id: uuidSchema }) }),
    approve: (id: string, share: string) =>
      request({ method: 'POST', path: `/api/v1/traces/${id}/approve`, body: { share }, answer: done }),
    close: (id: string) => request({ method: 'POST', path: `/api/v1/traces/${id}/close`, body: {}, answer: done }),
  };
}

export type TracingClient = ReturnType<typeof tracingClient>;
