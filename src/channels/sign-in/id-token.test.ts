import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Jwks, readIdToken, type TokenVerdict } from './id-token.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const NOW = new Date('2026-11-23T10:00:00Z');
const SECONDS = NOW.getTime() / 1000;
const EXPECTED = { issuer: 'https://issuer.example', clientId: 'client', nonce: 'n'.repeat(43), now: NOW };
const CLAIMS = {
  iss: EXPECTED.issuer,
  sub: 'subject',
  aud: 'client',
  exp: SECONDS + 300,
  iat: SECONDS,
  nonce: EXPECTED.nonce,
};

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function jwk(key: KeyObject, more: object = {}): Jwks['keys'][number] {
  return { ...key.export({ format: 'jwk' }), ...more } as Jwks['keys'][number];
}

function token(claims: object = {}, header: object = {}, key: KeyObject = rsa.privateKey): string {
  const isEc = key.asymmetricKeyType === 'ec';
  const text = `${part({ alg: isEc ? 'ES256' : 'RS256', kid: 'r', ...header })}.${part({ ...CLAIMS, ...claims })}`;
  const data = Buffer.from(text);
  const made = isEc ? sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' }) : sign('sha256', data, key);
  return `${text}.${made.toString('base64url')}`;
}

const KEYS: Jwks = { keys: [jwk(ec.publicKey, { kid: 'e' }), jwk(rsa.publicKey, { kid: 'r', use: 'sig' })] };
const read = (text: string, keys = KEYS): TokenVerdict => readIdToken(text, keys, EXPECTED);
const why = (text: string, keys = KEYS): string => {
  const verdict = read(text, keys);
  return verdict.ok ? `accepted ${verdict.subject}` : verdict.why;
};

describe('an ID token', () => {
  it('is accepted with RS256 and with ES256', () => {
    expect(read(token())).toEqual({ ok: true, subject: 'subject' });
    expect(read(token({}, { kid: 'e' }, ec.privateKey))).toEqual({ ok: true, subject: 'subject' });
  });

  it.each([
    ['another issuer', { iss: 'https://issuer.example/' }, 'iss'],
    ['another client', { aud: 'other' }, 'aud'],
    ['several clients without saying which', { aud: ['client', 'other'] }, 'aud'],
    ['another party', { azp: 'other' }, 'aud'],
    ['a time that is over', { exp: SECONDS - 61 }, 'exp'],
    ['a time that has not come', { iat: SECONDS + 120 }, 'iat'],
    ['a beginning that has not come', { nbf: SECONDS + 120 }, 'iat'],
    ['another nonce', { nonce: 'm'.repeat(43) }, 'nonce'],
    ['no nonce', { nonce: undefined }, 'form'],
    ['no subject', { sub: '' }, 'form'],
    ['a subject with a line break', { sub: 'a\nb' }, 'form'],
    ['a subject that is too long', { sub: 'a'.repeat(256) }, 'form'],
    ['an expiry that is text', { exp: String(SECONDS + 300) }, 'form'],
  ])('is refused with %s', (_, claims, reason) => {
    expect(why(token(claims))).toBe(reason);
  });

  it.each([
    ['no algorithm', { alg: 'none' }],
    ['an algorithm with a shared secret', { alg: 'HS256' }],
    ['an extension that has to be understood', { crit: ['exp'] }],
  ])('is refused with %s', (_, header) => {
    expect(why(token({}, header))).toBe('form');
  });

  it('is refused when it is signed with the public key as a shared secret', () => {
    const text = `${part({ alg: 'HS256', kid: 'r' })}.${part(CLAIMS)}`;
    const pem = rsa.publicKey.export({ type: 'spki', format: 'pem' });
    expect(why(`${text}.${createHmac('sha256', pem).update(text).digest('base64url')}`)).toBe('form');
  });

  it('is refused when the key is another’s, too short, for encryption, or of another kind than the algorithm', () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
    expect(why(token({}, {}, other.privateKey))).toBe('signature');
    const short = generateKeyPairSync('rsa', { modulusLength: 1024 });
    expect(why(token({}, {}, short.privateKey), { keys: [jwk(short.publicKey, { kid: 'r' })] })).toBe('key');
    expect(why(token(), { keys: [jwk(rsa.publicKey, { kid: 'r', use: 'enc' })] })).toBe('key');
    expect(why(token({}, { kid: 'e' }))).toBe('key');
    expect(why(token(), { keys: [] })).toBe('key');
    expect(why(token(), { keys: [{ kty: 'RSA', kid: 'r', n: '!', e: '' }] })).toBe('key');
  });

  it.each([
    '',
    '..',
    'a.b',
    'a.b.c.d',
    `${token()}.`,
    token().slice(0, -3),
    token().replace('.', '..'),
    'A'.repeat(40_000),
    `${part([])}.${part({})}.AA`,
    `${Buffer.from('{"alg":"RS256"').toString('base64url')}.${part(CLAIMS)}.AA`,
    `${part({ alg: 'RS256' })}.${Buffer.from([0xff, 0xfe]).toString('base64url')}.AA`,
  ])('is refused without an error when it is damaged (%#)', (text) => {
    expect(read(text).ok).toBe(false);
  });
});
