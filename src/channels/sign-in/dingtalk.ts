/** Signing in at DingTalk in a browser (open.dingtalk.com: obtain identity credentials; userAccessToken; contact/users/me). */
import { z } from 'zod';
import { DINGTALK_API_HOST } from '../dingtalk/app-config.ts';
import { withoutSlash } from '../json-message.ts';
import type { Fetch } from '../network.ts';
import { hostOf, secretText, serviceUrlSchema } from '../settings.ts';
import { ask, subjectSchema, withQuery } from './ask.ts';
import type { CodeExchange, SignInAdapter, SignInPlace, SignInResult } from './port.ts';

export const dingtalkSignInSchema = z.strictObject({
  /** Also called AppKey. */
  clientId: z.string().regex(/^[A-Za-z0-9_-]{4,128}$/),
  clientSecret: secretText(/^[A-Za-z0-9_-]{8,128}$/),
  loginBaseUrl: serviceUrlSchema.default('https://login.dingtalk.com'),
  apiBaseUrl: serviceUrlSchema.default(DINGTALK_API_HOST),
});
export type DingtalkSignIn = z.output<typeof dingtalkSignInSchema>;

const tokenSchema = z.object({ accessToken: z.string().min(1).max(4000) });
/** The answer also has name, mobile number and e-mail: they are not read. */
const meSchema = z.object({ unionId: subjectSchema, openId: subjectSchema.optional() });
const appTokenSchema = z.object({ accessToken: z.string().min(1) });

export const dingtalkPlace: SignInAdapter<DingtalkSignIn> = { settings: dingtalkSignInSchema, open };

function open(settings: DingtalkSignIn, fetch: Fetch): SignInPlace {
  const hosts = [hostOf(settings.apiBaseUrl)];
  const api = withoutSlash(settings.apiBaseUrl);
  return {
    hosts,
    vendor: 'dingtalk',
    authorize: async ({ redirectUri, state }) => ({
      address: withQuery(`${withoutSlash(settings.loginBaseUrl)}/oauth2/auth`, {
        redirect_uri: redirectUri,
        response_type: 'code',
        client_id: settings.clientId,
        scope: 'openid',
        state,
        prompt: 'consent',
      }),
    }),
    exchange: (exchange) => exchangeCode(settings, fetch, hosts, api, exchange),
    probe: async () => {
      const json = { appKey: settings.clientId, appSecret: settings.clientSecret.reveal() };
      const url = `${api}/v1.0/oauth2/accessToken`;
      const told = await ask(fetch, hosts, { method: 'POST', url, json }, appTokenSchema);
      return told.outcome === 'told' ? undefined : told;
    },
  };
}

async function exchangeCode(
  settings: DingtalkSignIn,
  fetch: Fetch,
  hosts: readonly string[],
  api: string,
  { code }: CodeExchange,
): Promise<SignInResult> {
  const { clientId, clientSecret } = settings;
  const json = { clientId, clientSecret: clientSecret.reveal(), code, grantType: 'authorization_code' };
  const url = `${api}/v1.0/oauth2/userAccessToken`;
  const given = await ask(fetch, hosts, { method: 'POST', url, json }, tokenSchema);
  if (given.outcome !== 'told') return given;
  const headers = { 'x-acs-dingtalk-access-token': given.value.accessToken };
  const me = await ask(fetch, hosts, { method: 'GET', url: `${api}/v1.0/contact/users/me`, headers }, meSchema);
  if (me.outcome !== 'told') return me;
  const { unionId, openId } = me.value;
  return { outcome: 'signed_in', subject: unionId, others: openId === undefined ? [] : [openId] };
}
