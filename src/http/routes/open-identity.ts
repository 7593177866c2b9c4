/** A recipient shows who he is: codes by several routes, further factors, other devices, everything that is shared with him. */
import type { z } from 'zod';
import { ACCESS } from '../../access/errors.ts';
import { BASE } from '../../base/errors.ts';
import { staffNames } from '../../governance/organisation/staff.ts';
import { CSRF_HEADER } from '../../model/api/common.ts';
import {
  type OpenSession,
  openSessionSchema,
  requestCodeResponseSchema,
  requestCodeSchema,
  verifyCodeSchema,
} from '../../model/api/open.ts';
import {
  endSessionSchema,
  ladderRequestSchema,
  ladderSchema,
  openSharedSchema,
  raiseCodeSchema,
  raiseSchema,
  sessionsRequestSchema,
  sessionsSchema,
  sharedOpenedSchema,
  sharedRequestSchema,
  sharedSchema,
  waysRequestSchema,
  waysSchema,
} from '../../model/api/open-identity.ts';
import { codeRequested, requestCode, verifyIdentity, waysOffered } from '../../transfers/identify.ts';
import { readLadder } from '../../transfers/identity/ladder.ts';
import { endOwnSessions, listOwnSessions } from '../../transfers/identity/own-sessions.ts';
import type { Identified } from '../../transfers/identity/prove.ts';
import { raiseSession, requestFurtherCode } from '../../transfers/identity/raise.ts';
import { listShared, openShared } from '../../transfers/identity/shared.ts';
import { describeOpenSession } from '../../transfers/open-session.ts';
import type { Opener, Visitor } from '../../transfers/recipient-access.ts';
import type { Tenant } from '../../transfers/deps.ts';
import type { Ctx } from '../context.ts';
import { readJson } from '../read-json.ts';
import { openerOf, requireRecipient, requireTenant } from '../recipient-call.ts';
import { declare, type Router } from '../route.ts';

export function openIdentityRoutes(router: Router): void {
  codeRoutes(router);
  raiseRoutes(router);
  sessionRoutes(router);
  sharedRoutes(router);
}

function codeRoutes(router: Router): void {
  const { app, deps } = router;
  const code = '/open/api/code';
  const codeSummary = 'Ask for a one-time code; the answer never tells whether one was sent';
  declare(router, 'post', code, 'public', codeSummary, requestCodeSchema, requestCodeResponseSchema);
  app.post(code, async (c) => {
    const tenant = await requireTenant(router);
    const opener = await openerOf(router, c);
    const accepted = await requestCode(deps.transfers, tenant, opener, await readJson(c, requestCodeSchema));
    if (!accepted) throw BASE.too_many();
    return c.json(requestCodeResponseSchema.parse(codeRequested()));
  });

  const ways = '/open/api/ways';
  const waysSummary = 'By which ways one can prove identity here; the same for everybody';
  declare(router, 'post', ways, 'public', waysSummary, waysRequestSchema, waysSchema);
  app.post(ways, async (c) => {
    await requireTenant(router);
    await readJson(c, waysRequestSchema);
    return c.json(waysSchema.parse({ ways: waysOffered(deps.transfers) }));
  });

  const verify = '/open/api/verify';
  declare(router, 'post', verify, 'public', 'Prove identity with the code', verifyCodeSchema, openSessionSchema);
  app.post(verify, async (c) => {
    const tenant = await requireTenant(router);
    const opener = await openerOf(router, c);
    const command = await readJson(c, verifyCodeSchema);
    const identified = await verifyIdentity(deps.transfers, tenant, opener, command, cookiesOf(c));
    return answerIdentified(router, c, tenant, identified);
  });
}

function raiseRoutes(router: Router): void {
  const { deps } = router;
  recipientAct(router, {
    path: '/open/api/ladder',
    summary: 'What is proved, what is still wanted, and by which ways',
    body: ladderRequestSchema,
    answer: ladderSchema,
    handle: ({ tenant, visitor }, body) => readLadder(deps.transfers, tenant, visitor, body.objectId),
  });
  recipientAct(router, {
    path: '/open/api/raise/code',
    summary: 'Ask for a code as a further factor',
    body: raiseCodeSchema,
    answer: requestCodeResponseSchema,
    handle: async ({ tenant, opener, visitor }, body) => {
      if (!(await requestFurtherCode(deps.transfers, tenant, opener, visitor, body.route))) throw BASE.too_many();
      return codeRequested();
    },
  });
  recipientAct(router, {
    path: '/open/api/raise',
    summary: 'Prove a further factor with a code; the session goes on as a new one',
    body: raiseSchema,
    answer: openSessionSchema,
    handle: async ({ c, tenant, opener, visitor }, { code, as }) => {
      const given = { code, as };
      const identified = await raiseSession(deps.transfers, tenant, opener, visitor, given, cookiesOf(c));
      return describeIdentified(router, c, tenant, identified);
    },
  });
}

