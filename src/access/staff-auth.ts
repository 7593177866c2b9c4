/**
 * Sign-in of staff, on top of better-auth (staff-engine.ts). Accounts carry no personal data: an address becomes a keyed alias
 * before better-auth sees it, the user's name is the staff id, and no client address or browser name is passed on.
 *
 * A session is of one of two strengths. `password`: made by password alone, possible only while the account has no second factor,
 * good for nothing but setting one up (stage `enrol`), and dead from the moment there is one. `two_factors`: everything else.
 */
import { getMigrations } from 'better-auth/db/migration';
import { hex, utf8, type Bytes } from '../base/bytes.ts';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import { sleep } from '../base/retry.ts';
import type { Secret } from '../base/secret.ts';
import { ACCESS } from './errors.ts';
import { keyedHash, type AccessKeys } from './keys.ts';
import type { RateCounters, SignInDatabase } from './ports.ts';
import { createRateLimiter } from './rate-limit.ts';
import { createStaffAccounts, type StaffAccounts } from './staff-accounts.ts';
import { createStaffEngine, type StaffEngine } from './staff-engine.ts';
import { createStaffHandler } from './staff-handler.ts';
import { secondFactorGate } from './staff-limits.ts';
import type { StaffSession } from './staff-session.ts';

export type StaffAuthOptions = {
  /**
   * Where browsers reach the console, the main one first; all with the same scheme and a host name that passkeys are bound to
   * (WebAuthn relying party id = host of the first). https, or http on localhost for trying out.
   */
  readonly publicUrls: readonly [string, ...string[]];
  readonly database: SignInDatabase;
  readonly counters: RateCounters;
  readonly keys: AccessKeys;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Name that browsers and authenticator apps show. */
  readonly organisation: string;
  /** What a browser or authenticator app shows for the account (the person's address); null: the organisation's name. */
  readonly label?: (authUserId: string) => Promise<string | null>;
};

export type StaffAuth = StaffAccounts & {
  /**
   * Answers a request under /api/auth. `client` is the resolved client address (client.ts), for rate limits only.
   *
   * @throws EntrepotError for every refusal, so that the HTTP layer writes it like any other error.
   */
  readonly handle: (request: Request, client: string) => Promise<Response>;
  /** Returns the live session of a request's cookies, or null. */
  readonly session: (headers: Headers) => Promise<StaffSession | null>;
};

/**
 * Returns the sign-in of staff, after its tables are there.
 *
 * @throws `access.bad_setting` when the public URLs do not fit together.
 */
export async function createStaffAuth(options: StaffAuthOptions): Promise<StaffAuth> {
  checkPublicUrls(options.publicUrls);
  const limiter = createRateLimiter(options.counters, options.keys.rate, options.clock);
  // better-auth looks at its tables while it is made, before they can exist: at a first start that is no error.
  let hasTables = false;
  const { logger: own } = options;
  // Called on its owner: a logger's methods need their `this`.
  const logger: Logger = {
    debug: (fields, message) => own.debug(fields, message),
    info: (fields, message) => own.info(fields, message),
    warn: (fields, message) => own.warn(fields, message),
    error: (fields, message) => (hasTables ? own.error(fields, message) : own.debug(fields, message)),
  };
  const engine = createStaffEngine({ ...options, logger, onSecondFactor: secondFactorGate(limiter, options.clock) });
  await migrateTables(options.database, engine);
  hasTables = true;
  const alias = (email: string): string => aliasOf(options.keys.alias, email);
  const accounts = createStaffAccounts({ engine, alias, clock: options.clock, key: options.keys.staffCsrf });
  const handle = createStaffHandler({ ...options, engine, limiter, accounts, alias });
  return { ...accounts, handle };
}

/**
 * Returns the address under which better-auth knows a person: a keyed hash, so that the database says nothing about the address.
 * Addresses are compared without regard to case, as mail servers in practice do.
 */
export function aliasOf(key: Secret<Bytes>, email: string): string {
  const normal = email.trim().normalize('NFC').toLowerCase();
  return `${hex(keyedHash(key, utf8(normal)))}@staff.invalid`;
}

function checkPublicUrls(urls: readonly string[]): void {
  const parsed = urls.map((url) => (URL.canParse(url) ? new URL(url) : undefined));
  const schemes = new Set(parsed.map((url) => url?.protocol));
  const [scheme] = schemes;
  if (schemes.size !== 1 || (scheme !== 'https:' && scheme !== 'http:'))
    throw ACCESS.bad_setting({ setting: 'public_urls' });
}

/** Waits while another replica makes the tables. A crash half-way is repaired by the next start: each step looks first. */
async function migrateTables(database: SignInDatabase, engine: StaffEngine): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const result = await database.exclusively('tables', async () => {
      const { runMigrations } = await getMigrations(engine.options);
      await runMigrations();
    });
    if (result.outcome === 'done') return;
    await sleep(100);
  }
  throw ACCESS.sign_in_unavailable({ reason: 'tables' });
}
