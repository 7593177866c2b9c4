/** Sign-in of staff in process: one installation per test file, any number of browsers with cookie jars. */
import { createHmac } from 'node:crypto';
import { deriveAccessKeys } from '../../src/access/keys.ts';
import { createStaffAuth, type StaffAuth } from '../../src/access/staff-auth.ts';
import type { StaffSession } from '../../src/access/staff-session.ts';
import { systemClock } from '../../src/base/clock.ts';
import { codeOf } from '../../src/base/errors.ts';
import { silentLogger } from '../../src/base/logger.ts';
import { systemRandom } from '../../src/base/random.ts';
import { Secret } from '../../src/base/secret.ts';
import { createRateCounters } from '../../src/store/access/rate-counters.ts';
import { createSignInDatabase } from '../../src/store/access/sign-in-database.ts';
import { createSoftwarePasskey, type SoftwarePasskey } from './passkey.ts';
import { withTestDatabase, type TestDatabase } from './test-database.ts';

export const ORIGIN = 'http://localhost:8080';
export const PASSWORD = 'a long enough password 7';
const ORG = '01890000-0000-7000-8000-000000000001';

export type Installation = {
  readonly auth: StaffAuth;
  readonly database: TestDatabase;
  readonly close: () => Promise<void>;
};

export async function startInstallation(publicUrl = ORIGIN): Promise<Installation> {
  const database = await withTestDatabase();
  const auth = await openStaffAuth(database, publicUrl);
  return { auth, database, close: () => database.close() };
}

/** A further replica has the same keys. */
const keys = deriveAccessKeys(new Secret(systemRandom(32)));

export function openStaffAuth(database: TestDatabase, publicUrl = ORIGIN): Promise<StaffAuth> {
  return createStaffAuth({
    publicUrls: [publicUrl],
    database: createSignInDatabase(database.db, ORG),
    counters: createRateCounters(database.db.query, ORG),
    keys,
    clock: systemClock,
    logger: silentLogger,
    organisation: 'Lótus Commercial',
    label: async () => 'ines@lotus.example',
  });
}

let people = 0;

/** Returns a new person with an account and a browser at stage `enrol`. */
export async function enrolPerson(auth: StaffAuth, origin = ORIGIN) {
  people += 1;
  const email = `person${people}@lotus.example`;
  const staffId = crypto.randomUUID();
  const authUserId = await auth.createAccount({ email, password: PASSWORD, staffId });
  const browser = createBrowser(auth, origin, `203.0.113.${people}`);
  browser.keep(await auth.startEnrolSession({ email, password: PASSWORD }));
  return { email, staffId, authUserId, browser };
}

export type Answer = {
  readonly status: number;
  readonly code: string;
  readonly body: Record<string, unknown>;
  readonly setCookies: readonly string[];
};

export function createBrowser(auth: StaffAuth, origin = ORIGIN, client = '198.51.100.7') {
  const jar = new Map<string, string>();
  const keep = (setCookies: readonly string[]): void => {
    for (const line of setCookies) {
      const [pair = '', ...attributes] = line.split('; ');
      const at = pair.indexOf('=');
      if (attributes.some((one) => one.toLowerCase() === 'max-age=0')) jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
  };
  const cookie = (): string => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const session = (): Promise<StaffSession | null> => auth.session(new Headers({ cookie: cookie() }));
  const send = async (
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string>,
  ): Promise<Answer> => {
    const init = { method, headers: { origin, cookie: cookie(), ...headers } };
    const request = new Request(
      `${origin}/api/auth/${path}`,
      body === undefined ? init : { ...init, body: typeof body === 'string' ? body : JSON.stringify(body) },
    );
    try {
      const response = await auth.handle(request, client);
      const setCookies = response.headers.getSetCookie();
      keep(setCookies);
      return {
        status: response.status,
        code: '',
        body: (await response.json()) as Record<string, unknown>,
        setCookies,
      };
    } catch (error) {
      const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
      if (codeOf(error) === 'base.unexpected') throw error;
      return { status, code: codeOf(error), body: {}, setCookies: [] };
    }
  };
  const post = async (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> => {
    const csrf = (await session())?.csrf;
    const own = { 'content-type': 'application/json', ...(csrf === undefined ? {} : { 'x-entrepot-csrf': csrf }) };
    return send('POST', path, body, { ...own, ...headers });
  };
  const get = (path: string): Promise<Answer> => send('GET', path, undefined, {});
  return {
    jar,
    keep,
    cookie,
    session,
    post,
    get,
    send,
    signIn: (email: string, password = PASSWORD) => post('sign-in/email', { email, password }),
    /** Sets up an authenticator app; returns its secret and backup codes. */
    addTotp: async () => {
      const enabled = await post('two-factor/enable', { password: PASSWORD });
      const secret = readSecret(String(enabled.body['totpURI']));
      const verified = await post('two-factor/verify-totp', { code: totp(secret) });
      return { enabled, verified, secret, backupCodes: enabled.body['backupCodes'] as string[] };
    },
    addPasskey: async (userVerified = true): Promise<{ answer: Answer; passkey: SoftwarePasskey }> => {
      const passkey = createSoftwarePasskey();
      const options = await get('passkey/generate-register-options');
      const response = passkey.register(
        { challenge: String(options.body['challenge']) },
        { ...behaviour(origin), userVerified },
      );
      return { passkey, answer: await post('passkey/verify-registration', { response, name: 'work phone' }) };
    },
    usePasskey: async (passkey: SoftwarePasskey, more: { userVerified?: boolean; origin?: string } = {}) => {
      const options = await get('passkey/generate-authenticate-options');
      const response = passkey.signIn(
        { challenge: String(options.body['challenge']) },
        { ...behaviour(origin), ...more },
      );
      return { answer: await post('passkey/verify-authentication', { response }), response };
    },
  };
}

/** Another browser that holds a copy of these cookies. */
export function copyBrowser(auth: StaffAuth, browser: Browser): Browser {
  const other = createBrowser(auth);
  for (const [name, value] of browser.jar) other.jar.set(name, value);
  return other;
}

export type Browser = ReturnType<typeof createBrowser>;

function behaviour(origin: string) {
  return { origin, rpId: new URL(origin).hostname };
}

function readSecret(uri: string): string {
  return new URL(uri).searchParams.get('secret') ?? '';
}

/** RFC 6238 with SHA-1, 6 digits, 30 seconds, from the base32 secret of a key URI; `step` moves by whole steps. */
export function totp(secret: string, step = 0): string {
  const bits = Array.from(secret, (letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  ).join('');
  const key = Buffer.from(
    Array.from({ length: Math.floor(bits.length / 8) }, (_, i) => Number.parseInt(bits.slice(8 * i, 8 * i + 8), 2)),
  );
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + step));
  const mac = createHmac('sha1', key).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 15;
  return ((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).toString().padStart(6, '0');
}
