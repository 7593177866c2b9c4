/** The signature in the headers of a message that DingTalk's outgoing robot posts to us. */
import { timingSafeEqual } from 'node:crypto';
import { utf8 } from '../../base/bytes.ts';
import type { Secret } from '../../base/secret.ts';
import { HOUR } from '../../base/units.ts';
import { dingtalkSign } from './sign.ts';

/** The headers `timestamp` (Unix milliseconds) and `sign`, as they came; undefined where one is missing. */
export type IncomingSignature = { readonly timestamp: string | undefined; readonly sign: string | undefined };

/**
 * Tells, in constant time, whether the application's secret signed the timestamp and the timestamp is within an hour of `now`.
 * The body is not signed: the same headers fit another body for an hour, so whoever acts on it needs a second safeguard.
 */
export function isSignedByDingtalk(headers: IncomingSignature, appSecret: Secret<string>, now: Date): boolean {
  const { timestamp, sign } = headers;
  if (timestamp === undefined || sign === undefined || !/^\d{13}$/.test(timestamp)) return false;
  const at = Number(timestamp);
  if (Math.abs(now.getTime() - at) > HOUR) return false;
  const expected = utf8(dingtalkSign(at, appSecret.reveal()));
  const given = utf8(sign);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
