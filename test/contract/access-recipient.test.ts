/** One-time codes, sessions of recipients, one-time links and limits, on a real database; attacks included. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CODE_LIMITS,
  countWrongTry,
  drawCode,
  issueCode,
  verifyCode,
  type CodeDeps,
  type CodeSubject,
} from '../../src/access/codes.ts';
import { issueEnrolment, useEnrolment } from '../../src/access/enrolment.ts';
import { deriveAccessKeys } from '../../src/access/keys.ts';
import { createRateLimiter, RATE_RULES } from '../../src/access/rate-limit.ts';
import {
  csrfMatches,
  endRecipientSessions,
  findRecipientSession,
  idleSince,
  sessionName,
  startRecipientSession,
  type RecipientSessionDeps,
} from '../../src/access/recipient-session.ts';
import type { CodeFactor, CodeRoute } from '../../src/access/ports.ts';
import { claimTotp, secondFactorGate } from '../../src/access/staff-limits.ts';
import { testClock } from '../../src/base/clock.ts';
import { createIds } from '../../src/base/ids.ts';
import { systemRandom } from '../../src/base/random.ts';
import { Secret } from '../../src/base/secret.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/base/units.ts';
import { createCodeStore } from '../../src/store/access/codes.ts';
import { createLockStore } from '../../src/store/access/locks.ts';
import { createEnrolmentStore } from '../../src/store/access/enrolments.ts';
import { createRateCounters } from '../../src/store/access/rate-counters.ts';
import { createRecipientSessionStore } from '../../src/store/access/recipient-sessions.ts';
import { createSignInDatabase } from '../../src/store/access/sign-in-database.ts';
import { type Trx, tx } from '../../src/store/transaction.ts';
import { withTestDatabase, type TestDatabase } from '../support/test-database.ts';

const ORG = '01890000-0000-7000-8000-000000000001';
const OTHER_ORG = '01890000-0000-7000-8000-000000000002';
const keys = deriveAccessKeys(new Secret(systemRandom(32)));

let at: TestDatabase;
beforeAll(async () => {
  at = await withTestDatabase();
}, 120_000);
afterAll(() => at.close());

function world() {
  const clock = testClock(new Date('2026-11-23T10:00:00Z'));
  const deps: CodeDeps = { clock, random: systemRandom, ids: createIds(clock, systemRandom), key: keys.code };
  const subject: CodeSubject = { transferId: crypto.randomUUID(), recipientId: crypto.randomUUID() };
  const stores = (trx: Trx, org = ORG) => ({ codes: createCodeStore(trx, org), locks: createLockStore(trx, org) });
  const issue = (who = subject, route: CodeRoute = 'email') =>
    tx(at.db, (trx) => issueCode(stores(trx), deps, who, route));
  const give = (code: string, who = subject, org = ORG, factor: CodeFactor = 'code') =>
    tx(at.db, (trx) => verifyCode(stores(trx, org), deps, who, code, factor));
  const verify = async (code: string, who = subject, org = ORG) => (await give(code, who, org)).outcome;
  /** Issues and returns the code in clear. */
  const code = async (): Promise<string> => {
    const issued = await issue();
    if (issued.outcome !== 'issued') throw new Error(issued.outcome);
    return issued.code.reveal();
  };
  return { clock, deps, subject, issue, give, verify, code };
}

/** A code that is not this one. */
const wrong = (code: string, i = 1): string => ((Number(code) + i) % 1_000_000).toString().padStart(6, '0');

/** The row that requests for codes wait on. */
async function addRecipient(subject: CodeSubject): Promise<void> {
  await at.db.query
    .insertInto('transfer_recipient')
    .values({
      org_id: ORG,
      transfer_id: subject.transferId,
      recipient_id: subject.recipientId,
      handle: crypto.randomUUID(),
    })
    .execute();
}

