/** Which channel, and which kind of message, in words. */
import type { SandboxMessage } from '../../../src/model/api/system.ts';
import type { Translation } from '../i18n/translate.tsx';

/** A DingTalk group has no address of its own in the message. */
export function receiverOf({ t }: Translation, { vendor, to }: SandboxMessage): string {
  return to === '' && vendor === 'dingtalk' ? t('sandbox.group') : to;
}
