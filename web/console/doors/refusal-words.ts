/** Why a call was turned away, in words, and what to do about it. */
import type { MessageId, Translation } from '../i18n/translate.tsx';

/** Reasons that this page has words for; the gateway may know more. */
const REASONS = [
  'unknown_endpoint',
  'unknown_token',
  'door_paused',
  'sign_not_match',
  'invalid_timestamp',
  'keywords_not_in_content',
  'ip_not_in_whitelist',
  'too_fast',
  'too_large',
  'head_too_long',
  'missing_parameter',
  'unsupported_type',
  'not_json',
  'not_a_message',
  'too_many_kinds',
] as const;

export type RefusalWords = { readonly what: string; readonly hint: string | null };

/** A reason that is not known here is shown as it is, so that nothing is hidden. */
export function refusalWords({ t }: Pick<Translation, 't'>, reason: string): RefusalWords {
  const known = REASONS.find((one) => one === reason);
  if (known === undefined) return { what: reason, hint: null };
  const hint: MessageId = `door.refused.${known}_hint`;
  return { what: t(`door.refused.${known}`), hint: t(hint) };
}