describe('one-time codes', () => {
  it('are accepted once', async () => {
    const { code, verify } = world();
    const one = await code();
    expect(one).toMatch(/^\d{6}$/);
    expect(await verify(one)).toBe('accepted');
    expect(await verify(one)).toBe('not_accepted');
  });

  it('sent twice at the same moment are accepted once', async () => {
    const { code, verify } = world();
    const one = await code();
    const verdicts = await Promise.all([1, 2, 3].map(() => verify(one)));
    expect(verdicts.filter((verdict) => verdict === 'accepted')).toHaveLength(1);
  });

  it('are locked by five wrong tries, also when they come at once, and then the right one is of no use', async () => {
    const { code, verify, subject } = world();
    const one = await code();
    const verdicts = await Promise.all([1, 2, 3, 4, 5, 6, 7].map((i) => verify(wrong(one, i))));
    expect(verdicts.filter((verdict) => verdict === 'locked')).toHaveLength(1);
    expect(verdicts).not.toContain('accepted');
    expect(await verify(one)).toBe('not_accepted');
    const { rows } = await sql<{ tries_left: number }>`
      select tries_left from recipient_code where recipient_id = ${subject.recipientId}`.execute(at.db.query);
    expect(rows[0]?.tries_left).toBe(0);
  });

  it('end after five minutes', async () => {
    const { clock, code, verify } = world();
    const one = await code();
    clock.advance(5 * MINUTE);
    expect(await verify(one)).toBe('not_accepted');
  });

  it('still work a moment before', async () => {
    const { clock, code, verify } = world();
    const one = await code();
    clock.advance(5 * MINUTE - 1);
    expect(await verify(one)).toBe('accepted');
  });

  it('are made once a minute and five times an hour; a new one ends the old', async () => {
    const { clock, issue, code, verify } = world();
    const first = await code();
    expect(await issue()).toMatchObject({ outcome: 'too_soon', again: new Date('2026-11-23T10:01:00Z') });
    clock.advance(60 * SECOND);
    const second = await code();
    expect(await verify(first)).toBe(first === second ? 'accepted' : 'not_accepted');
    for (let i = 0; i < 3; i += 1) {
      clock.advance(60 * SECOND);
      await code();
    }
    clock.advance(60 * SECOND);
    expect(await issue()).toMatchObject({ outcome: 'too_many', again: new Date('2026-11-23T11:00:00Z') });
    clock.set(new Date('2026-11-23T11:00:00Z'));
    expect(await issue()).toMatchObject({ outcome: 'issued' });
  });

  it('asked for several times at once are made once', async () => {
    const { issue, subject } = world();
    await addRecipient(subject);
    // All connections are open before the race starts.
    await Promise.all(Array.from({ length: 6 }, () => sql`select pg_sleep(0.05)`.execute(at.db.query)));
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => issue()));
    expect(outcomes.filter((one) => one.outcome === 'issued')).toHaveLength(1);
  });

  it('stop for good when a guesser has used up the tries of a transfer', async () => {
    const { clock, issue, code, verify } = world();
    for (let round = 0; round < 10; round += 1) {
      const one = await code();
      for (let i = 1; i <= CODE_LIMITS.tries; i += 1) await verify(wrong(one, i));
      clock.advance(HOUR);
    }
    expect(await issue()).toEqual({ outcome: 'locked' });
    clock.advance(30 * DAY);
    expect(await issue()).toEqual({ outcome: 'locked' });
  });

  it('say which try locked the recipient, once, and lock no other recipient', async () => {
    const { clock, issue, give, code, subject } = world();
    const locks: (readonly string[])[] = [];
    for (let round = 0; round < 10; round += 1) {
      const one = await code();
      for (let i = 1; i <= CODE_LIMITS.tries; i += 1) {
        const verdict = await give(wrong(one, i));
        if (verdict.outcome !== 'accepted') locks.push(verdict.locks);
      }
      clock.advance(HOUR);
    }
    expect(locks.filter((one) => one.length > 0)).toEqual([['recipient']]);
    expect(locks.at(-1)).toEqual(['recipient']);
    expect(await issue({ ...subject, recipientId: crypto.randomUUID() })).toMatchObject({ outcome: 'issued' });
  });

  it('are not accepted while it is locked, even a right one that was sent before', async () => {
    const { deps, code, give, subject } = world();
    const one = await code();
    await tx(at.db, async (trx) => {
      for (let i = 0; i < CODE_LIMITS.wrongTriesInAll; i += 1)
        await countWrongTry(createLockStore(trx, ORG), subject, deps.clock.now());
    });
    expect(await give(one)).toEqual({ outcome: 'not_accepted', locks: [] });
  });

  it('that somebody reads out live beside one that was sent, and neither passes for the other', async () => {
    const { issue, give, code, subject } = world();
    const sent = await code();
    const spoken = await issue(subject, 'spoken');
    if (spoken.outcome !== 'issued') throw new Error(spoken.outcome);
    const read = spoken.code.reveal();
    if (sent !== read) {
      expect(await give(read)).toMatchObject({ outcome: 'not_accepted' });
      expect(await give(sent, subject, ORG, 'spoken_code')).toMatchObject({ outcome: 'not_accepted' });
    }
    expect(await give(sent)).toEqual({ outcome: 'accepted', route: 'email' });
    expect(await give(read, subject, ORG, 'spoken_code')).toEqual({ outcome: 'accepted', route: 'spoken' });
  });

  it('that are read out may be made again at once; the older one ends', async () => {
    const { issue, give, subject } = world();
    const [first, second] = [await issue(subject, 'spoken'), await issue(subject, 'spoken')];
    if (first.outcome !== 'issued' || second.outcome !== 'issued') throw new Error('not issued');
    const old = await give(first.code.reveal(), subject, ORG, 'spoken_code');
    expect(old.outcome === 'accepted').toBe(first.code.reveal() === second.code.reveal());
    for (let i = 2; i < CODE_LIMITS.spokenPerHour; i += 1) await issue(subject, 'spoken');
    expect(await issue(subject, 'spoken')).toMatchObject({ outcome: 'too_many' });
  });

  it('of accepted codes do not count as wrong tries', async () => {
    const { clock, issue, code, verify } = world();
    for (let round = 0; round < CODE_LIMITS.wrongTriesInAll; round += 1) {
      expect(await verify(await code())).toBe('accepted');
      clock.advance(HOUR);
    }
    expect(await issue()).toMatchObject({ outcome: 'issued' });
  });

  it('belong to one recipient, one transfer, one organisation', async () => {
    const { subject, code, verify } = world();
    const one = await code();
    expect(await verify(one, { ...subject, recipientId: crypto.randomUUID() })).toBe('not_accepted');
    expect(await verify(one, { ...subject, transferId: crypto.randomUUID() })).toBe('not_accepted');
    expect(await verify(one, subject, OTHER_ORG)).toBe('not_accepted');
    expect(await verify(one)).toBe('accepted');
  });

  it('cannot be moved to another person by whoever can write to the database', async () => {
    const { subject, code, verify } = world();
    const one = await code();
    const other = { ...subject, recipientId: crypto.randomUUID() };
    await sql`update recipient_code set recipient_id = ${other.recipientId} where recipient_id = ${subject.recipientId}`.execute(
      at.db.query,
    );
    expect(await verify(one, other)).toBe('not_accepted');
  });

  it('are uniform: no number of the incomplete last block is used', () => {
    const draws = [
      [0xff, 0xff, 0xff, 0xff],
      [0xff, 0xfc, 0x3e, 0x00],
      [0, 0, 0, 7],
    ];
    const random = () => new Uint8Array(draws.shift() ?? [0, 0, 0, 0]);
    const limit = 2 ** 32 - (2 ** 32 % 1_000_000);
    expect(0xfffc3e00).toBeLessThan(limit + 1_000_000);
    expect(['000007', (0xfffc3e00 % 1_000_000).toString().padStart(6, '0')]).toContain(drawCode(random));
    const buckets = Array.from({ length: 10 }, () => 0);
    for (let i = 0; i < 10_000; i += 1) buckets[Number(drawCode(systemRandom)[0])]! += 1;
    expect(Math.min(...buckets)).toBeGreaterThan(850);
    expect(Math.max(...buckets)).toBeLessThan(1150);
  });

  it('are not in the database in clear, nor in what is logged of them', async () => {
    const { issue } = world();
    const issued = await issue();
    if (issued.outcome !== 'issued') throw new Error(issued.outcome);
    const { rows } = await sql`select to_jsonb(t)::text as row from recipient_code t`.execute(at.db.query);
    const code = issued.code.reveal();
    expect(JSON.stringify(rows)).not.toContain(`"${code}"`);
    expect(JSON.stringify(issued)).not.toContain(code);
  });
});

