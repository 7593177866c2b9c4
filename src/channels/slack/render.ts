/** A notice as Slack blocks: plain text, which Slack does not read as markup, and the link as a button. */
import type { ChannelDraft } from '../../model/notice.ts';
import { CHANNELS } from '../errors.ts';
import { jsonMessage, withoutSlash } from '../json-message.ts';
import type { Envelope, RenderedHttp } from '../port.ts';
import { type Shown, shownOf } from '../shown.ts';
import { clip } from '../text.ts';
import type { ChannelWords } from '../words.ts';
import type { SlackConfig } from './config.ts';

export const SLACK_MAX_BYTES = 20_000;
/** Characters (docs.slack.dev: Block Kit, header 150, section 3000, button 75). */
const HEADER_MAX = 150;
const SECTION_MAX = 3000;
const BUTTON_MAX = 75;

/**
 * Returns the body for an incoming webhook. Both `unfurl_` members are false: with one of them true Slack's servers fetch every address.
 *
 * @throws `channels.bad_draft`
 */
export function renderSlack(
  draft: ChannelDraft,
  words: ChannelWords,
  envelope: Envelope,
  config: SlackConfig,
): RenderedHttp {
  const shown = shownOf(draft, words, envelope, ['group']);
  return jsonMessage(draft, envelope, {
    url: withoutSlash(config.baseUrl),
    secretPath: config.path,
    maxBytes: SLACK_MAX_BYTES,
    body: {
      // For notifications and old programs: the blocks are what is shown.
      text: escapeSlack(shown.title),
      blocks: blocksOf(shown, config),
      unfurl_links: false,
      unfurl_media: false,
    },
  });
}

function blocksOf(shown: Shown, config: SlackConfig): readonly object[] {
  const text = (content: string): object => ({ type: 'plain_text', text: content, emoji: false });
  const { title, footer } = shown;
  const lines = shown.lines.join('\n');
  if (lines.length > SECTION_MAX) throw CHANNELS.bad_draft({ field: 'size', characters: lines.length });
  return [
    { type: 'header', text: text(clip(title, HEADER_MAX)) },
    { type: 'section', text: text(lines) },
    ...linkBlocks(shown, config),
    ...(footer === '' ? [] : [{ type: 'context', elements: [text(footer)] }]),
  ];
}

function linkBlocks({ button }: Shown, config: SlackConfig): readonly object[] {
  if (button === undefined) return [];
  const { link } = button;
  if (config.link === 'text') {
    return [{ type: 'section', text: { type: 'mrkdwn', text: `<${link}|${escapeSlack(button.text)}>` } }];
  }
  const text = { type: 'plain_text', text: clip(button.text, BUTTON_MAX), emoji: false };
  return [{ type: 'actions', elements: [{ type: 'button', text, url: link, action_id: 'open' }] }];
}

/** Slack's own three entities (docs.slack.dev: formatting-message-text), and no bar, which would end a link's name. */
function escapeSlack(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/\|/g, '｜');
}
