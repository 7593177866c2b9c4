/** Channel connections in words: one that nobody named is called after its kind. */
import type { Translation } from './translate.tsx';

const KINDS = ['dingtalk', 'email', 'sms'] as const;

export function channelName({ t }: Translation, label: string): string {
  const kind = KINDS.find((name) => name === label.toLowerCase());
  return kind === undefined ? label : t(`channel.${kind}`);
}
