/** Endpoints of the egress proof. */
import { proofCheckSchema, type ProofExport, type ProofSearch, proofSchema } from '../../../src/model/api/proof.ts';
import type { Request, RequestOptions } from './request.ts';

function queryOf(search: ProofSearch, more: Readonly<Record<string, string>> = {}): string {
  const text = new URLSearchParams({ ...search, ...more }).toString();
  return text === '' ? '' : `?${text}`;
}

/** Address of the list as a file: a plain link, since taking it changes nothing. */
export function proofFile(search: ProofSearch, format: ProofExport): string {
  return `/api/v1/proof/export${queryOf(search, { format })}`;
}

export function proofClient(request: Request) {
  return {
    read: (search: ProofSearch, { signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: `/api/v1/proof${queryOf(search)}`, answer: proofSchema, signal }),
    check: (search: ProofSearch) =>
      request({ method: 'GET', path: `/api/v1/proof/check${queryOf(search)}`, answer: proofCheckSchema }),
  };
}

export type ProofClient = ReturnType<typeof proofClient>;
