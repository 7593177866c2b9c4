/** A notice as the body of DingTalk's robot/send. */
import { utf8 } from '../../base/bytes.ts';
import type { ChannelDraft } from '../../model/notice.ts';
import { checkDraft } from '../draft.ts';
import { checkEnvelope } from '../envelope.ts';
import { CHANNELS } from '../errors.ts';
import { type MessageParts, partsOf } from '../parts.ts';
import type { Envelope, RenderedHttp } from '../port.ts';
import { escapeMarkdown } from '../text.ts';
import type { ChannelWords } from '../words.ts';
import type { DingtalkConfig } from './config.ts';

/** Above this, DingTalk answers 460101. */
export const DINGTALK_MAX_BYTES = 20_000;

/**
 * Returns the exact body for robot/send: an actionCard or markdown message with `msgUuid` for the vendor's own deduplication.
 * Nobody is called by `at`: phone numbers travel there.
 *
 * @throws `channels.bad_draft` for a one-time code (it never goes to a group) and for a draft of the wrong form.
 */
export function renderDingtalk(
  draft: ChannelDraft,
  words: ChannelWords,
  envelope: Envelope,
  config: DingtalkConfig,
): RenderedHttp {
  checkDraft(draft);
  checkEnvelope(envelope);
  if (envelope.target.kind !== 'group') throw CHANNELS.bad_draft({ field: 'target' });
  const message = messageOf(partsOf(draft, words, config.openIn !== 'none'), config);
  const body = utf8(JSON.stringify({ ...message, msgUuid: envelope.idempotencyKey }));
  if (body.length > DINGTALK_MAX_BYTES) throw CHANNELS.bad_draft({ field: 'size', bytes: body.length });
  const contentType = 'application/json; charset=utf-8';
  return {
    transport: 'http',
    kind: draft.kind,
    method: 'POST',
    url: `${config.baseUrl.replace(/\/+$/, '')}/robot/send`,
    headers: { 'content-type': contentType },
    contentType,
    body,
    bytes: body.length,
    envelope,
  };
}

function messageOf(parts: MessageParts, config: DingtalkConfig): object {
  const title = escapeMarkdown(parts.title);
  const lines = paragraphs(parts, config);
  const { button } = parts;
  if (button === undefined) return { msgtype: 'markdown', markdown: { title, text: lines.join('\n\n') } };
  const name = escapeMarkdown(button.text);
  const link = config.openIn === 'browser' ? browserLink(button.link) : button.link;
  if (config.layout === 'actionCard') {
    return {
      msgtype: 'actionCard',
      actionCard: { title, text: lines.join('\n\n'), singleTitle: name, singleURL: link },
    };
  }
  return { msgtype: 'markdown', markdown: { title, text: [...lines, `[${name}](${link})`].join('\n\n') } };
}

function paragraphs(parts: MessageParts, config: DingtalkConfig): readonly string[] {
  const lines = [...parts.lines, parts.footer].map(escapeMarkdown);
  return [`#### ${escapeMarkdown(parts.title)}`, ...lines, ...(config.keyword === undefined ? [] : [config.keyword])];
}

/** Makes DingTalk open the system's browser rather than its own web view. */
function browserLink(link: string): string {
  return `dingtalk://dingtalkclient/page/link?pc_slide=false&url=${encodeURIComponent(link)}`;
}
