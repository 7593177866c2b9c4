/** Endpoints of packs of rules: their texts, reviews, numbers and versions, and old decisions made again. */
import { z } from 'zod';
import {
  type BringVersion,
  broughtSchema,
  comparisonSchema,
  decisionListSchema,
  numberListSchema,
  packDetailSchema,
  packFilesSchema,
  packListSchema,
  type RecordReview,
  replaySchema,
  type SetNumber,
  versionDetailSchema,
} from '../../../src/model/api/packs.ts';
import type { Request, RequestOptions } from './request.ts';

const nothing = z.unknown();
const packPath = (pack: string, act = '') => `/api/v1/packs/${encodeURIComponent(pack)}${act}`;
const versionPath = (id: string, act = '') => `/api/v1/packs/versions/${encodeURIComponent(id)}${act}`;
const decisionsPath = (transferId: string, act = '') =>
  `/api/v1/transfers/${encodeURIComponent(transferId)}/decisions${act}`;

/** Addresses of files that the browser saves by itself. */
export const EXPORTS = {
  cisoAssistant: (pack: string) => packPath(pack, '/ciso-assistant'),
  fides: '/api/v1/packs/access-policies',
} as const;

export function packsClient(request: Request) {
  return {
    list: ({ signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: '/api/v1/packs', answer: packListSchema, signal }),
    /** Everything that decides, for the worker beside the page. */
    files: ({ signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: '/api/v1/packs/files', answer: packFilesSchema, signal }),
    get: (pack: string, { signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: packPath(pack), answer: packDetailSchema, signal }),
    numbers: ({ signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: '/api/v1/packs/params', answer: numberListSchema, signal }),
    previewNumber: (body: SetNumber) =>
      request({ method: 'POST', path: '/api/v1/packs/params/preview', body, answer: comparisonSchema }),
    setNumber: (body: SetNumber) => request({ method: 'POST', path: '/api/v1/packs/params', body, answer: nothing }),
    recordReview: (pack: string, body: RecordReview) =>
      request({ method: 'POST', path: packPath(pack, '/reviews'), body, answer: nothing }),
    takeBackReview: (pack: string, id: string) =>
      request({
        method: 'POST',
        path: packPath(pack, `/reviews/${encodeURIComponent(id)}/withdraw`),
        body: {},
        answer: nothing,
      }),
    bring: (body: BringVersion) =>
      request({ method: 'POST', path: '/api/v1/packs/versions', body, answer: broughtSchema }),
    version: (id: string, { signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: versionPath(id), answer: versionDetailSchema, signal }),
    startShadowRun: (id: string) =>
      request({ method: 'POST', path: versionPath(id, '/shadow-runs'), body: {}, answer: nothing }),
    switchOn: (id: string, digest: string) =>
      request({ method: 'POST', path: versionPath(id, '/switch-on'), body: { digest }, answer: nothing }),
    switchBack: (pack: string, digest: string) =>
      request({ method: 'POST', path: packPath(pack, '/switch-back'), body: { digest }, answer: nothing }),
    move: (id: string, act: 'discard' | 'restore') =>
      request({ method: 'POST', path: versionPath(id, `/${act}`), body: {}, answer: nothing }),
    decisions: (transferId: string, { signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: decisionsPath(transferId), answer: decisionListSchema, signal }),
    replay: (transferId: string, decisionId: string) =>
      request({
        method: 'GET',
        path: decisionsPath(transferId, `/${encodeURIComponent(decisionId)}/replay`),
        answer: replaySchema,
      }),
  };
}

export type PacksClient = ReturnType<typeof packsClient>;
