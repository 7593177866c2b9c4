/** What the gateway needs, and the types of its application. It speaks a vendor's language; no rule, no SQL, no key is here. */
import type { HttpBindings } from '@hono/node-server';
import type { Context, Hono } from 'hono';
import type { ClientResolver } from '../access/client.ts';
import type { RateLimiter } from '../access/rate-limit.ts';
import type { World } from '../base/deps.ts';
import type { Intake } from '../transfers/arrival.ts';
import type { Tenant, TransferDeps } from '../transfers/deps.ts';
import type { Doors } from '../transfers/doors.ts';
import type { Mentions } from '../transfers/mentions.ts';

export type GatewayEnv = {
  Bindings: HttpBindings;
  Variables: {
    requestId: string;
    /** Resolved client address, in one spelling, or `unknown`. */
    client: string;
  };
};
export type GatewayApp = Hono<GatewayEnv>;
export type GatewayCtx = Context<GatewayEnv>;

export type GatewayDeps = World & {
  /** Undefined before set-up; then there are no doors either. */
  readonly tenant: () => Promise<Tenant | undefined>;
  readonly intake: Intake;
  readonly doors: Doors;
  readonly mentions: Mentions;
  /** For areas that do more than hand in a message: media, the state of a transfer. */
  readonly transfers: TransferDeps;
  readonly resolveClient: ClientResolver;
  readonly limiter: RateLimiter;
  readonly settings: {
    /** Where people reach the server. */
    readonly publicUrl: string;
    /** Where other programs reach the gateway: addresses in answers begin with it. */
    readonly gatewayUrl: string;
  };
};

/** One part of the vendor's interface. */
export type GatewayArea = (app: GatewayApp, deps: GatewayDeps) => void;
