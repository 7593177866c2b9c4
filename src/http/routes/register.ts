/** The register of transfers, its exports, and the counters of persons. */
import { z } from 'zod';
import { BASE } from '../../base/errors.ts';
import { readCounters, recomputeCounters } from '../../governance/counters/counters.ts';
import { exportRegister } from '../../governance/register/export.ts';
import { searchRegister } from '../../governance/register/search.ts';
import { countersSchema, recomputedSchema } from '../../model/api/counters.ts';
import {
  exportRegisterSchema,
  registerFilterSchema,
  registerPageSchema,
  type RegisterSearch,
} from '../../model/api/register.ts';
import { readJson } from '../read-json.ts';
import { declare, requireStaff, type Router, type StaffCall, staffAct, staffRead } from '../route.ts';
import { streamDownload } from '../stream-download.ts';
import { uuidParam } from './staff.ts';

const EXPORT_PATH = '/api/v1/register/export';
const yearSchema = z.coerce.number().int().min(2000).max(2200);

export function registerRoutes(router: Router): void {
  const { transfers: deps, views } = router.deps;
  staffRead(
    router,
    {
      path: '/api/v1/register',
      permission: 'register.read',
      summary: 'Register of transfers, newest first',
      answer: registerPageSchema,
    },
    (call) => {
      const before = call.query('before');
      const cursor = before === undefined || before === '' ? undefined : uuidParam(before);
      return searchRegister(deps, call.tenant, filterOfQuery(call), cursor);
    },
  );
  exportRoute(router);
  staffRead(
    router,
    {
      path: '/api/v1/counters',
      permission: 'register.read',
      summary: 'Persons sent abroad this calendar year',
      answer: countersSchema,
    },
    (call) => {
      const year = yearSchema.optional().safeParse(given(call.query('year')));
      if (!year.success) throw BASE.invalid_request({ fields: ['year'] });
      return readCounters(deps, call.tenant, views.policyParams(), year.data);
    },
  );
  staffAct(
    router,
    {
      path: '/api/v1/counters/recompute',
      permission: 'register.read',
      summary: 'Count persons anew from the register and compare',
      body: z.strictObject({}),
      answer: recomputedSchema,
    },
    (call) => recomputeCounters(deps, call.tenant, call.actor),
  );
}

/** Not `staffAct`, which answers with JSON: this one answers with the file. */
function exportRoute(router: Router): void {
  const { app, deps } = router;
  declare(
    router,
    'post',
    EXPORT_PATH,
    'register.read',
    'The register as a file; recorded in the audit log',
    exportRegisterSchema,
    z.unknown(),
  );
  app.post(EXPORT_PATH, async (c) => {
    const call = await requireStaff(deps, c, 'register.read');
    const command = await readJson(c, exportRegisterSchema);
    const exporting = { ...deps.transfers, registerWords: deps.views.registerWords };
    return streamDownload(deps, c, await exportRegister(exporting, call.tenant, call.actor, call.locale, command));
  });
}

const FILTERS = Object.keys(registerFilterSchema.shape);

function filterOfQuery(call: StaffCall): RegisterSearch {
  const values = FILTERS.flatMap((name) => {
    const value = given(call.query(name));
    return value === undefined ? [] : [[name, name === 'crossing' ? value === 'true' : value] as const];
  });
  const parsed = registerFilterSchema.safeParse(Object.fromEntries(values));
  if (!parsed.success)
    throw BASE.invalid_request({ fields: parsed.error.issues.map((issue) => String(issue.path[0] ?? '')) });
  return parsed.data;
}

function given(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}
