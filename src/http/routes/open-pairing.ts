/** Going on on another device: the first device is here with its link or its session, the second with a short code. */
import { BASE } from '../../base/errors.ts';
import { csrfMatches } from '../../access/recipient-session.ts';
import { CSRF_HEADER } from '../../model/api/common.ts';
import {
  choosePairingSchema,
  claimPairingSchema,
  pairingChosenSchema,
  pairingClaimedSchema,
  pairingKeySchema,
  pairingStartedSchema,
  pairingStateSchema,
  pairingTakenSchema,
  startPairingSchema,
} from '../../model/api/open-identity.ts';
import { PROVING } from '../../transfers/errors.ts';
import { resumeSession } from '../../transfers/identify.ts';
import {
  chooseNumber,
  claimPairing,
  readPairing,
  startPairing,
  takePairing,
} from '../../transfers/identity/pairing.ts';
import { readJson } from '../read-json.ts';
import { openerOf, requireTenant } from '../recipient-call.ts';
import { declare, type Router } from '../route.ts';
import { cookiesOf } from './open-identity.ts';

export function openPairingRoutes(router: Router): void {
  firstDevice(router);
  secondDevice(router);
}

function firstDevice(router: Router): void {
  const { app, deps } = router;
  const start = '/open/api/pairing/start';
  const startSummary = 'A short code for going on on another device; sounds the same for every link';
  declare(router, 'post', start, 'public', startSummary, startPairingSchema, pairingStartedSchema);
  app.post(start, async (c) => {
    const tenant = await requireTenant(router);
    const { handle } = await readJson(c, startPairingSchema);
    const session = await resumeSession(deps.transfers, tenant, handle, cookiesOf(c));
    // A page that does not show the session's token hands over what its link says, and nothing else.
    const visitor = session !== undefined && csrfMatches(session, c.req.header(CSRF_HEADER)) ? session : undefined;
    const started = await startPairing(deps.transfers, tenant, await openerOf(router, c), handle, visitor);
    if (started === undefined) throw BASE.too_many();
    return c.json(pairingStartedSchema.parse(started));
  });

  const state = '/open/api/pairing/state';
  declare(router, 'post', state, 'public', 'How far it is, on the first device', pairingKeySchema, pairingStateSchema);
  app.post(state, async (c) => {
    const tenant = await requireTenant(router);
    const { key } = await readJson(c, pairingKeySchema);
    return c.json(pairingStateSchema.parse(await readPairing(deps.transfers, tenant, key)));
  });

  const choose = '/open/api/pairing/choose';
  const chooseSummary = 'The number that the second device shows; any other ends it';
  declare(router, 'post', choose, 'public', chooseSummary, choosePairingSchema, pairingChosenSchema);
  app.post(choose, async (c) => {
    const tenant = await requireTenant(router);
    const { key, number } = await readJson(c, choosePairingSchema);
    return c.json(pairingChosenSchema.parse({ right: await chooseNumber(deps.transfers, tenant, key, number) }));
  });
}

function secondDevice(router: Router): void {
  const { app, deps } = router;
  const claim = '/open/api/pairing/claim';
  const claimSummary = 'Give the short code on the second device, once';
  declare(router, 'post', claim, 'public', claimSummary, claimPairingSchema, pairingClaimedSchema);
  app.post(claim, async (c) => {
    const tenant = await requireTenant(router);
    const { code } = await readJson(c, claimPairingSchema);
    const claimed = await claimPairing(deps.transfers, tenant, await openerOf(router, c), code);
    if (claimed === undefined) throw PROVING.pairing_not_accepted();
    return c.json(pairingClaimedSchema.parse(claimed));
  });

  const take = '/open/api/pairing/take';
  const takeSummary = 'What the second device gets, once the first has chosen';
  declare(router, 'post', take, 'public', takeSummary, pairingKeySchema, pairingTakenSchema);
  app.post(take, async (c) => {
    const tenant = await requireTenant(router);
    const { key } = await readJson(c, pairingKeySchema);
    const { answer, setCookie } = await takePairing(
      deps.transfers,
      tenant,
      await openerOf(router, c),
      key,
      cookiesOf(c),
    );
    if (setCookie !== null) c.header('set-cookie', setCookie, { append: true });
    return c.json(pairingTakenSchema.parse(answer));
  });
}
