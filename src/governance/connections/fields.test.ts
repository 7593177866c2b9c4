import { describe, expect, it } from 'vitest';
import { dingtalkConfigSchema } from '../../channels/dingtalk/config.ts';
import { emailConfigSchema } from '../../channels/email/config.ts';
import { feishuAppConfigSchema, feishuBotConfigSchema } from '../../channels/feishu/config.ts';
import { googleChatConfigSchema } from '../../channels/google-chat/config.ts';
import { matrixConfigSchema } from '../../channels/matrix/config.ts';
import { mattermostConfigSchema } from '../../channels/mattermost/config.ts';
import { openChannel } from '../../channels/registry.ts';
import { slackConfigSchema } from '../../channels/slack/config.ts';
import { smsConfigSchema } from '../../channels/sms/config.ts';
import { teamsConfigSchema } from '../../channels/teams/config.ts';
import { wecomAppConfigSchema, wecomRobotConfigSchema } from '../../channels/wecom/config.ts';
import { whatsappConfigSchema } from '../../channels/whatsapp/config.ts';
import { CHANNEL_KINDS, type ChannelKind } from '../../model/channel.ts';
import { CONNECTION_FIELDS, FIELD_WORDS, readWebhook, WEBHOOK_EXAMPLES } from '../../model/connection-fields.ts';

const SCHEMAS: Readonly<Partial<Record<ChannelKind, { readonly shape: object }>>> = {
  dingtalk: dingtalkConfigSchema,
  wecom_robot: wecomRobotConfigSchema,
  wecom_app: wecomAppConfigSchema,
  feishu_bot: feishuBotConfigSchema,
  feishu_app: feishuAppConfigSchema,
  teams: teamsConfigSchema,
  slack: slackConfigSchema,
  google_chat: googleChatConfigSchema,
  mattermost: mattermostConfigSchema,
  matrix: matrixConfigSchema,
  whatsapp: whatsappConfigSchema,
  sms: smsConfigSchema,
  email: emailConfigSchema,
};
/** Set by nobody in a form: the ordinary languages do. */
const NOT_ASKED = ['languages'];

describe('fields of connections', () => {
  it.each(Object.keys(SCHEMAS))('are the members of the settings of %s, each once', (kind) => {
    const fields = CONNECTION_FIELDS[kind as ChannelKind].map((field) => field.name).sort();
    const members = Object.keys(SCHEMAS[kind as ChannelKind]?.shape ?? {});
    expect(fields).toEqual(members.filter((name) => !NOT_ASKED.includes(name)).sort());
  });

  it.each(CHANNEL_KINDS)(
    'make a connection of kind %s from what the form asks for, its secrets by the names the channel gives',
    (kind) => {
      const settings = SETTINGS[kind];
      const channel = openChannel(kind, settings);
      const secret = CONNECTION_FIELDS[kind].filter((field) => field.form.startsWith('secret'));
      expect(secret.map((field) => field.name).sort()).toEqual([...channel.secretFields].sort());
    },
  );

  it('have patterns that a browser takes, and words that are all used', () => {
    const all = Object.values(CONNECTION_FIELDS).flat();
    for (const { pattern } of all) if (pattern !== undefined) expect(() => new RegExp(pattern, 'v')).not.toThrow();
    expect(new Set(all.map((field) => field.words))).toEqual(new Set(FIELD_WORDS));
  });
});

const SETTINGS: Readonly<Record<ChannelKind, object>> = {
  dingtalk: { accessToken: 'a1b2c3d4e5f6' },
  dingtalk_app: { mode: 'user', appKey: 'dingabcdef', appSecret: 'secret-secret', robotCode: 'dingabcdef' },
  wecom_robot: { key: '693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa' },
  wecom_app: { corpId: 'ww1234567890', corpSecret: 'secret-secret', agentId: 1_000_002 },
  feishu_bot: { token: 'a1b2c3d4-e5f6' },
  feishu_app: { appId: 'cli_a1b2c3', appSecret: 'secret-secret' },
  teams: { webhookUrl: 'https://prod-00.westeurope.logic.azure.com/workflows/a/triggers/manual/paths/invoke?sig=a' },
  slack: { path: '/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX' },
  google_chat: { space: 'AAAAexample', key: 'AIzaSyExample', token: 'tokenexample=' },
  mattermost: { baseUrl: 'https://chat.example.org', hook: 'abcdefgh12345678' },
  matrix: { homeserver: 'https://matrix.example.org', accessToken: 'syt_abcdefgh', roomId: '!room:example.org' },
  whatsapp: {
    phoneNumberId: '123456789012345',
    accessToken: 'EAAGexampleexample',
    noticeTemplate: 'sealed_notice',
    linkPrefix: 'https://gate.example.mo/n/',
  },
  sms: { url: 'https://sms.example.org/send', body: { to: '{{to}}', text: '{{text}}' } },
  email: { host: 'mail.example.org', from: 'notice@example.org' },
};

describe('a pasted webhook address', () => {
  it.each([
    ['dingtalk', 'https://oapi.dingtalk.com/robot/send?access_token=a1b2c3d4e5f6', { accessToken: 'a1b2c3d4e5f6' }],
    [
      'dingtalk',
      ' https://oapi.dingtalk.io/robot/send?access_token=a1b2c3d4e5f6&timestamp=1&sign=x ',
      { accessToken: 'a1b2c3d4e5f6', baseUrl: 'https://oapi.dingtalk.io' },
    ],
    ['wecom_robot', 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc-def', { key: 'abc-def' }],
    ['feishu_bot', 'https://open.feishu.cn/open-apis/bot/v2/hook/a1-b2', { token: 'a1-b2' }],
    [
      'feishu_bot',
      'https://open.larksuite.com/open-apis/bot/v2/hook/a1-b2',
      { token: 'a1-b2', baseUrl: 'https://open.larksuite.com' },
    ],
    ['slack', 'https://hooks.slack.com/services/T0/B0/abcdefgh', { path: '/services/T0/B0/abcdefgh' }],
    [
      'google_chat',
      'https://chat.googleapis.com/v1/spaces/AAAA/messages?key=k1&token=t1%3D',
      { space: 'AAAA', key: 'k1', token: 't1=' },
    ],
    [
      'mattermost',
      'https://chat.lotus.mo/team/hooks/abcd1234',
      { hook: 'abcd1234', baseUrl: 'https://chat.lotus.mo/team' },
    ],
  ] as const)('of %s is taken apart: %s', (kind, text, parts) => {
    expect(readWebhook(kind, text)).toEqual(parts);
  });

  it.each([
    '',
    'a1b2c3d4e5f6',
    'javascript:alert(1)',
    'ftp://oapi.dingtalk.com/robot/send?access_token=a',
    'https://user@oapi.dingtalk.com/robot/send?access_token=a',
    'https://oapi.dingtalk.com/robot/send',
    'https://oapi.dingtalk.com/robot/send?access_token=',
    'https://oapi.dingtalk.com/robot/sendBySession?session=a',
    `https://oapi.dingtalk.com/robot/send?access_token=${'a'.repeat(3000)}`,
  ])('is not taken for one of DingTalk: %s', (text) => {
    expect(readWebhook('dingtalk', text)).toBeUndefined();
  });

  it('has an example of each kind that is taken apart', () => {
    const pasteable = CHANNEL_KINDS.filter((kind) => WEBHOOK_EXAMPLES[kind] !== undefined);
    expect(pasteable).toEqual(['dingtalk', 'wecom_robot', 'feishu_bot', 'slack', 'google_chat', 'mattermost']);
  });
});
