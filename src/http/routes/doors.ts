/** Doors: programs that send through Entrepot as if it were the vendor. */
import { z } from 'zod';
import { checkRoute } from '../../governance/doors/check.ts';
import { changeDoor, createDoor, endOldCredentials, moveDoor, rotateDoor } from '../../governance/doors/manage.ts';
import { readDoor, readDoors, readRefusals } from '../../governance/doors/read.ts';
import { tryDoor } from '../../governance/doors/try.ts';
import { staffNames } from '../../governance/organisation/staff.ts';
import {
  checkDoorSchema,
  createDoorSchema,
  doorCheckSchema,
  doorChoicesSchema,
  doorCreatedSchema,
  doorDetailSchema,
  doorListSchema,
  doorRefusalListSchema,
  doorRotatedSchema,
  doorTriedSchema,
  rotateDoorSchema,
  tryDoorSchema,
} from '../../model/api/doors.ts';
import { type Router, type StaffCall, staffAct, staffRead } from '../route.ts';
import { uuidParam } from './staff.ts';

const empty = z.strictObject({});
const idOf = (call: StaffCall): string => uuidParam(call.param('id'));

export function doorRoutes(router: Router): void {
  readRoutes(router);
  makeRoutes(router);
  stateRoutes(router);
}

function readRoutes(router: Router): void {
  const { doors: deps, organisation } = router.deps;
  const names = (call: StaffCall) => (ids: readonly string[]) => staffNames(organisation, call.tenant.orgId, ids);
  staffRead(
    router,
    { path: '/api/v1/doors', permission: 'door.read', summary: 'Programs that send', answer: doorListSchema },
    (call) => readDoors(deps, call.tenant, names(call)),
  );
  staffRead(
    router,
    {
      path: '/api/v1/doors/refusals',
      permission: 'door.read',
      summary: 'Calls that were turned away',
      answer: doorRefusalListSchema,
    },
    (call) => readRefusals(deps, call.tenant),
  );
  staffRead(
    router,
    {
      path: '/api/v1/doors/{id}',
      permission: 'door.read',
      summary: 'A program that sends, its settings and its usage',
      answer: doorDetailSchema,
    },
    (call) => readDoor(deps, call.tenant, names(call), idOf(call)),
  );
}

function makeRoutes(router: Router): void {
  const { doors: deps } = router.deps;
  staffAct(
    router,
    {
      path: '/api/v1/doors/check',
      permission: 'door.manage',
      summary: 'What would become of ordinary messages on a route',
      body: checkDoorSchema,
      answer: doorCheckSchema,
    },
    (call, body) => checkRoute(deps, call.tenant, call.locale, body.route),
  );
  staffAct(
    router,
    {
      path: '/api/v1/doors',
      permission: 'door.manage',
      summary: 'Let a program send; its credentials are in this answer and nowhere else',
      body: createDoorSchema,
      answer: doorCreatedSchema,
    },
    (call, body) => createDoor(deps, call.tenant, call.actor, body),
  );
  staffAct(
    router,
    {
      path: '/api/v1/doors/{id}/settings',
      permission: 'door.manage',
      summary: 'Change where a program’s messages go and how it proves itself',
      body: doorChoicesSchema,
      answer: empty,
    },
    async (call, body) => {
      await changeDoor(deps, call.tenant, call.actor, idOf(call), body);
      return {};
    },
  );
  staffAct(
    router,
    {
      path: '/api/v1/doors/{id}/rotate',
      permission: 'door.manage',
      summary: 'New credentials; the old ones go on for a while',
      body: rotateDoorSchema,
      answer: doorRotatedSchema,
    },
    (call, body) => rotateDoor(deps, call.tenant, call.actor, idOf(call), body.oldForHours),
  );
  staffAct(
    router,
    {
      path: '/api/v1/doors/{id}/end-old',
      permission: 'door.manage',
      summary: 'End the old credentials now',
      body: empty,
      answer: empty,
    },
    async (call) => {
      await endOldCredentials(deps, call.tenant, call.actor, idOf(call));
      return {};
    },
  );
}

function stateRoutes(router: Router): void {
  const { doors: deps } = router.deps;
  staffAct(
    router,
    {
      path: '/api/v1/doors/{id}/try',
      permission: 'door.manage',
      summary: 'Send a message as if the program had',
      body: tryDoorSchema,
      answer: doorTriedSchema,
    },
    (call, body) => tryDoor(deps, call.tenant, call.actor, idOf(call), body.text),
  );
  const acts = [
    ['pause', 'Turn a program away until it is resumed'],
    ['resume', 'Let a paused program send again'],
    ['remove', 'Turn a program away for good'],
  ] as const;
  for (const [move, summary] of acts)
    staffAct(
      router,
      { path: `/api/v1/doors/{id}/${move}`, permission: 'door.manage', summary, body: empty, answer: empty },
      async (call) => {
        await moveDoor(deps, call.tenant, call.actor, idOf(call), move);
        return {};
      },
    );
}
