/** OpenID Connect: authorization code with PKCE and nonce (OpenID Connect Core 1.0 section 3.1, RFC 7636), endpoints by the issuer's discovery document. */
import { z } from 'zod';
import { base64, utf8 } from '../../base/bytes.ts';
import type { Fetch } from '../network.ts';
import { hostOf, secretText, serviceUrlSchema } from '../settings.ts';
import { ask, isAllowed, withQuery } from './ask.ts';
import { jwksSchema, readIdToken } from './id-token.ts';
import type { CodeExchange, SignInAdapter, SignInFailure, SignInPlace, SignInResult } from './port.ts';

export const oidcSettingsSchema = z.strictObject({
  /** As the issuer writes itself, without `/.well-known/…`. */
  issuer: serviceUrlSchema,
  clientId: z.string().regex(/^[\x21-\x7e]{1,255}$/),
  clientSecret: secretText(/^[\x21-\x7e]{8,512}$/),
  /** Hosts beside the issuer's own on which its endpoints lie, `host` or `host:port`. */
  moreHosts: z
    .array(z.string().regex(/^[a-z0-9.-]{3,253}(?::\d{1,5})?$/))
    .max(10)
    .default([]),
});
export type OidcSettings = z.output<typeof oidcSettingsSchema>;

const discoverySchema = z.object({
  issuer: z.string(),
  authorization_endpoint: z.string().max(2000),
  token_endpoint: z.string().max(2000),
  jwks_uri: z.string().max(2000),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
});
type Discovery = z.infer<typeof discoverySchema>;

const tokenSchema = z.object({ id_token: z.string().max(32_768) });

export const oidc: SignInAdapter<OidcSettings> = { settings: oidcSettingsSchema, open };

function open(settings: OidcSettings, fetch: Fetch): SignInPlace {
  const hosts = [
    hostOf(settings.issuer),
    ...settings.moreHosts.map((host) => (host.includes(':') ? host : `${host}:443`)),
  ];
  const discover = (): Promise<Discovery | SignInFailure> => readDiscovery(fetch, hosts, settings.issuer);
  return {
    hosts,
    vendor: null,
    authorize: async ({ redirectUri, state, nonce, codeChallenge }) => {
      const found = await discover();
      if ('outcome' in found) return found;
      const address = withQuery(found.authorization_endpoint, {
        response_type: 'code',
        client_id: settings.clientId,
        redirect_uri: redirectUri,
        scope: 'openid',
        state,
        nonce,
        code_challenge: codeChallenge,
        code_challenge_method: 'S256',
      });
      return { address };
    },
    exchange: async (exchange) => {
      const found = await discover();
      return 'outcome' in found ? found : exchangeCode(settings, fetch, hosts, found, exchange);
    },
    probe: async () => {
      const found = await discover();
      if ('outcome' in found) return found;
      const keys = await ask(fetch, hosts, { method: 'GET', url: found.jwks_uri }, jwksSchema);
      return keys.outcome === 'told' ? undefined : keys;
    },
  };
}

/** INVARIANT: the document must name the very issuer that was configured, and endpoints on configured hosts only. */
async function readDiscovery(
  fetch: Fetch,
  hosts: readonly string[],
  issuer: string,
): Promise<Discovery | SignInFailure> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const told = await ask(fetch, hosts, { method: 'GET', url }, discoverySchema);
  if (told.outcome !== 'told') return told;
  const { value } = told;
  if (value.issuer !== issuer) return { outcome: 'bad_answer', why: 'another_issuer' };
  const endpoints = [value.authorization_endpoint, value.token_endpoint, value.jwks_uri];
  return endpoints.every((one) => isAllowed(one, hosts))
    ? value
    : { outcome: 'bad_answer', why: 'host_not_configured' };
}

async function exchangeCode(
  settings: OidcSettings,
  fetch: Fetch,
  hosts: readonly string[],
  found: Discovery,
  exchange: CodeExchange,
): Promise<SignInResult> {
  const { redirectUri, code, nonce, codeVerifier, now } = exchange;
  const secret = settings.clientSecret.reveal();
  // Basic is what an issuer that says nothing expects (OpenID Connect Discovery section 3).
  const methods = found.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  const basic = methods.includes('client_secret_basic');
  const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: codeVerifier };
  const told = await ask(
    fetch,
    hosts,
    {
      method: 'POST',
      url: found.token_endpoint,
      headers: basic ? { authorization: basicAuth(settings.clientId, secret) } : {},
      form: basic ? form : { ...form, client_id: settings.clientId, client_secret: secret },
    },
    tokenSchema,
  );
  if (told.outcome !== 'told') return told;
  const keys = await ask(fetch, hosts, { method: 'GET', url: found.jwks_uri }, jwksSchema);
  if (keys.outcome !== 'told') return keys;
  const { issuer, clientId } = settings;
  const verdict = readIdToken(told.value.id_token, keys.value, { issuer, clientId, nonce, now });
  return verdict.ok
    ? { outcome: 'signed_in', subject: verdict.subject, others: [] }
    : { outcome: 'refused', why: `id_token.${verdict.why}` };
}

/** Both parts are form-encoded first (RFC 6749 section 2.3.1). */
function basicAuth(id: string, secret: string): string {
  const encode = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1);
  return `Basic ${base64(utf8(`${encode(id)}:${encode(secret)}`))}`;
}
