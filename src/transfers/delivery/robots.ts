/** What a program says that it is. Only names that people's browsers never carry count: a messenger's own browser is a person's. */
import type { Robot } from '../../model/delivery.ts';

/** Asked in this order; the general ones last. */
const MARKS: readonly (readonly [Robot, RegExp])[] = [
  ['dingtalk', /DingTalkBot|DingTalk-?LinkService/i],
  ['feishu', /Lark-?Url|FeishuBot|LarkBot|Bytespider/i],
  ['tencent', /QQ-URL-Manager|Tencent-?(?:Spider|Scan)|WeChat-?(?:Bot|Spider|Preview)/i],
  ['whatsapp', /^WhatsApp\//],
  ['telegram', /TelegramBot/i],
  ['slack', /Slackbot|Slack-ImgProxy|Slack-LinkExpanding/i],
  ['microsoft', /SkypeUriPreview|MicrosoftPreview|BingPreview|bingbot|MSTeams-?Preview|Microsoft Office .*preview/i],
  ['meta', /facebookexternalhit|facebookcatalog|meta-external|Facebot/i],
  ['discord', /Discordbot/i],
  ['line', /line-?poker|Linespider/i],
  ['x', /Twitterbot/i],
  ['linkedin', /LinkedInBot/i],
  ['apple', /Applebot/i],
  [
    'google',
    /Googlebot|Google-(?:InspectionTool|PageRenderer|Read-Aloud|Safety)|GoogleImageProxy|GoogleOther|Chrome-Lighthouse/i,
  ],
  ['baidu', /Baiduspider/i],
  [
    'mail_filter',
    /Barracuda|Proofpoint|Mimecast|FireEye|Trend ?Micro|Symantec|Cisco.*(?:ESA|Umbrella)|SafeLinks|Forcepoint|ZScaler|Sophos/i,
  ],
  [
    'program',
    /bot\b|crawler|spider|preview|scan(?:ner)?\b|HeadlessChrome|PhantomJS|Puppeteer|Playwright|Selenium|^curl\/|^Wget|python-requests|aiohttp|Go-http-client|okhttp|^Java\/|node-fetch|axios\/|libwww/i,
  ],
];

const LONGEST = 1000;

/** Returns which known robot a user agent names; `unknown` for people and for everything that does not say what it is. */
export function robotOf(userAgent: string | undefined): Robot {
  const text = (userAgent ?? '').slice(0, LONGEST);
  // Every browser says something.
  if (text.trim() === '') return 'program';
  return MARKS.find(([, mark]) => mark.test(text))?.[0] ?? 'unknown';
}
