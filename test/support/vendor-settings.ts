/** One connection of every kind but mail: settings that lead to a stand-in, where it sends to, and the secrets that must be seen nowhere. */
import type { SendTarget } from '../../src/channels/port.ts';
import type { ChannelKind } from '../../src/model/channel.ts';

export type VendorKind = Exclude<ChannelKind, 'dingtalk' | 'dingtalk_app' | 'sms' | 'email'>;

export type VendorCase = {
  readonly kind: VendorKind;
  readonly target: SendTarget;
  readonly secrets: readonly string[];
  /** Settings whose server is at `base`. */
  readonly settings: (base: string) => Record<string, unknown>;
  /** The vendor's own address. */
  readonly base: string;
};

const group: SendTarget = { kind: 'group' };

export const VENDOR_CASES: readonly VendorCase[] = [
  {
    kind: 'wecom_robot',
    target: group,
    base: 'https://qyapi.weixin.qq.com',
    secrets: ['wecomkey-0000-1111-aaaa'],
    settings: (baseUrl) => ({ baseUrl, key: 'wecomkey-0000-1111-aaaa' }),
  },
  {
    kind: 'wecom_app',
    target: { kind: 'user', id: 'ZhangSan' },
    base: 'https://qyapi.weixin.qq.com',
    secrets: ['wecomSecretAAAA'],
    settings: (baseUrl) => ({ baseUrl, corpId: 'wwcorp', corpSecret: 'wecomSecretAAAA', agentId: 1000002 }),
  },
  {
    kind: 'feishu_bot',
    target: group,
    base: 'https://open.feishu.cn',
    secrets: ['feishu-token-0001', 'feishu-secret'],
    settings: (baseUrl) => ({ baseUrl, token: 'feishu-token-0001', secret: 'feishu-secret' }),
  },
  {
    kind: 'feishu_app',
    target: { kind: 'user', id: 'ou_7d8a6e6df7621556ce0d21922b676706' },
    base: 'https://open.feishu.cn',
    secrets: ['feishuAppSecretAA'],
    settings: (baseUrl) => ({ baseUrl, appId: 'cli_a98251e3d1f8900c', appSecret: 'feishuAppSecretAA' }),
  },
  {
    kind: 'teams',
    target: group,
    base: 'https://prod-12.westus.logic.azure.com:443',
    secrets: ['c1f0e0b2workflow', 'TeamsSig-_A9'],
    settings: (base) => ({
      webhookUrl: `${base}/workflows/c1f0e0b2workflow/triggers/manual/paths/invoke?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=TeamsSig-_A9`,
    }),
  },
  {
    kind: 'slack',
    target: group,
    base: 'https://hooks.slack.com',
    secrets: ['SlackHookSecret00'],
    settings: (baseUrl) => ({ baseUrl, path: '/services/T0000/B0000/SlackHookSecret00' }),
  },
  {
    kind: 'google_chat',
    target: group,
    base: 'https://chat.googleapis.com',
    secrets: ['GoogleKeySecret', 'GoogleTokenSecret='],
    settings: (baseUrl) => ({ baseUrl, space: 'AAAAspace', key: 'GoogleKeySecret', token: 'GoogleTokenSecret=' }),
  },
  {
    kind: 'mattermost',
    target: group,
    base: 'https://chat.example.mo',
    secrets: ['mattermosthook00'],
    settings: (baseUrl) => ({ baseUrl, hook: 'mattermosthook00' }),
  },
  {
    kind: 'matrix',
    target: group,
    base: 'https://matrix.example.mo',
    secrets: ['syt_matrixSecret'],
    settings: (homeserver) => ({ homeserver, accessToken: 'syt_matrixSecret', roomId: '!room:example.mo' }),
  },
  {
    kind: 'whatsapp',
    target: { kind: 'phone', number: '+85366881234' },
    base: 'https://graph.facebook.com',
    secrets: ['whatsappSecret0000'],
    settings: (baseUrl) => ({
      baseUrl,
      phoneNumberId: '106540352242922',
      accessToken: 'whatsappSecret0000',
      noticeTemplate: 'sealed_notice',
      testTemplate: 'sealed_test',
      linkPrefix: 'https://gate.example.mo/n/',
    }),
  },
];
