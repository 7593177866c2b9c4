/** Proof of identity of recipients on a real database: routes, ladder, locks, other devices, everything shared; attacks included. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CODE_LIMITS, verifyCode } from '../../src/access/codes.ts';
import { csrfMatches } from '../../src/access/recipient-session.ts';
import { DAY, HOUR, MINUTE } from '../../src/base/units.ts';
import type { PairingClaimed, PairingStarted } from '../../src/model/api/open-identity.ts';
import { findTransfer } from '../../src/store/tables/transfers.ts';
import { tx } from '../../src/store/transaction.ts';
import { endByStaff } from '../../src/transfers/end.ts';
import { claimantOf, findClaimant } from '../../src/transfers/identity/claimant.ts';
import {
  chooseNumber,
  claimPairing,
  readPairing,
  startPairing,
  takePairing,
} from '../../src/transfers/identity/pairing.ts';
import { readLadder } from '../../src/transfers/identity/ladder.ts';
import { endOwnSessions, listOwnSessions } from '../../src/transfers/identity/own-sessions.ts';
import { acceptProof, refuseProof } from '../../src/transfers/identity/prove.ts';
import { raiseSession, requestFurtherCode } from '../../src/transfers/identity/raise.ts';
import { listShared, openShared } from '../../src/transfers/identity/shared.ts';
import { endSessionsOf, readIdentity, speakCode, unlockRecipient } from '../../src/transfers/identity/staff.ts';
import { sweepIdentity } from '../../src/transfers/identity/sweep.ts';
import type { Visitor } from '../../src/transfers/recipient-access.ts';
import {
  type IdentityWorld,
  type Jar,
  keep,
  newestCode,
  openIdentityWorld,
  OPENER,
  otherThan,
  type Person,
  type Sent,
} from '../support/identity-world.ts';

let world: IdentityWorld;
beforeAll(async () => {
  world = await openIdentityWorld();
}, 120_000);
afterAll(() => world.close());

const jar = (): Jar => ({ cookie: null });
const elsewhere = {
  ...OPENER,
  client: '203.0.113.0/24',
  address: '203.0.113.9',
  place: { jurisdiction: 'MO', city: null },
};

async function transferOf({ transferId }: Sent) {
  const row = await findTransfer(world.database.db.query, world.tenant.orgId, transferId);
  if (row === undefined) throw new Error('no transfer');
  return row;
}

/** A person with a session from notice and a code by mail. */
async function signedIn(
  at: Jar = jar(),
): Promise<{ person: Person; sent: Sent; handle: string; at: Jar; visitor: Visitor }> {
  const person = await world.addPerson();
  const sent = await world.send([person]);
  const [handle = ''] = sent.handles;
  const code = (await world.code(handle, person)) ?? '';
  const done = await world.verify(handle, person, code, at);
  if (done === undefined) throw new Error('not accepted');
  return { person, sent, handle, at, visitor: done.visitor };
}

/** As if an authenticator app had answered. */
async function proveTotp(visitor: Visitor, at: Jar): Promise<Visitor> {
  const who = await claimantOf(world.deps, world.tenant, visitor);
  if (who === undefined) throw new Error('nobody');
  const done = await tx(world.database.db, (trx) =>
    acceptProof(world.deps, trx, world.tenant, OPENER, who, { factor: 'totp' }, at.cookie),
  );
  keep(at, done?.setCookie);
  if (done === undefined) throw new Error('not accepted');
  return done.visitor;
}

