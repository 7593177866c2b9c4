/** A notice for WeCom: Markdown for a robot in a group, a text card for a person. */
import type { ChannelDraft } from '../../model/notice.ts';
import { CHANNELS } from '../errors.ts';
import { jsonMessage, withoutSlash } from '../json-message.ts';
import type { Envelope, RenderedHttp } from '../port.ts';
import { bodyLines, mentioned, type Shown, shownOf } from '../shown.ts';
import { clip, escapeMarkdown } from '../text.ts';
import type { ChannelWords } from '../words.ts';
import type { WecomAppConfig, WecomRobotConfig } from './config.ts';

/** Of the whole JSON body; the texts in it have limits of their own. */
export const WECOM_MAX_BYTES = 16_384;
/** UTF-8 bytes of `markdown.content` and `text.content` (path 91770). */
export const MARKDOWN_MAX_BYTES = 4096;
export const TEXT_MAX_BYTES = 2048;
/** Characters of a text card (path 90236); WeCom cuts what is longer, in the middle of a reference if need be. */
const CARD_TITLE_MAX = 128;
const CARD_TEXT_MAX = 512;
const CARD_BUTTON_MAX = 4;

const USER_ID = /^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/;

/**
 * Returns the body for webhook/send: Markdown with a named link, or plain text when everybody is called, which Markdown cannot do.
 *
 * @throws `channels.bad_draft`
 */
export function renderWecomRobot(
  draft: ChannelDraft,
  words: ChannelWords,
  envelope: Envelope,
  config: WecomRobotConfig,
): RenderedHttp {
  const shown = shownOf(draft, words, envelope, ['group']);
  const users = mentioned(shown.mentions, USER_ID);
  return jsonMessage(draft, envelope, {
    url: `${withoutSlash(config.baseUrl)}/cgi-bin/webhook/send`,
    identifiers: users,
    maxBytes: WECOM_MAX_BYTES,
    body: shown.mentions.all ? textMessage(shown, users) : markdownMessage(shown, users),
  });
}

function markdownMessage(shown: Shown, users: readonly string[]): object {
  const lines = shown.markdown ? bodyLines(shown) : bodyLines(shown).map(escapeMarkdown);
  const { button } = shown;
  const link = button === undefined ? [] : [`[${escapeMarkdown(button.text)}](${button.link})`];
  const calls = users.length === 0 ? [] : [users.map((user) => `<@${user}>`).join(' ')];
  const content = [`**${escapeMarkdown(shown.title)}**`, ...lines, ...link, ...calls].join('\n');
  return { msgtype: 'markdown', markdown: { content: within(content, MARKDOWN_MAX_BYTES) } };
}

function textMessage(shown: Shown, users: readonly string[]): object {
  const { button } = shown;
  const link = button === undefined ? [] : [`${button.text}: ${button.link}`];
  const content = [shown.title, ...bodyLines(shown), ...link].join('\n');
  return { msgtype: 'text', text: { content: within(content, TEXT_MAX_BYTES), mentioned_list: [...users, '@all'] } };
}

function within(content: string, maxBytes: number): string {
  const bytes = Buffer.byteLength(content, 'utf8');
  if (bytes > maxBytes) throw CHANNELS.bad_draft({ field: 'size', bytes });
  return content;
}

/**
 * Returns the body for message/send: a text card with the link as its button, or plain text when there is no link. WeCom knows no key: the
 * same JSON to the same person within four hours is shown once. The reference makes different notices different; a trial has none and is
 * shown every time.
 *
 * @throws `channels.bad_draft`
 */
export function renderWecomApp(
  draft: ChannelDraft,
  words: ChannelWords,
  envelope: Envelope,
  config: WecomAppConfig,
): RenderedHttp {
  const shown = shownOf(draft, words, envelope, ['user']);
  const { target } = envelope;
  if (target.kind !== 'user' || !USER_ID.test(target.id)) throw CHANNELS.bad_draft({ field: 'target' });
  return jsonMessage(draft, envelope, {
    url: `${withoutSlash(config.baseUrl)}/cgi-bin/message/send`,
    identifiers: [String(config.agentId)],
    maxBytes: WECOM_MAX_BYTES,
    body: {
      touser: target.id,
      agentid: config.agentId,
      ...cardOrText(shown),
      ...(draft.kind === 'notice' ? { enable_duplicate_check: 1, duplicate_check_interval: 14_400 } : {}),
    },
  });
}

function cardOrText(shown: Shown): object {
  const { button } = shown;
  const lines = bodyLines(shown);
  if (button === undefined) {
    return { msgtype: 'text', text: { content: within([shown.title, ...lines].join('\n'), TEXT_MAX_BYTES) } };
  }
  const textcard = {
    title: clip(shown.title, CARD_TITLE_MAX),
    description: clip(lines.map(asCardText).join('\n'), CARD_TEXT_MAX),
    url: button.link,
    // A longer word for the button is cut by WeCom; its own ("details") is better than half a word.
    ...(button.text.length <= CARD_BUTTON_MAX ? { btntxt: button.text } : {}),
  };
  return { msgtype: 'textcard', textcard };
}

/** The description may hold a few HTML tags; ours holds none. */
function asCardText(line: string): string {
  return line.replace(/</g, '＜').replace(/>/g, '＞').replace(/&/g, '＆');
}
