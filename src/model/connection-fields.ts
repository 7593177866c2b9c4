/** What a connection of each kind asks for: forms are made from this, the settings themselves are checked by the channel's own schema. */
import type { ChannelKind } from './channel.ts';

/** Names of labels and helps in the catalogue (`connection.field.…`, `connection.help.…`): fields that ask for the same thing share them. */
export const FIELD_WORDS = [
  'app_key',
  'app_secret',
  'agent_id',
  'base_url',
  'body_pairs',
  'callback_key',
  'callback_token',
  'card_template',
  'certificate',
  'chat_id',
  'conversation_id',
  'corp_id',
  'from_address',
  'header_pairs',
  'idempotency_header',
  'jurisdiction',
  'keyword',
  'link_prefix',
  'link_style',
  'layout',
  'mail_host',
  'mail_security',
  'mode',
  'notice_template',
  'number_id',
  'open_in',
  'password',
  'port',
  'receive',
  'robot_code',
  'room_id',
  'server_url',
  'service_url',
  'sign_secret',
  'space',
  'success',
  'test_template',
  'code_template',
  'token',
  'user',
  'user_ids',
  'version',
  'webhook_key',
  'webhook_path',
  'webhook_url',
] as const;
export type FieldWords = (typeof FIELD_WORDS)[number];