function sessionRoutes(router: Router): void {
  const { deps } = router;
  recipientAct(router, {
    path: '/open/api/sessions',
    summary: 'Where this recipient is signed in',
    body: sessionsRequestSchema,
    answer: sessionsSchema,
    handle: ({ tenant, visitor }) => listOwnSessions(deps.transfers, tenant, visitor),
  });
  recipientAct(router, {
    path: '/open/api/sessions/end',
    summary: 'End one of the own sessions, or all but this one',
    body: endSessionSchema,
    answer: sessionsSchema,
    handle: async ({ tenant, opener, visitor }, body) => {
      await endOwnSessions(deps.transfers, tenant, opener, visitor, body.id);
      return listOwnSessions(deps.transfers, tenant, visitor);
    },
  });
}

function sharedRoutes(router: Router): void {
  const { deps } = router;
  recipientAct(router, {
    path: '/open/api/shared',
    summary: 'Everything else that is shared with this recipient',
    body: sharedRequestSchema,
    answer: sharedSchema,
    handle: ({ tenant, visitor }) =>
      listShared(deps.transfers, tenant, visitor, (ids) => staffNames(deps.organisation, tenant.orgId, ids)),
  });
  recipientAct(router, {
    path: '/open/api/shared/open',
    summary: 'Go on with one of them, when what was proved beside the notice is enough for it',
    body: openSharedSchema,
    answer: sharedOpenedSchema,
    handle: async ({ c, tenant, opener, visitor }, body) => {
      const begun = await openShared(deps.transfers, tenant, opener, visitor, body.transferId, cookiesOf(c));
      if (begun.setCookie !== null) c.header('set-cookie', begun.setCookie, { append: true });
      return begun.answer;
    },
  });
}

type Call = { readonly c: Ctx; readonly tenant: Tenant; readonly opener: Opener; readonly visitor: Visitor };

type RecipientAct<B> = {
  readonly path: `/open/api/${string}`;
  readonly summary: string;
  readonly body: z.ZodType<B>;
  readonly answer: z.ZodType;
  readonly handle: (call: Call, body: B) => Promise<unknown>;
};

/** Adds a POST for a recipient with a session: cookie, CSRF token, strict body, and an answer that is exactly what the contract says. */
export function recipientAct<B extends { readonly handle: string }>(router: Router, act: RecipientAct<B>): void {
  declare(router, 'post', act.path, 'recipient', act.summary, act.body, act.answer);
  router.app.post(act.path, async (c) => {
    const tenant = await requireTenant(router);
    const body = await readJson(c, act.body);
    const visitor = await requireRecipient(router, c, tenant, body.handle, c.req.header(CSRF_HEADER));
    const opener = await openerOf(router, c);
    return c.json(act.answer.parse(await act.handle({ c, tenant, opener, visitor }, body)));
  });
}

export function cookiesOf(c: Ctx): string | null {
  return c.req.header('cookie') ?? null;
}

/** The session that somebody's proof began, with its cookie. @throws `access.code_not_accepted` when it was not accepted */
export async function describeIdentified(
  router: Router,
  c: Ctx,
  tenant: Tenant,
  identified: Identified | undefined,
): Promise<OpenSession> {
  if (identified === undefined) throw ACCESS.code_not_accepted();
  c.header('set-cookie', identified.setCookie, { append: true });
  const { transfers, organisation } = router.deps;
  return describeOpenSession(transfers, tenant, identified.visitor, (ids) =>
    staffNames(organisation, tenant.orgId, ids),
  );
}

async function answerIdentified(
  router: Router,
  c: Ctx,
  tenant: Tenant,
  identified: Identified | undefined,
): Promise<Response> {
  return c.json(openSessionSchema.parse(await describeIdentified(router, c, tenant, identified)));
}
