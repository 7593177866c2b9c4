/** A notice as the body of DingTalk's robot/send. */
import { utf8 } from '../../base/bytes.ts';
import type { ChannelDraft, NoticeDraft } from '../../model/notice.ts';
import { checkDraft } from '../draft.ts';
import { checkEnvelope } from '../envelope.ts';
import { CHANNELS } from '../errors.ts';
import type { Envelope, RenderedHttp } from '../port.ts';
import { escapeMarkdown } from '../text.ts';
import type { ChannelWords, NoticeWords } from '../words.ts';
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
  if (draft.kind !== 'notice' || words.kind !== 'notice') throw CHANNELS.bad_draft({ field: 'kind' });
  if (envelope.target.kind !== 'group') throw CHANNELS.bad_draft({ field: 'target' });
  const message = config.openIn === 'none' ? withoutLink(words, config) : withLink(draft, words, config);
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

function withLink(draft: NoticeDraft, words: NoticeWords, config: DingtalkConfig): object {
  const link = config.openIn === 'browser' ? browserLink(draft.link) : draft.link;
  const title = escapeMarkdown(words.title);
  const lines = paragraphs(words, words.howToOpen, config);
  if (config.layout === 'actionCard') {
    const button = escapeMarkdown(words.button);
    return {
      msgtype: 'actionCard',
      actionCard: { title, text: lines.join('\n\n'), singleTitle: button, singleURL: link },
    };
  }
  const text = [...lines, `[${escapeMarkdown(words.button)}](${link})`].join('\n\n');
  return { msgtype: 'markdown', markdown: { title, text } };
}

function withoutLink(words: NoticeWords, config: DingtalkConfig): object {
  const text = paragraphs(words, words.howWithoutLink, config).join('\n\n');
  return { msgtype: 'markdown', markdown: { title: escapeMarkdown(words.title), text } };
}

function paragraphs(words: NoticeWords, how: string, config: DingtalkConfig): readonly string[] {
  const lines = [words.intro, words.reference, words.validUntil, how, words.footer].map(escapeMarkdown);
  return [`#### ${escapeMarkdown(words.title)}`, ...lines, ...(config.keyword === undefined ? [] : [config.keyword])];
}

/** Makes DingTalk open the system's browser rather than its own web view. */
function browserLink(link: string): string {
  return `dingtalk://dingtalkclient/page/link?pc_slide=false&url=${encodeURIComponent(link)}`;
}
