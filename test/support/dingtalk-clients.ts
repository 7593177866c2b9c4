/**
 * What programs in the field send to a custom robot: the form of their address and of their body, observed at their own code. The contents
 * are ours. `sign` gives what stands in the address for a timestamp, as this client writes it.
 */
import { signOf } from '../../src/gateway/dingtalk/verify.ts';

export type ClientCall = {
  readonly client: string;
  readonly body: unknown;
  readonly contentType: string;
  /** What people would read, exactly. */
  readonly reads: string;
  readonly phones: readonly string[];
  readonly ids: readonly string[];
  readonly all: boolean;
  /** The query of the address; the token first or last, as the client has it. */
  readonly query: (token: string, secret: string, now: number) => string;
  /** By what this client knows that it worked. */
  readonly success: 'errmsg ok' | 'errcode 0' | 'status';
};

const JSON_TYPE = 'application/json';
const JSON_UTF8 = 'application/json; charset=utf-8';
/** The header sent twice, in two spellings, and joined by the server. */
const JSON_TWICE = 'application/json, application/json';
const once = encodeURIComponent;

const appended = (token: string, secret: string, now: number): string =>
  `access_token=${token}&timestamp=${now}&sign=${once(signOf(String(now), secret))}`;
const sorted = (token: string, secret: string, now: number): string =>
  `access_token=${token}&sign=${once(signOf(String(now), secret))}&timestamp=${now}`;
const twice = (token: string, secret: string, now: number): string =>
  `access_token=${token}&timestamp=${now}&sign=${once(once(signOf(String(now), secret)))}`;
const unsigned = (token: string): string => `access_token=${token}`;

const wrapped = (address: string): string => `dingtalk://dingtalkclient/page/link?pc_slide=false&url=${once(address)}`;
const nobody = { phones: [], ids: [], all: false } as const;