describe('sessions of recipients', () => {
  const secure = true;
  function browser(options: { secure?: boolean } = {}) {
    const clock = testClock(new Date('2026-11-23T10:00:00Z'));
    const deps: RecipientSessionDeps = {
      clock,
      random: systemRandom,
      key: keys.recipientCsrf,
      secure: options.secure ?? secure,
    };
    const jar: { cookie: string | null } = { cookie: null };
    const subject = () => ({ transferId: crypto.randomUUID(), recipientId: crypto.randomUUID() });
    const start = (who: CodeSubject) =>
      tx(at.db, async (trx) => {
        const started = await startRecipientSession(
          createRecipientSessionStore(trx, ORG),
          deps,
          { ...who, factors: ['notice', 'code'] },
          jar.cookie,
        );
        return started;
      }).then((started) => {
        jar.cookie = started.setCookie.split(';', 1)[0] ?? null;
        return started;
      });
    const find = (who: CodeSubject, cookie = jar.cookie, org = ORG) =>
      findRecipientSession(createRecipientSessionStore(at.db.query, org), deps, who, cookie);
    return { clock, deps, jar, subject, start, find };
  }

  it('are found again by the cookie, for exactly their transfer and recipient', async () => {
    const { subject, start, find } = browser();
    const who = subject();
    const started = await start(who);
    expect(await find(who)).toMatchObject({
      recipientId: who.recipientId,
      csrf: started.csrf,
      factors: ['notice', 'code'],
      routes: [],
      deviceId: null,
      expiresAt: new Date('2026-11-23T12:00:00Z'),
    });
    expect(await find({ ...who, recipientId: crypto.randomUUID() })).toBeNull();
    expect(await find({ ...who, transferId: crypto.randomUUID() })).toBeNull();
    expect(await find(who, undefined, OTHER_ORG)).toBeNull();
  });

  it('have a cookie for this host only, HttpOnly, Strict, and Secure over https', async () => {
    const over = browser();
    expect((await over.start(over.subject())).setCookie).toMatch(
      /^__Host-entrepot_open=[A-Za-z0-9_-]{43}; Path=\/; Max-Age=7200; HttpOnly; SameSite=Strict; Secure$/,
    );
    const plain = browser({ secure: false });
    expect((await plain.start(plain.subject())).setCookie).toMatch(
      /^entrepot_open=[A-Za-z0-9_-]{43}; Path=\/; Max-Age=7200; HttpOnly; SameSite=Strict$/,
    );
  });

  it('end after 30 minutes without a request and after two hours in any case', async () => {
    const { clock, subject, start, find } = browser();
    const who = subject();
    await start(who);
    for (let i = 0; i < 4; i += 1) {
      clock.advance(29 * MINUTE);
      expect(await find(who)).not.toBeNull();
    }
    clock.advance(4 * MINUTE);
    expect(await find(who)).toBeNull();
    const idle = subject();
    await start(idle);
    clock.advance(30 * MINUTE + 1);
    expect(await find(idle)).toBeNull();
  });

  it('of several transfers live side by side in one browser, eight at most', async () => {
    const { jar, subject, start, find } = browser();
    const all = Array.from({ length: 10 }, subject);
    for (const who of all) await start(who);
    expect(jar.cookie?.split('~')).toHaveLength(8);
    const alive = await Promise.all(all.map((who) => find(who)));
    expect(alive.map((one) => one !== null)).toEqual([false, false, ...Array.from({ length: 8 }, () => true)]);
    expect(new Set(alive.slice(2).map((one) => one?.csrf)).size).toBe(8);
  });

  it('never take over a token that the browser brought along (fixation)', async () => {
    const attacker = browser();
    await attacker.start(attacker.subject());
    const victim = browser();
    victim.jar.cookie = attacker.jar.cookie;
    const who = victim.subject();
    await victim.start(who);
    expect(await victim.find(who)).not.toBeNull();
    expect(await attacker.find(who)).toBeNull();
  });

  it('that continue another end it, take its place in the cookie, and live no longer than asked', async () => {
    const { deps, jar, subject, start, find, clock } = browser();
    const who = subject();
    const first = await start(who);
    const other = subject();
    await start(other);
    clock.advance(10 * MINUTE);
    const before = jar.cookie;
    const raised = await tx(at.db, (trx) =>
      startRecipientSession(
        createRecipientSessionStore(trx, ORG),
        deps,
        {
          ...who,
          factors: ['notice', 'code', 'totp'],
          routes: ['email'],
          notAfter: first.expiresAt,
          instead: first.sessionHash,
        },
        before,
      ),
    );
    jar.cookie = raised.setCookie.split(';', 1)[0] ?? null;
    expect(await find(who)).toMatchObject({ factors: ['notice', 'code', 'totp'], expiresAt: first.expiresAt });
    expect(await find(who, before)).toBeNull();
    expect(await find(other)).not.toBeNull();
    expect(jar.cookie?.split('~')).toHaveLength(2);
    expect(csrfMatches(raised, first.csrf)).toBe(false);
  });

  it('are listed for their person alone, while they live, and can be ended one by one', async () => {
    const { subject, start, find, clock } = browser();
    const one = subject();
    const two = { ...subject(), recipientId: one.recipientId };
    const stranger = subject();
    for (const who of [one, two, stranger]) await start(who);
    const store = createRecipientSessionStore(at.db.query, ORG);
    const list = (now = clock.now()) => store.list({ recipientId: one.recipientId, now, idleSince: idleSince(now) });
    const listed = await list();
    expect(listed.map((row) => row.transferId).sort()).toEqual([one.transferId, two.transferId].sort());
    const names = listed.map((row) => sessionName(row.sessionHash));
    expect(new Set(names).size).toBe(2);
    expect(names.every((name) => /^[A-Za-z0-9_-]{22}$/.test(name))).toBe(true);
    const [newest] = listed;
    if (newest === undefined) throw new Error('none');
    expect(await store.remove(newest.sessionHash)).toBe(true);
    expect(await store.remove(newest.sessionHash)).toBe(false);
    expect(await find(newest.transferId === one.transferId ? one : two)).toBeNull();
    expect(await list(new Date(clock.now().getTime() + 31 * MINUTE))).toEqual([]);
  });

  it('end at once with revocation, of one recipient or of all', async () => {
    const { subject, start, find } = browser();
    const one = subject();
    const two = { ...subject(), transferId: one.transferId };
    await start(one);
    await start(two);
    const end = (recipientId?: string) =>
      tx(at.db, (trx) => endRecipientSessions(createRecipientSessionStore(trx, ORG), one.transferId, recipientId));
    expect(await end(one.recipientId)).toBe(1);
    expect(await find(one)).toBeNull();
    expect(await find(two)).not.toBeNull();
    expect(await end()).toBe(1);
    expect(await find(two)).toBeNull();
  });

  it('have a CSRF token of their own', async () => {
    const { subject, start } = browser();
    const one = await start(subject());
    const two = await start(subject());
    expect(csrfMatches(one, one.csrf)).toBe(true);
    for (const bad of [two.csrf, '', null, undefined, one.csrf.slice(1), 'x'.repeat(10_000)])
      expect(csrfMatches(one, bad)).toBe(false);
  });

  it('cannot be had with the contents of the database, nor with another key', async () => {
    const { deps, subject, start, find, jar } = browser();
    const who = subject();
    const { csrf } = await start(who);
    const { rows } = await sql<{
      row: string;
    }>`select to_jsonb(t)::text as row from recipient_session t where transfer_id = ${who.transferId}`.execute(
      at.db.query,
    );
    const token = jar.cookie?.split('=', 2)[1] ?? '-';
    expect(rows[0]?.row).not.toContain(Buffer.from(token, 'base64url').toString('hex'));
    expect(rows[0]?.row).not.toContain(csrf);
    const store = createRecipientSessionStore(at.db.query, ORG);
    const changed = { ...deps, key: new Secret(systemRandom(32)) };
    expect(await findRecipientSession(store, changed, who, jar.cookie)).toBeNull();
    expect(await find(who)).not.toBeNull();
  });

  it('hostile cookies are nobody', async () => {
    const { subject, start, find, jar } = browser();
    const who = subject();
    await start(who);
    const good = jar.cookie ?? '';
    const bad = [
      null,
      '',
      ';',
      '=',
      '__Host-entrepot_open=',
      '__Host-entrepot_open=~~~',
      `${good}x`,
      good.replace('__Host-', ''),
      `${'a=b; '.repeat(3000)}${good}`,
      good.replace('=', '=x~').slice(0, -1),
    ];
    for (const cookie of bad) expect(await find(who, cookie)).toBeNull();
    expect(await find(who, `__Host-entrepot_open=planted; ${good}`)).not.toBeNull();
    expect(await find(who, `${good}~${good.split('=')[1]}`)).not.toBeNull();
  });
});

