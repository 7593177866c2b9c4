import { describe, expect, it } from 'vitest';
import { ROBOTS } from '../../model/delivery.ts';
import { robotOf } from './robots.ts';

describe('robotOf', () => {
  it.each([
    ['DingTalkBot-LinkService/1.0 (+https://open-doc.dingtalk.com/microapp/faquestions/ftpfeu)', 'dingtalk'],
    ['WhatsApp/2.23.20.0', 'whatsapp'],
    ['TelegramBot (like TwitterBot)', 'telegram'],
    ['Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)', 'slack'],
    ['Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5', 'microsoft'],
    ['facebookexternalhit/1.1', 'meta'],
    ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', 'google'],
    [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0 Safari/537.36',
      'program',
    ],
    ['curl/8.5.0', 'program'],
    ['', 'program'],
  ])('takes `%s` for what it says', (userAgent, robot) => {
    expect(robotOf(userAgent)).toBe(robot);
  });

  it.each([
    'Mozilla/5.0 (Linux; U; Android 9; zh-CN) AppleWebKit/537.36 Chrome/69.0.3497.100 UWS/3.22 Mobile Safari/537.36 AliApp(DingTalk/6.0.5) com.alibaba.android.rimet',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.49',
    'Mozilla/5.0 (Linux; Android 13) Chrome/116 Mobile Safari/537.36 wxwork/4.1.30 MicroMessenger/7.0.1',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Lark/7.20 Feishu',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36',
  ])('does not take a person for a robot: `%s`', (userAgent) => {
    expect(robotOf(userAgent)).toBe('unknown');
  });

  it('answers hostile names in time, with a word of the list', () => {
    for (const text of [
      'a'.repeat(1_000_000),
      'Microsoft Office '.repeat(50_000),
      '\u0000\ud800<script>',
      'Cisco'.repeat(9_999),
    ])
      expect(ROBOTS).toContain(robotOf(text));
  });
});