export const CLIENT_CALLS: readonly ClientCall[] = [
  {
    client: 'prometheus-webhook-dingtalk',
    contentType: JSON_TYPE,
    query: sorted,
    body: {
      msgtype: 'markdown',
      markdown: { title: '[FIRING:1] DiskFull', text: '#### [FIRING:1] DiskFull\n\n> disk of node-3 is 94% full' },
      at: { atMobiles: ['13800001111'], isAtAll: false },
    },
    reads: '#### [FIRING:1] DiskFull\n\n> disk of node-3 is 94% full',
    phones: ['13800001111'],
    ids: [],
    all: false,
    success: 'errcode 0',
  },
  {
    client: 'Uptime Kuma, text',
    contentType: JSON_TYPE,
    query: appended,
    body: { msgtype: 'text', text: { content: 'KumaTestMsg' } },
    reads: 'KumaTestMsg',
    ...nobody,
    success: 'errmsg ok',
  },
  {
    client: 'Uptime Kuma, markdown',
    contentType: JSON_TYPE,
    query: appended,
    body: {
      msgtype: 'markdown',
      markdown: {
        title: '[🔴 Down] shop',
        text: '## [🔴 Down] shop \n> connect ECONNREFUSED \n> Time (Asia/Macau):2026-11-26',
      },
      at: { isAtAll: true },
    },
    reads: '## [🔴 Down] shop \n> connect ECONNREFUSED \n> Time (Asia/Macau):2026-11-26',
    phones: [],
    ids: [],
    all: true,
    success: 'errmsg ok',
  },
  {
    client: 'Grafana, link',
    contentType: JSON_TYPE,
    query: unsigned,
    body: {
      msgtype: 'link',
      link: {
        text: '**Firing** load high',
        title: '[FIRING:1] load',
        messageUrl: wrapped('http://grafana.example/alerting/list?a=1&b=2'),
      },
    },
    reads: '[FIRING:1] load\n\n**Firing** load high\n\nhttp://grafana.example/alerting/list?a=1&b=2',
    ...nobody,
    success: 'status',
  },
  {
    client: 'Grafana, actionCard',
    contentType: JSON_TYPE,
    query: unsigned,
    body: {
      msgtype: 'actionCard',
      actionCard: {
        text: '**Firing** load high',
        title: '[FIRING:1] load',
        singleTitle: 'More',
        singleURL: wrapped('http://grafana.example/alerting/list'),
      },
    },
    reads: '[FIRING:1] load\n\n**Firing** load high\n\n[More](http://grafana.example/alerting/list)',
    ...nobody,
    success: 'status',
  },
  {
    client: 'DolphinScheduler',
    contentType: JSON_UTF8,
    query: appended,
    body: {
      msgtype: 'text',
      text: { content: 'process failed\nids 7, 8\n@13800001111' },
      at: { isAtAll: 'true', atMobiles: ['13800001111'], atUserIds: ['staff1'], atDingtalkIds: ['ding9'] },
    },
    reads: 'process failed\nids 7, 8\n@13800001111',
    phones: ['13800001111'],
    ids: ['staff1', 'ding9'],
    all: true,
    success: 'errcode 0',
  },
  {
    client: 'EaseProbe',
    contentType: JSON_TYPE,
    query: appended,
    body: { msgtype: 'markdown', markdown: { title: 'probe down', text: '**probe** down' } },
    reads: 'probe down\n\n**probe** down',
    ...nobody,
    success: 'errmsg ok',
  },
  {
    client: 'Spring Boot Admin',
    contentType: JSON_TYPE,
    query: twice,
    body: { msgtype: 'text', text: { content: 'Application orders (a1b2) is OFFLINE' } },
    reads: 'Application orders (a1b2) is OFFLINE',
    ...nobody,
    success: 'status',
  },
  {
    client: 'Spring Boot Admin without a secret',
    contentType: JSON_TYPE,
    query: (token, _secret, now) => `access_token=${token}&timestamp=${now}&sign=`,
    body: { msgtype: 'text', text: { content: 'Application orders (a1b2) is UP' } },
    reads: 'Application orders (a1b2) is UP',
    ...nobody,
    success: 'status',
  },
  {
    client: 'Apache HertzBeat',
    contentType: JSON_TYPE,
    query: appended,
    body: {
      msgtype: 'markdown',
      markdown: { title: 'HertzBeat Alarm', text: '#### [Alarm]\n##### target : redis' },
      at: { isAtAll: true, atMobiles: null, atUserIds: [''] },
    },
    reads: 'HertzBeat Alarm\n\n#### [Alarm]\n##### target : redis',
    phones: [],
    ids: [],
    all: true,
    success: 'errcode 0',
  },
  {
    client: 'Nightingale',
    contentType: JSON_TYPE,
    query: unsigned,
    body: {
      msgtype: 'markdown',
      markdown: { title: 'cpu high', text: 'cpu high on 10.0.0.8\n@13900002222' },
      at: { atMobiles: ['13900002222'], isAtAll: false },
    },
    reads: 'cpu high on 10.0.0.8\n@13900002222',
    phones: ['13900002222'],
    ids: [],
    all: false,
    success: 'errcode 0',
  },
  {
    client: 'PrometheusAlert',
    contentType: JSON_TYPE,
    query: appended,
    body: {
      msgtype: 'markdown',
      markdown: { title: 'Prometheus', text: '## [Prometheus](http://p.example) alert\n@13900002222' },
      at: { atMobiles: [13900002222], isAtAll: false },
    },
    reads: '## [Prometheus](http://p.example) alert\n@13900002222',
    phones: ['13900002222'],
    ids: [],
    all: false,
    success: 'status',
  },
  {
    client: 'Gitea',
    contentType: JSON_TYPE,
    query: unsigned,
    body: {
      msgtype: 'actionCard',
      text: { content: '' },
      link: { title: '', text: '', picUrl: '', messageUrl: '' },
      markdown: { title: '', text: '' },
      actionCard: {
        text: '[shop:main] 1 new commit',
        title: '[shop:main] 1 new commit',
        hideAvatar: '0',
        singleTitle: 'view commit',
        singleURL: wrapped('http://git.example/shop/commit/1'),
        btnOrientation: '',
        btns: null,
      },
      feedCard: { links: null },
      at: { atMobiles: null, isAtAll: false },
    },
    reads: '[shop:main] 1 new commit\n\n[view commit](http://git.example/shop/commit/1)',
    ...nobody,
    success: 'status',
  },
  {
    client: 'n8n-nodes-dingtalk',
    contentType: JSON_TYPE,
    query: appended,
    body: { msgtype: 'text', text: { content: 'workflow failed' }, at: { atMobiles: [''], isAtAll: false } },
    reads: 'workflow failed',
    ...nobody,
    success: 'errcode 0',
  },
  {
    client: 'dingtalk-robot-sender, feedCard',
    contentType: JSON_TYPE,
    query: appended,
    body: {
      msgtype: 'feedCard',
      feedCard: {
        links: [
          { title: 'first', messageURL: 'https://one.example/', picURL: 'https://one.example/p.png' },
          { title: 'second', messageURL: 'https://two.example/', picURL: '' },
        ],
      },
    },
    reads: '[first](https://one.example/)\n\n[second](https://two.example/)',
    ...nobody,
    success: 'status',
  },
  {
    client: 'push-all-in-one',
    contentType: JSON_TYPE,
    query: (token, secret, now) => `timestamp=${now}&sign=${once(signOf(String(now), secret))}&access_token=${token}`,
    body: { msgtype: 'text', text: { content: 'from a script' }, at: {} },
    reads: 'from a script',
    ...nobody,
    success: 'errcode 0',
  },
  {
    client: 'DingtalkChatbot',
    contentType: JSON_UTF8,
    query: appended,
    body: {
      msgtype: 'actionCard',
      actionCard: {
        title: 'release 1.2',
        text: 'release 1.2 is ready',
        hideAvatar: 1,
        btnOrientation: 1,
        btns: [
          {
            title: 'Yes',
            actionURL: 'dingtalk://dingtalkclient/page/link?url=https%3A%2F%2Fyes.example%2F&pc_slide=false',
          },
          { title: 'No', actionURL: 'https://no.example/' },
        ],
      },
    },
    reads: 'release 1.2 is ready\n\n[Yes](https://yes.example/)\n\n[No](https://no.example/)',
    ...nobody,
    success: 'errcode 0',
  },
  {
    client: 'Apprise',
    contentType: JSON_TYPE,
    query: twice,
    body: {
      msgtype: 'text',
      at: { atMobiles: ['13800001111'], isAtAll: false },
      markdown: { title: 'T', text: '# hi' },
    },
    reads: 'T\n\n# hi',
    phones: ['13800001111'],
    ids: [],
    all: false,
    success: 'status',
  },
  {
    client: 'ElastAlert 2, third message of a rule',
    contentType: JSON_TYPE,
    query: (token, secret, now) => {
      const pair = (at: number, key: string): string => `&timestamp=${at}&sign=${once(signOf(String(at), key))}`;
      return `access_token=${token}${pair(now - 7_200_000, secret)}${pair(now - 60_000, 'SECother')}${pair(now, secret)}`;
    },
    body: { msgtype: 'text', text: { content: 'errors over 5 in 10 minutes' } },
    reads: 'errors over 5 in 10 minutes',
    ...nobody,
    success: 'status',
  },
  {
    client: 'Qinglong',
    contentType: JSON_TWICE,
    query: appended,
    body: { msgtype: 'text', text: { content: ' 任务\n\n完成' } },
    reads: ' 任务\n\n完成',
    ...nobody,
    success: 'errcode 0',
  },
  {
    client: 'Jenkins DingTalk plugin',
    contentType: JSON_UTF8,
    query: appended,
    body: {
      msgtype: 'actionCard',
      at: {},
      actionCard: {
        title: 'shop #12',
        text: '# [shop](http://ci.example/job/shop/12/)\n---\n- failed\n\n@13800001111',
        btnOrientation: '1',
        btns: [{ title: 'console', actionURL: 'http://ci.example/job/shop/12/console' }],
        at: { isAtAll: false, atMobiles: ['13800001111'] },
      },
    },
    reads:
      'shop #12\n\n# [shop](http://ci.example/job/shop/12/)\n---\n- failed\n\n@13800001111\n\n[console](http://ci.example/job/shop/12/console)',
    phones: ['13800001111'],
    ids: [],
    all: false,
    success: 'errcode 0',
  },
];
