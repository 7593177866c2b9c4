/** The organisation's levels, their trial, and exceptions for wrong findings. */
import { z } from 'zod';
import {
  type AcceptException,
  exceptionListSchema,
  exceptionMadeSchema,
  levelsViewSchema,
  type SetException,
  type SetPolicy,
  type SuggestException,
  trialPageSchema,
  type TryPolicy,
} from '../../../src/model/api/levels.ts';
import type { Request, RequestOptions } from './request.ts';

const EXCEPTIONS = '/api/v1/levels/exceptions';

export function levelsClient(request: Request) {
  return {
    view: ({ signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: '/api/v1/levels', answer: levelsViewSchema, signal }),
    set: (body: SetPolicy) => request({ method: 'POST', path: '/api/v1/levels', body, answer: levelsViewSchema }),
    try: (body: TryPolicy, { signal }: RequestOptions = {}) =>
      request({ method: 'POST', path: '/api/v1/levels/trial', body, answer: trialPageSchema, signal }),
    exceptions: ({ signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: EXCEPTIONS, answer: exceptionListSchema, signal }),
    suggest: (body: SuggestException) =>
      request({ method: 'POST', path: `${EXCEPTIONS}/suggest`, body, answer: exceptionMadeSchema }),
    except: (body: SetException) => request({ method: 'POST', path: EXCEPTIONS, body, answer: exceptionMadeSchema }),
    accept: (id: string, body: AcceptException) =>
      request({ method: 'POST', path: actPath(id, 'accept'), body, answer: exceptionListSchema }),
    confirm: (id: string, reason: string) =>
      request({ method: 'POST', path: actPath(id, 'confirm'), body: { reason }, answer: exceptionListSchema }),
    end: (id: string) => request({ method: 'POST', path: actPath(id, 'end'), body: {}, answer: exceptionListSchema }),
  };
}

function actPath(id: string, act: 'accept' | 'confirm' | 'end'): `/api/v1/${string}` {
  return `/api/v1/levels/exceptions/${z.uuid().parse(id)}/${act}`;
}

export type LevelsClient = ReturnType<typeof levelsClient>;
