/** Pseudonymised lists. */
import { z } from 'zod';
import { staffNames } from '../../governance/organisation/staff.ts';
import { makePseudonyms, previewPseudonyms } from '../../governance/pseudonyms/make.ts';
import {
  erasePseudonyms,
  listTables,
  lookUpPseudonym,
  openPseudonymised,
  takeTable,
} from '../../governance/pseudonyms/tables.ts';
import {
  foundOriginalsSchema,
  lookUpPseudonymSchema,
  madePseudonymsSchema,
  makePseudonymsSchema,
  previewPseudonymsSchema,
  pseudonymPreviewSchema,
  pseudonymTablesSchema,
  takeTableSchema,
} from '../../model/api/pseudonyms.ts';
import { readJson } from '../read-json.ts';
import { declare, requireStaff, type Router, staffAct, staffRead } from '../route.ts';
import { streamDownload } from '../stream-download.ts';
import { uuidParam } from './staff.ts';

const done = z.strictObject({});

export function pseudonymRoutes(router: Router): void {
  const { pseudonyms: deps, organisation } = router.deps;
  const permission = 'pseudonym.make';
  staffRead(
    router,
    {
      path: '/api/v1/pseudonyms',
      permission,
      summary: 'Pseudonymised lists: officers see all, others their own',
      answer: pseudonymTablesSchema,
    },
    (call) => listTables(deps, call.tenant, call.actor, (ids) => staffNames(organisation, call.tenant.orgId, ids)),
  );
  staffAct(
    router,
    {
      path: '/api/v1/pseudonyms/preview',
      permission,
      summary: 'What an upload holds, what is proposed, and its first rows before and after; stores nothing',
      body: previewPseudonymsSchema,
      answer: pseudonymPreviewSchema,
    },
    (call, body) => previewPseudonyms(deps, call.tenant, call.actor, body),
  );
  staffAct(
    router,
    {
      path: '/api/v1/pseudonyms',
      permission,
      summary: 'Pseudonymise an upload: a new upload, and a table that leads back, sealed here',
      body: makePseudonymsSchema,
      answer: madePseudonymsSchema,
    },
    (call, body) => makePseudonyms(deps, call.tenant, call.actor, body),
  );
  staffAct(
    router,
    {
      path: '/api/v1/pseudonyms/{id}/look-up',
      permission,
      summary: 'Whom a pseudonym stands for; recorded with the reason',
      body: lookUpPseudonymSchema,
      answer: foundOriginalsSchema,
    },
    (call, body) => lookUpPseudonym(deps, call.tenant, call.actor, uuidParam(call.param('id')), body),
  );
  staffAct(
    router,
    {
      path: '/api/v1/pseudonyms/{id}/erase',
      permission,
      summary: 'Erase the table: nothing leads back any more',
      body: done,
      answer: done,
    },
    async (call) => {
      await erasePseudonyms(deps, call.tenant, call.actor, uuidParam(call.param('id')));
      return {};
    },
  );
  downloads(router);
}

/** Not `staffAct`, which answers with JSON: these answer with a file. */
function downloads(router: Router): void {
  const { app, deps } = router;
  const table = '/api/v1/pseudonyms/{id}/table';
  declare(
    router,
    'post',
    table,
    'pseudonym.make',
    'The table as CSV; recorded with the reason',
    takeTableSchema,
    z.unknown(),
  );
  app.post('/api/v1/pseudonyms/:id/table', async (c) => {
    const call = await requireStaff(deps, c, 'pseudonym.make');
    const { reason } = await readJson(c, takeTableSchema);
    const bytes = await takeTable(deps.transfers, call.tenant, call.actor, uuidParam(call.param('id')), reason);
    return streamDownload(deps, c, {
      name: 'pseudonyms.csv',
      contentType: 'text/csv; charset=utf-8',
      content: one(bytes),
    });
  });
  const file = '/api/v1/pseudonyms/{id}/file';
  declare(router, 'post', file, 'pseudonym.make', 'The pseudonymised file, while it is a draft', done, z.unknown());
  app.post('/api/v1/pseudonyms/:id/file', async (c) => {
    const call = await requireStaff(deps, c, 'pseudonym.make');
    await readJson(c, done);
    const made = await openPseudonymised(deps.transfers, call.tenant, call.actor, uuidParam(call.param('id')));
    return streamDownload(deps, c, {
      name: made.name,
      contentType: 'application/octet-stream',
      content: made.content(),
    });
  });
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield await Promise.resolve(bytes);
}
