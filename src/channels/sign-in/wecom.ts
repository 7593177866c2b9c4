/** Signing in at WeCom in a browser (developer.work.weixin.qq.com: path 98152 login, 98176 getuserinfo, 91039 gettoken). Members of the organisation only. */
import { z } from 'zod';
import { withoutSlash } from '../json-message.ts';
import type { Fetch } from '../network.ts';
import { hostOf, secretText, serviceUrlSchema } from '../settings.ts';
import { WECOM_HOST } from '../wecom/config.ts';
import { ask, subjectSchema, type Told, withQuery } from './ask.ts';
import type { SignInAdapter, SignInPlace } from './port.ts';

export const wecomSignInSchema = z.strictObject({
  corpId: z.string().regex(/^[A-Za-z0-9_-]{4,64}$/),
  agentId: z.string().regex(/^\d{1,10}$/),
  clientSecret: secretText(/^[A-Za-z0-9_-]{8,128}$/),
  loginBaseUrl: serviceUrlSchema.default('https://login.work.weixin.qq.com'),
  apiBaseUrl: serviceUrlSchema.default(WECOM_HOST),
});
export type WecomSignIn = z.output<typeof wecomSignInSchema>;

const okSchema = z.object({ errcode: z.number().int() });
const tokenSchema = okSchema.extend({ access_token: z.string().min(1).max(1024).optional() });
/** A stranger has an `openid` instead. */
const whoSchema = okSchema.extend({ userid: subjectSchema.optional(), UserId: subjectSchema.optional() });

export const wecomPlace: SignInAdapter<WecomSignIn> = { settings: wecomSignInSchema, open };

function open(settings: WecomSignIn, fetch: Fetch): SignInPlace {
  const hosts = [hostOf(settings.apiBaseUrl)];
  const api = withoutSlash(settings.apiBaseUrl);
  const token = async (): Promise<Told<string>> => {
    const query = { corpid: settings.corpId, corpsecret: settings.clientSecret.reveal() };
    const url = withQuery(`${api}/cgi-bin/gettoken`, query);
    const told = await ask(fetch, hosts, { method: 'GET', url }, tokenSchema);
    if (told.outcome !== 'told') return told;
    const { errcode, access_token: value } = told.value;
    return errcode === 0 && value !== undefined
      ? { outcome: 'told', status: told.status, value }
      : { outcome: 'refused', why: `errcode.${errcode}` };
  };
  return {
    hosts,
    vendor: 'wecom',
    authorize: async ({ redirectUri, state }) => ({
      address: withQuery(`${withoutSlash(settings.loginBaseUrl)}/wwlogin/sso/login`, {
        login_type: 'CorpApp',
        appid: settings.corpId,
        agentid: settings.agentId,
        redirect_uri: redirectUri,
        state,
      }),
    }),
    exchange: async ({ code }) => {
      const given = await token();
      if (given.outcome !== 'told') return given;
      const url = withQuery(`${api}/cgi-bin/auth/getuserinfo`, { access_token: given.value, code });
      const told = await ask(fetch, hosts, { method: 'GET', url }, whoSchema);
      if (told.outcome !== 'told') return told;
      const { errcode, userid, UserId } = told.value;
      const subject = userid ?? UserId;
      if (errcode !== 0) return { outcome: 'refused', why: `errcode.${errcode}` };
      if (subject === undefined) return { outcome: 'refused', why: 'not_a_member' };
      return { outcome: 'signed_in', subject, others: [] };
    },
    probe: async () => {
      const given = await token();
      return given.outcome === 'told' ? undefined : given;
    },
  };
}
