/** Sign-in of staff end to end on a real database; attacks are in staff-auth.attacks.test.ts. */
import { sql } from 'kysely';
import { z } from 'zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  copyBrowser,
  createBrowser,
  enrolPerson,
  openStaffAuth,
  PASSWORD,
  startInstallation,
  totp,
  type Installation,
} from '../../test/support/staff-browser.ts';

let at: Installation;
beforeAll(async () => {
  at = await startInstallation();
}, 120_000);
afterAll(() => at.close());

describe('setting up a second factor', () => {
  it('starts at stage enrol: signed in, not strong, no factor', async () => {
    const { browser, authUserId } = await enrolPerson(at.auth);
    expect(await browser.session()).toMatchObject({ authUserId, totp: false, passkeys: 0, strong: false });
  });

  it('makes the session strong once the code of an authenticator app was verified', async () => {
    const { browser } = await enrolPerson(at.auth);
    const { enabled, verified, backupCodes } = await browser.addTotp();
    expect(enabled.status).toBe(200);
    expect(String(enabled.body['totpURI'])).toContain(
      'otpauth://totp/L%C3%B3tus%20Commercial:ines%40lotus.example?secret=',
    );
    expect(backupCodes).toHaveLength(10);
    expect(verified).toMatchObject({ status: 200, body: {} });
    expect(await browser.session()).toMatchObject({ totp: true, passkeys: 0, strong: true });
  });

  it('makes the session strong once a passkey was registered with user verification', async () => {
    const { browser } = await enrolPerson(at.auth);
    const { answer } = await browser.addPasskey();
    expect(answer).toMatchObject({ status: 200, body: {} });
    expect(await browser.session()).toMatchObject({ totp: false, passkeys: 1, strong: true });
  });

  it('shows the person a readable label and asks for user verification', async () => {
    const { browser } = await enrolPerson(at.auth);
    const { body } = await browser.get('passkey/generate-register-options');
    expect(body['user']).toMatchObject({ name: 'ines@lotus.example', displayName: 'ines@lotus.example' });
    expect(body['rp']).toEqual({ name: 'Lótus Commercial', id: 'localhost' });
    expect(body['authenticatorSelection']).toMatchObject({ residentKey: 'required', userVerification: 'required' });
  });

  it('lists, renames and removes passkeys while another factor remains', async () => {
    const { browser } = await enrolPerson(at.auth);
    await browser.addTotp();
    await browser.addPasskey();
    const listed = (await browser.get('passkey/list-user-passkeys')).body['passkeys'];
    const [row] = z.array(z.record(z.string(), z.unknown())).parse(listed);
    expect(listed).toMatchObject([{ name: 'work phone' }]);
    expect(Object.keys(row ?? {}).sort()).toEqual(['backedUp', 'createdAt', 'deviceType', 'id', 'name']);
    expect(await browser.post('passkey/update-passkey', { id: row?.['id'], name: 'key 2' })).toMatchObject({
      status: 200,
    });
    expect(await browser.post('passkey/delete-passkey', { id: row?.['id'] })).toMatchObject({ status: 200 });
    expect(await browser.session()).toMatchObject({ totp: true, passkeys: 0, strong: true });
  });
});

describe('signing in', () => {
  it('takes password and then the code of the authenticator app', async () => {
    const { browser, email } = await enrolPerson(at.auth);
    const { secret } = await browser.addTotp();
    const other = createBrowser(at.auth);
    expect(await other.signIn(email)).toMatchObject({ status: 200, body: { twoFactorRedirect: true } });
    expect(await other.session()).toBeNull();
    expect(await other.post('two-factor/verify-totp', { code: totp(secret, 1) })).toMatchObject({ status: 200 });
    expect(await other.session()).toMatchObject({ strong: true, totp: true });
  });

  it('takes password and a backup code, once', async () => {
    const { browser, email } = await enrolPerson(at.auth);
    const { backupCodes } = await browser.addTotp();
    for (const [expected, code] of [
      ['', backupCodes[0]],
      ['access.sign_in_failed', backupCodes[0]],
    ] as const) {
      const other = createBrowser(at.auth);
      await other.signIn(email);
      expect((await other.post('two-factor/verify-backup-code', { code })).code).toBe(expected);
    }
  });

  it('takes a passkey alone', async () => {
    const { browser } = await enrolPerson(at.auth);
    const { passkey } = await browser.addPasskey();
    const other = createBrowser(at.auth);
    expect((await other.usePasskey(passkey)).answer).toMatchObject({ status: 200, body: {} });
    expect(await other.session()).toMatchObject({ strong: true, passkeys: 1 });
  });

  it('takes the address in any case', async () => {
    const { email } = await enrolPerson(at.auth);
    const other = createBrowser(at.auth);
    expect(await other.signIn(email.toUpperCase())).toMatchObject({ status: 200, body: { twoFactorRedirect: false } });
  });

  it('ends with sign-out, and signing out twice is no error', async () => {
    const { browser } = await enrolPerson(at.auth);
    await browser.addTotp();
    const copy = copyBrowser(at.auth, browser);
    expect((await browser.post('sign-out', {})).status).toBe(200);
    expect(await browser.session()).toBeNull();
    expect(await copy.session()).toBeNull();
    expect((await browser.post('sign-out', {})).status).toBe(200);
  });

  it('changes the password, keeps the session strong and ends the others', async () => {
    const { browser, email } = await enrolPerson(at.auth);
    const { backupCodes } = await browser.addTotp();
    const other = createBrowser(at.auth);
    await other.signIn(email);
    await other.post('two-factor/verify-backup-code', { code: backupCodes[3] });
    const changed = await browser.post('change-password', {
      currentPassword: PASSWORD,
      newPassword: 'quite another phrase 9',
    });
    expect(changed).toMatchObject({ status: 200, body: {} });
    expect(await browser.session()).toMatchObject({ strong: true });
    expect(await other.session()).toBeNull();
    expect((await createBrowser(at.auth).signIn(email)).code).toBe('access.sign_in_failed');
    expect((await createBrowser(at.auth).signIn(email, 'quite another phrase 9')).status).toBe(200);
  });
});