describe('one-time links', () => {
  const clock = testClock(new Date('2026-11-23T10:00:00Z'));
  const deps = { clock, random: systemRandom };
  const issue = (staffId: string | null) =>
    tx(at.db, (trx) =>
      issueEnrolment(
        createEnrolmentStore(trx, ORG),
        deps,
        staffId === null ? { purpose: 'setup' } : { purpose: 'staff', staffId },
      ),
    );
  const use = (purpose: 'setup' | 'staff', token: string, org = ORG) =>
    tx(at.db, (trx) => useEnrolment(createEnrolmentStore(trx, org), clock, purpose, token));

  it('work once, also when used several times at the same moment', async () => {
    const staffId = crypto.randomUUID();
    const { token } = await issue(staffId);
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => use('staff', token.reveal())));
    expect(outcomes.filter((one) => one.outcome === 'accepted')).toEqual([{ outcome: 'accepted', staffId }]);
  });

  it('work for their purpose and organisation only, and not after their time', async () => {
    const { token } = await issue(crypto.randomUUID());
    expect(await use('setup', token.reveal())).toEqual({ outcome: 'not_valid' });
    expect(await use('staff', token.reveal(), OTHER_ORG)).toEqual({ outcome: 'not_valid' });
    const late = await issue(crypto.randomUUID());
    clock.set(late.expiresAt);
    expect(await use('staff', late.token.reveal())).toEqual({ outcome: 'not_valid' });
    clock.set(new Date('2026-11-23T10:00:00Z'));
    expect(await use('staff', token.reveal())).toMatchObject({ outcome: 'accepted' });
  });

  it('end when a new one is made for the same person, and only then', async () => {
    const staffId = crypto.randomUUID();
    const old = await issue(staffId);
    const stranger = await issue(crypto.randomUUID());
    const setup = await issue(null);
    const fresh = await issue(staffId);
    expect(await use('staff', old.token.reveal())).toEqual({ outcome: 'not_valid' });
    expect(await use('staff', fresh.token.reveal())).toEqual({ outcome: 'accepted', staffId });
    expect(await use('staff', stranger.token.reveal())).toMatchObject({ outcome: 'accepted' });
    expect(await use('setup', setup.token.reveal())).toEqual({ outcome: 'accepted', staffId: null });
  });

  it('come back when the act that used them is rolled back', async () => {
    const { token } = await issue(null);
    const failing = tx(at.db, async (trx) => {
      await useEnrolment(createEnrolmentStore(trx, ORG), clock, 'setup', token.reveal());
      throw new Error('the act fails');
    });
    await expect(failing).rejects.toThrow('the act fails');
    expect(await use('setup', token.reveal())).toMatchObject({ outcome: 'accepted' });
  });

  it('are not in the database and have one spelling', async () => {
    const { token } = await issue(crypto.randomUUID());
    const text = token.reveal();
    const { rows } = await sql`select to_jsonb(t)::text as row from enrolment t`.execute(at.db.query);
    expect(JSON.stringify(rows)).not.toContain(Buffer.from(text, 'base64url').toString('hex'));
    for (const bad of ['', ` ${text}`, `${text}=`, text.slice(1), 'x'.repeat(43), `${text}\n`]) {
      expect(await use('staff', bad)).toEqual({ outcome: 'not_valid' });
    }
    expect(await use('staff', text)).toMatchObject({ outcome: 'accepted' });
  });
});

