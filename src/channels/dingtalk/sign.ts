/** The signature of DingTalk's custom robots (help.dingtalk.io: customize-robot-security-settings). */
import { createHmac } from 'node:crypto';

/**
 * Returns base64(HMAC-SHA256(secret, timestamp + LF + secret)), not yet encoded for a query.
 *
 * @param timestamp - Unix milliseconds; the server takes one hour either way.
 */
export function dingtalkSign(timestamp: number, secret: string): string {
  return createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
}
