/** A notice as a Feishu card: plain text that needs no escaping, and the link as a button. */
import type { ChannelDraft } from '../../model/notice.ts';
import { CHANNELS } from '../errors.ts';
import { jsonMessage, shortKey, withoutSlash } from '../json-message.ts';
import type { Envelope, RenderedHttp } from '../port.ts';
import { mentioned, type Shown, shownOf } from '../shown.ts';
import type { ChannelWords } from '../words.ts';
import { Secret } from '../../base/secret.ts';
import type { FeishuAppConfig, FeishuBotConfig } from './config.ts';

/** 20 KB for the whole request of a custom robot (ucTM5YjL3ETO24yNxkjN); 30 KB for an application's card. One limit for both. */
export const FEISHU_MAX_BYTES = 20_000;
/** Timestamp and signature come in when the message is sent. */
const SIGNATURE_BYTES = 120;
/** An application's `uuid`: at most 50 characters; within an hour a repeat gives the message that is there (im-v1/message/create). */
const UUID_MAX = 50;

const OPEN_ID = /^ou_[A-Za-z0-9]{8,64}$/;
const USER_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** Returns the body for bot/v2/hook, not yet signed. @throws `channels.bad_draft` */
export function renderFeishuBot(
  draft: ChannelDraft,
  words: ChannelWords,
  envelope: Envelope,
  config: FeishuBotConfig,
): RenderedHttp {
  const shown = shownOf(draft, words, envelope, ['group']);
  const users = mentioned(shown.mentions, OPEN_ID);
  const { keyword } = config;
  return jsonMessage(draft, envelope, {
    url: `${withoutSlash(config.baseUrl)}/open-apis/bot/v2/hook`,
    secretPath: new Secret(`/${config.token.reveal()}`),
    identifiers: users,
    maxBytes: FEISHU_MAX_BYTES - SIGNATURE_BYTES,
    body: { msg_type: 'interactive', card: cardOf(shown, users, keyword === undefined ? [] : [keyword]) },
  });
}

/** Returns the body for im/v1/messages; the kind of the recipient's identifier goes into the query. @throws `channels.bad_draft` */
export function renderFeishuApp(
  draft: ChannelDraft,
  words: ChannelWords,
  envelope: Envelope,
  config: FeishuAppConfig,
): RenderedHttp {
  const group = config.chatId;
  const shown = shownOf(draft, words, envelope, group === undefined ? ['user', 'conversation'] : ['group']);
  const recipient = recipientOf(envelope, config);
  const users = mentioned(shown.mentions, config.userIds === 'open_id' ? OPEN_ID : USER_ID);
  const uuid = shortKey(envelope.idempotencyKey, UUID_MAX);
  return jsonMessage(draft, envelope, {
    url: `${withoutSlash(config.baseUrl)}/open-apis/im/v1/messages`,
    identifiers: [uuid, ...(group === undefined ? [] : [group]), ...users],
    maxBytes: FEISHU_MAX_BYTES,
    body: {
      receive_id: recipient,
      msg_type: 'interactive',
      content: JSON.stringify(cardOf(shown, users, [])),
      uuid,
    },
  });
}

function recipientOf({ target }: Envelope, config: FeishuAppConfig): string {
  const id = target.kind === 'user' || target.kind === 'conversation' ? target.id : (config.chatId ?? '');
  if (!USER_ID.test(id)) throw CHANNELS.bad_draft({ field: 'target' });
  return id;
}

/** Returns what `receive_id_type` says of the target. */
export function recipientKind({ target }: Envelope, config: FeishuAppConfig): string {
  return target.kind === 'user' ? config.userIds : 'chat_id';
}

function cardOf(shown: Shown, users: readonly string[], more: readonly string[]): object {
  const { title, button, markdown, footer, mentions } = shown;
  const lines = shown.lines.join('\n');
  const calls = [...(mentions.all ? ['all'] : []), ...users].map((id) => `<at id=${id}></at>`);
  const text = (content: string): object => ({ tag: 'plain_text', content });
  const link =
    button === undefined ? [] : [{ tag: 'button', text: text(button.text), type: 'primary', url: button.link }];
  const below = [footer, ...more].filter((line) => line !== '');
  return {
    // update_multi: an application may rewrite the card for everybody who sees it.
    config: { wide_screen_mode: true, update_multi: true },
    header: { title: text(title), template: 'blue' },
    elements: [
      { tag: 'div', text: markdown ? { tag: 'lark_md', content: lines } : text(lines) },
      ...(calls.length === 0 ? [] : [{ tag: 'div', text: { tag: 'lark_md', content: calls.join(' ') } }]),
      ...(link.length === 0 ? [] : [{ tag: 'action', actions: link }]),
      ...(below.length === 0 ? [] : [{ tag: 'note', elements: below.map(text) }]),
    ],
  };
}
