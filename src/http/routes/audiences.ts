/** Audiences, and what vendors call recipients. */
import { z } from 'zod';
import {
  changeMembers,
  createAudience,
  readAudiences,
  removeAudience,
  rename,
} from '../../governance/audiences/audiences.ts';
import { readIdentities, setIdentity } from '../../governance/audiences/identities.ts';
import {
  audienceCreatedSchema,
  audienceListSchema,
  changeMembersSchema,
  createAudienceSchema,
  identityListSchema,
  renameAudienceSchema,
  setIdentitySchema,
} from '../../model/api/audiences.ts';
import { type Router, type StaffCall, staffAct, staffRead } from '../route.ts';
import { uuidParam } from './staff.ts';

const empty = z.strictObject({});
const idOf = (call: StaffCall): string => uuidParam(call.param('id'));

export function audienceRoutes(router: Router): void {
  const { transfers: deps } = router.deps;
  staffRead(
    router,
    { path: '/api/v1/audiences', permission: 'door.read', summary: 'Audiences', answer: audienceListSchema },
    async (call) => ({ audiences: await readAudiences(deps, call.tenant) }),
  );
  staffAct(
    router,
    {
      path: '/api/v1/audiences',
      permission: 'door.manage',
      summary: 'Make an audience',
      body: createAudienceSchema,
      answer: audienceCreatedSchema,
    },
    async (call, body) => ({ id: await createAudience(deps, call.tenant, call.actor, body) }),
  );
  staffAct(
    router,
    {
      path: '/api/v1/audiences/{id}/rename',
      permission: 'door.manage',
      summary: 'Give an audience another name',
      body: renameAudienceSchema,
      answer: empty,
    },
    async (call, body) => {
      await rename(deps, call.tenant, call.actor, idOf(call), body.name);
      return {};
    },
  );
  staffAct(
    router,
    {
      path: '/api/v1/audiences/{id}/members',
      permission: 'door.manage',
      summary: 'Add and remove members; removal takes effect at once',
      body: changeMembersSchema,
      answer: empty,
    },
    async (call, body) => {
      await changeMembers(deps, call.tenant, call.actor, idOf(call), body);
      return {};
    },
  );
  staffAct(
    router,
    {
      path: '/api/v1/audiences/{id}/remove',
      permission: 'door.manage',
      summary: 'Remove an audience that no door uses',
      body: empty,
      answer: empty,
    },
    async (call) => {
      await removeAudience(deps, call.tenant, call.actor, idOf(call));
      return {};
    },
  );
  identityRoutes(router);
}

function identityRoutes(router: Router): void {
  const { transfers: deps } = router.deps;
  staffRead(
    router,
    {
      path: '/api/v1/recipients/identities',
      permission: 'recipient.manage',
      summary: 'What vendors call recipients',
      answer: identityListSchema,
    },
    (call) => readIdentities(deps, call.tenant),
  );
  staffAct(
    router,
    {
      path: '/api/v1/recipients/{id}/identities',
      permission: 'recipient.manage',
      summary: 'Say what a vendor calls a recipient',
      body: setIdentitySchema,
      answer: empty,
    },
    async (call, body) => {
      await setIdentity(deps, call.tenant, call.actor, idOf(call), body);
      return {};
    },
  );
}
