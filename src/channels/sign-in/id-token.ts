/** An ID token (OpenID Connect Core 1.0 section 3.1.3.7; RFC 7515): RS256 or ES256 by a key of the issuer, for this client and this nonce. */
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { z } from 'zod';
import { type Bytes, equal, fromBase64url, fromUtf8, utf8 } from '../../base/bytes.ts';
import { SECOND } from '../../base/units.ts';
import { subjectSchema } from './ask.ts';

/** Clocks differ. */
const SKEW_MS = 60 * SECOND;
const MAX_TOKEN = 32_768;

const headerSchema = z.object({
  alg: z.enum(['RS256', 'ES256']),
  kid: z.string().max(500).optional(),
  crit: z.undefined().optional(),
});

const claimsSchema = z.object({
  iss: z.string(),
  sub: subjectSchema,
  aud: z.union([z.string(), z.array(z.string()).min(1).max(20)]),
  azp: z.string().optional(),
  exp: z.number(),
  iat: z.number(),
  nbf: z.number().optional(),
  nonce: z.string(),
});

/** JWKS (RFC 7517). Keys of kinds that are not used here are passed over. */
export const jwksSchema = z.object({
  keys: z
    .array(
      z.object({
        kty: z.string(),
        kid: z.string().optional(),
        use: z.string().optional(),
        alg: z.string().optional(),
        crv: z.string().optional(),
        n: z.string().max(2000).optional(),
        e: z.string().max(20).optional(),
        x: z.string().max(200).optional(),
        y: z.string().max(200).optional(),
      }),
    )
    .max(50),
});
export type Jwks = z.infer<typeof jwksSchema>;
type Jwk = Jwks['keys'][number];
type Algorithm = z.infer<typeof headerSchema>['alg'];

export type Expected = {
  readonly issuer: string;
  readonly clientId: string;
  readonly nonce: string;
  readonly now: Date;
};

export type TokenVerdict =
  | { readonly ok: true; readonly subject: string }
  | { readonly ok: false; readonly why: 'form' | 'key' | 'signature' | 'iss' | 'aud' | 'exp' | 'iat' | 'nonce' };

/** Whose token it is, or why it is not accepted. Throws at nothing. */
export function readIdToken(token: string, jwks: Jwks, expected: Expected): TokenVerdict {
  const parts = token.length > MAX_TOKEN ? [] : token.split('.');
  const [head = '', body = '', signature = ''] = parts;
  const header = headerSchema.safeParse(decode(head));
  const claims = claimsSchema.safeParse(decode(body));
  const signed = bytesOf(signature);
  if (parts.length !== 3 || !header.success || !claims.success || signed === undefined) return no('form');
  const keys = jwks.keys.filter((key) => fits(key, header.data.alg, header.data.kid)).flatMap(keyOf);
  if (keys.length === 0) return no('key');
  const message = utf8(`${head}.${body}`);
  if (!keys.some((key) => holds(header.data.alg, key, message, signed))) return no('signature');
  return claimsHold(claims.data, expected);
}

function claimsHold(claims: z.infer<typeof claimsSchema>, expected: Expected): TokenVerdict {
  const { issuer, clientId, nonce, now } = expected;
  const audience = typeof claims.aud === 'string' ? [claims.aud] : claims.aud;
  const at = now.getTime();
  if (claims.iss !== issuer) return no('iss');
  if (!audience.includes(clientId)) return no('aud');
  if (audience.length > 1 && claims.azp !== clientId) return no('aud');
  if (claims.azp !== undefined && claims.azp !== clientId) return no('aud');
  if (claims.exp * SECOND <= at - SKEW_MS) return no('exp');
  if (claims.iat * SECOND > at + SKEW_MS || (claims.nbf ?? 0) * SECOND > at + SKEW_MS) return no('iat');
  if (!equal(utf8(claims.nonce), utf8(nonce))) return no('nonce');
  return { ok: true, subject: claims.sub };
}

function no(why: Extract<TokenVerdict, { ok: false }>['why']): TokenVerdict {
  return { ok: false, why };
}

/** INVARIANT: the kind of key follows the algorithm, so that no key serves another one. */
function fits(key: Jwk, alg: Algorithm, kid: string | undefined): boolean {
  const kind = alg === 'RS256' ? key.kty === 'RSA' : key.kty === 'EC' && key.crv === 'P-256';
  const named = kid === undefined || key.kid === kid;
  return kind && named && (key.use ?? 'sig') === 'sig' && (key.alg ?? alg) === alg;
}

function keyOf(jwk: Jwk): readonly KeyObject[] {
  const { kty, crv, n, e, x, y } = jwk;
  try {
    const key = createPublicKey({
      key:
        kty === 'RSA'
          ? { kty, ...(n === undefined ? {} : { n }), ...(e === undefined ? {} : { e }) }
          : {
              kty,
              ...(crv === undefined ? {} : { crv }),
              ...(x === undefined ? {} : { x }),
              ...(y === undefined ? {} : { y }),
            },
      format: 'jwk',
    });
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 2048;
    return bits >= 2048 && bits <= 8192 ? [key] : [];
  } catch {
    return [];
  }
}

function holds(alg: Algorithm, key: KeyObject, message: Bytes, signature: Bytes): boolean {
  try {
    return alg === 'RS256'
      ? verify('sha256', message, key, signature)
      : verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature);
  } catch {
    return false;
  }
}

function decode(part: string): unknown {
  const bytes = bytesOf(part);
  if (bytes === undefined) return undefined;
  try {
    return JSON.parse(fromUtf8(bytes));
  } catch {
    return undefined;
  }
}

function bytesOf(part: string): Bytes | undefined {
  try {
    return fromBase64url(part);
  } catch {
    return undefined;
  }
}
