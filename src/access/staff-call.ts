/** One request to /api/auth, checked, and what is needed to answer it. */
import type { Clock } from '../base/clock.ts';
import type { SignInDatabase } from './ports.ts';
import type { RateLimiter } from './rate-limit.ts';
import type { StaffAccounts } from './staff-accounts.ts';
import type { StaffEngine } from './staff-engine.ts';
import type { StaffPath } from './staff-routes.ts';
import type { StaffSession } from './staff-session.ts';

export const BASE_PATH = '/api/auth';

export type HandlerDeps = {
  readonly publicUrls: readonly [string, ...string[]];
  readonly organisation: string;
  readonly label?: (authUserId: string) => Promise<string | null>;
  readonly engine: StaffEngine;
  readonly database: SignInDatabase;
  readonly limiter: RateLimiter;
  readonly accounts: StaffAccounts;
  readonly alias: (email: string) => string;
  readonly clock: Clock;
};

export type Call = {
  readonly path: StaffPath;
  readonly request: Request;
  readonly client: string;
  readonly body: Readonly<Record<string, unknown>> | null;
  /** Null where the route does not look at it or there is none. */
  readonly session: StaffSession | null;
};
