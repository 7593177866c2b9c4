/** Set-up, session, enrolment and staff. */
import { RATE_RULES } from '../../access/rate-limit.ts';
import { clientSubject } from '../../access/client.ts';
import { z } from 'zod';
import { BASE } from '../../base/errors.ts';
import { setUp } from '../../governance/organisation/set-up.ts';
import {
  disableStaff,
  enrol,
  findPerson,
  inviteStaff,
  readStaff,
  renewInvitation,
} from '../../governance/organisation/staff.ts';
import { uuidSchema } from '../../model/api/common.ts';
import {
  enrolRequestSchema,
  inviteStaffResponseSchema,
  inviteStaffSchema,
  type Session,
  sessionSchema,
  setupRequestSchema,
  setupResponseSchema,
  staffListSchema,
} from '../../model/api/staff.ts';
import { pickLocale } from '../../model/locale.ts';
import { readEntities } from '../../transfers/entities.ts';
import type { Ctx } from '../context.ts';
import { readJson } from '../read-json.ts';
import { declare, type Router, staffAct, staffRead } from '../route.ts';

const empty = z.strictObject({});

export function staffRoutes(router: Router): void {
  const { app, deps } = router;
  declare(router, 'get', '/api/v1/session', 'public', 'What the console needs to know first', undefined, sessionSchema);
  app.get('/api/v1/session', async (c) => c.json(sessionSchema.parse(await describeSession(router, c))));

  declare(
    router,
    'post',
    '/api/v1/setup',
    'public',
    'First set-up with the one-time link',
    setupRequestSchema,
    setupResponseSchema,
  );
  app.post('/api/v1/setup', async (c) => {
    await limitEnrolment(router, c);
    const result = await setUp(deps.organisation, deps.orgId, await readJson(c, setupRequestSchema));
    for (const cookie of result.cookies) c.header('set-cookie', cookie, { append: true });
    return c.json(setupResponseSchema.parse(result.response));
  });

  declare(router, 'post', '/api/v1/enrol', 'public', 'Enrolment of an invited person', enrolRequestSchema, empty);
  app.post('/api/v1/enrol', async (c) => {
    await limitEnrolment(router, c);
    for (const cookie of await enrol(deps.organisation, deps.orgId, await readJson(c, enrolRequestSchema))) {
      c.header('set-cookie', cookie, { append: true });
    }
    return c.json({});
  });

  staffRead(
    router,
    { path: '/api/v1/staff', permission: 'staff.manage', summary: 'Members of staff', answer: staffListSchema },
    (call) => readStaff(deps.organisation, call.tenant.orgId),
  );
  staffAct(
    router,
    {
      path: '/api/v1/staff',
      permission: 'staff.manage',
      summary: 'Invite somebody',
      body: inviteStaffSchema,
      answer: inviteStaffResponseSchema,
    },
    (call, body) => inviteStaff(deps.organisation, call.tenant.orgId, call.person.id, body),
  );
  staffAct(
    router,
    {
      path: '/api/v1/staff/{id}/invitation',
      permission: 'staff.manage',
      summary: 'New enrolment link',
      body: empty,
      answer: inviteStaffResponseSchema,
    },
    (call) => renewInvitation(deps.organisation, call.tenant.orgId, uuidParam(call.param('id'))),
  );
  staffAct(
    router,
    {
      path: '/api/v1/staff/{id}/disable',
      permission: 'staff.manage',
      summary: 'End somebody’s access at once',
      body: empty,
      answer: empty,
    },
    async (call) => {
      await disableStaff(deps.organisation, call.tenant.orgId, call.person.id, uuidParam(call.param('id')));
      return {};
    },
  );
}

/** An id in a path. @throws `base.not_found` for anything that is none. */
export function uuidParam(text: string): string {
  const parsed = uuidSchema.safeParse(text);
  if (!parsed.success) throw BASE.not_found();
  return parsed.data;
}

async function limitEnrolment(router: Router, c: Ctx): Promise<void> {
  const verdict = await router.deps.transfers.access.limiter.take(
    RATE_RULES.enrolClient,
    clientSubject(c.get('client')),
  );
  if (verdict.kind === 'limited') throw BASE.too_many({ retryAfterSeconds: verdict.retryAfterSeconds });
}

async function describeSession(router: Router, c: Ctx): Promise<Session> {
  const { deps } = router;
  const base = { sandbox: deps.settings.sandbox, secure: deps.settings.secure, version: deps.settings.version };
  const nobody = { ...base, csrf: null, organisation: null, person: null, entities: [], levelNames: {} };
  const tenant = await deps.tenant();
  if (tenant === undefined) return { ...nobody, stage: 'setup' };
  const organisation = { name: tenant.organisation, locale: pickLocale([tenant.locale]) };
  const session = await deps.auth.session(c.req.raw.headers);
  const person = session === null ? undefined : await findPerson(deps.organisation, tenant.orgId, session);
  if (session === null || person === undefined) return { ...nobody, organisation, stage: 'signed_out' };
  const { state: _, ...known } = person;
  return {
    ...base,
    stage: session.strong ? 'ready' : 'enrol',
    csrf: session.csrf,
    organisation,
    person: { ...known, totp: session.totp, passkeys: session.passkeys },
    entities: session.strong ? await readEntities(deps.transfers, tenant) : [],
    levelNames: session.strong ? deps.levels.levels.settings().policy.names : {},
  };
}
