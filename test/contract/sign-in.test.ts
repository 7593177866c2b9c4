/** Signing in elsewhere as identification, against a real issuer and stand-ins of vendors over HTTP; attacks included. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { base64url } from '../../src/base/bytes.ts';
import { systemRandom } from '../../src/base/random.ts';
import { Secret } from '../../src/base/secret.ts';
import { MINUTE } from '../../src/base/units.ts';
import type { PlaceKind } from '../../src/channels/sign-in/registry.ts';
import { addProvider, probeProvider, setProviderPaused } from '../../src/transfers/factors/provider-acts.ts';
import { createFactorKeys, type FactorDeps } from '../../src/transfers/factors/deps.ts';
import { beginSignIn, type FinishedSignIn, finishSignIn } from '../../src/transfers/factors/sign-in.ts';
import { setIdentity } from '../../src/governance/audiences/identities.ts';
import {
  type IdentityWorld,
  type Jar,
  keep,
  openIdentityWorld,
  OPENER,
  type Person,
} from '../support/identity-world.ts';
import { CLIENT, startIssuer, type TestIssuer } from '../support/oidc-issuer.ts';

let world: IdentityWorld;
let deps: FactorDeps;
let issuer: TestIssuer;
let oidc = '';
beforeAll(async () => {
  world = await openIdentityWorld();
  issuer = await startIssuer('ES256', () => world.clock.now());
  const publicUrl = 'https://home.example';
  const keys = createFactorKeys(new Secret(systemRandom(32)), publicUrl);
  deps = { ...world.deps, settings: { ...world.deps.settings, publicUrl }, factors: keys, fetch };
  oidc = await add('oidc', { issuer: issuer.url, clientId: CLIENT.id, clientSecret: CLIENT.secret });
}, 120_000);
afterAll(async () => {
  await issuer?.close();
  await world.close();
});
afterEach(() => issuer.tamper({}));

function add(kind: PlaceKind, settings: Record<string, string>): Promise<string> {
  return addProvider(deps, world.tenant, world.sender, { kind, label: 'Harbour accounts', settings });
}

type Visiting = { readonly person: Person; readonly handle: string; readonly jar: Jar };

async function visit(person?: Person): Promise<Visiting> {
  const who = person ?? (await world.addPerson());
  const [handle = ''] = (await world.send([who])).handles;
  const jar: Jar = { cookie: null };
  await world.verify(handle, who, (await world.code(handle, who)) ?? '', jar);
  return { person: who, handle, jar };
}

async function begin(at: Visiting, provider = oidc): Promise<string> {
  const visitor = await world.resume(at.handle, at.jar);
  if (visitor === undefined) throw new Error('no session');
  return beginSignIn(deps, world.tenant, OPENER, visitor, at.handle, provider);
}

async function finish(at: Visiting, given: { state: string; code: string }): Promise<FinishedSignIn['answer']> {
  const done = await finishSignIn(deps, world.tenant, OPENER, given, at.jar.cookie);
  keep(at.jar, done.setCookie);
  return done.answer;
}

const signIn = async (at: Visiting, subject: string): Promise<FinishedSignIn['answer']> =>
  finish(at, issuer.signIn(await begin(at), subject));

const factorsOf = async (at: Visiting) => (await world.resume(at.handle, at.jar))?.factors;

describe('signing in at an OpenID Connect issuer', () => {
  it('sends the browser to the issuer with everything that binds the answer', async () => {
    const address = new URL(await begin(await visit()));
    expect(address.origin).toBe(issuer.url);
    const query = Object.fromEntries(address.searchParams);
    expect(query).toMatchObject({
      response_type: 'code',
      client_id: CLIENT.id,
      scope: 'openid',
      code_challenge_method: 'S256',
      redirect_uri: `https://home.example/open/sign-in/${oidc}/callback`,
    });
    for (const name of ['state', 'nonce', 'code_challenge']) expect(query[name]).toMatch(/^[\w-]{43}$/);
  });

  it('makes the account known the first time, knows it the next, and adds no factor that counts', async () => {
    const at = await visit();
    expect((await signIn(at, 'anna')).outcome).toBe('linked');
    expect(await factorsOf(at)).toEqual(['notice', 'code', 'sign_in']);
    const next = await visit(at.person);
    expect((await signIn(next, 'anna')).outcome).toBe('known');
    expect((await signIn(next, 'somebody-else')).outcome).toBe('someone_else');
    expect((await signIn(await visit(), 'anna')).outcome).toBe('someone_else');
    expect(await world.events('sign_in.other')).toBe(2);
  });

  it('keeps no name and no address of the account, and the subject only sealed', async () => {
    await signIn(await visit(), 'subject-to-look-for');
    const { query } = world.database.db;
    const rows = await query.selectFrom('recipient_factor').selectAll().where('kind', '=', 'sign_in').execute();
    expect(JSON.stringify(rows)).not.toContain('subject-to-look-for');
    expect(rows.some((row) => Buffer.from(row.data_sealed).includes('subject-to-look-for'))).toBe(false);
  });

  it('serves only the session that began, once, and not after ten minutes', async () => {
    const [mine, other] = [await visit(), await visit()];
    const stolen = issuer.signIn(await begin(mine), 'bea');
    await expect(finish(other, stolen)).rejects.toMatchObject({ code: 'factor.ended' });
    // It was used up by that.
    await expect(finish(mine, stolen)).rejects.toMatchObject({ code: 'factor.ended' });
    const once = issuer.signIn(await begin(mine), 'bea');
    expect((await finish(mine, once)).outcome).toBe('linked');
    await expect(finish(mine, once)).rejects.toMatchObject({ code: 'factor.ended' });
    const state = base64url(systemRandom(32));
    await expect(finish(mine, { state, code: 'x' })).rejects.toMatchObject({ code: 'factor.ended' });
    const late = issuer.signIn(await begin(mine), 'bea');
    world.clock.advance(11 * MINUTE);
    await expect(finish(mine, late)).rejects.toMatchObject({ code: 'factor.ended' });
  });

  it.each([
    ['the issuer is another', { change: (t) => ({ ...t, claims: { ...t.claims, iss: 'https://evil.example' } }) }],
    ['it is for another client', { change: (t) => ({ ...t, claims: { ...t.claims, aud: 'other' } }) }],
    ['it answers another question', { change: (t) => ({ ...t, claims: { ...t.claims, nonce: 'x'.repeat(43) } }) }],
    ['it is not signed', { unsigned: true }],
    ['the issuer answers with an error', { tokenStatus: 500 }],
    ['the discovery document names another issuer', { discovery: { issuer: 'https://evil.example' } }],
    ['the discovery document sends the secret elsewhere', { discovery: { token_endpoint: 'https://evil.example/t' } }],
    ['the discovery document leads into the own network', { discovery: { jwks_uri: 'http://169.254.169.254/' } }],
  ] satisfies [string, Parameters<TestIssuer['tamper']>[0]][])('does not hold when %s', async (_, tampering) => {
    const at = await visit();
    const given = issuer.signIn(await begin(at), 'carla');
    issuer.tamper(tampering);
    expect((await finish(at, given)).outcome).toBe('failed');
    expect(await factorsOf(at)).toEqual(['notice', 'code']);
  });

  it('does not hold with a code that the issuer did not give', async () => {
    const at = await visit();
    const { state } = issuer.signIn(await begin(at), 'dora');
    expect((await finish(at, { state, code: 'made-up' })).outcome).toBe('failed');
  });

  it('is not offered while an officer has paused it', async () => {
    const at = await visit();
    await setProviderPaused(deps, world.tenant, world.sender, oidc, true);
    await expect(begin(at)).rejects.toMatchObject({ code: 'provider.unknown' });
    await setProviderPaused(deps, world.tenant, world.sender, oidc, false);
  });
});

describe('signing in at a vendor', () => {
  const base = (): Record<string, string> => ({
    clientSecret: CLIENT.secret,
    apiBaseUrl: issuer.url,
    loginBaseUrl: issuer.url,
  });
  const SETTINGS: Record<'dingtalk' | 'wecom' | 'feishu', () => Record<string, string>> = {
    dingtalk: () => ({ ...base(), clientId: 'dingabcdef' }),
    wecom: () => ({ ...base(), corpId: 'ww12345678', agentId: '1000002' }),
    feishu: () => ({ ...base(), clientId: 'cli_a1b2c3' }),
  };
  const KINDS = ['dingtalk', 'wecom', 'feishu'] as const;

  it.each(KINDS)('%s: says whose account it is, and the test button whether the secret works', async (kind) => {
    const id = await add(kind, SETTINGS[kind]());
    expect(await probeProvider(deps, world.tenant, id)).toEqual({ ok: true, why: null });
    const at = await visit();
    const state = new URL(await begin(at, id)).searchParams.get('state') ?? '';
    expect((await finish(at, { state, code: `user:${kind}-1` })).outcome).toBe('linked');
    const again = new URL(await begin(at, id)).searchParams.get('state') ?? '';
    expect((await finish(at, { state: again, code: 'expired' })).outcome).toBe('failed');
    const wrong = await add(kind, { ...SETTINGS[kind](), clientSecret: 'not-the-secret' });
    expect(await probeProvider(deps, world.tenant, wrong)).toMatchObject({ ok: false });
  });

  it('wecom: a stranger to the organisation is nobody', async () => {
    const id = await add('wecom', SETTINGS.wecom());
    const at = await visit();
    const state = new URL(await begin(at, id)).searchParams.get('state') ?? '';
    expect((await finish(at, { state, code: 'stranger:1' })).outcome).toBe('failed');
  });

  it('knows a recipient by what the organisation says he is called there, and nobody else by it', async () => {
    const id = await add('wecom', SETTINGS.wecom());
    const [named, other] = [await visit(), await visit()];
    const identity = { vendor: 'wecom' as const, providerId: 'LeiKaMan' };
    await setIdentity(deps, world.tenant, world.sender, named.person.id, identity);
    const finishAs = async (at: Visiting): Promise<string> => {
      const state = new URL(await begin(at, id)).searchParams.get('state') ?? '';
      return (await finish(at, { state, code: 'user:LeiKaMan' })).outcome;
    };
    expect(await finishAs(other)).toBe('someone_else');
    expect(await finishAs(named)).toBe('linked');
  });

  it('is not set up with settings that cannot work, and says which', async () => {
    const refused = { code: 'provider.bad_settings' };
    await expect(
      add('oidc', { issuer: 'http://issuer.example', clientId: 'x', clientSecret: 'y'.repeat(20) }),
    ).rejects.toMatchObject({ ...refused, details: { fields: ['issuer'] } });
    await expect(add('dingtalk', { clientId: 'dingabc' })).rejects.toMatchObject({
      ...refused,
      details: { fields: ['clientSecret'] },
    });
    await expect(
      add('oidc', { issuer: 'https://i.example', clientId: 'x', clientSecret: 'y'.repeat(20), more: '1' }),
    ).rejects.toMatchObject(refused);
  });
});
