import { describe, expect, it } from 'vitest';
import { inAppOf } from './in-app.ts';

describe('inAppOf', () => {
  it.each([
    [
      'Mozilla/5.0 (Linux; U; Android 9; zh-CN; SM-G9500) AppleWebKit/537.36 Chrome/69.0.3497.100 UWS/3.22 Mobile Safari/537.36 AliApp(DingTalk/6.0.5) com.alibaba.android.rimet',
      'dingtalk',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 AliApp(DingTalk/7.8.1) WK',
      'dingtalk',
    ],
    [
      'Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/116 Mobile Safari/537.36 wxwork/4.1.30 MicroMessenger/7.0.1',
      'wecom',
    ],
    [
      'Mozilla/5.0 (Linux; Android 13) Chrome/116.0.0.0 XWEB/1160117 Mobile Safari/537.36 MicroMessenger/8.0.50',
      'wechat',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Lark/7.20 Feishu',
      'feishu',
    ],
    ['Mozilla/5.0 (Linux; Android 14) Chrome/126.0.0.0 Mobile Safari/537.36 WhatsApp/2.24.13.77', 'whatsapp'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1',
      undefined,
    ],
    ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36', undefined],
    ['', undefined],
  ])('of `%s` is %s', (userAgent, app) => {
    expect(inAppOf(userAgent)).toBe(app);
  });
});
