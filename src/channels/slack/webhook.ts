/** Sends to a Slack channel through an incoming webhook. Success is the text `ok`; refusals are one word of plain text. */
import { type Answered, readText, sendRendered, statusOutcome, throttled } from '../exchange.ts';
import { failureOutcome, retryAfterMs } from '../outcome.ts';
import type { ChannelAdapter, SendCall, SendOutcome } from '../port.ts';
import { hostOf } from '../settings.ts';
import { type SlackConfig, slackConfigSchema } from './config.ts';
import { renderSlack, SLACK_MAX_BYTES } from './render.ts';

export const slackWebhook: ChannelAdapter<SlackConfig> = {
  kind: 'slack',
  config: slackConfigSchema,
  secretFields: ['path'],
  caps: (config) => ({
    carries: ['notice', 'test', 'answer', 'public'],
    reaches: 'group',
    afterwards: { recall: false, update: false, confirm: false },
    maxBytes: SLACK_MAX_BYTES,
    idempotent: 'none',
    linkUnfurl: 'suppressible',
    jurisdiction: config.jurisdiction,
    bucket: 'slack',
  }),
  hosts: (config) => [hostOf(config.baseUrl)],
  render: async (draft, words, envelope, config) => renderSlack(draft, words, envelope, config),
  send: sendToWebhook,
};

async function sendToWebhook(call: SendCall<SlackConfig>): Promise<SendOutcome> {
  const answer = await sendRendered(call, 'slack');
  return answer.kind === 'answered' ? outcomeOf(answer, call.now) : failureOutcome(answer);
}

/** Refusals that only a person can lift (docs.slack.dev: handling errors of incoming webhooks). */
const BROKEN: ReadonlySet<string> = new Set([
  'action_prohibited',
  'channel_is_archived',
  'channel_not_found',
  'invalid_token',
  'no_active_hooks',
  'no_service',
  'no_service_id',
  'no_team',
  'posting_to_general_channel_denied',
  'team_disabled',
  'user_not_found',
]);
const FINAL: ReadonlySet<string> = new Set(['invalid_payload', 'invalid_blocks', 'no_text', 'too_many_attachments']);

function outcomeOf(answer: Answered, now: Date): SendOutcome {
  const word = readText(answer.body) ?? '';
  if (answer.status === 200 && word === 'ok') return { outcome: 'sent' };
  if (answer.status === 429 || word === 'rate_limited') return throttled('slack', retryAfterMs(answer.headers, now));
  if (BROKEN.has(word)) return { outcome: 'disable', why: `slack.${word}` };
  if (FINAL.has(word)) return { outcome: 'permanent', why: `slack.${word}` };
  return statusOutcome('slack', answer, now);
}
