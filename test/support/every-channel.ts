/** Every channel there is, in every form that its settings give it, with every draft that it carries: for tests of what leaves. */
import type { SendTarget } from '../../src/channels/port.ts';
import { type Channel, openChannel } from '../../src/channels/registry.ts';
import type { ChannelKind } from '../../src/model/channel.ts';
import type { Locale } from '../../src/model/locale.ts';
import { type ChannelDraft, DELIVERY_NEWS } from '../../src/model/notice.ts';
import { REQUEST_KINDS } from '../../src/model/api/access-requests.ts';
import { answer, code, delivered, ended, notice, publicText, reminder, trial } from './channel-drafts.ts';
import { VENDOR_CASES } from './vendor-settings.ts';

export type EveryChannel = {
  readonly name: string;
  readonly kind: ChannelKind;
  readonly channel: Channel;
  readonly target: SendTarget;
};

const group: SendTarget = { kind: 'group' };
const person: SendTarget = { kind: 'user', id: 'manager4220' };
const app = { appKey: 'dingappkey00', appSecret: 'dingAppSecret0000', robotCode: 'dingrobot00' };
const openConversationId = 'cidAbC+d/EfGh1234==';
const cardTemplateId = '9e2ad3cc-1a2b.schema';

function one(name: string, kind: ChannelKind, settings: object, target: SendTarget): EveryChannel {
  return { name, kind, channel: openChannel(kind, settings), target };
}

const robot = { accessToken: 'robottoken0000', secret: 'SECrobot0000' };
const sms = {
  url: 'https://sms.example.mo/v2/send',
  body: { to: '{{to}}', text: '{{text}}', key: '{{key}}', sender: 'LOTUS', flash: false, validity: 60 },
  idempotencyHeader: 'idempotency-key',
  jurisdiction: 'MO',
};

export const EVERY_CHANNEL: readonly EveryChannel[] = [
  one('dingtalk', 'dingtalk', robot, group),
  one('dingtalk with a keyword', 'dingtalk', { ...robot, layout: 'markdown', keyword: 'Entrepot' }, group),
  one('dingtalk without a link', 'dingtalk', { ...robot, openIn: 'none' }, group),
  one('dingtalk answers', 'dingtalk', robot, group),
  one('dingtalk_app to a person', 'dingtalk_app', { ...app, mode: 'user' }, person),
  one(
    'dingtalk_app to a group',
    'dingtalk_app',
    { ...app, mode: 'group', openConversationId, layout: 'markdown' },
    group,
  ),
  one('dingtalk_app work notice', 'dingtalk_app', { ...app, mode: 'work_notice', agentId: 2_853_104_417 }, person),
  one('dingtalk_app card', 'dingtalk_app', { ...app, mode: 'card', cardTemplateId }, person),
  one(
    'dingtalk_app card in a group',
    'dingtalk_app',
    { ...app, mode: 'card', cardTemplateId, openConversationId },
    group,
  ),
  ...VENDOR_CASES.map(({ kind, settings, base, target }) => one(kind, kind, settings(base), target)),
  one(
    'feishu_app to a group',
    'feishu_app',
    { appId: 'cli_a98251e3d1f8900c', appSecret: 'feishuAppSecretAA', chatId: 'oc_0123456789abcdef' },
    group,
  ),
  one('sms', 'sms', sms, { kind: 'phone', number: '+85366881234' }),
  one(
    'email',
    'email',
    { host: 'mail.example.mo', from: 'notice@gate.example.mo' },
    { kind: 'email', address: 'ana@example.pt' },
  ),
];

const LONG = '濠江貿易及物流服務（國際）有限公司澳門分行客戶服務及合規部門第二辦事處資料傳輸組';

/** Drafts of a kind that differ in what they are made of. */
export function draftsOf(kind: ChannelDraft['kind'], locale: Locale): readonly ChannelDraft[] {
  return DRAFTS[kind](locale);
}

const DRAFTS: Readonly<Record<ChannelDraft['kind'], (locale: Locale) => readonly ChannelDraft[]>> = {
  notice: (locale) => [
    notice({ locale }),
    notice({
      locale,
      count: 5,
      template: 'alert',
      label: 'Zabbix & Co',
      mentions: { users: ['manager4220', 'ou_7d8a6e6df762155'], all: true },
    }),
    notice({ locale, organisation: LONG, count: 9999, template: 'files', label: '標'.repeat(40) }),
    notice({ locale, organisation: 'A & B <Trading> [MO]_*', template: 'report' }),
  ],
  code: (locale) => [code({ locale }), code({ locale, organisation: LONG })],
  reminder: (locale) => [
    reminder({ locale }),
    ...REQUEST_KINDS.map((kind) =>
      reminder({
        locale,
        count: 1,
        link: 'https://gate.example.mo/requests',
        request: { reference: 'EN-7K3M-9QWX-2H5T', kind },
      }),
    ),
  ],
  test: (locale) => [trial({ locale }), trial({ locale, organisation: LONG })],
  ended: (locale) => [ended({ locale })],
  delivery: (locale) => DELIVERY_NEWS.map((news) => delivered({ locale, news })),
  answer: (locale) => [
    answer({ locale }),
    answer({ locale, answer: 'status_open', link: 'https://gate.example.mo/n/AbCdEfGhIjKlMnOpQrStUv' }),
    answer({ locale, answer: 'help' }),
  ],
  public: (locale) => [
    publicText({ locale }),
    publicText({
      locale,
      format: 'text',
      title: '50% done',
      text: '50% done\n{"a": [1, "b"]}\n\nvalue_is <none> & x*y',
    }),
    publicText({ locale, title: 'x'.repeat(300), text: '構建完成 '.repeat(400) }),
  ],
};
