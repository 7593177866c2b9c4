/** Endpoints of duties and their forms. */
import {
  type CompleteDuty,
  completedDutySchema,
  type DismissDuty,
  type DrawForm,
  dutyDetailSchema,
  dutyListSchema,
  dutyStateAnswerSchema,
  type FormName,
  formPreviewSchema,
  type FormValues,
  type OpenDuties,
  openedDutiesSchema,
  type Variant,
} from '../../../src/model/api/duties.ts';
import { z } from 'zod';
import type { Download } from './download.ts';
import type { Request, RequestOptions } from './request.ts';

const path = (id: string, act = '') => `/api/v1/duties/${encodeURIComponent(id)}${act}`;

export function dutiesClient(request: Request, download: Download) {
  return {
    list: (state: string | null, { signal }: RequestOptions = {}) =>
      request({
        method: 'GET',
        path: `/api/v1/duties${state === null ? '' : `?state=${encodeURIComponent(state)}`}`,
        answer: dutyListSchema,
        signal,
      }),
    get: (id: string, { signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: path(id), answer: dutyDetailSchema, signal }),
    open: (body: OpenDuties) => request({ method: 'POST', path: '/api/v1/duties', body, answer: openedDutiesSchema }),
    complete: (id: string, body: CompleteDuty) =>
      request({ method: 'POST', path: path(id, '/complete'), body, answer: completedDutySchema }),
    dismiss: (id: string, body: DismissDuty) =>
      request({ method: 'POST', path: path(id, '/dismiss'), body, answer: dutyStateAnswerSchema }),
    reopen: (id: string) =>
      request({ method: 'POST', path: path(id, '/reopen'), body: {}, answer: dutyStateAnswerSchema }),
    form: (
      id: string,
      choice: { readonly form: FormName; readonly variant: Variant | null },
      { signal }: RequestOptions = {},
    ) => {
      const search = new URLSearchParams({ form: choice.form });
      if (choice.variant !== null) search.set('variant', choice.variant);
      return request({ method: 'GET', path: path(id, `/form?${search}`), answer: formPreviewSchema, signal });
    },
    saveDraft: (id: string, form: FormName, fields: FormValues) =>
      request({ method: 'POST', path: path(id, '/draft'), body: { form, fields }, answer: z.unknown() }),
    drawForm: (id: string, body: DrawForm) => download(path(id, '/form'), body),
  };
}

export type DutiesClient = ReturnType<typeof dutiesClient>;
