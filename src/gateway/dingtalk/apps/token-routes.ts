/**
 * Access tokens for applications: two hours, by key and secret.
 *
 * @see https://open.dingtalk.com/document/orgapp/obtain-the-access_token-of-an-internal-app
 */
import { clientSubject } from '../../../access/client.ts';
import type { RateRule } from '../../../access/rate-limit.ts';
import { MINUTE } from '../../../base/units.ts';
import type { GatewayApp, GatewayCtx, GatewayDeps } from '../../deps.ts';
import { textOf } from '../loose-json.ts';
import { admit, type AppCall, readCallBody } from './enter.ts';
import { FAIL, type Failure, fail } from './failures.ts';

/** Many scripts ask for a token before every message. */
const TRIES: RateRule = { name: 'door secret client', limit: 300, windowMs: MINUTE };

type Issued = { readonly token: string; readonly expiresInSeconds: number };

export function tokenRoutes(app: GatewayApp, deps: GatewayDeps): void {
  app.on(['GET', 'POST'], '/gettoken', (c) =>
    issue(deps, c, ['appkey', 'appsecret'], ({ token, expiresInSeconds }) =>
      c.json({ errcode: 0, errmsg: 'ok', access_token: token, expires_in: expiresInSeconds }),
    ),
  );
  app.post('/v1.0/oauth2/accessToken', (c) =>
    issue(deps, c, ['appKey', 'appSecret'], ({ token, expiresInSeconds }) =>
      c.json({ expireIn: expiresInSeconds, accessToken: token }),
    ),
  );
  // Of people, of suites, of the vendor's console: none of them could be had here.
  for (const path of ['userAccessToken', 'corpAccessToken', 'suiteAccessToken', 'ssoAccessToken'])
    app.post(`/v1.0/oauth2/${path}`, (c) => fail(deps, c, null, FAIL.signIn));
  // The SDK reads access_token and expires_in, the vendor's page says accessToken and expiresIn.
  app.post('/v1.0/oauth2/:corpId/token', (c) =>
    issue(deps, c, ['client_id', 'client_secret'], ({ token, expiresInSeconds }) =>
      c.json({
        access_token: token,
        expires_in: expiresInSeconds,
        accessToken: token,
        expiresIn: expiresInSeconds,
      }),
    ),
  );
}

async function issue(
  deps: GatewayDeps,
  c: GatewayCtx,
  [keyName, secretName]: readonly [string, string],
  answer: (issued: Issued) => Response,
): Promise<Response> {
  const read = await readCallBody(c);
  if (read.kind === 'too_large') return fail(deps, c, null, FAIL.tooLarge);
  if (read.kind === 'broken') return fail(deps, c, null, FAIL.notABody);
  // Newer documents of the vendor call key and secret clientId and clientSecret everywhere.
  const key = textOf(read.body, keyName, 'clientId');
  const secret = textOf(read.body, secretName, 'clientSecret');
  const proven = await proveApp(deps, c, key, secret, FAIL.badSecret);
  return proven.kind === 'out' ? proven.answer : answer(await deps.doors.issueToken(proven.call.door));
}

export type Proven =
  | { readonly kind: 'in'; readonly call: AppCall }
  | { readonly kind: 'out'; readonly answer: Response };

/** The door of an application by its key and secret. Tries are counted per client before they are made. */
export async function proveApp(
  deps: GatewayDeps,
  c: GatewayCtx,
  key: string,
  secret: string,
  wrong: Failure,
): Promise<Proven> {
  const verdict = await deps.limiter.take(TRIES, clientSubject(c.get('client')));
  if (verdict.kind === 'limited') return { kind: 'out', answer: await fail(deps, c, null, FAIL.tooFast) };
  const isWritten = /^[\x21-\x7e]{1,128}$/.test(key) && /^[\x21-\x7e]{1,256}$/.test(secret);
  const found = isWritten ? await deps.doors.byApp(key, secret) : undefined;
  if (found === undefined) return { kind: 'out', answer: await fail(deps, c, null, wrong) };
  return admit(deps, c, found);
}
