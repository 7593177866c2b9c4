/** Going on on another device: the first device is here with its link or its session, the second with a short code. */
import { BASE } from '../../base/errors.ts';
import { csrfMatches } from '../../access/recipient-session.ts';
import { CSRF_HEADER } from '../../model/api/common.ts';
import {
  chooseHandoverSchema,
  claimHandoverSchema,
  handoverChosenSchema,
  handoverClaimedSchema,
  handoverKeySchema,
  handoverStartedSchema,
  handoverStateSchema,
  handoverTakenSchema,
  startHandoverSchema,
} from '../../model/api/open-identity.ts';
import { PROVING } from '../../transfers/errors.ts';
import { resumeSession } from '../../transfers/identify.ts';
import {
  chooseNumber,
  claimHandover,
  readHandover,
  startHandover,
  takeHandover,
} from '../../transfers/identity/handover.ts';
import { readJson } from '../read-json.ts';
import { openerOf, requireTenant } from '../recipient-call.ts';
import { declare, type Router } from '../route.ts';
import { cookiesOf } from './open-identity.ts';

export function openHandoverRoutes(router: Router): void {
  firstDevice(router);
  secondDevice(router);
}

function firstDevice(router: Router): void {
  const { app, deps } = router;
  const start = '/open/api/handover/start';
  const startSummary = 'A short code for going on on another device; sounds the same for every link';
  declare(router, 'post', start, 'public', startSummary, startHandoverSchema, handoverStartedSchema);
  app.post(start, async (c) => {
    const tenant = await requireTenant(router);
    const { handle } = await readJson(c, startHandoverSchema);
    const session = await resumeSession(deps.transfers, tenant, handle, cookiesOf(c));
    // A page that does not show the session's token hands over what its link says, and nothing else.
    const visitor = session !== undefined && csrfMatches(session, c.req.header(CSRF_HEADER)) ? session : undefined;
    const started = await startHandover(deps.transfers, tenant, await openerOf(router, c), handle, visitor);
    if (started === undefined) throw BASE.too_many();
    return c.json(handoverStartedSchema.parse(started));
  });

  const state = '/open/api/handover/state';
  declare(
    router,
    'post',
    state,
    'public',
    'How far it is, on the first device',
    handoverKeySchema,
    handoverStateSchema,
  );
  app.post(state, async (c) => {
    const tenant = await requireTenant(router);
    const { key } = await readJson(c, handoverKeySchema);
    return c.json(handoverStateSchema.parse(await readHandover(deps.transfers, tenant, key)));
  });

  const choose = '/open/api/handover/choose';
  const chooseSummary = 'The number that the second device shows; any other ends it';
  declare(router, 'post', choose, 'public', chooseSummary, chooseHandoverSchema, handoverChosenSchema);
  app.post(choose, async (c) => {
    const tenant = await requireTenant(router);
    const { key, number } = await readJson(c, chooseHandoverSchema);
    return c.json(handoverChosenSchema.parse({ right: await chooseNumber(deps.transfers, tenant, key, number) }));
  });
}

function secondDevice(router: Router): void {
  const { app, deps } = router;
  const claim = '/open/api/handover/claim';
  const claimSummary = 'Give the short code on the second device, once';
  declare(router, 'post', claim, 'public', claimSummary, claimHandoverSchema, handoverClaimedSchema);
  app.post(claim, async (c) => {
    const tenant = await requireTenant(router);
    const { code } = await readJson(c, claimHandoverSchema);
    const claimed = await claimHandover(deps.transfers, tenant, await openerOf(router, c), code);
    if (claimed === undefined) throw PROVING.handover_not_accepted();
    return c.json(handoverClaimedSchema.parse(claimed));
  });

  const take = '/open/api/handover/take';
  const takeSummary = 'What the second device gets, once the first has chosen';
  declare(router, 'post', take, 'public', takeSummary, handoverKeySchema, handoverTakenSchema);
  app.post(take, async (c) => {
    const tenant = await requireTenant(router);
    const { key } = await readJson(c, handoverKeySchema);
    const { answer, setCookie } = await takeHandover(
      deps.transfers,
      tenant,
      await openerOf(router, c),
      key,
      cookiesOf(c),
    );
    if (setCookie !== null) c.header('set-cookie', setCookie, { append: true });
    return c.json(handoverTakenSchema.parse(answer));
  });
}
