/** Endpoints of pseudonymised lists. */
import { z } from 'zod';
import {
  foundOriginalsSchema,
  type LookUpPseudonym,
  madePseudonymsSchema,
  type MakePseudonyms,
  type PreviewPseudonyms,
  pseudonymPreviewSchema,
  pseudonymTablesSchema,
} from '../../../src/model/api/pseudonyms.ts';
import type { Download } from './download.ts';
import type { Request, RequestOptions } from './request.ts';

const done = z.strictObject({});
const PATH = '/api/v1/pseudonyms';

export function pseudonymsClient(request: Request, download: Download) {
  return {
    list: ({ signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: PATH, answer: pseudonymTablesSchema, signal }),
    preview: (body: PreviewPseudonyms, { signal }: RequestOptions = {}) =>
      request({ method: 'POST', path: `${PATH}/preview`, body, answer: pseudonymPreviewSchema, signal }),
    make: (body: MakePseudonyms) => request({ method: 'POST', path: PATH, body, answer: madePseudonymsSchema }),
    lookUp: (id: string, body: LookUpPseudonym) =>
      request({ method: 'POST', path: `${PATH}/${id}/look-up`, body, answer: foundOriginalsSchema }),
    erase: (id: string) => request({ method: 'POST', path: `${PATH}/${id}/erase`, body: {}, answer: done }),
    takeTable: (id: string, reason: string) => download(`${PATH}/${id}/table`, { reason }),
    takeFile: (id: string) => download(`${PATH}/${id}/file`, {}),
  };
}

export type PseudonymsClient = ReturnType<typeof pseudonymsClient>;
