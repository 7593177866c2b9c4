/** Signing in at Feishu or Lark in a browser (open.feishu.cn: obtain OAuth code, authen/v2/oauth/token, authen/v1/user_info). */
import { z } from 'zod';
import { FEISHU_HOST } from '../feishu/config.ts';
import { withoutSlash } from '../json-message.ts';
import type { Fetch } from '../network.ts';
import { hostOf, secretText, serviceUrlSchema } from '../settings.ts';
import { ask, subjectSchema, withQuery } from './ask.ts';
import type { CodeExchange, SignInAdapter, SignInPlace, SignInResult } from './port.ts';

export const feishuSignInSchema = z.strictObject({
  clientId: z.string().regex(/^[A-Za-z0-9_]{4,64}$/),
  clientSecret: secretText(/^[A-Za-z0-9_-]{8,128}$/),
  loginBaseUrl: serviceUrlSchema.default('https://accounts.feishu.cn'),
  apiBaseUrl: serviceUrlSchema.default(FEISHU_HOST),
});
export type FeishuSignIn = z.output<typeof feishuSignInSchema>;

const tokenSchema = z.object({
  code: z.union([z.number(), z.string()]).optional(),
  access_token: z.string().min(1).max(8000).optional(),
});
/** The answer also has name, picture, mobile number and e-mail: they are not read. */
const whoSchema = z.object({
  code: z.number().int(),
  data: z
    .object({ open_id: subjectSchema, union_id: subjectSchema.optional(), user_id: subjectSchema.optional() })
    .optional(),
});
const appTokenSchema = z.object({ code: z.number().int() });

export const feishuPlace: SignInAdapter<FeishuSignIn> = { settings: feishuSignInSchema, open };

function open(settings: FeishuSignIn, fetch: Fetch): SignInPlace {
  const hosts = [hostOf(settings.apiBaseUrl)];
  const api = withoutSlash(settings.apiBaseUrl);
  return {
    hosts,
    vendor: 'feishu',
    authorize: async ({ redirectUri, state, codeChallenge }) => ({
      address: withQuery(`${withoutSlash(settings.loginBaseUrl)}/open-apis/authen/v1/authorize`, {
        client_id: settings.clientId,
        redirect_uri: redirectUri,
        response_type: 'code',
        state,
        code_challenge: codeChallenge,
        code_challenge_method: 'S256',
      }),
    }),
    exchange: (exchange) => exchangeCode(settings, fetch, hosts, api, exchange),
    probe: async () => {
      const json = { app_id: settings.clientId, app_secret: settings.clientSecret.reveal() };
      const url = `${api}/open-apis/auth/v3/tenant_access_token/internal`;
      const told = await ask(fetch, hosts, { method: 'POST', url, json }, appTokenSchema);
      if (told.outcome !== 'told') return told;
      return told.value.code === 0 ? undefined : { outcome: 'refused', why: `code.${told.value.code}` };
    },
  };
}

async function exchangeCode(
  settings: FeishuSignIn,
  fetch: Fetch,
  hosts: readonly string[],
  api: string,
  { code, redirectUri, codeVerifier }: CodeExchange,
): Promise<SignInResult> {
  const json = {
    grant_type: 'authorization_code',
    client_id: settings.clientId,
    client_secret: settings.clientSecret.reveal(),
    code,
    redirect_uri: redirectUri,
    code_verifier: codeVerifier,
  };
  const url = `${api}/open-apis/authen/v2/oauth/token`;
  const given = await ask(fetch, hosts, { method: 'POST', url, json }, tokenSchema);
  if (given.outcome !== 'told') return given;
  const { access_token: token, code: errcode } = given.value;
  if (token === undefined) return { outcome: 'refused', why: `code.${errcode ?? 'none'}` };
  const headers = { authorization: `Bearer ${token}` };
  const who = await ask(
    fetch,
    hosts,
    { method: 'GET', url: `${api}/open-apis/authen/v1/user_info`, headers },
    whoSchema,
  );
  if (who.outcome !== 'told') return who;
  const { data } = who.value;
  if (who.value.code !== 0 || data === undefined) return { outcome: 'refused', why: `code.${who.value.code}` };
  const others = [data.user_id, data.union_id].flatMap((one) => (one === undefined ? [] : [one]));
  return { outcome: 'signed_in', subject: data.open_id, others };
}
