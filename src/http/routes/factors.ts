/** Staff about the factors of recipients: what they have set up, resets, a passphrase that a sender tells, places to sign in. */
import { z } from 'zod';
import { BASE } from '../../base/errors.ts';
import {
  recipientFactorsSchema,
  resetAnswerSchema,
  resetFactorsSchema,
  senderPassphraseStartedSchema,
  setSenderPassphraseSchema,
  startSenderPassphraseSchema,
} from '../../model/api/open-factors.ts';
import {
  addedProviderSchema,
  changeProviderSchema,
  newProviderSchema,
  providerIdSchema,
  providerListSchema,
  providerProbeSchema,
} from '../../model/api/sign-in-providers.ts';
import {
  addProvider,
  changeProvider,
  listProviderViews,
  probeProvider,
  removeProvider,
  setProviderPaused,
} from '../../transfers/factors/provider-acts.ts';
import { beginSenderPassphrase, setSenderPassphrase } from '../../transfers/factors/sender-passphrase.ts';
import { readRecipientFactors, resetFactors } from '../../transfers/factors/staff.ts';
import { requireTransfer } from '../../transfers/read.ts';
import { type Router, type StaffCall, staffAct, staffRead } from '../route.ts';
import { uuidParam } from './staff.ts';
import { mayEnd, readerOf } from './transfers.ts';

const empty = z.strictObject({});
const PROVIDERS = '/api/v1/sign-in-providers';

export function factorRoutes(router: Router): void {
  recipientRoutes(router);
  passphraseRoutes(router);
  providerRoutes(router);
}

function recipientRoutes(router: Router): void {
  const { factors: deps } = router.deps;
  const permission = 'recipient.manage';
  staffRead(
    router,
    {
      path: '/api/v1/recipients/factors',
      permission,
      summary: 'Which ways of proving identity recipients have set up',
      answer: recipientFactorsSchema,
    },
    (call) => readRecipientFactors(deps, call.tenant),
  );
  staffAct(
    router,
    {
      path: '/api/v1/recipients/{id}/factors/reset',
      permission,
      summary: 'Take away everything that a recipient has set up, and end his sessions',
      body: resetFactorsSchema,
      answer: resetAnswerSchema,
    },
    async (call, { reason }) => ({
      removed: await resetFactors(deps, call.tenant, call.actor, uuidParam(call.param('id')), reason),
    }),
  );
}

function passphraseRoutes(router: Router): void {
  const { factors: deps } = router.deps;
  const permission = 'signed_in';
  /** Whoever may end a transfer answers for who gets in. */
  const own = async (call: StaffCall): ReturnType<typeof requireTransfer> => {
    const row = await requireTransfer(deps, call.tenant, readerOf(call), uuidParam(call.param('id')));
    if (!mayEnd(call, row.sender_id)) throw BASE.not_found();
    return row;
  };
  staffAct(
    router,
    {
      path: '/api/v1/transfers/{id}/passphrase/start',
      permission,
      summary: 'Begin to set a passphrase for one recipient, which never gets here (RFC 9807)',
      body: startSenderPassphraseSchema,
      answer: senderPassphraseStartedSchema,
    },
    async (call, { recipientId, request }) => ({
      response: await beginSenderPassphrase(deps, call.tenant, await own(call), recipientId, request),
      context: deps.factors.contextText,
    }),
  );
  staffAct(
    router,
    {
      path: '/api/v1/transfers/{id}/passphrase',
      permission,
      summary: 'Keep the record of a passphrase for one recipient, or take it away',
      body: setSenderPassphraseSchema,
      answer: empty,
    },
    async (call, { recipientId, record }) => {
      await setSenderPassphrase(deps, call.tenant, call.actor, await own(call), recipientId, record);
      return {};
    },
  );
}

function providerRoutes(router: Router): void {
  const { factors: deps } = router.deps;
  const permission = 'connection.manage';
  staffRead(
    router,
    {
      path: PROVIDERS,
      permission: 'connection.read',
      summary: 'Places where recipients can sign in, without secrets',
      answer: providerListSchema,
    },
    (call) => listProviderViews(deps, call.tenant),
  );
  staffAct(
    router,
    {
      path: PROVIDERS,
      permission,
      summary: 'Add a place to sign in',
      body: newProviderSchema,
      answer: addedProviderSchema,
    },
    async (call, body) => ({ id: await addProvider(deps, call.tenant, call.actor, body) }),
  );
  staffAct(
    router,
    {
      path: `${PROVIDERS}/{id}/change`,
      permission,
      summary: 'Change it; the secret stays when it is left out',
      body: changeProviderSchema,
      answer: empty,
    },
    async (call, body) => {
      await changeProvider(deps, call.tenant, call.actor, idOf(call), body);
      return {};
    },
  );
  staffAct(
    router,
    {
      path: `${PROVIDERS}/{id}/probe`,
      permission,
      summary: 'Ask the place whether the settings can work, without anybody’s account',
      body: empty,
      answer: providerProbeSchema,
    },
    (call) => probeProvider(deps, call.tenant, idOf(call)),
  );
  for (const act of ['pause', 'resume', 'remove'] as const)
    staffAct(
      router,
      {
        path: `${PROVIDERS}/{id}/${act}`,
        permission,
        summary: act === 'pause' ? 'Do not offer it' : act === 'resume' ? 'Offer it again' : 'Remove it',
        body: empty,
        answer: empty,
      },
      async (call) => {
        if (act === 'remove') await removeProvider(deps, call.tenant, call.actor, idOf(call));
        else await setProviderPaused(deps, call.tenant, call.actor, idOf(call), act === 'pause');
        return {};
      },
    );
}

function idOf(call: StaffCall): string {
  const id = providerIdSchema.safeParse(call.param('id'));
  if (!id.success) throw BASE.not_found();
  return id.data;
}
