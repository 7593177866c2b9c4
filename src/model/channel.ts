/** Kinds of channels: one way of one vendor. Which exist is decided here; how each works is in src/channels. */
export const CHANNEL_KINDS = [
  'dingtalk',
  'dingtalk_app',
  'wecom_robot',
  'wecom_app',
  'feishu_bot',
  'feishu_app',
  'teams',
  'slack',
  'google_chat',
  'mattermost',
  'matrix',
  'whatsapp',
  'sms',
  'email',
] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];
