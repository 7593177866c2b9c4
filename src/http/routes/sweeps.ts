/** Sweeps over data that is there already. */
import { z } from 'zod';
import { BASE } from '../../base/errors.ts';
import { staffNames } from '../../governance/organisation/staff.ts';
import { exportSweep, openSealedFile, remedyFiles } from '../../governance/sweeps/remedies.ts';
import {
  continueSweep,
  pauseSweep,
  readSweeps,
  readSweptFiles,
  removeSweep,
  startSweep,
} from '../../governance/sweeps/sweeps.ts';
import { uuidSchema } from '../../model/api/common.ts';
import {
  exportSweepSchema,
  remediedSchema,
  remedySchema,
  startSweepSchema,
  sweepFilterSchema,
  sweepListSchema,
  sweptFilesSchema,
} from '../../model/api/sweeps.ts';
import { readJson } from '../read-json.ts';
import { declare, requireStaff, type Router, staffAct, staffRead } from '../route.ts';
import { streamDownload } from '../stream-download.ts';
import { uuidParam } from './staff.ts';

const done = z.strictObject({});

export function sweepRoutes(router: Router): void {
  const { sweeps: deps, organisation } = router.deps;
  staffRead(
    router,
    {
      path: '/api/v1/sweeps',
      permission: 'sweep.read',
      summary: 'Sweeps and what they found',
      answer: sweepListSchema,
    },
    (call) => readSweeps(deps, call.tenant, (ids) => staffNames(organisation, call.tenant.orgId, ids)),
  );
  // A POST: paths name people, and whoever reads them is recorded.
  staffAct(
    router,
    {
      path: '/api/v1/sweeps/{id}/items',
      permission: 'sweep.read',
      summary: 'Files of a sweep, 50 a page; recorded in the audit log',
      body: sweepFilterSchema,
      answer: sweptFilesSchema,
    },
    (call, body) => readSweptFiles(deps, call.tenant, call.actor, uuidParam(call.param('id')), body),
  );
  staffAct(
    router,
    {
      path: '/api/v1/sweeps',
      permission: 'sweep.manage',
      summary: 'Start a sweep over an allowed folder or an uploaded archive, or enter a report of the command line',
      body: startSweepSchema,
      answer: z.strictObject({ id: uuidSchema }),
    },
    async (call, body) => ({ id: await startSweep(deps, call.tenant, call.actor, body) }),
  );
  staffAct(
    router,
    {
      path: '/api/v1/sweeps/{id}/remedies',
      permission: 'sweep.manage',
      summary: 'Seal files at home, take lists in to be pseudonymised, mark for deletion, or take a mark back',
      body: remedySchema,
      answer: remediedSchema,
    },
    (call, body) => remedyFiles(deps, call.tenant, call.actor, uuidParam(call.param('id')), body),
  );
  for (const [name, act, summary] of [
    ['pause', pauseSweep, 'Pause a sweep; what it has found stays'],
    ['continue', continueSweep, 'Continue a sweep where it was'],
    ['remove', removeSweep, 'Remove what a sweep has found; sealed files stay'],
  ] as const)
    staffAct(
      router,
      { path: `/api/v1/sweeps/{id}/${name}`, permission: 'sweep.manage', summary, body: done, answer: done },
      async (call) => {
        await act(deps, call.tenant, call.actor, uuidParam(call.param('id')));
        return {};
      },
    );
  exportRoute(router);
  sealedFileRoute(router);
}

/** Not `staffAct`, which answers with JSON: this one answers with the file. */
function exportRoute({ app, deps, ...router }: Router): void {
  const path = '/api/v1/sweeps/{id}/export';
  declare(
    { app, deps, ...router },
    'post',
    path,
    'sweep.read',
    'Files of a sweep as CSV or as a script; recorded',
    exportSweepSchema,
    z.unknown(),
  );
  app.post('/api/v1/sweeps/:id/export', async (c) => {
    const call = await requireStaff(deps, c, 'sweep.read');
    const command = await readJson(c, exportSweepSchema);
    return streamDownload(
      deps,
      c,
      await exportSweep(deps.sweeps, call.tenant, call.actor, uuidParam(call.param('id')), command),
    );
  });
}

function sealedFileRoute(router: Router): void {
  const { app, deps } = router;
  const path = '/api/v1/sweeps/{id}/items/{item}/file';
  declare(router, 'post', path, 'sweep.manage', 'A file that was sealed at home; recorded', done, z.unknown());
  app.post('/api/v1/sweeps/:id/items/:item/file', async (c) => {
    const call = await requireStaff(deps, c, 'sweep.manage');
    await readJson(c, done);
    const item = sweepFilterSchema.shape.after.safeParse(call.param('item')).data;
    if (item === undefined) throw BASE.not_found();
    const { name, content } = await openSealedFile(
      deps.sweeps,
      call.tenant,
      call.actor,
      uuidParam(call.param('id')),
      item,
    );
    return streamDownload(deps, c, { name, contentType: 'application/octet-stream', content: content() });
  });
}
