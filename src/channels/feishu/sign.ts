/** The signature of Feishu's custom robots (open.feishu.cn: ukTMukTMukTM/ucTM5YjL3ETO24yNxkjN). */
import { createHmac } from 'node:crypto';

/**
 * Returns base64(HMAC-SHA256(key = timestamp + LF + secret, message = empty)): key and message are the other way round than DingTalk's.
 *
 * @param seconds - Unix seconds; the server takes one hour either way.
 */
export function feishuSign(seconds: number, secret: string): string {
  return createHmac('sha256', `${seconds}\n${secret}`).update('').digest('base64');
}
