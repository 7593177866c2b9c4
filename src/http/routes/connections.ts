/** Connections to channels, what was sent by them, and dead letters. */
import { z } from 'zod';
import { BASE } from '../../base/errors.ts';
import {
  probeConnection,
  readTest,
  removeConnection,
  setPaused,
  testConnection,
} from '../../governance/connections/act.ts';
import { addConnection, changeConnection } from '../../governance/connections/add.ts';
import { dismissDead, listDeadLetters, resendDead } from '../../governance/connections/dead.ts';
import { listConnectionViews, readConnection } from '../../governance/connections/list.ts';
import { listSent, readSentBy } from '../../governance/connections/sent.ts';
import {
  addConnectionSchema,
  addedConnectionSchema,
  changeConnectionSchema,
  connectionDetailSchema,
  connectionIdSchema,
  connectionOverviewSchema,
  deadLetterListSchema,
  doneSchema,
  moveDeadSchema,
  probeResultSchema,
  resendDeadSchema,
  sentBodySchema,
  sentListSchema,
  testConnectionSchema,
  testResultSchema,
  testStartedSchema,
} from '../../model/api/connections.ts';
import { type Router, type StaffCall, staffAct, staffRead } from '../route.ts';
import { uuidParam } from './staff.ts';

const PATH = '/api/v1/connections';
const empty = z.strictObject({});

export function connectionRoutes(router: Router): void {
  readRoutes(router);
  changeRoutes(router);
  tryRoutes(router);
  deadRoutes(router);
}

function readRoutes(router: Router): void {
  const { connections: deps } = router.deps;
  const permission = 'connection.read';
  staffRead(
    router,
    { path: `${PATH}/overview`, permission, summary: 'Connections and how they do', answer: connectionOverviewSchema },
    (call) => listConnectionViews(deps, call.tenant),
  );
  staffRead(
    router,
    {
      path: `${PATH}/{id}`,
      permission,
      summary: 'One connection, without its secrets',
      answer: connectionDetailSchema,
    },
    (call) => readConnection(deps, call.tenant, idOf(call)),
  );
  staffRead(
    router,
    { path: `${PATH}/{id}/sent`, permission, summary: 'Messages sent by a connection', answer: sentListSchema },
    (call) => listSent(deps, call.tenant, idOf(call), timeOf(call.query('before'))),
  );
  staffRead(
    router,
    { path: `${PATH}/{id}/sent/{message}`, permission, summary: 'What exactly was sent', answer: sentBodySchema },
    (call) => readSentBy(deps, call.tenant, idOf(call), uuidParam(call.param('message'))),
  );
}

function changeRoutes(router: Router): void {
  const { connections: deps } = router.deps;
  const permission = 'connection.manage';
  staffAct(
    router,
    {
      path: PATH,
      permission,
      summary: 'Add a connection; nothing is sent',
      body: addConnectionSchema,
      answer: addedConnectionSchema,
    },
    async (call, body) => ({ id: await addConnection(deps, call.tenant, call.actor, body) }),
  );
  staffAct(
    router,
    {
      path: `${PATH}/{id}/change`,
      permission,
      summary: 'Change name, settings and fallbacks; secrets that are left out stay',
      body: changeConnectionSchema,
      answer: empty,
    },
    async (call, body) => {
      await changeConnection(deps, call.tenant, call.actor, idOf(call), body);
      return {};
    },
  );
  for (const act of ['pause', 'resume'] as const)
    staffAct(
      router,
      {
        path: `${PATH}/{id}/${act}`,
        permission,
        summary: act === 'pause' ? 'Let what goes by it wait' : 'Let it send again',
        body: empty,
        answer: empty,
      },
      async (call) => {
        await setPaused(deps, call.tenant, call.actor, idOf(call), act === 'pause');
        return {};
      },
    );
  staffAct(
    router,
    {
      path: `${PATH}/{id}/remove`,
      permission,
      summary: 'Remove a connection that nothing needs',
      body: empty,
      answer: empty,
    },
    async (call) => {
      await removeConnection(deps, call.tenant, call.actor, idOf(call));
      return {};
    },
  );
}

function tryRoutes(router: Router): void {
  const { connections: deps } = router.deps;
  const permission = 'connection.manage';
  staffAct(
    router,
    {
      path: `${PATH}/{id}/test`,
      permission,
      summary: 'Send a trial message',
      body: testConnectionSchema,
      answer: testStartedSchema,
    },
    async (call, body) => ({ test: await testConnection(deps, call.tenant, call.actor, idOf(call), body) }),
  );
  staffRead(
    router,
    {
      path: `${PATH}/{id}/tests/{test}`,
      permission: 'connection.read',
      summary: 'What became of a trial message',
      answer: testResultSchema,
    },
    (call) => readTest(deps, call.tenant, idOf(call), uuidParam(call.param('test'))),
  );
  staffAct(
    router,
    {
      path: `${PATH}/{id}/probe`,
      permission,
      summary: 'Ask the vendor whether the connection can be used, without a message',
      body: empty,
      answer: probeResultSchema,
    },
    (call) => probeConnection(deps, call.tenant, idOf(call)),
  );
}

function deadRoutes(router: Router): void {
  const { connections: deps } = router.deps;
  const permission = 'connection.manage';
  const path = '/api/v1/dead-letters';
  staffRead(
    router,
    {
      path,
      permission: 'connection.read',
      summary: 'Messages that could not be sent and wait for a person',
      answer: deadLetterListSchema,
    },
    (call) => listDeadLetters(deps, call.tenant),
  );
  staffAct(
    router,
    { path: `${path}/resend`, permission, summary: 'Write and send anew', body: resendDeadSchema, answer: doneSchema },
    async (call, body) => ({ done: await resendDead(deps, call.tenant, call.actor, body.ids, undefined) }),
  );
  staffAct(
    router,
    {
      path: `${path}/move`,
      permission,
      summary: 'Send by another connection',
      body: moveDeadSchema,
      answer: doneSchema,
    },
    async (call, body) => ({ done: await resendDead(deps, call.tenant, call.actor, body.ids, body.to) }),
  );
  staffAct(
    router,
    { path: `${path}/dismiss`, permission, summary: 'Let them be', body: resendDeadSchema, answer: doneSchema },
    async (call, body) => ({ done: await dismissDead(deps, call.tenant, call.actor, body.ids) }),
  );
}

function idOf(call: StaffCall): string {
  const id = connectionIdSchema.safeParse(call.param('id'));
  if (!id.success) throw BASE.not_found();
  return id.data;
}

function timeOf(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const time = z.iso.datetime().safeParse(text);
  if (!time.success) throw BASE.invalid_request({ fields: ['before'] });
  return new Date(time.data);
}
