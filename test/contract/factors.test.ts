/** Further factors of recipients on a real database: authenticator app, passkey, passphrase, signing in elsewhere; attacks included. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewPasskey, PasskeyAnswer } from '../../src/access/factors/passkey.ts';
import { base64url, fromBase64url, utf8 } from '../../src/base/bytes.ts';
import { systemRandom } from '../../src/base/random.ts';
import { Secret } from '../../src/base/secret.ts';
import { MINUTE, SECOND } from '../../src/base/units.ts';
import { blindPassphrase, finishLogin, finishRegistration, startLogin } from '../../src/seal/opaque/client.ts';
import { nodeOpaqueHash } from '../../src/seal/opaque/hash-node.ts';
import { KE2_LENGTH } from '../../src/seal/opaque/suite.ts';
import { createFactorKeys, type FactorDeps, opaqueContext } from '../../src/transfers/factors/deps.ts';
import { enrolledFactors } from '../../src/transfers/factors/enrolled.ts';
import { listOwnFactors } from '../../src/transfers/factors/list.ts';
import { acknowledgeTakenAway, removeOwnFactor } from '../../src/transfers/factors/own.ts';
import { askForPasskey, beginPasskey, provePasskey, storePasskey } from '../../src/transfers/factors/passkey.ts';
import {
  answerPassphrase,
  beginPassphrase,
  provePassphrase,
  storePassphrase,
  type Whose,
} from '../../src/transfers/factors/passphrase.ts';
import type { Asker } from '../../src/transfers/factors/prove.ts';
import { beginTotp, confirmTotp, proveTotp } from '../../src/transfers/factors/totp.ts';
import { claimantOf, findClaimant } from '../../src/transfers/identity/claimant.ts';
import type { Visitor } from '../../src/transfers/recipient-access.ts';
import { resetFactors } from '../../src/transfers/factors/staff.ts';
import {
  type IdentityWorld,
  type Jar,
  keep,
  openIdentityWorld,
  OPENER,
  type Person,
} from '../support/identity-world.ts';
import { createSoftwarePasskey, type SoftwarePasskey } from '../support/passkey.ts';
import { fromBase32, totpOf } from '../support/totp.ts';

const URL_HERE = 'https://home.example';
const AT = { origin: URL_HERE, rpId: 'home.example' };
const REFUSED = { code: 'factor.not_accepted' };
const PASSPHRASE = utf8('seven brown teapots');

let world: IdentityWorld;
let deps: FactorDeps;
beforeAll(async () => {
  world = await openIdentityWorld();
  const keys = createFactorKeys(new Secret(systemRandom(32)), URL_HERE);
  deps = { ...world.deps, settings: { ...world.deps.settings, publicUrl: URL_HERE }, factors: keys, fetch };
}, 120_000);
afterAll(() => world.close());

type Visiting = {
  readonly person: Person;
  readonly handle: string;
  readonly transferId: string;
  readonly jar: Jar;
  readonly visitor: () => Promise<Visitor>;
  /** In the session. */
  readonly asker: () => Promise<Asker>;
  /** With notice and address alone, in a browser of its own. */
  readonly stranger: (address?: string) => Promise<Asker>;
};

/** Somebody with notice and code at a transfer of his own. */
async function visit(person?: Person): Promise<Visiting> {
  const who = person ?? (await world.addPerson());
  const { handles, transferId } = await world.send([who]);
  const handle = handles[0] ?? '';
  const jar: Jar = { cookie: null };
  await world.verify(handle, who, (await world.code(handle, who)) ?? '', jar);
  const visitor = async (): Promise<Visitor> => {
    const found = await world.resume(handle, jar);
    if (found === undefined) throw new Error('no session');
    return found;
  };
  return {
    person: who,
    handle,
    transferId,
    jar,
    visitor,
    asker: async () => ({
      handle,
      who: await claimantOf(deps, world.tenant, await visitor()),
      known: true,
      cookieHeader: jar.cookie,
    }),
    stranger: async (address = who.email) => ({
      handle,
      who: await findClaimant(deps, world.tenant, handle, address),
      known: false,
      cookieHeader: null,
    }),
  };
}

const codeAt = (key: Uint8Array): string => totpOf(key, world.clock.now());

async function enrolTotp(at: Visiting): Promise<Uint8Array> {
  const begun = await beginTotp(deps, world.tenant, OPENER, await at.visitor());
  const key = fromBase32(begun.secret);
  await confirmTotp(deps, world.tenant, OPENER, await at.visitor(), begun.challengeId, codeAt(key));
  return key;
}

