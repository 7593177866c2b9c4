/** Sends to a WeCom group through a robot's webhook. It has no signature and drops no repeats (path 91770). */
import { sendRendered, statusOutcome } from '../exchange.ts';
import { failureOutcome } from '../outcome.ts';
import type { ChannelAdapter, SendCall, SendOutcome } from '../port.ts';
import { hostOf } from '../settings.ts';
import { type WecomRobotConfig, wecomJurisdiction, wecomRobotConfigSchema } from './config.ts';
import { readWecom, wecomOutcome } from './errcodes.ts';
import { renderWecomRobot, WECOM_MAX_BYTES } from './render.ts';

export const wecomRobot: ChannelAdapter<WecomRobotConfig> = {
  kind: 'wecom_robot',
  config: wecomRobotConfigSchema,
  secretFields: ['key'],
  caps: (config) => ({
    carries: ['notice', 'test', 'answer', 'public'],
    reaches: 'group',
    afterwards: { recall: false, update: false, confirm: false },
    maxBytes: WECOM_MAX_BYTES,
    idempotent: 'none',
    // No statement of the vendor was found: the careful assumption.
    linkUnfurl: 'unavoidable',
    jurisdiction: wecomJurisdiction(config),
    bucket: 'wecom_robot',
  }),
  hosts: (config) => [hostOf(config.baseUrl)],
  render: async (draft, words, envelope, config) => renderWecomRobot(draft, words, envelope, config),
  send: sendToRobot,
};

async function sendToRobot(call: SendCall<WecomRobotConfig>): Promise<SendOutcome> {
  const answer = await sendRendered(call, 'wecom_robot', { query: { key: call.config.key.reveal() } });
  if (answer.kind !== 'answered') return failureOutcome(answer);
  const read = readWecom(answer.body);
  if (read === undefined) return statusOutcome('wecom_robot', answer, call.now);
  const outcome = wecomOutcome('wecom_robot', read);
  return outcome.outcome === 'token_refused' ? { outcome: 'disable', why: 'wecom_robot.key_unknown' } : outcome;
}
