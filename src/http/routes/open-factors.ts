/** Further factors of a recipient: authenticator app, passkey, passphrase, signing in elsewhere. */
import { z } from 'zod';
import { newPasskeySchema, passkeyAnswerSchema } from '../../access/factors/passkey.ts';
import { CSRF_HEADER, uuidSchema } from '../../model/api/common.ts';
import { openSessionSchema } from '../../model/api/open.ts';
import {
  askerSchema,
  confirmTotpSchema,
  enrolPassphraseSchema,
  factorListSchema,
  finishSignInSchema,
  handleOnlySchema,
  nothingSchema,
  passphraseAnswerSchema,
  passphraseLoginSchema,
  passphraseStartedSchema,
  provePassphraseSchema,
  proveTotpSchema,
  removeFactorSchema,
  signInFinishedSchema,
  signInStartedSchema,
  startPassphraseSchema,
  startSignInSchema,
  totpEnrolmentSchema,
} from '../../model/api/open-factors.ts';
import { findClaimant, claimantOf } from '../../transfers/identity/claimant.ts';
import type { Identified } from '../../transfers/identity/prove.ts';
import { listOwnFactors } from '../../transfers/factors/list.ts';
import { acknowledgeTakenAway, removeOwnFactor } from '../../transfers/factors/own.ts';
import { askForPasskey, beginPasskey, provePasskey, storePasskey } from '../../transfers/factors/passkey.ts';
import {
  answerPassphrase,
  beginPassphrase,
  provePassphrase,
  storePassphrase,
} from '../../transfers/factors/passphrase.ts';
import type { Asker } from '../../transfers/factors/prove.ts';
import { beginSignIn, finishSignIn } from '../../transfers/factors/sign-in.ts';
import { beginTotp, confirmTotp, proveTotp } from '../../transfers/factors/totp.ts';
import type { Tenant } from '../../transfers/deps.ts';
import type { Opener } from '../../transfers/recipient-access.ts';
import type { Ctx } from '../context.ts';
import { readJson } from '../read-json.ts';
import { openerOf, requireRecipient, requireTenant } from '../recipient-call.ts';
import { declare, type Router } from '../route.ts';
import { cookiesOf, describeIdentified, recipientAct } from './open-identity.ts';

const PATH = '/open/api/factors';
const withId = { handle: handleOnlySchema.shape.handle, challengeId: uuidSchema };
const enrolPasskeySchema = z.strictObject({ ...withId, passkey: newPasskeySchema });
const provePasskeySchema = z.strictObject({
  ...withId,
  address: askerSchema.shape.address,
  passkey: passkeyAnswerSchema,
});

export function openFactorRoutes(router: Router): void {
  ownRoutes(router);
  totpRoutes(router);
  passkeyRoutes(router);
  passphraseRoutes(router);
  signInRoutes(router);
}

function ownRoutes(router: Router): void {
  const { factors: deps } = router.deps;
  recipientAct(router, {
    path: `${PATH}/list`,
    summary: 'What this recipient has set up, and what this session has proved',
    body: handleOnlySchema,
    answer: factorListSchema,
    handle: ({ tenant, visitor }) => listOwnFactors(deps, tenant, visitor),
  });
  recipientAct(router, {
    path: `${PATH}/remove`,
    summary: 'Take one away; one of the same strength must have been proved in this session',
    body: removeFactorSchema,
    answer: nothingSchema,
    handle: async ({ tenant, opener, visitor }, body) => {
      await removeOwnFactor(deps, tenant, opener, visitor, body.factorId);
      return {};
    },
  });
  recipientAct(router, {
    path: `${PATH}/seen`,
    summary: 'He has seen what the sender’s side took away',
    body: handleOnlySchema,
    answer: nothingSchema,
    handle: async ({ tenant, visitor }) => {
      await acknowledgeTakenAway(deps, tenant, visitor);
      return {};
    },
  });
}

function totpRoutes(router: Router): void {
  const { factors: deps } = router.deps;
  recipientAct(router, {
    path: `${PATH}/totp/enrol`,
    summary: 'Draw a secret for an authenticator app; it counts for nothing before a code of it was shown',
    body: handleOnlySchema,
    answer: totpEnrolmentSchema,
    handle: ({ tenant, opener, visitor }) => beginTotp(deps, tenant, opener, visitor),
  });
  recipientAct(router, {
    path: `${PATH}/totp/confirm`,
    summary: 'Show a code of the new app',
    body: confirmTotpSchema,
    answer: nothingSchema,
    handle: async ({ tenant, opener, visitor }, { challengeId, code }) => {
      await confirmTotp(deps, tenant, opener, visitor, challengeId, code);
      return {};
    },
  });
  proofAct(router, {
    path: `${PATH}/totp/prove`,
    summary: 'Prove identity with a code of the authenticator app',
    body: proveTotpSchema,
    prove: ({ tenant, opener, asker }, { code }) => proveTotp(deps, tenant, opener, asker, code),
  });
}

function passkeyRoutes(router: Router): void {
  const { factors: deps } = router.deps;
  recipientAct(router, {
    path: `${PATH}/passkey/enrol-start`,
    summary: 'What the browser is asked to make a passkey',
    body: handleOnlySchema,
    answer: z.looseObject({ challengeId: uuidSchema }),
    handle: ({ tenant, opener, visitor }) => beginPasskey(deps, tenant, opener, visitor),
  });
  recipientAct(router, {
    path: `${PATH}/passkey/enrol`,
    summary: 'Keep a new passkey',
    body: enrolPasskeySchema,
    answer: nothingSchema,
    handle: async ({ tenant, opener, visitor }, { challengeId, passkey }) => {
      await storePasskey(deps, tenant, opener, visitor, challengeId, passkey);
      return {};
    },
  });
  askAct(router, {
    path: `${PATH}/passkey/start`,
    summary: 'What the browser is asked to show a passkey',
    body: askerSchema,
    answer: z.looseObject({ challengeId: uuidSchema }),
    handle: ({ tenant, opener, asker }) => askForPasskey(deps, tenant, opener, asker),
  });
  proofAct(router, {
    path: `${PATH}/passkey/prove`,
    summary: 'Prove identity with a passkey',
    body: provePasskeySchema,
    prove: ({ tenant, opener, asker }, { challengeId, passkey }) =>
      provePasskey(deps, tenant, opener, asker, challengeId, passkey),
  });
}