describe('a code', () => {
  it('comes by mail, or to a telephone where that was asked for and the person has one', async () => {
    const withPhone = await world.addPerson();
    const without = await world.addPerson({ phone: null });
    const { handles } = await world.send([withPhone, without]);
    const routes = async () =>
      (
        await world.database.db.query.selectFrom('outbox').select('connection').where('kind', '=', 'code').execute()
      ).map((row) => row.connection);
    const before = (await routes()).length;
    expect(await world.code(handles[0] ?? '', withPhone)).toMatch(/^\d{6}$/);
    world.clock.advance(MINUTE);
    expect(await world.code(handles[0] ?? '', withPhone, 'sms')).toMatch(/^\d{6}$/);
    world.clock.advance(MINUTE);
    expect(await world.code(handles[0] ?? '', withPhone, 'whatsapp')).toMatch(/^\d{6}$/);
    expect(await world.code(handles[1] ?? '', without, 'sms')).toBeUndefined();
    expect((await routes()).slice(before).sort()).toEqual(['email', 'sms', 'whatsapp']);
  });

  it('L13: never comes the way of the notice; a message to a telephone is one way whoever carries it', async () => {
    const person = await world.addPerson();
    const [byMail = ''] = (await world.send([person], { connectionId: 'email' })).handles;
    expect(await world.code(byMail, person, 'email')).toBeUndefined();
    expect(await world.code(byMail, person, 'sms')).toMatch(/^\d{6}$/);
    const [byWhatsapp = ''] = (await world.send([person], { connectionId: 'whatsapp' })).handles;
    expect(await world.code(byWhatsapp, person, 'sms')).toBeUndefined();
    expect(await world.code(byWhatsapp, person, 'whatsapp')).toBeUndefined();
    expect(await world.code(byWhatsapp, person)).toMatch(/^\d{6}$/);
  });

  it('is not sent where the notice went by a connection that nobody knows any more, or was moved to the same way', async () => {
    const person = await world.addPerson();
    const gone = await world.send([person]);
    await world.database.db.query
      .updateTable('transfer')
      .set({ connection: 'was-removed' })
      .where('transfer_id', '=', gone.transferId)
      .execute();
    expect(await world.code(gone.handles[0] ?? '', person)).toBeUndefined();
    const moved = await world.send([person]);
    await world.database.db.query
      .updateTable('outbox')
      .set({ connection: 'whatsapp', moved_from: 'dingtalk' })
      .where('transfer_id', '=', moved.transferId)
      .where('kind', '=', 'notice')
      .execute();
    expect(await world.code(moved.handles[0] ?? '', person, 'sms')).toBeUndefined();
    expect(await world.code(moved.handles[0] ?? '', person)).toMatch(/^\d{6}$/);
  });

  it('that the sender reads out is shown once, sent nowhere, kept as a hash, and proves a factor of its own', async () => {
    const person = await world.addPerson();
    const sent = await world.send([person]);
    const [handle = ''] = sent.handles;
    const queued = async () =>
      (await world.database.db.query.selectFrom('outbox').select('outbox_id').where('kind', '=', 'code').execute())
        .length;
    const before = await queued();
    const spoken = await speakCode(world.deps, world.tenant, world.sender, await transferOf(sent), person.id);
    expect(await queued()).toBe(before);
    expect(Date.parse(spoken.expiresAt) - world.clock.now().getTime()).toBe(5 * MINUTE);
    expect(await world.verify(handle, person, spoken.code)).toBeUndefined();
    const done = await world.verify(handle, person, spoken.code, jar(), 'spoken_code');
    expect(done?.visitor.factors).toEqual(['notice', 'spoken_code']);
    expect(await world.verify(handle, person, spoken.code, jar(), 'spoken_code')).toBeUndefined();
    await endByStaff(world.deps, world.tenant, world.sender, sent.transferId, 'revoked');
    await expect(
      speakCode(world.deps, world.tenant, world.sender, await transferOf(sent), person.id),
    ).rejects.toMatchObject({ code: 'transfer.wrong_state' });
  });

  it('is read out to recipients of this very transfer only', async () => {
    const sent = await world.send([await world.addPerson()]);
    const stranger = await world.addPerson();
    await expect(
      speakCode(world.deps, world.tenant, world.sender, await transferOf(sent), stranger.id),
    ).rejects.toMatchObject({ code: 'transfer.unknown_recipient' });
  });
});