async function enrolPassphrase(at: Visiting): Promise<void> {
  const hash = { ...nodeOpaqueHash, random: systemRandom };
  const { request, blind } = blindPassphrase(hash, PASSPHRASE);
  const visitor = await at.visitor();
  const begun = await beginPassphrase(deps, world.tenant, OPENER, visitor, base64url(request));
  const parties = { context: opaqueContext(URL_HERE) };
  const response = fromBase64url(begun.response);
  const made = await finishRegistration(hash, async (output) => output, PASSPHRASE, blind, response, parties);
  const record = base64url(made?.record ?? new Uint8Array());
  await storePassphrase(deps, world.tenant, OPENER, visitor, begun.challengeId, record);
}

/** As the page does it; undefined when the client itself knows that it did not hold. */
async function tryPassphrase(asker: Asker, passphrase = PASSPHRASE, whose: Whose = 'own', finish = true) {
  const hash = { ...nodeOpaqueHash, random: systemRandom };
  const state = startLogin(hash, passphrase);
  const { challengeId, ke2 } = await answerPassphrase(deps, world.tenant, OPENER, asker, whose, base64url(state.ke1));
  const bytes = fromBase64url(ke2);
  expect(bytes.length).toBe(KE2_LENGTH);
  const parties = { context: opaqueContext(URL_HERE) };
  const done = await finishLogin(hash, async (output) => output, passphrase, state, bytes, parties);
  if (!finish) return undefined;
  const ke3 = base64url(done?.ke3 ?? new Uint8Array(32));
  return provePassphrase(deps, world.tenant, OPENER, asker, challengeId, ke3);
}

async function wrongTries(at: Visiting): Promise<number> {
  const row = await world.database.db.query
    .selectFrom('recipient_lock')
    .select('wrong_tries')
    .where('transfer_id', '=', at.transferId)
    .where('recipient_id', '=', at.person.id)
    .executeTakeFirst();
  return row?.wrong_tries ?? 0;
}

describe('an authenticator app of a recipient', () => {
  it('is proved in a later session, each step once, and is kept sealed', async () => {
    const at = await visit();
    const key = await enrolTotp(at);
    // Setting it up proves nothing, and its first step is used up.
    expect((await at.visitor()).factors).toEqual(['notice', 'code']);
    await expect(proveTotp(deps, world.tenant, OPENER, await at.asker(), codeAt(key))).rejects.toMatchObject(REFUSED);
    world.clock.advance(30 * SECOND);
    const code = codeAt(key);
    const proved = await proveTotp(deps, world.tenant, OPENER, await at.asker(), code);
    expect(proved.visitor.factors).toEqual(['notice', 'code', 'totp']);
    keep(at.jar, proved.setCookie);
    await expect(proveTotp(deps, world.tenant, OPENER, await at.asker(), code)).rejects.toMatchObject(REFUSED);
    const rows = await world.database.db.query.selectFrom('recipient_factor').selectAll().execute();
    expect(rows.some((row) => Buffer.from(row.data_sealed).includes(Buffer.from(base64url(key))))).toBe(false);
  });

  it('takes a step only once when two browsers show it at the same time', async () => {
    const at = await visit();
    const key = await enrolTotp(at);
    world.clock.advance(30 * SECOND);
    const asker = await at.asker();
    const tries = await Promise.allSettled(
      [1, 2, 3, 4].map(() => proveTotp(deps, world.tenant, OPENER, asker, codeAt(key))),
    );
    expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  });

  it('stands in for the code at another link of the same person, and says nothing about anybody else', async () => {
    const at = await visit();
    const key = await enrolTotp(at);
    world.clock.advance(30 * SECOND);
    const other = await visit(at.person);
    const right = await proveTotp(deps, world.tenant, OPENER, await other.stranger(), codeAt(key));
    expect(right.visitor.factors).toEqual(['notice', 'totp']);
    world.clock.advance(30 * SECOND);
    const elsewhere = await visit();
    const askers = [await other.stranger('nobody@harbour.example'), await elsewhere.stranger()];
    for (const asker of askers)
      await expect(proveTotp(deps, world.tenant, OPENER, asker, codeAt(key))).rejects.toMatchObject(REFUSED);
    await expect(proveTotp(deps, world.tenant, OPENER, await other.stranger(), '000000')).rejects.toMatchObject(
      REFUSED,
    );
  });

  it('locks like codes do: after fifty wrong ones the right one is wrong as well', async () => {
    const at = await visit();
    const key = await enrolTotp(at);
    const asker = await at.asker();
    for (let i = 0; i < 50; i += 1)
      await expect(proveTotp(deps, world.tenant, OPENER, asker, 'abcdef')).rejects.toMatchObject(REFUSED);
    world.clock.advance(30 * SECOND);
    await expect(proveTotp(deps, world.tenant, OPENER, asker, codeAt(key))).rejects.toMatchObject(REFUSED);
    expect(await wrongTries(at)).toBeGreaterThanOrEqual(50);
  });

  it('is not kept without a code of it, with another’s step, or after its time', async () => {
    const at = await visit();
    const begun = await beginTotp(deps, world.tenant, OPENER, await at.visitor());
    const key = fromBase32(begun.secret);
    const confirm = (by: Visitor, code: string): Promise<void> =>
      confirmTotp(deps, world.tenant, OPENER, by, begun.challengeId, code);
    await expect(confirm(await at.visitor(), '000000')).rejects.toMatchObject(REFUSED);
    const other = await (await visit()).visitor();
    await expect(confirm(other, codeAt(key))).rejects.toMatchObject({ code: 'factor.ended' });
    world.clock.advance(16 * MINUTE);
    await expect(confirm(await at.visitor(), codeAt(key))).rejects.toMatchObject({ code: 'factor.ended' });
    expect(await enrolledFactors(deps, world.tenant, (await at.visitor()).visit, at.person.id)).toEqual([]);
  });
});

