/** Endpoints of the register of transfers and of the counters of persons. */
import { countersSchema, recomputedSchema } from '../../../src/model/api/counters.ts';
import { type ExportFormat, type RegisterSearch, registerPageSchema } from '../../../src/model/api/register.ts';
import type { Download } from './download.ts';
import type { Request, RequestOptions } from './request.ts';

/** `?a=1&b=2` of the filters that are set. */
function queryOf(search: RegisterSearch, before: string | null): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) if (value !== undefined) query.set(name, String(value));
  if (before !== null) query.set('before', before);
  return query.size === 0 ? '' : `?${query}`;
}

export function registerClient(request: Request, download: Download) {
  return {
    search: (search: RegisterSearch, before: string | null, { signal }: RequestOptions = {}) =>
      request({
        method: 'GET',
        path: `/api/v1/register${queryOf(search, before)}`,
        answer: registerPageSchema,
        signal,
      }),
    export: (format: ExportFormat, filter: RegisterSearch) => download('/api/v1/register/export', { format, filter }),
    counters: (year: number | null, { signal }: RequestOptions = {}) =>
      request({
        method: 'GET',
        path: `/api/v1/counters${year === null ? '' : `?year=${year}`}`,
        answer: countersSchema,
        signal,
      }),
    recompute: () =>
      request({ method: 'POST', path: '/api/v1/counters/recompute', body: {}, answer: recomputedSchema }),
  };
}

export type RegisterClient = ReturnType<typeof registerClient>;
