/** The types of the HTTP application. */
import type { HttpBindings } from '@hono/node-server';
import type { Context, Hono } from 'hono';

export type AppEnv = {
  Bindings: HttpBindings;
  Variables: {
    requestId: string;
    /** Resolved client address, in one spelling, or `unknown`. */
    client: string;
  };
};
export type App = Hono<AppEnv>;
export type Ctx = Context<AppEnv>;