describe('what is set up', () => {
  it('needs one of what is set up to add to it, and another of the same strength to take it away', async () => {
    const at = await visit();
    const key = await enrolTotp(at);
    await expect(enrolPassphrase(at)).rejects.toMatchObject({ code: 'factor.prove_first' });
    world.clock.advance(30 * SECOND);
    keep(at.jar, (await proveTotp(deps, world.tenant, OPENER, await at.asker(), codeAt(key))).setCookie);
    await enrolPassphrase(at);
    const { enrolled } = await listOwnFactors(deps, world.tenant, await at.visitor());
    expect(enrolled.map((one) => one.kind)).toEqual(['totp', 'passphrase']);
    const remove = async (kind: string): Promise<void> => {
      const id = enrolled.find((one) => one.kind === kind)?.id ?? '';
      await removeOwnFactor(deps, world.tenant, OPENER, await at.visitor(), id);
    };
    // The app was proved: it lets the passphrase go, not itself.
    await expect(remove('totp')).rejects.toMatchObject({ code: 'factor.prove_first' });
    await remove('passphrase');
    expect((await listOwnFactors(deps, world.tenant, await at.visitor())).enrolled).toHaveLength(1);
    await expect(
      removeOwnFactor(deps, world.tenant, OPENER, await (await visit()).visitor(), enrolled[0]?.id ?? ''),
    ).rejects.toMatchObject({ code: 'factor.unknown' });
  });

  it('can be reset by staff, with a record, and the recipient is told the next time', async () => {
    const at = await visit();
    await enrolTotp(at);
    const before = await world.events('factor.reset');
    const removed = await resetFactors(deps, world.tenant, world.sender, at.person.id, 'device_lost');
    expect(removed).toBe(1);
    expect((await world.events('factor.reset')) - before).toBe(1);
    const told = await listOwnFactors(deps, world.tenant, await (await visit(at.person)).visitor());
    expect(told.takenAway.map((one) => one.kind)).toEqual(['totp']);
    expect([told.enrolled, told.mayAdd]).toEqual([[], true]);
    const next = await visit(at.person);
    await acknowledgeTakenAway(deps, world.tenant, await next.visitor());
    expect((await listOwnFactors(deps, world.tenant, await next.visitor())).takenAway).toEqual([]);
  });
});

function made(device: SoftwarePasskey, challenge: string): NewPasskey {
  const { id, response } = device.register({ challenge }, AT);
  const { clientDataJSON, attestationObject } = response as Record<string, string>;
  return { id, clientDataJSON: clientDataJSON ?? '', attestationObject: attestationObject ?? '', transports: [] };
}

function shown(device: SoftwarePasskey, challenge: string, behaviour = AT): PasskeyAnswer {
  const { id, response } = device.signIn({ challenge }, behaviour);
  const { clientDataJSON, authenticatorData, signature } = response as Record<string, string>;
  return {
    id,
    clientDataJSON: clientDataJSON ?? '',
    authenticatorData: authenticatorData ?? '',
    signature: signature ?? '',
  };
}

