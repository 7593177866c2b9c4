/** Why a message could not be sent, in words: what happened, and what to do. The code is kept beside it for whoever asks the vendor. */
import type { Translation } from '../i18n/translate.tsx';

const REASONS = [
  'address_here',
  'attempts',
  'blocked',
  'busy',
  'clock',
  'content',
  'credentials',
  'ended',
  'expired',
  'group',
  'keyword',
  'maybe_sent',
  'no_address',
  'not_permitted',
  'not_recorded',
  'not_set_up',
  'policy',
  'quota',
  'recipient',
  'recall',
  'request',
  'resting',
  'security',
  'settings',
  'signature',
  'stranger',
  'switched_off',
  'template',
  'timeout',
  'tls',
  'too_fast',
  'too_large',
  'unreachable',
  'waits',
] as const;
export type Reason = (typeof REASONS)[number];

/** First match wins. Codes are `word` or `vendor.word`; what stands before the first dot only says whose word it is. */
const MEANINGS: readonly (readonly [RegExp, Reason])[] = [
  [/^egress_blocked\b|^egress\./, 'blocked'],
  [/^expired$/, 'expired'],
  [/^transfer\.ended$/, 'ended'],
  [/^not_allowed_now$/, 'policy'],
  [/^not_configured$/, 'not_set_up'],
  [/^not_recorded$/, 'not_recorded'],
  [/^attempts_exhausted$/, 'attempts'],
  [/^maybe_sent$/, 'maybe_sent'],
  [/^rate_limited$/, 'waits'],
  [/^connection\.resting$/, 'resting'],
  [/^connection\.broken$|^channels\.bad_config$|^seal\.|^channels\.unknown_kind$/, 'settings'],
  [/^transfer\.(?:unknown_recipient|no_second_route)$/, 'no_address'],
  [/^ended\.|\.cannot_be_rewritten$/, 'recall'],
  [/^(?:timeout|aborted)$/, 'timeout'],
  [/^unreachable$/, 'unreachable'],
  [/^(?:tls|redirect)$|\.redirect$/, 'tls'],
  [/security_signature$/, 'signature'],
  [/security_keyword$/, 'keyword'],
  [/security_timestamp$/, 'clock'],
  [/security_address$/, 'address_here'],
  [/\.security$/, 'security'],
  [/(?:allowance|quota)/, 'quota'],
  [/too_fast|call_limit|too_many_at_once|rate_limit|restricted$/, 'too_fast'],
  [/too_large|too_many_attachments/, 'too_large'],
  [/robot_disabled|robot_not_enabled|team_disabled|workflow_unavailable|user_deactivated/, 'switched_off'],
  [/group|channel_is_archived|channel_not_found|not_in_room|robot_unknown|agent_unknown|no_team/, 'group'],
  [/template|card_not_delivered|\.card$/, 'template'],
  [/recipient|user_not_found/, 'recipient'],
  [/not_permitted|action_prohibited|posting_to|forbidden|status_403$/, 'not_permitted'],
  [/token|secret|key_unknown|app_refused|app_unknown|corp_unknown|no_service|no_active_hooks/, 'credentials'],
  [/^smtp\.(?:auth|connect)_refused|status_401$|status_404$|status_410$/, 'credentials'],
  [/^smtp\.recipient_/, 'recipient'],
  [/^smtp\.message_refused|_refused$|^sms\.refused$|\.empty$/, 'content'],
  [/^smtp\.|\.busy$|status_(?:408|425|5\d\d)$|deferred/, 'busy'],
  [/unknown_answer|not_dingtalk|answer_too_large|answer_unreadable|strange_/, 'stranger'],
  [/parameter|message_type|method$|content_type|invalid_payload|invalid_blocks|no_text|status_4\d\d$/, 'request'],
  [/^channels\.bad_draft$|^channels\.wrong_request$/, 'request'],
];

/** The kind of reason; null for a code that nobody here knows. */
export function reasonOf(why: string): Reason | null {
  return MEANINGS.find(([pattern]) => pattern.test(why))?.[1] ?? null;
}

/** One or two sentences. A code that is not known is told as it is. */
export function whyText({ t }: Pick<Translation, 't'>, why: string): string {
  const reason = reasonOf(why);
  return reason === null ? t('connection.why.other', { code: why }) : t(`connection.why.${reason}`);
}
