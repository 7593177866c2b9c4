/** Attacks on the sign-in of staff, one test each; each says what the attacker has and does. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  copyBrowser,
  createBrowser,
  enrolPerson,
  ORIGIN,
  PASSWORD,
  startInstallation,
  totp,
  type Installation,
} from '../../test/support/staff-browser.ts';
import { createSoftwarePasskey } from '../../test/support/passkey.ts';

let at: Installation;
const outgoing = vi.fn<(url: unknown) => never>();
beforeAll(async () => {
  at = await startInstallation();
  vi.stubGlobal('fetch', (url: unknown) => {
    outgoing(url);
    throw new Error('no request may leave');
  });
}, 120_000);
afterAll(async () => {
  vi.unstubAllGlobals();
  await at.close();
});

describe('a session of password alone', () => {
  it('copied before an authenticator app is set up is dead afterwards', async () => {
    const { browser } = await enrolPerson(at.auth);
    const thief = copyBrowser(at.auth, browser);
    await browser.addTotp();
    expect(await browser.session()).toMatchObject({ strong: true });
    expect(await thief.session()).toBeNull();
    expect((await thief.post('two-factor/enable', { password: PASSWORD })).code).toBe('access.signed_out');
  });

  it('made by a second sign-in before a passkey is set up is dead afterwards, and cannot add a factor', async () => {
    const { browser, email } = await enrolPerson(at.auth);
    const thief = createBrowser(at.auth);
    await thief.signIn(email);
    expect(await thief.session()).toMatchObject({ strong: false });
    const csrf = (await thief.session())?.csrf ?? '';
    await browser.addPasskey();
    const headers = { 'content-type': 'application/json', 'x-entrepot-csrf': csrf };
    const enable = await thief.send('POST', 'two-factor/enable', { password: PASSWORD }, headers);
    expect(enable.code).toBe('access.signed_out');
    expect((await thief.get('passkey/generate-register-options')).code).toBe('access.signed_out');
    expect(await thief.session()).toBeNull();
  });

  it('does nothing but set up a factor', async () => {
    const { browser } = await enrolPerson(at.auth);
    for (const path of ['two-factor/disable', 'two-factor/generate-backup-codes']) {
      expect((await browser.post(path, { password: PASSWORD })).code).toBe('access.enrol_first');
    }
    const change = { currentPassword: PASSWORD, newPassword: 'another phrase 123' };
    expect((await browser.post('change-password', change)).code).toBe('access.enrol_first');
    expect((await browser.post('passkey/delete-passkey', { id: 'x' })).code).toBe('access.enrol_first');
  });

  it('cannot be had for an account that has a passkey only; the answer is that of a wrong password', async () => {
    const { browser, email } = await enrolPerson(at.auth);
    await browser.addPasskey();
    const thief = createBrowser(at.auth);
    const right = await thief.signIn(email);
    const wrong = await thief.signIn(email, 'certainly not the password');
    expect(right).toEqual(wrong);
    expect(right.code).toBe('access.sign_in_failed');
    expect(thief.jar.size).toBe(0);
    await expect(at.auth.startEnrolSession({ email, password: PASSWORD })).rejects.toMatchObject({
      code: 'access.sign_in_failed',
    });
  });

  it('that survived in the database is dead as soon as there is a factor', async () => {
    const { browser, authUserId } = await enrolPerson(at.auth);
    await browser.addTotp();
    await sql`update auth.session set strength = 'password' where "userId" = ${authUserId}`.execute(
      at.database.db.query,
    );
    expect(await browser.session()).toBeNull();
  });

  it('is not left behind when the second factor is asked for', async () => {
    const { browser, email } = await enrolPerson(at.auth);
    await browser.addTotp();
    const thief = createBrowser(at.auth);
    const { setCookies } = await thief.signIn(email);
    expect(await thief.session()).toBeNull();
    // The token that was made and withdrawn in the same request is in none of the cookies either.
    const values = setCookies.filter((line) => /session_token=[^;]/.test(line));
    expect(values).toEqual([]);
  });
});

describe('a code of an authenticator app', () => {
  it('seen over the shoulder does not work a second time', async () => {
    const { browser, email } = await enrolPerson(at.auth);
    const { secret } = await browser.addTotp();
    const code = totp(secret, 1);
    const person = createBrowser(at.auth);
    await person.signIn(email);
    expect((await person.post('two-factor/verify-totp', { code })).status).toBe(200);
    const thief = createBrowser(at.auth);
    await thief.signIn(email);
    expect((await thief.post('two-factor/verify-totp', { code })).code).toBe('access.sign_in_failed');
    expect(await thief.session()).toBeNull();
  });

  it('used for setting up does not work for signing in', async () => {
    const { browser, email } = await enrolPerson(at.auth);
    const { secret } = await browser.addTotp();
    const thief = createBrowser(at.auth);
    await thief.signIn(email);
    expect((await thief.post('two-factor/verify-totp', { code: totp(secret) })).code).toBe('access.sign_in_failed');
  });

  it('sent by five browsers at the same moment lets one in', async () => {
    const { browser, email } = await enrolPerson(at.auth);
    const { secret } = await browser.addTotp();
    const browsers = Array.from({ length: 5 }, (_, i) => createBrowser(at.auth, ORIGIN, `192.0.2.${i}`));
    for (const one of browsers) await one.signIn(email);
    const code = totp(secret, 1);
    const answers = await Promise.all(browsers.map((one) => one.post('two-factor/verify-totp', { code })));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
  });

  it('guessed ends the sign-in after five wrong ones, and the account after ten in all, from whatever address', async () => {
    const { browser, email } = await enrolPerson(at.auth);
    const { secret } = await browser.addTotp();
    const codes: string[] = [];
    for (let round = 0; round < 4; round += 1) {
      const thief = createBrowser(at.auth, ORIGIN, `192.0.2.${100 + round}`);
      await thief.signIn(email);
      for (let i = 0; i < 6; i += 1) {
        codes.push((await thief.post('two-factor/verify-totp', { code: `00${round}00${i}` })).code);
      }
    }
    expect(codes.slice(0, 6)).toEqual([
      ...Array.from({ length: 5 }, () => 'access.sign_in_failed'),
      'access.challenge_ended',
    ]);
    expect(codes.slice(-4)).toEqual(Array.from({ length: 4 }, () => 'access.too_many_tries'));
    const last = createBrowser(at.auth, ORIGIN, '192.0.2.200');
    await last.signIn(email);
    expect((await last.post('two-factor/verify-totp', { code: totp(secret, 1) })).code).toBe('access.too_many_tries');
  });

  it('cannot be tried out at leisure from a session that is signed in', async () => {
    const { browser } = await enrolPerson(at.auth);
    const { secret } = await browser.addTotp();
    expect((await browser.post('two-factor/verify-totp', { code: totp(secret, 1) })).code).toBe('access.factor_exists');
  });

  it('does not make a browser trusted, whatever the request asks for', async () => {
    const { browser, email } = await enrolPerson(at.auth);
    const { secret } = await browser.addTotp();
    const person = createBrowser(at.auth);
    await person.signIn(email);
    await person.post('two-factor/verify-totp', { code: totp(secret, 1), trustDevice: true });
    expect([...person.jar.keys()]).toEqual(['entrepot.session_token']);
  });
});

describe('guessing passwords', () => {
  it('is stopped for a known and for an unknown address alike', async () => {
    const { email } = await enrolPerson(at.auth);
    for (const address of [email, 'nobody@lotus.example']) {
      const thief = createBrowser(at.auth, ORIGIN, '192.0.2.77');
      const codes: string[] = [];
      for (let i = 0; i < 9; i += 1) codes.push((await thief.signIn(address, `wrong password ${i}`)).code);
      expect(codes).toEqual([...Array.from({ length: 8 }, () => 'access.sign_in_failed'), 'access.too_many_tries']);
    }
    // The person herself, from elsewhere, is not locked out.
    expect((await createBrowser(at.auth, ORIGIN, '198.51.100.99').signIn(email)).status).toBe(200);
  });

  it('tells nothing by the answer and little by the time it takes', async () => {
    const { email } = await enrolPerson(at.auth);
    const times = { known: [] as number[], unknown: [] as number[] };
    for (let i = 0; i < 5; i += 1) {
      for (const [kind, address] of [
        ['known', email],
        ['unknown', `nobody${i}@lotus.example`],
      ] as const) {
        const thief = createBrowser(at.auth, ORIGIN, `198.18.0.${i}`);
        const start = performance.now();
        const answer = await thief.signIn(address, 'wrong password 1');
        times[kind].push(performance.now() - start);
        expect(answer).toMatchObject({ status: 401, code: 'access.sign_in_failed', body: {}, setCookies: [] });
      }
    }
    const median = (list: number[]): number => list.toSorted((a, b) => a - b)[2] ?? 0;
    const ratio = median(times.known) / median(times.unknown);
    expect(ratio).toBeGreaterThan(0.6);
    expect(ratio).toBeLessThan(1.7);
  });
});

describe('a disabled account', () => {
  it('is out at once: its sessions, its password, its passkey, its unfinished sign-in', async () => {
    const { browser, email, authUserId } = await enrolPerson(at.auth);
    const { secret } = await browser.addTotp();
    const { passkey } = await browser.addPasskey();
    const half = createBrowser(at.auth);
    await half.signIn(email);
    await at.auth.setDisabled(authUserId, true);
    expect(await browser.session()).toBeNull();
    expect((await half.post('two-factor/verify-totp', { code: totp(secret, 1) })).status).toBe(401);
    expect(await half.session()).toBeNull();
    expect((await createBrowser(at.auth).signIn(email)).code).toBe('access.sign_in_failed');
    expect((await createBrowser(at.auth).usePasskey(passkey)).answer.code).toBe('access.passkey_not_accepted');
    await at.auth.setDisabled(authUserId, false);
    expect((await createBrowser(at.auth).usePasskey(passkey)).answer.status).toBe(200);
  });

  it('cannot use a session that was made in the moment of disabling', async () => {
    const { browser, authUserId } = await enrolPerson(at.auth);
    await browser.addTotp();
    await sql`update auth."user" set disabled = true where id = ${authUserId}`.execute(at.database.db.query);
    expect(await browser.session()).toBeNull();
  });
});

describe('requests from elsewhere', () => {
  it("without the session's own CSRF token change nothing", async () => {
    const { browser } = await enrolPerson(at.auth);
    await browser.addTotp();
    const stranger = await enrolPerson(at.auth);
    const foreign = (await stranger.browser.session())?.csrf ?? '';
    const own = (await browser.session())?.csrf ?? '';
    for (const token of ['', foreign, own.slice(1), `${own} `.repeat(50)]) {
      const answer = await browser.post('sign-out', {}, { 'x-entrepot-csrf': token });
      expect(answer.code).toBe('access.bad_csrf');
    }
    expect(await browser.session()).not.toBeNull();
  });

  it('with a foreign, null or missing origin are refused', async () => {
    const { browser, email } = await enrolPerson(at.auth);
    for (const origin of [
      'https://evil.example',
      'null',
      '',
      'http://localhost:8080.evil.example',
      'http://localhost:80801',
    ]) {
      const body = { email, password: PASSWORD };
      expect((await browser.post('sign-in/email', body, { origin })).code).toBe('access.bad_origin');
    }
  });

  it('as forms or plain text are refused', async () => {
    const { browser, email } = await enrolPerson(at.auth);
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data']) {
      const answer = await browser.post('sign-in/email', { email, password: PASSWORD }, { 'content-type': type });
      expect(answer.code).toBe('base.invalid_request');
    }
  });
});

describe('session fixation', () => {
  it('a planted session is not taken over by a sign-in, and the planter does not become the person', async () => {
    const attacker = await enrolPerson(at.auth);
    await attacker.browser.addTotp();
    const victim = await enrolPerson(at.auth);
    const { passkey } = await victim.browser.addPasskey();
    const browser = createBrowser(at.auth);
    for (const [name, value] of attacker.browser.jar) browser.jar.set(name, value);
    expect((await browser.usePasskey(passkey)).answer.status).toBe(200);
    expect(await browser.session()).toMatchObject({ authUserId: victim.authUserId });
    // The planted session was this browser's until now: it ended.
    expect(await attacker.browser.session()).toBeNull();
  });

  it('the session changes its token when it becomes strong', async () => {
    for (const how of ['addTotp', 'addPasskey'] as const) {
      const { browser } = await enrolPerson(at.auth);
      const before = browser.jar.get('entrepot.session_token');
      await browser[how]();
      expect(before).toBeDefined();
      expect(browser.jar.get('entrepot.session_token')).not.toBe(before);
    }
  });

  it('a cookie with a guessed or changed token or signature is nobody', async () => {
    const { browser } = await enrolPerson(at.auth);
    await browser.addTotp();
    const value = browser.jar.get('entrepot.session_token') ?? '';
    const [token = '', signature = ''] = decodeURIComponent(value).split('.');
    for (const forged of [
      token,
      `${token}.`,
      // In the middle: bits at the very end of base64 may belong to no byte.
      `${token}.${signature.slice(0, 9)}${signature[9] === 'A' ? 'B' : 'A'}${signature.slice(10)}`,
      `x${token}.${signature}`,
      '',
      '%',
    ]) {
      browser.jar.set('entrepot.session_token', encodeURIComponent(forged));
      expect(await browser.session()).toBeNull();
    }
  });
});

describe('cookies and answers', () => {
  it('every cookie is HttpOnly, SameSite=Strict, for this host, and Secure over https', async () => {
    for (const origin of [ORIGIN, 'https://gate.lotus.example']) {
      const place = origin === ORIGIN ? at : await startInstallation(origin);
      const { browser, email } = await enrolPerson(place.auth, origin);
      const { enabled, verified } = await browser.addTotp();
      const options = await browser.get('passkey/generate-register-options');
      const signIn = await createBrowser(place.auth, origin).signIn(email);
      const lines = [enabled, verified, options, signIn].flatMap((answer) => answer.setCookies);
      expect(lines.length).toBeGreaterThan(2);
      for (const line of lines) {
        expect(line).toMatch(/; HttpOnly/i);
        expect(line).toMatch(/; SameSite=Strict/i);
        expect(line).toMatch(/; Path=\/(;|$)/i);
        expect(line).not.toMatch(/; Domain=/i);
        expect(/; Secure/i.test(line)).toBe(origin.startsWith('https'));
      }
      if (place !== at) await place.close();
    }
  });

  it('no answer holds a session token, the alias or a password hash', async () => {
    const { browser, email } = await enrolPerson(at.auth);
    const { enabled, verified } = await browser.addTotp();
    const { answer } = await browser.addPasskey();
    const listed = await browser.get('passkey/list-user-passkeys');
    const signIn = await createBrowser(at.auth).signIn(email);
    const token = decodeURIComponent(browser.jar.get('entrepot.session_token') ?? '').split('.')[0] ?? '-';
    const text = JSON.stringify([enabled, verified, answer, listed, signIn].map((one) => one.body));
    expect(text).not.toContain(token);
    expect(text).not.toMatch(/staff\.invalid|"token"|publicKey|credentialID|ipAddress/);
  });

  it('what better-auth could do besides does not exist', async () => {
    const { browser } = await enrolPerson(at.auth);
    const paths = [
      'sign-up/email',
      'sign-in/social',
      'sign-in/magic-link',
      'sign-in/email-otp',
      'sign-in/username',
      'get-session',
      'list-sessions',
      'revoke-sessions',
      'update-session',
      'update-user',
      'delete-user',
      'change-email',
      'set-password',
      'reset-password',
      'request-password-reset',
      'forget-password',
      'verify-password',
      'verify-email',
      'send-verification-email',
      'link-social',
      'callback/google',
      'two-factor/send-otp',
      'two-factor/verify-otp',
      'two-factor/get-totp-uri',
      'two-factor/view-backup-codes',
      'two-factor/generate-totp',
      'api-key/create',
      'ok',
      'error',
      '',
      '__proto__',
      'constructor',
      'sign-in/email/',
      'Sign-In/email',
      'sign-in%2Femail',
      './sign-in/../sign-up/email',
    ];
    for (const path of paths) {
      for (const method of ['GET', 'POST']) {
        const body = method === 'POST' ? {} : undefined;
        expect([path, (await browser.send(method, path, body, {})).code]).toEqual([path, 'base.not_found']);
      }
    }
  });

  it('hostile bodies are refused before anything is done', async () => {
    const browser = createBrowser(at.auth);
    const bodies = [
      '',
      '{',
      'null',
      '[]',
      '"x"',
      '{"email":{"$ne":null},"password":"x"}',
      '{"email":"a@b.example"}',
      `{"email":"a@b.example","password":"${'x'.repeat(200)}"}`,
      '\u0000',
      '{"__proto__":{"email":"a@b.example","password":"x"}}',
      '['.repeat(20_000),
    ];
    for (const body of bodies) expect((await browser.post('sign-in/email', body)).code).toBe('base.invalid_request');
    expect((await browser.post('sign-in/email', `"${'x'.repeat(40_000)}"`)).code).toBe('base.too_large');
  });
});

describe('passkeys', () => {
  it('without user verification are one factor and are refused, at registration and at sign-in', async () => {
    const { browser } = await enrolPerson(at.auth);
    expect((await browser.addPasskey(false)).answer.code).toBe('access.passkey_not_accepted');
    expect(await browser.session()).toMatchObject({ passkeys: 0, strong: false });
    const { passkey } = await browser.addPasskey();
    const other = createBrowser(at.auth);
    expect((await other.usePasskey(passkey, { userVerified: false })).answer.code).toBe('access.passkey_not_accepted');
    expect(await other.session()).toBeNull();
  });

  it('asked for by another site are refused', async () => {
    const { browser } = await enrolPerson(at.auth);
    const { passkey } = await browser.addPasskey();
    const other = createBrowser(at.auth);
    expect((await other.usePasskey(passkey, { origin: 'https://evil.example' })).answer.code).toBe(
      'access.passkey_not_accepted',
    );
  });

  it('overheard once do not sign in again', async () => {
    const { browser } = await enrolPerson(at.auth);
    const { passkey } = await browser.addPasskey();
    const other = createBrowser(at.auth);
    const challenge = await other.get('passkey/generate-authenticate-options');
    const thief = copyBrowser(at.auth, other);
    const response = passkey.signIn(
      { challenge: String(challenge.body['challenge']) },
      { origin: ORIGIN, rpId: 'localhost' },
    );
    expect((await other.post('passkey/verify-authentication', { response })).status).toBe(200);
    expect((await thief.post('passkey/verify-authentication', { response })).code).toBe('access.challenge_ended');
    expect((await createBrowser(at.auth).post('passkey/verify-authentication', { response })).code).toBe(
      'access.challenge_ended',
    );
  });

  it('of a stranger, with the id of a known one, are refused', async () => {
    const { browser } = await enrolPerson(at.auth);
    const { passkey } = await browser.addPasskey();
    const forged = createSoftwarePasskey();
    const thief = createBrowser(at.auth);
    const challenge = String((await thief.get('passkey/generate-authenticate-options')).body['challenge']);
    const response = {
      ...forged.signIn({ challenge }, { origin: ORIGIN, rpId: 'localhost' }),
      id: passkey.id,
      rawId: passkey.id,
    };
    expect((await thief.post('passkey/verify-authentication', { response })).code).toBe('access.passkey_not_accepted');
    expect(await thief.session()).toBeNull();
  });

  it('of another person cannot be removed or renamed', async () => {
    const victim = await enrolPerson(at.auth);
    await victim.browser.addPasskey();
    const listed = JSON.stringify((await victim.browser.get('passkey/list-user-passkeys')).body);
    const id = /"id":"([^"]+)"/.exec(listed)?.[1] ?? '';
    const { browser } = await enrolPerson(at.auth);
    await browser.addTotp();
    await browser.addPasskey();
    expect((await browser.post('passkey/delete-passkey', { id })).status).toBeGreaterThanOrEqual(400);
    expect((await browser.post('passkey/update-passkey', { id, name: 'mine' })).status).toBeGreaterThanOrEqual(400);
    expect(await victim.browser.session()).toMatchObject({ passkeys: 1 });
  });
});

describe('the last second factor', () => {
  it('cannot be removed', async () => {
    const one = await enrolPerson(at.auth);
    await one.browser.addTotp();
    expect((await one.browser.post('two-factor/disable', { password: PASSWORD })).code).toBe('access.last_factor');
    const two = await enrolPerson(at.auth);
    await two.browser.addPasskey();
    const listed = JSON.stringify((await two.browser.get('passkey/list-user-passkeys')).body);
    const id = /"id":"([^"]+)"/.exec(listed)?.[1] ?? '';
    expect((await two.browser.post('passkey/delete-passkey', { id })).code).toBe('access.last_factor');
  });

  it('is not removed by two removals at the same moment', async () => {
    const { browser } = await enrolPerson(at.auth);
    await browser.addTotp();
    await browser.addPasskey();
    const listed = JSON.stringify((await browser.get('passkey/list-user-passkeys')).body);
    const id = /"id":"([^"]+)"/.exec(listed)?.[1] ?? '';
    const answers = await Promise.all([
      browser.post('two-factor/disable', { password: PASSWORD }),
      browser.post('passkey/delete-passkey', { id }),
    ]);
    expect(answers.filter((answer) => answer.status === 200).length).toBeLessThanOrEqual(1);
    const session = await browser.session();
    expect((session?.totp === true ? 1 : 0) + (session?.passkeys ?? 0)).toBeGreaterThanOrEqual(1);
  });
});

describe('an old session', () => {
  it('ends after an hour without a request, and after twelve in any case', async () => {
    const { browser } = await enrolPerson(at.auth);
    await browser.addTotp();
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      const start = Date.now();
      for (let minutes = 50; minutes < 12 * 60; minutes += 50) {
        vi.setSystemTime(start + minutes * 60_000);
        expect(await browser.session()).not.toBeNull();
      }
      vi.setSystemTime(start + 12 * 3_600_000 + 60_000);
      expect(await browser.session()).toBeNull();
    } finally {
      vi.useRealTimers();
    }
    const idle = await enrolPerson(at.auth);
    await idle.browser.addTotp();
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      vi.setSystemTime(Date.now() + 61 * 60_000);
      expect(await idle.browser.session()).toBeNull();
    } finally {
      vi.useRealTimers();
    }
  });

  it('cannot add a passkey without signing in again', async () => {
    const { browser } = await enrolPerson(at.auth);
    await browser.addTotp();
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      vi.setSystemTime(Date.now() + 31 * 60_000);
      expect((await browser.get('passkey/generate-register-options')).code).toBe('access.not_fresh');
    } finally {
      vi.useRealTimers();
    }
  });
});

it('no request left the process in all of this', () => {
  expect(outgoing).not.toHaveBeenCalled();
});