describe('the ladder', () => {
  it('goes on in a session that has a new token, and the old one is of no use', async () => {
    const { handle, at, visitor, person, sent } = await signedIn();
    const before = at.cookie;
    const spoken = await speakCode(world.deps, world.tenant, world.sender, await transferOf(sent), person.id);
    const given = { code: spoken.code, as: 'spoken_code' as const };
    const raised = await raiseSession(world.deps, world.tenant, OPENER, visitor, given, at.cookie);
    keep(at, raised?.setCookie);
    expect(raised?.visitor.factors).toEqual(['notice', 'code', 'spoken_code']);
    expect(csrfMatches(raised?.visitor ?? { csrf: '' }, visitor.csrf)).toBe(false);
    expect(await world.resume(handle, { cookie: before })).toBeUndefined();
    expect((await world.resume(handle, at))?.factors).toEqual(['notice', 'code', 'spoken_code']);
  });

  it('does not make a session live longer for what was added to it', async () => {
    const { at, visitor } = await signedIn();
    world.clock.advance(20 * MINUTE);
    expect((await proveTotp(visitor, at)).expiresAt).toEqual(visitor.expiresAt);
  });

  it('says what brings this person further, and nothing of what is proved already', async () => {
    const { visitor } = await signedIn();
    expect(await readLadder(world.deps, world.tenant, visitor, null)).toEqual({
      proved: ['notice', 'code'],
      required: [],
      more: 0,
      ways: [],
    });
  });

  it('does not begin with signing in alone', async () => {
    const person = await world.addPerson();
    const [handle = ''] = (await world.send([person])).handles;
    const who = await findClaimant(world.deps, world.tenant, handle, person.email);
    if (who === undefined) throw new Error('nobody');
    const begun = await tx(world.database.db, (trx) =>
      acceptProof(world.deps, trx, world.tenant, OPENER, who, { factor: 'sign_in' }, null),
    );
    expect(begun).toBeUndefined();
  });

  it('takes a code by the way of the notice for the address only, not for a factor', async () => {
    const person = await world.addPerson();
    const [handle = ''] = (await world.send([person], { connectionId: 'email' })).handles;
    const at = jar();
    const first = await world.verify(handle, person, (await world.code(handle, person)) ?? '', at);
    if (first === undefined) throw new Error('not accepted');
    expect([first.visitor.factors, first.visitor.routes]).toEqual([['notice', 'code'], ['sms']]);
    const second = await proveTotp(first.visitor, at);
    world.clock.advance(MINUTE);
    const known = new Set(
      (await world.database.db.query.selectFrom('outbox').select('outbox_id').execute()).map((row) => row.outbox_id),
    );
    await requestFurtherCode(world.deps, world.tenant, OPENER, second, 'email');
    const code = (await newestCode(world.deps, world.database, known)) ?? '';
    const raised = await raiseSession(world.deps, world.tenant, OPENER, second, { code, as: 'code' }, at.cookie);
    expect(raised?.visitor.routes).toEqual(['sms', 'email']);
    expect(raised?.visitor.factors).toEqual(['notice', 'code', 'totp']);
  });
});

