import { describe, expect, it } from 'vitest';
import { openPlace } from '../../../src/channels/sign-in/registry.ts';
import { PROVIDER_KINDS } from '../../../src/model/api/open-factors.ts';
import { missingOf, PROVIDER_FIELDS, settingsOf, type Typed, typedOf, whyOf } from './fields.ts';

const FULL: Typed = {
  issuer: 'https://login.example.mo',
  clientId: 'client123',
  corpId: 'ww12345678',
  agentId: '1000002',
  clientSecret: 'a-secret-of-the-client',
  moreHosts: 'token.example.mo， keys.example.mo',
  loginBaseUrl: 'https://login.example.mo',
  apiBaseUrl: 'https://api.example.mo',
};

describe('the settings of a place to sign in', () => {
  it.each(PROVIDER_KINDS)('%s: what the form asks for is what the server takes', (kind) => {
    const opened = openPlace(kind, settingsOf(kind, FULL), fetch);
    expect(opened).toMatchObject({ ok: true });
    expect(typedOf(settingsOf(kind, FULL))).toMatchObject({ clientSecret: FULL.clientSecret });
    expect(missingOf(kind, FULL, false)).toEqual([]);
    const must = PROVIDER_FIELDS[kind].filter((field) => field.advanced === undefined).map((field) => field.name);
    expect(missingOf(kind, {}, false)).toEqual(must);
    // And without what it calls advanced as well.
    const least = Object.fromEntries(must.map((name) => [name, FULL[name]]));
    expect(openPlace(kind, settingsOf(kind, least), fetch)).toMatchObject({ ok: true });
  });

  it('keeps a secret that is not typed, and sends lists as lists', () => {
    expect(missingOf('oidc', { issuer: 'x', clientId: 'y' }, true)).toEqual([]);
    expect(settingsOf('oidc', FULL)['moreHosts']).toEqual(['token.example.mo', 'keys.example.mo']);
    expect(settingsOf('oidc', { clientSecret: '  ' })).toEqual({});
  });

  it.each([
    ['unreachable', 'unreachable'],
    ['status.503', 'unreachable'],
    ['status.401', 'refused'],
    ['errcode.40001', 'refused'],
    ['code.10014', 'refused'],
    ['host_not_configured', 'host'],
    ['another_issuer', 'issuer'],
    ['unexpected_form', 'other'],
    [null, 'other'],
  ])('has words for `%s`', (why, word) => {
    expect(whyOf(why)).toBe(word);
  });
});
