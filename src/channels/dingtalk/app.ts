/** A DingTalk enterprise application: its robot, its work notifications or its cards, by the `mode` of the settings. */
import type { ChannelAdapter, ChannelCaps } from '../port.ts';
import type { Receives } from '../receive.ts';
import { hostOf } from '../settings.ts';
import { confirmByApp, probeApp, recallByApp } from './app-afterwards.ts';
import { type DingtalkAppConfig, dingtalkAppConfigSchema } from './app-config.ts';
import { leadsToGroup, renderDingtalkApp } from './app-render.ts';
import { sendByApp, updateByApp } from './app-send.ts';
import { readAppSettings } from './app-settings.ts';
import { DINGTALK_MAX_BYTES } from './message.ts';
import { dingtalkPlace } from './place.ts';
import { inletOf } from './receive.ts';
import { RECEIVE_SECRETS } from './receive-config.ts';

export const dingtalkApp: ChannelAdapter<DingtalkAppConfig> & Receives<DingtalkAppConfig> = {
  kind: 'dingtalk_app',
  config: dingtalkAppConfigSchema,
  secretFields: ['appSecret', ...RECEIVE_SECRETS],
  caps: capsOf,
  hosts: (config) => [...new Set([hostOf(config.apiBaseUrl), hostOf(config.baseUrl)])],
  render: async (draft, words, envelope, config) => renderDingtalkApp(draft, words, envelope, config),
  send: sendByApp,
  recall: recallByApp,
  update: updateByApp,
  confirm: confirmByApp,
  probe: probeApp,
  settings: readAppSettings,
  inlet: inletOf,
};

function capsOf(config: DingtalkAppConfig): ChannelCaps {
  const { mode } = config.way;
  return {
    carries: mode === 'group' ? ['notice', 'test', 'answer'] : ['notice', 'test'],
    reaches: leadsToGroup(config.way) ? 'group' : 'user',
    afterwards: {
      recall: mode !== 'card',
      update: mode === 'card',
      confirm: mode === 'user' || mode === 'work_notice',
    },
    maxBytes: DINGTALK_MAX_BYTES,
    // A card by its outTrackId; a work notification because the same text reaches a person once a day.
    idempotent: mode === 'card' || mode === 'work_notice' ? 'native' : 'none',
    linkUnfurl: 'unavoidable',
    jurisdiction: dingtalkPlace([config.apiBaseUrl, config.baseUrl], config.jurisdiction),
    bucket: 'dingtalk_app',
  };
}