/** Choices of the select fields; the catalogue names them (`connection.choice.…`). */
export const FIELD_CHOICES = {
  layout: ['actionCard', 'markdown'],
  openIn: ['browser', 'dingtalk', 'none'],
  mode: ['user', 'group', 'work_notice', 'card'],
  receive: ['off', 'stream', 'callback'],
  security: ['starttls', 'tls', 'plain-loopback'],
  userIds: ['open_id', 'user_id', 'union_id'],
  link: ['button', 'text'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type ChoiceName = keyof typeof FIELD_CHOICES;
export type ChoiceValue = (typeof FIELD_CHOICES)[ChoiceName][number];

export type ConnectionField = {
  /** Member of the settings. */
  readonly name: string;
  readonly words: FieldWords;
  /** `pairs`: one `name = value` a line; `pair`: one. `secret`: typed anew or left as it is, never shown. */
  readonly form: 'text' | 'long' | 'number' | 'secret' | 'choice' | 'place' | 'pairs' | 'secret_pairs' | 'pair';
  readonly choices?: ChoiceName;
  readonly required?: true;
  /** Most people leave it as it is: shown on request. */
  readonly advanced?: true;
  /** What stands there when nothing is typed. */
  readonly example?: string;
  /** Source of a regular expression over the whole value. */
  readonly pattern?: string;
};

const JURISDICTION = { name: 'jurisdiction', words: 'jurisdiction', form: 'place', advanced: true } as const;
const baseUrl = (example: string, name = 'baseUrl') =>
  ({ name, words: 'base_url', form: 'text', advanced: true, example }) as const;
const ownServer = (name: string, example: string) =>
  ({ name, words: 'server_url', form: 'text', required: true, example }) as const;
const choice = (name: string, words: FieldWords, choices: ChoiceName) =>
  ({ name, words, form: 'choice', choices, advanced: true }) as const;
const secret = (name: string, words: FieldWords, pattern: string) =>
  ({ name, words, form: 'secret', required: true, pattern }) as const;
const signSecret = (pattern: string) => ({ name: 'secret', words: 'sign_secret', form: 'secret', pattern }) as const;
const KEYWORD = { name: 'keyword', words: 'keyword', form: 'text' } as const;
const LOOK = [choice('layout', 'layout', 'layout'), choice('openIn', 'open_in', 'openIn')] as const;

export const CONNECTION_FIELDS: Readonly<Record<ChannelKind, readonly ConnectionField[]>> = {
  dingtalk: [
    secret('accessToken', 'token', '[A-Za-z0-9]{8,128}'),
    signSecret('[A-Za-z0-9]{8,128}'),
    KEYWORD,
    ...LOOK,
    baseUrl('https://oapi.dingtalk.com'),
    JURISDICTION,
  ],
  dingtalk_app: [
    { name: 'mode', words: 'mode', form: 'choice', choices: 'mode', required: true },
    { name: 'appKey', words: 'app_key', form: 'text', required: true, pattern: '[A-Za-z0-9_\\-]{4,128}' },
    secret('appSecret', 'app_secret', '[A-Za-z0-9_\\-]{8,128}'),
    { name: 'robotCode', words: 'robot_code', form: 'text', pattern: '[A-Za-z0-9_\\-]{4,128}' },
    { name: 'agentId', words: 'agent_id', form: 'number' },
    { name: 'openConversationId', words: 'conversation_id', form: 'text', pattern: '[A-Za-z0-9+\\/=_\\-]{8,128}' },
    { name: 'cardTemplateId', words: 'card_template', form: 'text', pattern: '[A-Za-z0-9._\\-]{8,128}' },
    choice('receive', 'receive', 'receive'),
    { name: 'callbackToken', words: 'callback_token', form: 'secret', advanced: true },
    { name: 'callbackAesKey', words: 'callback_key', form: 'secret', advanced: true },
    ...LOOK,
    baseUrl('https://api.dingtalk.com', 'apiBaseUrl'),
    baseUrl('https://oapi.dingtalk.com'),
    JURISDICTION,
  ],
  wecom_robot: [
    secret('key', 'webhook_key', '[A-Za-z0-9\\-]{16,128}'),
    baseUrl('https://qyapi.weixin.qq.com'),
    JURISDICTION,
  ],
  wecom_app: [
    { name: 'corpId', words: 'corp_id', form: 'text', required: true, pattern: '[A-Za-z0-9_\\-]{4,64}' },
    { name: 'agentId', words: 'agent_id', form: 'number', required: true },
    secret('corpSecret', 'app_secret', '[A-Za-z0-9_\\-]{8,128}'),
    baseUrl('https://qyapi.weixin.qq.com'),
    JURISDICTION,
  ],
  feishu_bot: [
    secret('token', 'token', '[A-Za-z0-9\\-]{8,128}'),
    signSecret('[A-Za-z0-9_\\-]{8,128}'),
    KEYWORD,
    baseUrl('https://open.feishu.cn'),
    JURISDICTION,
  ],
  feishu_app: [
    { name: 'appId', words: 'app_key', form: 'text', required: true, pattern: '[A-Za-z0-9_]{4,64}' },
    secret('appSecret', 'app_secret', '[A-Za-z0-9_\\-]{8,128}'),
    { name: 'chatId', words: 'chat_id', form: 'text', example: 'oc_…', pattern: 'oc_[A-Za-z0-9]{8,64}' },
    choice('userIds', 'user_ids', 'userIds'),
    baseUrl('https://open.feishu.cn'),
    JURISDICTION,
  ],
  teams: [secret('webhookUrl', 'webhook_url', 'https?:\\/\\/\\S{1,2000}'), JURISDICTION],
  slack: [
    secret('path', 'webhook_path', '\\/services\\/\\S{1,200}'),
    choice('link', 'link_style', 'link'),
    baseUrl('https://hooks.slack.com'),
    JURISDICTION,
  ],
  google_chat: [
    { name: 'space', words: 'space', form: 'text', required: true, pattern: '[A-Za-z0-9_\\-]{4,64}' },
    secret('key', 'webhook_key', '[A-Za-z0-9_\\-]{8,128}'),
    secret('token', 'token', '[A-Za-z0-9_=\\-]{8,256}'),
    baseUrl('https://chat.googleapis.com'),
    JURISDICTION,
  ],
  mattermost: [
    ownServer('baseUrl', 'https://chat.example.org'),
    secret('hook', 'webhook_key', '[a-z0-9]{8,64}'),
    JURISDICTION,
  ],
  matrix: [
    ownServer('homeserver', 'https://matrix.example.org'),
    { name: 'roomId', words: 'room_id', form: 'text', required: true, example: '!room:example.org' },
    secret('accessToken', 'token', '[A-Za-z0-9._~+\\/=\\-]{8,1024}'),
    JURISDICTION,
  ],
  whatsapp: [
    { name: 'phoneNumberId', words: 'number_id', form: 'text', required: true, pattern: '\\d{5,20}' },
    secret('accessToken', 'token', '[A-Za-z0-9\\|._\\-]{16,1024}'),
    { name: 'noticeTemplate', words: 'notice_template', form: 'text', required: true, pattern: '[a-z0-9_]{1,512}' },
    { name: 'testTemplate', words: 'test_template', form: 'text', pattern: '[a-z0-9_]{1,512}' },
    { name: 'codeTemplate', words: 'code_template', form: 'text', pattern: '[a-z0-9_]{1,512}' },
    {
      name: 'linkPrefix',
      words: 'link_prefix',
      form: 'text',
      required: true,
      example: 'https://gate.example.org/n/',
    },
    { name: 'version', words: 'version', form: 'text', advanced: true, example: 'v21.0' },
    baseUrl('https://graph.facebook.com'),
    JURISDICTION,
  ],
  sms: [
    { name: 'url', words: 'service_url', form: 'text', required: true, example: 'https://sms.example.org/send' },
    { name: 'body', words: 'body_pairs', form: 'pairs', required: true, example: 'to = {{to}}\ntext = {{text}}' },
    { name: 'headers', words: 'header_pairs', form: 'secret_pairs' },
    { name: 'idempotencyHeader', words: 'idempotency_header', form: 'text', pattern: '[a-z0-9\\-]{1,64}' },
    { name: 'success', words: 'success', form: 'pair', advanced: true, example: 'status = ok' },
    JURISDICTION,
  ],
  email: [
    { name: 'host', words: 'mail_host', form: 'text', required: true, example: 'mail.example.org' },
    { name: 'from', words: 'from_address', form: 'text', required: true, example: 'notice@example.org' },
    { name: 'user', words: 'user', form: 'text' },
    { name: 'password', words: 'password', form: 'secret' },
    choice('security', 'mail_security', 'security'),
    { name: 'port', words: 'port', form: 'number', advanced: true, example: '587' },
    { name: 'certificateAuthority', words: 'certificate', form: 'long', advanced: true },
    JURISDICTION,
  ],
};

/** Kinds whose whole webhook address can be pasted, and where such an address is shown. */
export const WEBHOOK_EXAMPLES: Readonly<Partial<Record<ChannelKind, string>>> = {
  dingtalk: 'https://oapi.dingtalk.com/robot/send?access_token=…',
  wecom_robot: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…',
  feishu_bot: 'https://open.feishu.cn/open-apis/bot/v2/hook/…',
  slack: 'https://hooks.slack.com/services/…',
  google_chat: 'https://chat.googleapis.com/v1/spaces/…/messages?key=…&token=…',
  mattermost: 'https://chat.example.org/hooks/…',
};

/**
 * Takes a pasted webhook address apart. Returns the members of the settings that it holds, or undefined when it is not such an address. The
 * usual address of the vendor is left out.
 */
export function readWebhook(kind: ChannelKind, text: string): Readonly<Record<string, string>> | undefined {
  const url = URL.parse(text.trim());
  if (text.length > 2000 || url === null || !/^https?:$/.test(url.protocol) || url.username !== '') return undefined;
  const parts = PARTS[kind]?.(url);
  if (parts === undefined || Object.values(parts).some((value) => value === '')) return undefined;
  const usual = CONNECTION_FIELDS[kind].find((field) => field.name === 'baseUrl')?.example;
  const base = parts['baseUrl'] ?? url.origin;
  return base === usual ? parts : { ...parts, baseUrl: base };
}

type Parts = Readonly<Record<string, string>>;

const parameter = (url: URL, name: string): string => url.searchParams.get(name) ?? '';

const PARTS: Readonly<Partial<Record<ChannelKind, (url: URL) => Parts | undefined>>> = {
  dingtalk: (url) => (url.pathname === '/robot/send' ? { accessToken: parameter(url, 'access_token') } : undefined),
  wecom_robot: (url) => (url.pathname === '/cgi-bin/webhook/send' ? { key: parameter(url, 'key') } : undefined),
  feishu_bot: (url) => {
    const token = /^\/open-apis\/bot\/v2\/hook\/([A-Za-z0-9-]+)$/.exec(url.pathname)?.[1];
    return token === undefined ? undefined : { token };
  },
  slack: (url) => (url.pathname.startsWith('/services/') ? { path: url.pathname } : undefined),
  google_chat: (url) => {
    const space = /^\/v1\/spaces\/([A-Za-z0-9_-]+)\/messages$/.exec(url.pathname)?.[1];
    if (space === undefined) return undefined;
    return { space, key: parameter(url, 'key'), token: parameter(url, 'token') };
  },
  mattermost: (url) => {
    const [, path, hook] = /^(.*)\/hooks\/([a-z0-9]+)$/.exec(url.pathname) ?? [];
    return hook === undefined ? undefined : { hook, baseUrl: `${url.origin}${path ?? ''}` };
  },
};
