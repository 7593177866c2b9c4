/** The egress proof: sums, the check of the record, and the list as a file. Reads only. */
import { z } from 'zod';
import { BASE } from '../../base/errors.ts';
import {
  PROOF_EXPORTS,
  proofCheckSchema,
  type ProofSearch,
  proofSchema,
  proofSearchSchema,
} from '../../model/api/proof.ts';
import { declare, requireStaff, type Router, type StaffCall, staffRead } from '../route.ts';
import { streamDownload } from '../stream-download.ts';

const EXPORT_PATH = '/api/v1/proof/export';
const FORMAT = z.enum(PROOF_EXPORTS);

export function proofRoutes(router: Router): void {
  const { app, deps } = router;
  staffRead(
    router,
    {
      path: '/api/v1/proof',
      permission: 'proof.read',
      summary: 'What stayed and what crossed, for a period and a route (from, to, door, connection)',
      answer: proofSchema,
    },
    (call) => deps.views.proof.read(call.tenant.orgId, searchOf(call)),
  );
  staffRead(
    router,
    {
      path: '/api/v1/proof/check',
      permission: 'proof.read',
      summary: 'The record of what left against the audit log, and bodies still kept read again',
      answer: proofCheckSchema,
    },
    (call) => deps.views.proof.check(call.tenant.orgId, searchOf(call)),
  );
  declare(
    router,
    'get',
    EXPORT_PATH,
    'proof.read',
    'Every body that left with time, length and SHA-256, as csv or json (format); nothing personal',
    undefined,
    z.unknown(),
  );
  app.get(EXPORT_PATH, async (c) => {
    const call = await requireStaff(deps, c, 'proof.read');
    const format = FORMAT.safeParse(call.query('format') ?? 'csv');
    if (!format.success) throw BASE.invalid_request({ fields: ['format'] });
    return streamDownload(deps, c, deps.views.proof.export(call.tenant.orgId, searchOf(call), format.data));
  });
}

const NAMES = ['from', 'to', 'door', 'connection'] as const;

function searchOf(call: StaffCall): ProofSearch {
  const given = NAMES.flatMap((name) => {
    const value = call.query(name);
    return value === undefined || value === '' ? [] : [[name, value] as const];
  });
  const parsed = proofSearchSchema.safeParse(Object.fromEntries(given));
  if (!parsed.success)
    throw BASE.invalid_request({ fields: parsed.error.issues.map((issue) => String(issue.path[0] ?? '')) });
  return parsed.data;
}