describe('a passkey of a recipient', () => {
  async function enrolPasskey(at: Visiting, device = createSoftwarePasskey()): Promise<SoftwarePasskey> {
    const visitor = await at.visitor();
    const { challenge, challengeId } = await beginPasskey(deps, world.tenant, OPENER, visitor);
    await storePasskey(deps, world.tenant, OPENER, visitor, challengeId, made(device, challenge));
    return device;
  }

  it('is proved with a fresh challenge, in a session and with the notice alone', async () => {
    const at = await visit();
    const device = await enrolPasskey(at);
    const asked = await askForPasskey(deps, world.tenant, OPENER, await at.asker());
    expect(asked.allowCredentials.map((one) => one.id)).toEqual([device.id]);
    const answer = shown(device, asked.challenge);
    const proved = await provePasskey(deps, world.tenant, OPENER, await at.asker(), asked.challengeId, answer);
    expect(proved.visitor.factors).toContain('passkey');
    // The same answer a second time: its challenge served already.
    const again = provePasskey(deps, world.tenant, OPENER, await at.stranger(), asked.challengeId, answer);
    await expect(again).rejects.toMatchObject(REFUSED);

    const other = await visit(at.person);
    const alone = await askForPasskey(deps, world.tenant, OPENER, await other.stranger());
    const unknown = await askForPasskey(deps, world.tenant, OPENER, await other.stranger('nobody@harbour.example'));
    // Nothing tells whether the address is known.
    expect([alone.allowCredentials, unknown.allowCredentials]).toEqual([[], []]);
    expect(Object.keys(alone)).toEqual(Object.keys(unknown));
    const begun = await provePasskey(
      deps,
      world.tenant,
      OPENER,
      await other.stranger(),
      alone.challengeId,
      shown(device, alone.challenge),
    );
    expect(begun.visitor.factors).toEqual(['notice', 'passkey']);
  });

  it('is not accepted from another person, a page of another site, a copied device, or after two minutes', async () => {
    const at = await visit();
    const device = await enrolPasskey(at);
    const prove = async (answer: (challenge: string) => PasskeyAnswer, wait = 0): Promise<void> => {
      const asked = await askForPasskey(deps, world.tenant, OPENER, await at.asker());
      world.clock.advance(wait);
      const given = answer(asked.challenge);
      const proved = await provePasskey(deps, world.tenant, OPENER, await at.asker(), asked.challengeId, given);
      keep(at.jar, proved.setCookie);
    };
    const stranger = await enrolPasskey(await visit());
    await expect(prove((challenge) => shown(stranger, challenge))).rejects.toMatchObject(REFUSED);
    const evil = { origin: 'https://home.example.evil', rpId: 'home.example' };
    await expect(prove((challenge) => shown(device, challenge, evil))).rejects.toMatchObject(REFUSED);
    await expect(prove((challenge) => shown(device, challenge), 3 * MINUTE)).rejects.toMatchObject(REFUSED);
    await prove((challenge) => shown(device, challenge));
    await world.database.db.query
      .updateTable('recipient_factor')
      .set({ counter: 1000 })
      .where('recipient_id', '=', at.person.id)
      .execute();
    await expect(prove((challenge) => shown(device, challenge))).rejects.toMatchObject(REFUSED);
  });

  it('belongs to one recipient only', async () => {
    const device = await enrolPasskey(await visit());
    await expect(enrolPasskey(await visit(), device)).rejects.toMatchObject({ code: 'factor.exists' });
  });
});

describe('a passphrase of a recipient', () => {
  it('is proved without ever being here, and no other is', async () => {
    const at = await visit();
    await enrolPassphrase(at);
    await expect(tryPassphrase(await at.asker(), utf8('seven brown teapot'))).rejects.toMatchObject(REFUSED);
    expect((await tryPassphrase(await at.asker()))?.visitor.factors).toEqual(['notice', 'code', 'passphrase']);
  });

  it('answers for nobody as for somebody', async () => {
    const at = await visit();
    await expect(tryPassphrase(await at.asker())).rejects.toMatchObject(REFUSED);
    await expect(tryPassphrase(await at.stranger())).rejects.toMatchObject(REFUSED);
    await expect(tryPassphrase(await at.stranger('nobody@harbour.example'))).rejects.toMatchObject(REFUSED);
  });

  it('counts a guess that was given up after the first answer', async () => {
    const at = await visit();
    await enrolPassphrase(at);
    for (let i = 0; i < 4; i += 1) await tryPassphrase(await at.asker(), utf8(`guess ${i}`), 'own', false);
    expect(await wrongTries(at)).toBe(3);
    expect((await tryPassphrase(await at.asker()))?.visitor.factors).toContain('passphrase');
    expect(await wrongTries(at)).toBe(4);
  });
});
