/** What each kind of place to sign in asks for. The server checks (src/channels/sign-in). */
import type { ProviderKind } from '../../../src/model/api/open-factors.ts';
import type { ProviderView } from '../../../src/model/api/sign-in-providers.ts';

export const FIELD_NAMES = [
  'issuer',
  'clientId',
  'corpId',
  'agentId',
  'clientSecret',
  'moreHosts',
  'loginBaseUrl',
  'apiBaseUrl',
] as const;
export type FieldName = (typeof FIELD_NAMES)[number];

export type ProviderField = { readonly name: FieldName; readonly example: string; readonly advanced?: true };

const secret: ProviderField = { name: 'clientSecret', example: '' };
const vendor = (login: string, api: string): readonly ProviderField[] => [
  { name: 'loginBaseUrl', example: login, advanced: true },
  { name: 'apiBaseUrl', example: api, advanced: true },
];

export const PROVIDER_FIELDS: Readonly<Record<ProviderKind, readonly ProviderField[]>> = {
  oidc: [
    { name: 'issuer', example: 'https://login.example.mo' },
    { name: 'clientId', example: '' },
    secret,
    { name: 'moreHosts', example: '', advanced: true },
  ],
  dingtalk: [
    { name: 'clientId', example: '' },
    secret,
    ...vendor('https://login.dingtalk.com', 'https://api.dingtalk.com'),
  ],
  wecom: [
    { name: 'corpId', example: '' },
    { name: 'agentId', example: '' },
    secret,
    ...vendor('https://login.work.weixin.qq.com', 'https://qyapi.weixin.qq.com'),
  ],
  feishu: [
    { name: 'clientId', example: '' },
    secret,
    ...vendor('https://accounts.feishu.cn', 'https://open.feishu.cn'),
  ],
};

export type Typed = Readonly<Partial<Record<FieldName, string>>>;

/** What is stored, as text. */
export function typedOf(settings: ProviderView['settings']): Typed {
  return Object.fromEntries(
    FIELD_NAMES.flatMap((name) => {
      const value = settings[name];
      if (value === undefined) return [];
      return [[name, typeof value === 'string' ? value : value.join(', ')] as const];
    }),
  );
}

/** What is sent: only what was typed, lists as lists. */
export function settingsOf(kind: ProviderKind, typed: Typed): ProviderView['settings'] {
  const settings: Record<string, string | string[]> = {};
  for (const { name } of PROVIDER_FIELDS[kind]) {
    const text = (typed[name] ?? '').trim();
    if (text === '') continue;
    settings[name] = name === 'moreHosts' ? text.split(/[\s,，、]+/).filter((one) => one !== '') : text;
  }
  return settings;
}

/** Fields that have to be filled and are not. */
export function missingOf(kind: ProviderKind, typed: Typed, keepsSecret: boolean): readonly FieldName[] {
  return PROVIDER_FIELDS[kind]
    .filter((field) => field.advanced === undefined && !(keepsSecret && field.name === 'clientSecret'))
    .map((field) => field.name)
    .filter((name) => (typed[name] ?? '').trim() === '');
}

/** A dotted word of the server in one of few texts. */
export function whyOf(why: string | null): 'refused' | 'unreachable' | 'host' | 'issuer' | 'other' {
  if (why === 'unreachable' || why?.startsWith('status.5') === true) return 'unreachable';
  if (why === 'host_not_configured') return 'host';
  if (why === 'another_issuer') return 'issuer';
  return why !== null && /^(?:status\.4|errcode\.|code\.)/.test(why) ? 'refused' : 'other';
}
