/** Answers as DingTalk gives them: an `errcode` under HTTP 200 on the old interface, an HTTP status with `code` on v1.0. */
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { GatewayCtx } from '../deps.ts';

/** Error codes of the old interface that the gateway gives (reference: DingTalk's list of error codes). */
export const ERRCODE = {
  busy: -1,
  ok: 0,
  held: 88,
  notFound: 404,
  missingParameter: 40035,
  postOnly: 43002,
  notJson: 43004,
  unknownToken: 300005,
  robotPaused: 400102,
  unsupportedType: 400105,
  security: 310000,
  tooFast: 130101,
  tooLarge: 460101,
} as const;

/**
 * Exactly these two members and no other: clients compare the whole answer, or look for `errmsg` "ok".
 * What more there is to say goes into headers.
 */
export function sendErrcode(
  c: GatewayCtx,
  errcode: number,
  errmsg: string,
  status: ContentfulStatusCode = 200,
): Response {
  return c.json({ errcode, errmsg }, status);
}

export function sendOk(c: GatewayCtx): Response {
  return sendErrcode(c, ERRCODE.ok, 'ok');
}

/** An error of the v1.0 interface. */
export function sendV1Error(c: GatewayCtx, status: ContentfulStatusCode, code: string, message: string): Response {
  return c.json({ code, message, requestid: c.get('requestId') }, status);
}

export function isV1(c: GatewayCtx): boolean {
  return c.req.path.startsWith('/v1.0/');
}

/** Something went wrong on our side, and nothing was accepted: the vendor's own words for "try again". `code` is ours, for the header. */
export function sendFault(c: GatewayCtx, code: string): Response {
  c.header('x-entrepot-error', code);
  return isV1(c)
    ? sendV1Error(c, 500, 'ServiceUnavailable', 'system busy')
    : sendErrcode(c, ERRCODE.busy, 'system busy');
}
