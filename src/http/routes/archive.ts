/** What came in from conversations: the archive, incidents, requests; and the addresses that vendors post to. */
import { z } from 'zod';
import { BASE } from '../../base/errors.ts';
import { ownBytes } from '../../base/bytes.ts';
import { awaitAgain, takeFile } from '../../governance/archive/download.ts';
import { closeIncident, listIncidents } from '../../governance/archive/incidents.ts';
import { listArchive, readThread } from '../../governance/archive/read.ts';
import { closeRequest, listRequests } from '../../governance/archive/requests.ts';
import { searchArchive } from '../../governance/archive/search.ts';
import {
  closeIncidentSchema,
  closeRequestSchema,
  fileStateSchema,
  incidentListSchema,
  incidentStateSchema,
  readThreadSchema,
  requestListSchema,
  requestStateSchema,
  searchArchiveSchema,
  searchPageSchema,
  threadListSchema,
  threadPageSchema,
} from '../../model/api/archive.ts';
import { takeCallback } from '../../transfers/inbound/callback.ts';
import type { Ctx } from '../context.ts';
import { declare, requireStaff, type Router, type StaffCall, staffAct, staffRead } from '../route.ts';
import { streamDownload } from '../stream-download.ts';
import { uuidParam } from './staff.ts';

const ARCHIVE_PATH = '/api/v1/archive';
const INCIDENTS_PATH = '/api/v1/incidents';
const REQUESTS_PATH = '/api/v1/requests';
const empty = z.strictObject({});
const stateSchema = z.enum(['open', 'closed']).optional();

export function archiveRoutes(router: Router): void {
  readRoutes(router);
  fileRoutes(router);
  incidentRoutes(router);
  requestRoutes(router);
  callbackRoute(router);
}

function readRoutes(router: Router): void {
  const { transfers: deps } = router.deps;
  const permission = 'archive.read';
  staffRead(
    router,
    { path: ARCHIVE_PATH, permission, summary: 'Conversations that are kept at home', answer: threadListSchema },
    (call) => listArchive(deps, call.tenant, beforeOf(call)),
  );
  // A POST: reading what people wrote is recorded in the audit log.
  staffAct(
    router,
    {
      path: `${ARCHIVE_PATH}/threads/{id}/messages`,
      permission,
      summary: 'What was said in a conversation; recorded in the audit log',
      body: readThreadSchema,
      answer: threadPageSchema,
    },
    async (call, body) => readThread(deps, call.tenant, call.actor, idOf(call), body, await call.place()),
  );
  staffAct(
    router,
    {
      path: `${ARCHIVE_PATH}/search`,
      permission,
      summary: 'Messages that hold all these words; recorded in the audit log',
      body: searchArchiveSchema,
      answer: searchPageSchema,
    },
    async (call, body) => searchArchive(deps, call.tenant, call.actor, body, await call.place()),
  );
}

function fileRoutes(router: Router): void {
  const { app, deps } = router;
  const path = `${ARCHIVE_PATH}/files/{id}` as const;
  // The answer is a file, so the route is declared by itself; its checks are those of `staffAct`.
  declare(router, 'post', path, 'archive.read', 'A file of the archive; recorded in the audit log', empty, z.unknown());
  app.post(`${ARCHIVE_PATH}/files/:id`, async (c) => {
    const call = await requireStaff(deps, c, 'archive.read');
    const file = await takeFile(deps.transfers, call.tenant, call.actor, idOf(call), await call.place());
    return streamDownload(deps, c, file);
  });
  staffAct(
    router,
    {
      path: `${path}/retry`,
      permission: 'incident.manage',
      summary: 'Fetch a file again that could not be fetched',
      body: empty,
      answer: fileStateSchema,
    },
    async (call) => ({ state: await awaitAgain(deps.transfers, call.tenant, call.actor, idOf(call)) }),
  );
}

function incidentRoutes(router: Router): void {
  const { transfers: deps } = router.deps;
  staffRead(
    router,
    {
      path: INCIDENTS_PATH,
      permission: 'archive.read',
      summary: 'What should not have been posted, and what was stopped',
      answer: incidentListSchema,
    },
    (call) => listIncidents(deps, call.tenant, stateOf(call), beforeOf(call)),
  );
  staffAct(
    router,
    {
      path: `${INCIDENTS_PATH}/{id}/close`,
      permission: 'incident.manage',
      summary: 'Close an incident with a note',
      body: closeIncidentSchema,
      answer: incidentStateSchema,
    },
    async (call, { note }) => ({ state: await closeIncident(deps, call.tenant, call.actor, idOf(call), note) }),
  );
}

function requestRoutes(router: Router): void {
  const { transfers: deps } = router.deps;
  staffRead(
    router,
    {
      path: REQUESTS_PATH,
      permission: 'archive.read',
      summary: 'What people asked the robot for',
      answer: requestListSchema,
    },
    (call) => listRequests(deps, call.tenant, stateOf(call), beforeOf(call)),
  );
  staffAct(
    router,
    {
      path: `${REQUESTS_PATH}/{id}/close`,
      permission: 'incident.manage',
      summary: 'Record that a request was met or declined',
      body: closeRequestSchema,
      answer: requestStateSchema,
    },
    async (call, body) => ({ state: await closeRequest(deps, call.tenant, call.actor, idOf(call), body) }),
  );
}

/** Whoever posts here is known by his signature alone. INVARIANT: every refusal is the same, whatever is wrong. */
function callbackRoute(router: Router): void {
  const { app, deps } = router;
  declare(
    router,
    'post',
    '/in/dingtalk/{connection}',
    'public',
    'DingTalk hands over events and messages, signed',
    z.unknown(),
    z.unknown(),
  );
  app.post('/in/dingtalk/:connection', async (c) => {
    const tenant = await deps.tenant();
    const request = await pushedOf(c);
    const answer =
      tenant === undefined
        ? undefined
        : await takeCallback(deps.inbound, tenant, c.req.param('connection').slice(0, 64), request);
    if (answer === undefined) throw BASE.not_found();
    return c.json(answer);
  });
}

async function pushedOf(c: Ctx): Promise<Parameters<typeof takeCallback>[3]> {
  return {
    query: c.req.query(),
    headers: { timestamp: c.req.header('timestamp'), sign: c.req.header('sign') },
    body: ownBytes(new Uint8Array(await c.req.arrayBuffer())),
  };
}

function idOf(call: StaffCall): string {
  return uuidParam(call.param('id'));
}

function beforeOf(call: StaffCall): string | undefined {
  const before = call.query('before');
  return before === undefined || before === '' ? undefined : uuidParam(before);
}

function stateOf(call: StaffCall): 'open' | 'closed' | undefined {
  const state = stateSchema.safeParse(call.query('state'));
  if (!state.success) throw BASE.invalid_request({ fields: ['state'] });
  return state.data;
}
