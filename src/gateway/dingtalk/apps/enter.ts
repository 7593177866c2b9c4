/** Who calls: the access token of an application, and what every call of one has in common. */
import { describeError } from '../../../base/logger.ts';
import type { DoorSettings } from '../../../model/door.ts';
import type { Door } from '../../../transfers/arrival.ts';
import type { Tenant } from '../../../transfers/deps.ts';
import type { FoundDoor } from '../../../transfers/doors.ts';
import type { GatewayCtx, GatewayDeps } from '../../deps.ts';
import { readBody } from '../../limits.ts';
import { type Loose, readObject } from '../loose-json.ts';
import { isWithin } from '../verify.ts';
import { FAIL, fail } from './failures.ts';

/** A call by an application whose door is open. */
export type AppCall = {
  readonly door: Door;
  readonly app: NonNullable<DoorSettings['app']>;
  readonly tenant: Tenant;
};

export type Entered =
  | { readonly kind: 'in'; readonly call: AppCall }
  | { readonly kind: 'out'; readonly answer: Response };

/** Finds the door of the access token: in the header of v1.0, in the query, or as `given`. */
export async function enter(deps: GatewayDeps, c: GatewayCtx, given?: string): Promise<Entered> {
  const token = c.req.header('x-acs-dingtalk-access-token') || c.req.query('access_token') || (given ?? '');
  // Nothing else was ever given out, and nothing else is looked up.
  const found = /^[0-9a-f]{64}$/.test(token) ? await deps.doors.byAccessToken(token) : undefined;
  if (found === undefined) return { kind: 'out', answer: await fail(deps, c, null, FAIL.badToken) };
  return admit(deps, c, found);
}

/** Whether the door is open to this caller at this moment. Counts the call. */
export async function admit(deps: GatewayDeps, c: GatewayCtx, found: FoundDoor): Promise<Entered> {
  const { door } = found;
  const { app, security } = door.settings;
  const out = async (what: Parameters<typeof fail>[3]): Promise<Entered> => ({
    kind: 'out',
    answer: await fail(deps, c, door.id, what),
  });
  const tenant = await deps.tenant();
  if (door.kind !== 'app' || app === null || tenant === undefined) return out(FAIL.badToken);
  if (found.state === 'paused') return out(FAIL.paused);
  if (security.networks.length > 0 && !isWithin(security.networks, c.get('client'))) return out(FAIL.network);
  if ((await deps.doors.countCall(door)).kind === 'limited') return out(FAIL.tooFast);
  try {
    await deps.doors.noteCall(found);
  } catch (error) {
    deps.logger.warn({ ...describeError(error), requestId: c.get('requestId') }, 'the use of a door was not noted');
  }
  return { kind: 'in', call: { door, app, tenant } };
}

export type ReadCall =
  | { readonly kind: 'read'; readonly body: Loose; readonly bytes: number }
  | { readonly kind: 'too_large' }
  | { readonly kind: 'broken' };

/**
 * Reads what a call says: a body of JSON whatever its content type (`curl -d` says that it is a form), or a form, over what stands in the
 * query. Without a body the query is all there is.
 */
export async function readCallBody(c: GatewayCtx): Promise<ReadCall> {
  const read = await readBody(c);
  if (read.kind === 'too_large') return read;
  const query = c.req.query();
  const text = Buffer.from(read.bytes).toString('utf8').trim();
  if (text === '') return { kind: 'read', body: query, bytes: 0 };
  if (/^[[{\uFEFF]/.test(text)) {
    const body = readObject(read.bytes);
    return body === undefined
      ? { kind: 'broken' }
      : { kind: 'read', body: { ...query, ...body }, bytes: read.bytes.length };
  }
  const isForm = /^\s*application\/x-www-form-urlencoded/i.test(c.req.header('content-type') ?? '');
  if (!isForm) return { kind: 'broken' };
  return {
    kind: 'read',
    body: { ...query, ...Object.fromEntries(new URLSearchParams(text)) },
    bytes: read.bytes.length,
  };
}

export type AppHandler = (c: GatewayCtx, call: AppCall, body: Loose, bytes: number) => Promise<Response>;

/** A route of an application: enters, reads, hands over. */
export function appRoute(deps: GatewayDeps, handle: AppHandler): (c: GatewayCtx) => Promise<Response> {
  return async (c) => {
    const entered = await enter(deps, c);
    if (entered.kind === 'out') return entered.answer;
    const { call } = entered;
    const read = await readCallBody(c);
    if (read.kind === 'too_large') return fail(deps, c, call.door.id, FAIL.tooLarge);
    if (read.kind === 'broken') return fail(deps, c, call.door.id, FAIL.notABody);
    return handle(c, call, read.body, read.bytes);
  };
}