describe('locks', () => {
  it('L10: 10,000 wrong codes over many sessions and addresses: locked, none guessed', async () => {
    const people = await Promise.all(Array.from({ length: 10 }, () => world.addPerson()));
    const sent = await world.send(people);
    const transfer = await transferOf(sent);
    const codes = new Map<string, string>();
    const renew = async (): Promise<void> => {
      for (const [at, person] of people.entries())
        codes.set(person.id, (await world.code(sent.handles[at] ?? '', person)) ?? codes.get(person.id) ?? '000000');
    };
    await renew();
    // Never right by chance, or the test would fail once in a while: what is counted is how often he is allowed to be wrong.
    const guess = (index: number, round: number): string =>
      otherThan(codes.get(people[index]?.id ?? '') ?? '', 1 + round);
    let accepted = 0;
    let tries = 0;
    const isWholeLocked = async () => (await readIdentity(world.deps, world.tenant, transfer)).lockedAt !== null;
    // By the front door, with a new code for everybody whenever there may be one, until it is shut.
    while (!(await isWholeLocked())) {
      for (let round = 0; round < CODE_LIMITS.tries; round += 1, tries += people.length) {
        const heard = await Promise.all(
          people.map((person, index) => world.verify(sent.handles[index] ?? '', person, guess(index, round))),
        );
        accepted += heard.filter((one) => one !== undefined).length;
      }
      world.clock.advance(HOUR);
      await renew();
    }
    expect(tries).toBeLessThanOrEqual(CODE_LIMITS.wrongTriesOfAll + people.length * CODE_LIMITS.tries);
    // What is left of the ten thousand, by what stands behind it.
    const batch = (from: number) =>
      tx(world.database.db, async (trx) => {
        const { access } = world.deps;
        const stores = {
          codes: access.codeStore(trx, world.tenant.orgId),
          locks: access.lockStore(trx, world.tenant.orgId),
        };
        for (let at = from; at < from + 100; at += 1) {
          const index = at % people.length;
          const subject = { transferId: sent.transferId, recipientId: people[index]?.id ?? '' };
          const verdict = await verifyCode(stores, access.codes, subject, guess(index, at));
          if (verdict.outcome === 'accepted') accepted += 1;
        }
      });
    for (; tries < 10_000; tries += 400) await Promise.all([0, 100, 200, 300].map((more) => batch(tries + more)));
    expect(accepted).toBe(0);
    const tried = await world.database.db.query
      .selectFrom('recipient_lock')
      .selectAll()
      .where('transfer_id', '=', sent.transferId)
      .execute();
    const whole = tried.find((row) => /^[0-]+$/.test(row.recipient_id));
    expect(whole?.locked_at).not.toBeNull();
    expect(whole?.wrong_tries).toBeLessThanOrEqual(CODE_LIMITS.wrongTriesOfAll + people.length * CODE_LIMITS.tries);
    // The right code is of no use now, for anybody, and no new one is sent.
    for (const [at, person] of people.entries())
      expect(await world.code(sent.handles[at] ?? '', person)).toBeUndefined();
    expect(await world.events('identity.locked')).toBeGreaterThan(0);
  }, 120_000);

  it('are lifted by the sender, with a count that begins anew', async () => {
    const person = await world.addPerson();
    const sent = await world.send([person]);
    const [handle = ''] = sent.handles;
    const who = await findClaimant(world.deps, world.tenant, handle, person.email);
    if (who === undefined) throw new Error('nobody');
    const wrong = () => tx(world.database.db, (trx) => refuseProof(world.deps, trx, world.tenant, OPENER, who, 'totp'));
    for (let i = 0; i < CODE_LIMITS.wrongTriesInAll; i += 1) await wrong();
    expect(await world.code(handle, person)).toBeUndefined();
    const transfer = await transferOf(sent);
    const state = async () => (await readIdentity(world.deps, world.tenant, transfer)).recipients[0];
    expect(await state()).toMatchObject({ wrongTries: CODE_LIMITS.wrongTriesInAll, lockedAt: expect.any(String) });
    await expect(speakCode(world.deps, world.tenant, world.sender, transfer, person.id)).rejects.toMatchObject({
      code: 'proving.locked',
    });
    await unlockRecipient(world.deps, world.tenant, world.sender, transfer, person.id);
    expect(await state()).toMatchObject({ wrongTries: 0, lockedAt: null });
    await expect(unlockRecipient(world.deps, world.tenant, world.sender, transfer, person.id)).rejects.toMatchObject({
      code: 'proving.not_locked',
    });
    const code = await world.code(handle, person);
    expect(await world.verify(handle, person, code ?? '')).toBeDefined();
  });

  it('leave those who are in where they are, and the sender can end their sessions', async () => {
    const { handle, at, person, sent } = await signedIn();
    const who = await findClaimant(world.deps, world.tenant, handle, person.email);
    if (who === undefined) throw new Error('nobody');
    await tx(world.database.db, async (trx) => {
      for (let i = 0; i < CODE_LIMITS.wrongTriesInAll; i += 1)
        await refuseProof(world.deps, trx, world.tenant, OPENER, who, 'totp');
    });
    expect(await world.resume(handle, at)).toBeDefined();
    const transfer = await transferOf(sent);
    expect((await readIdentity(world.deps, world.tenant, transfer)).recipients[0]?.sessions).toBe(1);
    expect(await endSessionsOf(world.deps, world.tenant, world.sender, transfer, person.id)).toBe(1);
    expect(await world.resume(handle, at)).toBeUndefined();
  });
});

