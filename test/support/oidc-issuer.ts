/**
 * A small place to sign in, over real HTTP: an OpenID Connect issuer with PKCE, and the token and account calls of DingTalk, WeCom and Feishu
 * with the shapes that their documentation records. A code is made as a person's browser would bring it back.
 */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type IdToken = { readonly header: Record<string, unknown>; readonly claims: Record<string, unknown> };

/** What a test changes about the next tokens, to see them refused. */
export type Tampering = {
  readonly change?: (token: IdToken) => IdToken;
  readonly unsigned?: boolean;
  readonly discovery?: Record<string, unknown>;
  readonly tokenStatus?: number;
};

type Pending = { readonly subject: string; readonly nonce: string; readonly challenge: string };

export type TestIssuer = Awaited<ReturnType<typeof startIssuer>>;

export const CLIENT = { id: 'entrepot-test', secret: 'a-secret-of-the-client' } as const;

/** @param now - The clock by which its tokens are dated. */
export async function startIssuer(alg: 'RS256' | 'ES256' = 'RS256', now: () => Date = () => new Date()) {
  const pair =
    alg === 'RS256'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pending = new Map<string, Pending>();
  const calls: string[] = [];
  let tampering: Tampering = {};
  let url = '';
  let visitor = 'nobody';

  const signIn = (address: string, subject: string): { readonly state: string; readonly code: string } => {
    const query = new URL(address).searchParams;
    const code = randomBytes(16).toString('hex');
    pending.set(code, {
      subject,
      nonce: query.get('nonce') ?? '',
      challenge: query.get('code_challenge') ?? '',
    });
    return { state: query.get('state') ?? '', code };
  };

  const idToken = ({ subject, nonce }: Pending): string => {
    const seconds = Math.floor(now().getTime() / 1000);
    const fresh: IdToken = {
      header: { alg, kid: 'k1', typ: 'JWT' },
      claims: { iss: url, sub: subject, aud: CLIENT.id, exp: seconds + 300, iat: seconds, nonce },
    };
    const { header, claims } = tampering.change?.(fresh) ?? fresh;
    const text = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    return `${text}.${tampering.unsigned === true ? '' : signature(alg, pair.privateKey, text)}`;
  };

  const tokenAnswer = (request: IncomingMessage, body: string): Answer => {
    if (tampering.tokenStatus !== undefined) return [tampering.tokenStatus, {}];
    const form = new URLSearchParams(body);
    const basic = Buffer.from(`${CLIENT.id}:${CLIENT.secret}`).toString('base64');
    const code = form.get('code') ?? '';
    const found = pending.get(code);
    pending.delete(code);
    const verifier = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (request.headers.authorization !== `Basic ${basic}`) return [401, { error: 'invalid_client' }];
    if (found === undefined || verifier !== found.challenge) return [400, { error: 'invalid_grant' }];
    return [200, { token_type: 'Bearer', access_token: 'not-used', id_token: idToken(found) }];
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    calls.push(`${request.method} ${path}`);
    const body = await readAll(request);
    const send = (status: number, value: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    if (path === '/.well-known/openid-configuration')
      return send(200, {
        issuer: url,
        authorization_endpoint: `${url}/authorize`,
        token_endpoint: `${url}/token`,
        jwks_uri: `${url}/jwks`,
        token_endpoint_auth_methods_supported: ['client_secret_basic'],
        ...tampering.discovery,
      });
    if (path === '/authorize') {
      // As when somebody is signed in there already.
      const asked = new URL(request.url ?? '', url);
      const back = new URL(asked.searchParams.get('redirect_uri') ?? url);
      for (const [name, value] of Object.entries(signIn(asked.href, visitor))) back.searchParams.set(name, value);
      response.writeHead(302, { location: back.href }).end();
      return;
    }
    if (path === '/jwks')
      return send(200, { keys: [{ ...pair.publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig', alg }] });
    if (path === '/token') return send(...tokenAnswer(request, body));
    return send(...vendorAnswer(request, body));
  };

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    calls,
    tamper: (more: Tampering) => {
      tampering = more;
    },
    /** What the browser brings back after `subject` signed in at the address that it was sent to. */
    signIn,
    /** Who is signed in there, for browsers that come by themselves. */
    visitor: (subject: string) => {
      visitor = subject;
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

type Asked = {
  readonly query: URLSearchParams;
  readonly json: Record<string, string>;
  readonly headers: IncomingMessage['headers'];
};
type Answer = readonly [status: number, value: unknown];

const idOf = (text: string | null | undefined): string => (text ?? '').replace(/^user:/, '');
const isUser = (code: string | null | undefined): boolean => code?.startsWith('user:') === true;

/** A vendor's code is the subject itself here: `user:<id>`. */
const VENDOR_CALLS: Readonly<Record<string, (asked: Asked) => Answer>> = {
  '/v1.0/oauth2/accessToken': ({ json }) =>
    json['appSecret'] === CLIENT.secret
      ? [200, { accessToken: 'app', expireIn: 7200 }]
      : [400, { code: 'invalidClientIdOrSecret', message: 'x', requestid: 'y' }],
  '/v1.0/oauth2/userAccessToken': ({ json }) =>
    isUser(json['code']) && json['clientSecret'] === CLIENT.secret
      ? [200, { accessToken: `token:${idOf(json['code'])}`, refreshToken: 'r', expireIn: 7200, corpId: 'c' }]
      : [400, { code: 'invalidParameter.authCode.notFound', message: 'x', requestid: 'y' }],
  '/v1.0/contact/users/me': ({ headers }) => {
    const id = String(headers['x-acs-dingtalk-access-token']).replace('token:', '');
    return [200, { nick: 'n', unionId: id, openId: `open-${id}`, mobile: '1', stateCode: '86', email: 'e' }];
  },
  '/cgi-bin/gettoken': ({ query }) =>
    query.get('corpsecret') === CLIENT.secret
      ? [200, { errcode: 0, errmsg: 'ok', access_token: 'wecom', expires_in: 7200 }]
      : [200, { errcode: 40_001, errmsg: 'invalid credential' }],
  '/cgi-bin/auth/getuserinfo': ({ query }) => {
    const code = query.get('code') ?? '';
    if (code.startsWith('stranger:')) return [200, { errcode: 0, errmsg: 'ok', openid: 'o1' }];
    return isUser(code)
      ? [200, { errcode: 0, errmsg: 'ok', userid: idOf(code), user_ticket: 't' }]
      : [200, { errcode: 40_029, errmsg: 'invalid code' }];
  },
  '/open-apis/auth/v3/tenant_access_token/internal': ({ json }) =>
    json['app_secret'] === CLIENT.secret
      ? [200, { code: 0, msg: 'ok', tenant_access_token: 't', expire: 7200 }]
      : [200, { code: 10_014, msg: 'app secret invalid' }],
  '/open-apis/authen/v2/oauth/token': ({ json }) =>
    isUser(json['code'])
      ? [200, { code: 0, access_token: `u-${idOf(json['code'])}`, expires_in: 7200, token_type: 'Bearer' }]
      : [400, { code: 20_003, error: 'invalid_grant', error_description: 'x' }],
  '/open-apis/authen/v1/user_info': ({ headers }) => {
    const id = String(headers.authorization).replace('Bearer u-', '');
    return [200, { code: 0, msg: 'success', data: { name: 'n', open_id: `ou_${id}`, union_id: `on_${id}` } }];
  },
};

function vendorAnswer(request: IncomingMessage, body: string): Answer {
  const url = new URL(request.url ?? '', 'http://localhost');
  const json = (body.startsWith('{') ? JSON.parse(body) : {}) as Record<string, string>;
  return VENDOR_CALLS[url.pathname]?.({ query: url.searchParams, json, headers: request.headers }) ?? [404, {}];
}

function signature(alg: 'RS256' | 'ES256', key: KeyObject, text: string): string {
  const data = Buffer.from(text);
  const made = alg === 'RS256' ? sign('sha256', data, key) : sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' });
  return made.toString('base64url');
}

async function readAll(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request) text += String(part);
  return text;
}
