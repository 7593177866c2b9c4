/** Endpoints of sweeps. */
import { z } from 'zod';
import { uuidSchema } from '../../../src/model/api/common.ts';
import {
  type ExportSweep,
  type Remedy,
  remediedSchema,
  type StartSweep,
  type SweepFilter,
  sweepListSchema,
  sweptFilesSchema,
} from '../../../src/model/api/sweeps.ts';
import type { Download } from './download.ts';
import type { Request, RequestOptions } from './request.ts';

const done = z.strictObject({});
const PATH = '/api/v1/sweeps';

export function sweepsClient(request: Request, download: Download) {
  return {
    list: ({ signal }: RequestOptions = {}) => request({ method: 'GET', path: PATH, answer: sweepListSchema, signal }),
    start: (body: StartSweep) =>
      request({ method: 'POST', path: PATH, body, answer: z.strictObject({ id: uuidSchema }) }),
    act: (id: string, act: 'pause' | 'continue' | 'remove') =>
      request({ method: 'POST', path: `${PATH}/${id}/${act}`, body: {}, answer: done }),
    items: (id: string, filter: SweepFilter, { signal }: RequestOptions = {}) =>
      request({ method: 'POST', path: `${PATH}/${id}/items`, body: filter, answer: sweptFilesSchema, signal }),
    remedy: (id: string, body: Remedy) =>
      request({ method: 'POST', path: `${PATH}/${id}/remedies`, body, answer: remediedSchema }),
    sealedFile: (id: string, item: string) => download(`${PATH}/${id}/items/${item}/file`, {}),
    export: (id: string, what: ExportSweep['what']) => download(`${PATH}/${id}/export`, { what }),
  };
}

export type SweepsClient = ReturnType<typeof sweepsClient>;