describe('another device', () => {
  const start = async (handle: string, visitor?: Visitor): Promise<PairingStarted> => {
    const started = await startPairing(world.deps, world.tenant, OPENER, handle, visitor);
    if (started === undefined) throw new Error('too often');
    return started;
  };
  const claim = async (code: string): Promise<PairingClaimed> => {
    const claimed = await claimPairing(world.deps, world.tenant, elsewhere, code);
    if (claimed === undefined) throw new Error('not accepted');
    return claimed;
  };
  const take = (key: string, at: Jar = jar()) => takePairing(world.deps, world.tenant, elsewhere, key, at.cookie);

  it('gets a session of its own with the same factors, and the first one is told and can end it', async () => {
    const { handle, at, visitor } = await signedIn();
    const first = await start(handle, visitor);
    expect(first).toMatchObject({ withSession: true, secondsValid: 180 });
    expect(await readPairing(world.deps, world.tenant, first.key)).toEqual({ state: 'waiting' });
    const second = await claim(first.code);
    expect(await take(second.key)).toMatchObject({ answer: { state: 'waiting' }, setCookie: null });
    const shown = await readPairing(world.deps, world.tenant, first.key);
    if (shown.state !== 'claimed') throw new Error(shown.state);
    expect(new Set(shown.numbers).size).toBe(3);
    expect(shown.numbers).toContain(second.number);
    expect(shown.place).toBe('MO');
    expect(await chooseNumber(world.deps, world.tenant, first.key, second.number)).toBe(true);
    const other = jar();
    const taken = await take(second.key, other);
    keep(other, taken.setCookie);
    expect(taken.answer).toEqual({ state: 'done', handle, session: true });
    const there = await world.resume(handle, other);
    expect(there?.factors).toEqual(visitor.factors);
    expect(there?.expiresAt).toEqual(visitor.expiresAt);
    expect(other.cookie).not.toBe(at.cookie);
    const told = await readPairing(world.deps, world.tenant, first.key);
    if (told.state !== 'done' || told.session === null) throw new Error(told.state);
    expect(await endOwnSessions(world.deps, world.tenant, OPENER, visitor, told.session)).toBe(1);
    expect(await world.resume(handle, other)).toBeUndefined();
    expect(await world.resume(handle, at)).toBeDefined();
    expect(await world.events('identity.handed_on')).toBeGreaterThan(0);
  });

  it('goes on with what the link says alone where nothing was proved, known or unknown link alike', async () => {
    const person = await world.addPerson();
    const [known = ''] = (await world.send([person])).handles;
    for (const handle of [known, 'AAAAAAAAAAAAAAAAAAAAAA']) {
      const first = await start(handle);
      const second = await claim(first.code);
      expect(await chooseNumber(world.deps, world.tenant, first.key, second.number)).toBe(true);
      expect(await take(second.key)).toEqual({ answer: { state: 'done', handle, session: false }, setCookie: null });
      expect(await readPairing(world.deps, world.tenant, first.key)).toEqual({ state: 'done', session: null });
    }
  });

  it('whose number is not the one that was chosen gets nothing, not even with the right one afterwards', async () => {
    const { handle, visitor } = await signedIn();
    for (const wrongly of ['another of the three', 'none of them'] as const) {
      const first = await start(handle, visitor);
      const second = await claim(first.code);
      const shown = await readPairing(world.deps, world.tenant, first.key);
      if (shown.state !== 'claimed') throw new Error(shown.state);
      const chosen = wrongly === 'none of them' ? null : (shown.numbers.find((one) => one !== second.number) ?? null);
      expect(await chooseNumber(world.deps, world.tenant, first.key, chosen)).toBe(false);
      expect(await chooseNumber(world.deps, world.tenant, first.key, second.number)).toBe(false);
      expect(await take(second.key)).toMatchObject({ answer: { state: 'ended' } });
      expect(await readPairing(world.deps, world.tenant, first.key)).toEqual({ state: 'ended' });
    }
  });

  it('cannot be two: a code serves once, also when two give it at the same moment', async () => {
    const { handle, visitor } = await signedIn();
    const first = await start(handle, visitor);
    const claims = await Promise.all(
      Array.from({ length: 5 }, () => claimPairing(world.deps, world.tenant, elsewhere, first.code)),
    );
    const winners = claims.filter((one) => one !== undefined);
    expect(winners).toHaveLength(1);
    await chooseNumber(world.deps, world.tenant, first.key, winners[0]?.number ?? null);
    const takes = await Promise.allSettled(Array.from({ length: 4 }, () => take(winners[0]?.key ?? '')));
    const done = takes.filter((one) => one.status === 'fulfilled' && one.value.answer.state === 'done');
    expect(done).toHaveLength(1);
    const { sessions } = await listOwnSessions(world.deps, world.tenant, visitor);
    expect(sessions.map((one) => one.via).sort()).toEqual(['pairing', 'proof']);
  });

  it('comes too late after three minutes, and after the first session has ended', async () => {
    const { handle, visitor } = await signedIn();
    const late = await start(handle, visitor);
    world.clock.advance(3 * MINUTE);
    expect(await claimPairing(world.deps, world.tenant, elsewhere, late.code)).toBeUndefined();
    const first = await start(handle, visitor);
    const second = await claim(first.code);
    await chooseNumber(world.deps, world.tenant, first.key, second.number);
    const other = await signedInAgain(handle, visitor);
    await endOwnSessions(world.deps, world.tenant, OPENER, other, null);
    expect(await take(second.key)).toMatchObject({ answer: { state: 'ended' }, setCookie: null });
  });

  /** The same person in another browser. */
  async function signedInAgain(handle: string, visitor: Visitor): Promise<Visitor> {
    const recipient = await world.database.db.query
      .selectFrom('recipient')
      .selectAll()
      .where('recipient_id', '=', visitor.recipientId)
      .executeTakeFirstOrThrow();
    const email = await world.deps.fields.open(`recipient.email:${visitor.recipientId}`, recipient.email_sealed);
    const person = { id: visitor.recipientId, email };
    const done = await world.verify(handle, person, (await world.code(handle, person)) ?? '');
    if (done === undefined) throw new Error('not accepted');
    return done.visitor;
  }

  it('needs the secrets of its own side: those of the other, of another handing over, or made up lead nowhere', async () => {
    const { handle, visitor } = await signedIn();
    const first = await start(handle, visitor);
    const second = await claim(first.code);
    const foreign = await start(handle, visitor);
    const forged = `${first.key.slice(0, 37)}${'A'.repeat(43)}`;
    const crossed = `${first.key.slice(0, 37)}${foreign.key.slice(37)}`;
    for (const key of [second.key, foreign.key, forged, crossed])
      expect(await readPairing(world.deps, world.tenant, key)).not.toMatchObject({ state: 'claimed' });
    for (const key of [second.key, forged, crossed])
      expect(await chooseNumber(world.deps, world.tenant, key, second.number)).toBe(false);
    for (const key of [first.key, forged, crossed])
      expect(await take(key)).toMatchObject({ answer: { state: 'ended' } });
    expect(await chooseNumber(world.deps, world.tenant, first.key, second.number)).toBe(true);
  });

  it('leaves no code and no secret in the database', async () => {
    const { handle, visitor } = await signedIn();
    const first = await start(handle, visitor);
    const second = await claim(first.code);
    const rows = JSON.stringify(await world.database.db.query.selectFrom('factor_challenge').selectAll().execute());
    const hex = (text: string): string => Buffer.from(text).toString('hex');
    for (const secret of [first.code, first.key.slice(37), second.key.slice(37), handle])
      expect(rows.includes(secret) || rows.includes(hex(secret))).toBe(false);
  });
});