describe('limits', () => {
  const rule = { name: 'test', limit: 3, windowMs: MINUTE };
  function limited() {
    const clock = testClock(new Date('2026-11-23T10:00:15Z'));
    return { clock, limiter: createRateLimiter(createRateCounters(at.db.query, ORG), keys.rate, clock) };
  }

  it('let the limit through in a window, also when all come at once, and say when the next begins', async () => {
    const { clock, limiter } = limited();
    const subject = crypto.randomUUID();
    const verdicts = await Promise.all(Array.from({ length: 8 }, () => limiter.take(rule, subject)));
    expect(verdicts.filter((one) => one.kind === 'allowed')).toHaveLength(3);
    expect(verdicts).toContainEqual({ kind: 'limited', retryAfterSeconds: 45 });
    clock.advance(45 * SECOND);
    expect(await limiter.take(rule, subject)).toEqual({ kind: 'allowed', remaining: 2 });
  });

  it('count subjects, rules and organisations apart', async () => {
    const { clock, limiter } = limited();
    const subject = crypto.randomUUID();
    for (let i = 0; i < 4; i += 1) await limiter.take(rule, subject);
    expect((await limiter.take(rule, `${subject}x`)).kind).toBe('allowed');
    expect((await limiter.take({ ...rule, name: 'other' }, subject)).kind).toBe('allowed');
    const elsewhere = createRateLimiter(createRateCounters(at.db.query, OTHER_ORG), keys.rate, clock);
    expect((await elsewhere.take(rule, subject)).kind).toBe('allowed');
  });

  it('keep no address in the database, and forget old windows', async () => {
    const { limiter } = limited();
    await limiter.take(rule, '203.0.113.250');
    const { rows } = await sql`select to_jsonb(t)::text as row from rate_counter t`.execute(at.db.query);
    expect(JSON.stringify(rows)).not.toContain(Buffer.from('203.0.113.250').toString('hex'));
    const counters = createRateCounters(at.db.query, ORG);
    expect(await counters.sweep(new Date('2030-01-01T00:00:00Z'))).toBeGreaterThan(0);
    expect(await counters.sweep(new Date('2030-01-01T00:00:00Z'))).toBe(0);
  });

  it('let a second factor be tried forty times a day, right or wrong, and a code once', async () => {
    const clock = testClock(new Date('2026-11-23T10:00:00Z'));
    const limiter = createRateLimiter(createRateCounters(at.db.query, ORG), keys.rate, clock);
    const gate = secondFactorGate(limiter, clock);
    const user = crypto.randomUUID();
    const verdicts: string[] = [];
    for (let i = 0; i < 41; i += 1) verdicts.push(await gate(user, String(100_000 + i), true));
    expect(new Set(verdicts.slice(0, 40))).toEqual(new Set(['go_on']));
    expect(verdicts[40]).toBe('refused');
    clock.advance(DAY);
    expect(await gate(user, '100001', true)).toBe('go_on');
    expect(await gate(user, '100001', true)).toBe('replayed');
    expect(await gate(user, 'abcde-fghij', false)).toBe('go_on');
    expect(await gate(user, 'abcde-fghij', false)).toBe('go_on');
  });

  it('a code of an authenticator app is claimed across the end of a window', async () => {
    const clock = testClock(new Date('2026-11-23T10:58:30Z'));
    const limiter = createRateLimiter(createRateCounters(at.db.query, ORG), keys.rate, clock);
    const user = crypto.randomUUID();
    expect(RATE_RULES.totpOnce.windowMs).toBe(HOUR);
    expect(await claimTotp(limiter, clock, user, '123456')).toBe(true);
    clock.advance(2 * MINUTE);
    expect(await claimTotp(limiter, clock, user, '123456')).toBe(false);
    expect(await claimTotp(limiter, clock, user, '123457')).toBe(true);
    expect(await claimTotp(limiter, clock, crypto.randomUUID(), '123456')).toBe(true);
  });
});

describe('changes to one account', () => {
  it('exclude each other, and a crashed one is forgotten after a while', async () => {
    const database = createSignInDatabase(at.db, ORG);
    const inside = await database.exclusively('a', async () => ({
      same: await database.exclusively('a', async () => 1),
      other: await database.exclusively('b', async () => 2),
    }));
    expect(inside).toEqual({
      outcome: 'done',
      value: { same: { outcome: 'busy' }, other: { outcome: 'done', value: 2 } },
    });
    await expect(database.exclusively('a', () => Promise.reject(new Error('x')))).rejects.toThrow('x');
    await sql`insert into lease values (${ORG}, 'staff-account:a', 'crashed', now() - interval '1 second')`.execute(
      at.db.query,
    );
    expect(await database.exclusively('a', async () => 3)).toEqual({ outcome: 'done', value: 3 });
  });
});
