/** The parts of a message as DingTalk's Markdown, and the bodies that robot/send and the session address take. */
import { utf8 } from '../../base/bytes.ts';
import type { Mentions } from '../../model/notice.ts';
import { CHANNELS } from '../errors.ts';
import type { MessageParts } from '../parts.ts';
import type { RenderedHttp } from '../port.ts';
import { escapeMarkdown } from '../text.ts';

/** Above this, DingTalk answers 460101. */
export const DINGTALK_MAX_BYTES = 20_000;

export type Look = {
  readonly layout: 'actionCard' | 'markdown';
  readonly openIn: 'browser' | 'dingtalk' | 'none';
};

/** Markdown without markup from outside, and the link beside it. */
export type Composed = {
  readonly title: string;
  readonly text: string;
  readonly button?: { readonly name: string; readonly link: string };
};

/**
 * Returns the message in Markdown.
 *
 * @param last - Lines of our own or of the settings that end the text, written as they are: names that are called, a keyword.
 */
export function compose(parts: MessageParts, look: Look, last: readonly string[] = []): Composed {
  const title = escapeMarkdown(parts.title);
  const lines = [...parts.lines, parts.footer].map(escapeMarkdown);
  const text = [`#### ${title}`, ...lines, ...last].join('\n\n');
  const { button } = parts;
  if (button === undefined || look.openIn === 'none') return { title, text };
  const link = look.openIn === 'browser' ? browserLink(button.link) : button.link;
  return { title, text, button: { name: escapeMarkdown(button.text), link } };
}

/** Returns the text with its link in a last line, for a message that has no button. */
export function withLinkLine({ text, button }: Composed): string {
  return button === undefined ? text : `${text}\n\n[${button.name}](${button.link})`;
}

/** Returns the body of robot/send, without what is beside the message itself. */
export function robotMessage(composed: Composed, layout: Look['layout']): object {
  const { title, text, button } = composed;
  if (button !== undefined && layout === 'actionCard') {
    return { msgtype: 'actionCard', actionCard: { title, text, singleTitle: button.name, singleURL: button.link } };
  }
  return { msgtype: 'markdown', markdown: { title, text: withLinkLine(composed) } };
}

/** Returns whom a draft calls, or undefined when nobody. */
export function calledIn(draft: { readonly kind: string; readonly mentions?: Mentions }): Mentions | undefined {
  const { mentions } = draft;
  return mentions !== undefined && (mentions.all || mentions.users.length > 0) ? mentions : undefined;
}

/** Returns the line without which DingTalk calls nobody: each identifier after an @, as `at.atUserIds` has it. */
export function callLine(mentions: Mentions | undefined): readonly string[] {
  return mentions === undefined || mentions.users.length === 0
    ? []
    : [mentions.users.map((user) => `@${user}`).join(' ')];
}

/** Makes DingTalk open the system's browser rather than its own web view. */
function browserLink(link: string): string {
  return `dingtalk://dingtalkclient/page/link?pc_slide=false&url=${encodeURIComponent(link)}`;
}

/**
 * Returns the request for a JSON body.
 *
 * @param identifiers - Of people, robots and templates in the body.
 * @throws `channels.bad_draft` when it is longer than DingTalk takes.
 */
export function jsonRequest(
  where: Pick<RenderedHttp, 'kind' | 'method' | 'url' | 'envelope'>,
  value: object,
  identifiers: readonly string[],
): RenderedHttp {
  const body = utf8(JSON.stringify(value));
  if (body.length > DINGTALK_MAX_BYTES) throw CHANNELS.bad_draft({ field: 'size', bytes: body.length });
  const contentType = 'application/json; charset=utf-8';
  const headers = { 'content-type': contentType };
  return { transport: 'http', ...where, identifiers, headers, contentType, body, bytes: body.length };
}

/** Returns the address without a slash at its end. */
export function baseOf(url: string): string {
  return url.replace(/\/+$/, '');
}
