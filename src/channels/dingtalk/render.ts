/** A message as the body of DingTalk's robot/send. */
import type { ChannelDraft, PublicDraft } from '../../model/notice.ts';
import { checkDraft } from '../draft.ts';
import { checkEnvelope } from '../envelope.ts';
import { CHANNELS } from '../errors.ts';
import { partsOf } from '../parts.ts';
import type { Envelope, RenderedHttp } from '../port.ts';
import { hostOf } from '../settings.ts';
import { clip, oneLine } from '../text.ts';
import type { ChannelWords } from '../words.ts';
import type { DingtalkConfig } from './config.ts';
import { baseOf, callLine, calledIn, compose, jsonRequest, robotMessage } from './message.ts';
import { sessionAddress } from './session.ts';

const TITLE_MAX = 100;

/**
 * Returns the exact body for robot/send, with `msgUuid` for the vendor's own deduplication: an action card or Markdown; public text as it is.
 * People are called by DingTalk's own identifiers only. An action card calls nobody, so a message that calls somebody is Markdown.
 *
 * @throws `channels.bad_draft` for a one-time code (it never goes to a group) and for a draft or a target of the wrong form.
 */
export function renderDingtalk(
  draft: ChannelDraft,
  words: ChannelWords,
  envelope: Envelope,
  config: DingtalkConfig,
): RenderedHttp {
  checkDraft(draft);
  checkEnvelope(envelope);
  const url = addressOf(draft, envelope, config);
  const called = calledIn(draft);
  const at = called === undefined ? {} : { at: { atUserIds: called.users, isAtAll: called.all } };
  const last = [...callLine(called), ...(config.keyword === undefined ? [] : [config.keyword])];
  const message = draft.kind === 'public' ? publicMessage(draft, last) : noticeMessage(draft, words, config, last);
  const where = { kind: draft.kind, method: 'POST', url, envelope } as const;
  return jsonRequest(where, { ...message, ...at, msgUuid: envelope.idempotencyKey }, longNumbers(called?.users ?? []));
}

/** Identifiers of people may be long numbers. One that has the form of a phone number is not named to the guard, which then stops it. */
function longNumbers(users: readonly string[]): readonly string[] {
  return users.filter((user) => !/^\+|^(?:86)?1[3-9]\d{9}$/.test(user));
}

function addressOf(draft: ChannelDraft, { target }: Envelope, config: DingtalkConfig): string {
  if (target.kind === 'group') return `${baseOf(config.baseUrl)}/robot/send`;
  if (target.kind !== 'answer_url' || draft.kind !== 'answer') throw CHANNELS.bad_draft({ field: 'target' });
  return sessionAddress(target.url, [hostOf(config.baseUrl)]).url;
}

function noticeMessage(
  draft: ChannelDraft,
  words: ChannelWords,
  config: DingtalkConfig,
  last: readonly string[],
): object {
  const parts = partsOf(draft, words, config.openIn !== 'none');
  const layout = calledIn(draft) === undefined ? config.layout : 'markdown';
  return robotMessage(compose(parts, config, last), layout);
}

/** The text is not touched: what passes unchanged was decided before it came here. */
function publicMessage(draft: PublicDraft, last: readonly string[]): object {
  const text = [draft.text, ...last].join('\n\n');
  if (draft.format === 'text') return { msgtype: 'text', text: { content: text } };
  const title = clip(oneLine(draft.title), TITLE_MAX);
  return { msgtype: 'markdown', markdown: { title: title === '' ? oneLine(draft.organisation) : title, text } };
}
