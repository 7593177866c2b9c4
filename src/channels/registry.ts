/** The channels that exist, each bound to its settings so that the outbox needs to know no vendor. */
import type { ChannelDraft } from '../model/notice.ts';
import { dingtalkRobot } from './dingtalk/robot.ts';
import { emailChannel } from './email/smtp.ts';
import { CHANNELS } from './errors.ts';
import type { ChannelAdapter, ChannelCaps, Envelope, RenderedRequest, SendCall, SendOutcome } from './port.ts';
import { smsProvider } from './sms/provider.ts';
import type { ChannelWords } from './words.ts';

export const CHANNEL_KINDS = ['dingtalk', 'email', 'sms'] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** One connection, ready to use. */
export type Channel = {
  readonly kind: string;
  readonly caps: ChannelCaps;
  /** `host:port`, for the egress guard's allow list. */
  readonly hosts: readonly string[];
  /** Names of the members of the settings that must be stored wrapped and never shown. */
  readonly secretFields: readonly string[];
  readonly render: (draft: ChannelDraft, words: ChannelWords, envelope: Envelope) => Promise<RenderedRequest>;
  readonly send: (call: Omit<SendCall<never>, 'config'>) => Promise<SendOutcome>;
};

const OPENERS: ReadonlyMap<string, (settings: unknown) => Channel> = new Map([
  ['dingtalk', (settings) => bind(dingtalkRobot, settings)],
  ['email', (settings) => bind(emailChannel, settings)],
  ['sms', (settings) => bind(smsProvider, settings)],
]);

/**
 * Returns the channel of a connection.
 *
 * @param settings - As stored or as typed by an administrator; unknown members are refused.
 * @throws `channels.unknown_kind`; `channels.bad_config` with the names of the fields that are wrong, never their values.
 */
export function openChannel(kind: string, settings: unknown): Channel {
  const open = OPENERS.get(kind);
  if (open === undefined) throw CHANNELS.unknown_kind();
  return open(settings);
}

function bind<Config>(adapter: ChannelAdapter<Config>, settings: unknown): Channel {
  const parsed = adapter.config.safeParse(settings);
  if (!parsed.success) {
    throw CHANNELS.bad_config({
      kind: adapter.kind,
      fields: parsed.error.issues.map((issue) => issue.path.join('.') || issue.code),
    });
  }
  const config = parsed.data;
  return {
    kind: adapter.kind,
    caps: adapter.caps(config),
    hosts: adapter.hosts(config),
    secretFields: adapter.secretFields,
    render: (draft, words, envelope) => adapter.render(draft, words, envelope, config),
    send: (call) => adapter.send({ ...call, config }),
  };
}
