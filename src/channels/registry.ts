/** The channels that exist, each bound to its settings so that the outbox needs to know no vendor. */
import type { ChannelKind } from '../model/channel.ts';
import type { ChannelDraft } from '../model/notice.ts';
import { dingtalkApp } from './dingtalk/app.ts';
import { dingtalkRobot } from './dingtalk/robot.ts';
import { emailChannel } from './email/smtp.ts';
import { CHANNELS } from './errors.ts';
import { feishuApp } from './feishu/app.ts';
import { feishuBot } from './feishu/bot.ts';
import { googleChatWebhook } from './google-chat/webhook.ts';
import { matrixRoom } from './matrix/room.ts';
import { mattermostWebhook } from './mattermost/webhook.ts';
import type {
  AfterCall,
  ChannelAdapter,
  ChannelCaps,
  Confirmation,
  Envelope,
  ProbeResult,
  RenderedRequest,
  SendCall,
  SendOutcome,
  VendorCall,
  VendorSetting,
} from './port.ts';
import type { Inlet, Receives } from './receive.ts';
import { slackWebhook } from './slack/webhook.ts';
import { smsProvider } from './sms/provider.ts';
import { teamsWorkflow } from './teams/workflow.ts';
import { wecomApp } from './wecom/app.ts';
import { wecomRobot } from './wecom/robot.ts';
import { whatsappCloud } from './whatsapp/cloud.ts';
import type { ChannelWords } from './words.ts';

/** `values`: texts. `members`: names of members, and numbers. */
export type Named = { readonly members: readonly string[]; readonly values: readonly string[] };

/** One connection, ready to use. What a vendor cannot do is left out. */
export type Channel = {
  readonly kind: ChannelKind;
  readonly caps: ChannelCaps;
  /** `host:port`, for the egress guard's allow list. */
  readonly hosts: readonly string[];
  /** Names of the members of the settings that must be stored wrapped and never shown. */
  readonly secretFields: readonly string[];
  /** What the settings hold that is no secret: a message may say it. */
  readonly named: Named;
  readonly render: (draft: ChannelDraft, words: ChannelWords, envelope: Envelope) => Promise<RenderedRequest>;
  readonly send: (call: Unbound<SendCall<never>>) => Promise<SendOutcome>;
  readonly recall?: (call: Unbound<AfterCall<never>>) => Promise<boolean>;
  readonly update?: (call: Unbound<AfterCall<never>> & { readonly rendered: RenderedRequest }) => Promise<SendOutcome>;
  readonly confirm?: (call: Unbound<AfterCall<never>>) => Promise<Confirmation>;
  readonly probe?: (call: Unbound<VendorCall<never>>) => Promise<ProbeResult>;
  readonly settings?: (call: Unbound<VendorCall<never>>) => Promise<readonly VendorSetting[]>;
  /** How messages from the vendor's side reach us, where the settings say that they do. */
  readonly inlet?: Inlet;
};

type Unbound<Call> = Omit<Call, 'config'>;
type Opener = (settings: unknown) => Channel;

const OPENERS: Readonly<Record<ChannelKind, Opener>> = {
  dingtalk: (settings) => bind('dingtalk', dingtalkRobot, settings),
  dingtalk_app: (settings) => bind('dingtalk_app', dingtalkApp, settings),
  wecom_robot: (settings) => bind('wecom_robot', wecomRobot, settings),
  wecom_app: (settings) => bind('wecom_app', wecomApp, settings),
  feishu_bot: (settings) => bind('feishu_bot', feishuBot, settings),
  feishu_app: (settings) => bind('feishu_app', feishuApp, settings),
  teams: (settings) => bind('teams', teamsWorkflow, settings),
  slack: (settings) => bind('slack', slackWebhook, settings),
  google_chat: (settings) => bind('google_chat', googleChatWebhook, settings),
  mattermost: (settings) => bind('mattermost', mattermostWebhook, settings),
  matrix: (settings) => bind('matrix', matrixRoom, settings),
  whatsapp: (settings) => bind('whatsapp', whatsappCloud, settings),
  sms: (settings) => bind('sms', smsProvider, settings),
  email: (settings) => bind('email', emailChannel, settings),
};

function isChannelKind(kind: string): kind is ChannelKind {
  return Object.hasOwn(OPENERS, kind);
}

/**
 * Returns the channel of a connection.
 *
 * @param settings - As stored or as typed by an administrator; unknown members are refused.
 * @throws `channels.unknown_kind`; `channels.bad_config` with the names of the fields that are wrong, never their values.
 */
export function openChannel(kind: string, settings: unknown): Channel {
  if (!isChannelKind(kind)) throw CHANNELS.unknown_kind();
  return OPENERS[kind](settings);
}

function bind<Config>(
  kind: ChannelKind,
  adapter: ChannelAdapter<Config> & Partial<Receives<Config>>,
  settings: unknown,
): Channel {
  const parsed = adapter.config.safeParse(settings);
  if (!parsed.success) {
    throw CHANNELS.bad_config({
      kind,
      fields: parsed.error.issues.map((issue) => issue.path.join('.') || issue.code),
    });
  }
  const config = parsed.data;
  const { recall, update, confirm, probe, settings: readSettings } = adapter;
  const inlet = adapter.inlet?.(config);
  return {
    kind,
    caps: adapter.caps(config),
    hosts: adapter.hosts(config),
    secretFields: adapter.secretFields,
    named: namedIn(config),
    render: (draft, words, envelope) => adapter.render(draft, words, envelope, config),
    send: (call) => adapter.send({ ...call, config }),
    ...(recall === undefined ? {} : { recall: (call) => recall({ ...call, config }) }),
    ...(update === undefined ? {} : { update: (call) => update({ ...call, config }) }),
    ...(confirm === undefined ? {} : { confirm: (call) => confirm({ ...call, config }) }),
    ...(probe === undefined ? {} : { probe: (call) => probe({ ...call, config }) }),
    ...(readSettings === undefined ? {} : { settings: (call) => readSettings({ ...call, config }) }),
    ...(inlet === undefined ? {} : { inlet }),
  };
}

/** A `Secret` has no members, so nothing of it comes out. */
function namedIn(settings: unknown): Named {
  if (typeof settings === 'string') return { members: [], values: [settings] };
  if (typeof settings === 'number') return { members: [String(settings)], values: [] };
  if (typeof settings !== 'object' || settings === null) return { members: [], values: [] };
  const inside = Object.values(settings).map(namedIn);
  return {
    members: [...Object.keys(settings), ...inside.flatMap((one) => one.members)],
    values: inside.flatMap((one) => one.values),
  };
}
