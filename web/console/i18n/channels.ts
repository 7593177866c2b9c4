/** Channel connections in words: one that nobody named is called after its kind. */
import { CHANNEL_KINDS } from '../../../src/model/channel.ts';
import type { Translation } from './translate.tsx';

export function channelName({ t }: Translation, label: string): string {
  const kind = CHANNEL_KINDS.find((name) => name === label);
  return kind === undefined ? label : t(`channel.${kind}`);
}