describe('everything that is shared', () => {
  const names = async () => new Map([[world.sender.id, 'Inês Ferreira']]);

  it('is listed for whoever proved his address, without what is behind this link and without the dead', async () => {
    const { person, visitor, sent } = await signedIn();
    const [other, revoked] = [await world.send([person]), await world.send([person])];
    await world.send([await world.addPerson()]);
    await endByStaff(world.deps, world.tenant, world.sender, revoked.transferId, 'revoked');
    const answer = await listShared(world.deps, world.tenant, visitor, names);
    if (answer.outcome !== 'list') throw new Error(answer.outcome);
    expect(answer.transfers.map((one) => one.id)).toEqual([other.transferId]);
    expect(answer.transfers[0]).toMatchObject({ sender: 'Inês Ferreira', items: 1 });
    expect(answer.transfers.map((one) => one.id)).not.toContain(sent.transferId);
  });

  it('is not listed for two factors without the address', async () => {
    const person = await world.addPerson();
    const [handle = ''] = (await world.send([person])).handles;
    const done = await world.verify(handle, person, (await world.code(handle, person, 'sms')) ?? '');
    if (done === undefined) throw new Error('not accepted');
    expect(await listShared(world.deps, world.tenant, done.visitor, names)).toEqual({
      outcome: 'prove_address',
      possible: true,
    });
    const other = await world.send([person]);
    await expect(
      openShared(world.deps, world.tenant, OPENER, done.visitor, other.transferId, null),
    ).rejects.toMatchObject({ code: 'opening.not_found' });
  });

  it('wants two factors beside the notice that was shown, and never tells the handle of the other notice', async () => {
    const { person, visitor, at } = await signedIn();
    const other = await world.send([person]);
    const first = await openShared(world.deps, world.tenant, OPENER, visitor, other.transferId, at.cookie);
    expect(first).toMatchObject({
      answer: { outcome: 'more', ladder: { proved: ['code'], more: 1 } },
      setCookie: null,
    });
    const raised = await proveTotp(visitor, at);
    const second = await openShared(world.deps, world.tenant, OPENER, raised, other.transferId, at.cookie);
    if (second.answer.outcome !== 'opened') throw new Error(second.answer.outcome);
    keep(at, second.setCookie);
    const { handle } = second.answer;
    expect(other.handles).not.toContain(handle);
    const there = await world.resume(handle, at);
    expect(there).toMatchObject({ visit: { kind: 'transfer', id: other.transferId }, factors: ['code', 'totp'] });
    expect(there?.expiresAt).toEqual(raised.expiresAt);
    // It stands for a session, not for a notice: no code is sent for it, and without the cookie it is nothing.
    expect(await world.code(handle, person)).toBeUndefined();
    expect(await world.resume(handle, jar())).toBeUndefined();
  });

  it('is nobody else’s: a transfer of another person is not found', async () => {
    const { visitor, at } = await signedIn();
    const raised = await proveTotp(visitor, at);
    const foreign = await world.send([await world.addPerson()]);
    await expect(
      openShared(world.deps, world.tenant, OPENER, raised, foreign.transferId, at.cookie),
    ).rejects.toMatchObject({ code: 'opening.not_found' });
  });

  it('is forgotten when it has ended, and not before', async () => {
    const { handle, visitor, at } = await signedIn();
    await startPairing(world.deps, world.tenant, OPENER, handle, visitor);
    const rows = async () => [
      (await world.database.db.query.selectFrom('recipient_session').select('session_hash').execute()).length,
      (await world.database.db.query.selectFrom('factor_challenge').select('challenge_id').execute()).length,
    ];
    await sweepIdentity(world.deps, world.tenant);
    expect(await world.resume(handle, at)).toBeDefined();
    world.clock.advance(2 * DAY);
    expect(await sweepIdentity(world.deps, world.tenant)).toBeGreaterThan(1);
    expect(await rows()).toEqual([0, 0]);
  });

  it('shows where one is signed in, and ends it there', async () => {
    const { person, visitor, at } = await signedIn();
    const other = await world.send([person]);
    const raised = await proveTotp(visitor, at);
    const opened = await openShared(world.deps, world.tenant, OPENER, raised, other.transferId, at.cookie);
    keep(at, opened.setCookie);
    const { sessions } = await listOwnSessions(world.deps, world.tenant, raised);
    expect(sessions.map((one) => [one.current, one.via]).sort()).toEqual([
      [false, 'shared'],
      [true, 'proof'],
    ]);
    expect(await endOwnSessions(world.deps, world.tenant, OPENER, raised, 'AAAAAAAAAAAAAAAAAAAAAA')).toBe(0);
    expect(await endOwnSessions(world.deps, world.tenant, OPENER, raised, null)).toBe(1);
    expect((await listOwnSessions(world.deps, world.tenant, raised)).sessions).toHaveLength(1);
  });
});
