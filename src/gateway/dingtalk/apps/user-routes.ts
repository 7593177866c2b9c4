/** Who has this telephone number: our own directory answers, and nobody else is asked. */
import { findNameByPhone } from '../../../transfers/door-people.ts';
import type { GatewayApp, GatewayDeps } from '../../deps.ts';
import { type Loose, textOf } from '../loose-json.ts';
import { type AppCall, appRoute } from './enter.ts';
import { FAIL, fail } from './failures.ts';
import { VENDOR } from './hand-in.ts';

export function userRoutes(app: GatewayApp, deps: GatewayDeps): void {
  const find = (call: AppCall, body: Loose): Promise<string | undefined> =>
    findNameByPhone(deps.transfers, call.tenant, deps.mentions, VENDOR, textOf(body, 'mobile'));
  app.on(
    ['GET', 'POST'],
    '/topapi/v2/user/getbymobile',
    appRoute(deps, async (c, call, body) => {
      const userid = await find(call, body);
      if (userid === undefined) return fail(deps, c, call.door.id, FAIL.usersUnknown);
      const result = { userid, exclusive_account_userid_list: [] };
      return c.json({ errcode: 0, errmsg: 'ok', result, request_id: c.get('requestId') });
    }),
  );
  app.on(
    ['GET', 'POST'],
    '/user/get_by_mobile',
    appRoute(deps, async (c, call, body) => {
      const userid = await find(call, body);
      if (userid === undefined) return fail(deps, c, call.door.id, FAIL.usersUnknown);
      return c.json({ errcode: 0, errmsg: 'ok', userid });
    }),
  );
}