function passphraseRoutes(router: Router): void {
  const { factors: deps } = router.deps;
  recipientAct(router, {
    path: `${PATH}/passphrase/enrol-start`,
    summary: 'Begin to set a passphrase, which never gets here (RFC 9807)',
    body: startPassphraseSchema,
    answer: passphraseStartedSchema,
    handle: ({ tenant, opener, visitor }, { request }) => beginPassphrase(deps, tenant, opener, visitor, request),
  });
  recipientAct(router, {
    path: `${PATH}/passphrase/enrol`,
    summary: 'Keep the record of a passphrase',
    body: enrolPassphraseSchema,
    answer: nothingSchema,
    handle: async ({ tenant, opener, visitor }, { challengeId, record }) => {
      await storePassphrase(deps, tenant, opener, visitor, challengeId, record);
      return {};
    },
  });
  askAct(router, {
    path: `${PATH}/passphrase/start`,
    summary: 'Answer the first message of a passphrase; the same whether or not there is one',
    body: passphraseLoginSchema,
    answer: passphraseAnswerSchema,
    handle: ({ tenant, opener, asker }, { whose, ke1 }) => answerPassphrase(deps, tenant, opener, asker, whose, ke1),
  });
  proofAct(router, {
    path: `${PATH}/passphrase/prove`,
    summary: 'Prove identity with a passphrase, which never gets here',
    body: provePassphraseSchema,
    prove: ({ tenant, opener, asker }, { challengeId, ke3 }) =>
      provePassphrase(deps, tenant, opener, asker, challengeId, ke3),
  });
}

function signInRoutes(router: Router): void {
  const { app, deps } = router;
  recipientAct(router, {
    path: `${PATH}/sign-in/start`,
    summary: 'Where the browser goes to sign in elsewhere',
    body: startSignInSchema,
    answer: signInStartedSchema,
    handle: async ({ tenant, opener, visitor }, { handle, provider }) => ({
      address: await beginSignIn(deps.factors, tenant, opener, visitor, handle, provider),
    }),
  });
  const path = `${PATH}/sign-in/finish`;
  const summary = 'Give on what the other place sent back; only the session that began goes on';
  declare(router, 'post', path, 'public', summary, finishSignInSchema, signInFinishedSchema);
  app.post(path, async (c) => {
    const tenant = await requireTenant(router);
    const body = await readJson(c, finishSignInSchema);
    const finished = await finishSignIn(deps.factors, tenant, await openerOf(router, c), body, cookiesOf(c));
    if (finished.setCookie !== undefined) c.header('set-cookie', finished.setCookie, { append: true });
    return c.json(signInFinishedSchema.parse(finished.answer));
  });
}

type AskCall = { readonly tenant: Tenant; readonly opener: Opener; readonly asker: Asker };
type AskBody = { readonly handle: string; readonly address?: string | undefined };

/** A POST of somebody with a session, or of one who has the notice and says his address: then nothing in the answer tells whether it is known. */
function askAct<B extends AskBody>(
  router: Router,
  act: {
    readonly path: string;
    readonly summary: string;
    readonly body: z.ZodType<B>;
    readonly answer: z.ZodType;
    readonly handle: (call: AskCall, body: B) => Promise<unknown>;
  },
): void {
  declare(router, 'post', act.path, 'public', act.summary, act.body, act.answer);
  router.app.post(act.path, async (c) => {
    const tenant = await requireTenant(router);
    const body = await readJson(c, act.body);
    const call = { tenant, opener: await openerOf(router, c), asker: await askerOf(router, c, tenant, body) };
    return c.json(act.answer.parse(await act.handle(call, body)));
  });
}

function proofAct<B extends AskBody>(
  router: Router,
  act: {
    readonly path: string;
    readonly summary: string;
    readonly body: z.ZodType<B>;
    readonly prove: (call: AskCall, body: B) => Promise<Identified>;
  },
): void {
  declare(router, 'post', act.path, 'public', act.summary, act.body, openSessionSchema);
  router.app.post(act.path, async (c) => {
    const tenant = await requireTenant(router);
    const body = await readJson(c, act.body);
    const call = { tenant, opener: await openerOf(router, c), asker: await askerOf(router, c, tenant, body) };
    const identified = await act.prove(call, body);
    return c.json(openSessionSchema.parse(await describeIdentified(router, c, tenant, identified)));
  });
}

/** @throws `access.session_ended`, `access.bad_csrf` without an address */
async function askerOf(router: Router, c: Ctx, tenant: Tenant, body: AskBody): Promise<Asker> {
  const { handle, address } = body;
  const { transfers } = router.deps;
  const cookieHeader = cookiesOf(c);
  if (address !== undefined) {
    const who = await findClaimant(transfers, tenant, handle, address);
    return { handle, who, known: false, cookieHeader };
  }
  const visitor = await requireRecipient(router, c, tenant, handle, c.req.header(CSRF_HEADER));
  return { handle, who: await claimantOf(transfers, tenant, visitor), known: true, cookieHeader };
}