describe('accounts', () => {
  it('keeps no address, no name, no client address and no browser name', async () => {
    const { browser, email, staffId } = await enrolPerson(at.auth);
    await browser.addTotp();
    const dump: string[] = [];
    for (const table of ['user', 'account', 'session', 'verification', 'twoFactor', 'passkey']) {
      const { rows } = await sql`select to_jsonb(t)::text as row from auth.${sql.ref(table)} t`.execute(
        at.database.db.query,
      );
      expect(Array.isArray(rows)).toBe(true);
      dump.push(...rows.map((row) => JSON.stringify(row)));
    }
    const text = dump.join('\n');
    expect(text).toContain(staffId);
    expect(text).toMatch(/[0-9a-f]{64}@staff\.invalid/);
    for (const secret of [email, email.split('@')[0]!, '203.0.113.', 'ines@', PASSWORD])
      expect(text).not.toContain(secret);
  });

  it('takes over an account without factors, and refuses one with a factor', async () => {
    const { browser, email, authUserId, staffId } = await enrolPerson(at.auth);
    const again = await at.auth.createAccount({ email, password: 'the second password', staffId });
    expect(again).toBe(authUserId);
    expect(await browser.session()).toBeNull();
    browser.keep(await at.auth.startEnrolSession({ email, password: 'the second password' }));
    await browser.addPasskey();
    await expect(at.auth.createAccount({ email, password: PASSWORD, staffId })).rejects.toMatchObject({
      code: 'access.account_exists',
    });
  });

  it('after a reset the old factors and the old password are worth nothing', async () => {
    const { browser, email, authUserId, staffId } = await enrolPerson(at.auth);
    await browser.addTotp();
    const { passkey } = await browser.addPasskey();
    await at.auth.resetAccount(authUserId);
    expect(await browser.session()).toBeNull();
    expect((await createBrowser(at.auth).signIn(email)).code).toBe('access.sign_in_failed');
    expect((await createBrowser(at.auth).usePasskey(passkey)).answer.code).toBe('access.passkey_not_accepted');
    await at.auth.createAccount({ email, password: PASSWORD, staffId });
    const fresh = createBrowser(at.auth);
    fresh.keep(await at.auth.startEnrolSession({ email, password: PASSWORD }));
    expect(await fresh.session()).toMatchObject({ authUserId, strong: false });
  });

  it('serves the console over http on localhost and over https elsewhere', async () => {
    const secure = await startInstallation('https://gate.lotus.example');
    try {
      const { browser } = await enrolPerson(secure.auth, 'https://gate.lotus.example');
      const { answer, passkey } = await browser.addPasskey();
      expect(answer.status).toBe(200);
      expect([...browser.jar.keys()]).toContain('__Secure-entrepot.session_token');
      const other = createBrowser(secure.auth, 'https://gate.lotus.example');
      expect((await other.usePasskey(passkey)).answer.status).toBe(200);
    } finally {
      await secure.close();
    }
  });

  it("starts on several replicas at once and again later, and they know each other's sessions", async () => {
    const { browser } = await enrolPerson(at.auth);
    const replicas = await Promise.all([1, 2, 3].map(() => openStaffAuth(at.database)));
    for (const replica of replicas) {
      expect(await replica.session(new Headers({ cookie: browser.cookie() }))).toMatchObject({ strong: false });
    }
  });
});
