/** Which messenger's own browser shows the page. Used for a hint only, never for access. */
import type { Locale } from '../../../src/model/locale.ts';

export type InApp = 'dingtalk' | 'wecom' | 'wechat' | 'feishu' | 'whatsapp';

/** WeCom also calls itself MicroMessenger, so it is asked first. */
const MARKS: readonly (readonly [InApp, RegExp])[] = [
  ['dingtalk', /dingtalk/i],
  ['wecom', /wxwork/i],
  ['wechat', /micromessenger/i],
  ['feishu', /\b(?:feishu|lark)\b/i],
  ['whatsapp', /\bwhatsapp\b/i],
];

/** Returns the messenger named in a user agent, or undefined for ordinary browsers. */
export function inAppOf(userAgent: string): InApp | undefined {
  const found = MARKS.find(([, mark]) => mark.test(userAgent));
  return found === undefined ? undefined : found[0];
}

const NAMES: Readonly<Record<InApp, Readonly<Record<Locale, string>>>> = {
  dingtalk: { 'zh-Hant': '釘釘', 'zh-Hans': '钉钉', pt: 'DingTalk', en: 'DingTalk' },
  wecom: { 'zh-Hant': '企業微信', 'zh-Hans': '企业微信', pt: 'WeCom', en: 'WeCom' },
  wechat: { 'zh-Hant': '微信', 'zh-Hans': '微信', pt: 'WeChat', en: 'WeChat' },
  whatsapp: { 'zh-Hant': 'WhatsApp', 'zh-Hans': 'WhatsApp', pt: 'WhatsApp', en: 'WhatsApp' },
  feishu: { 'zh-Hant': '飛書', 'zh-Hans': '飞书', pt: 'Feishu', en: 'Feishu' },
};

export function inAppName(app: InApp, locale: Locale): string {
  return NAMES[app][locale];
}
