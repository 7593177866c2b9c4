/** What every channel may rely on about a draft. The types keep content out; these checks keep out what a string could smuggle. */
import type {
  AnswerDraft,
  ChannelDraft,
  CodeDraft,
  NoticeDraft,
  PublicDraft,
  ReminderDraft,
  RouteWords,
} from '../model/notice.ts';
import { CHANNELS } from './errors.ts';
import { clip, isLoopback, oneLine } from './text.ts';

const REFERENCE = 'EN(?:-[0-9A-HJKMNP-TV-Z]{4}){3}';
const REFERENCE_SHAPE = new RegExp(`^${REFERENCE}$`);
/** References inside a text; what touches one on either side is not a reference. */
export const EN_REFERENCE = new RegExp(`(?<![0-9A-Za-z-])${REFERENCE}(?![0-9A-Za-z-])`, 'g');

const ORGANISATION_MAX = 80;
const LINK_MAX = 200;
const REMINDER_COUNT_MAX = 9999;
const NOTICE_COUNT_MAX = 9999;
const LABEL_MAX = 40;
const PUBLIC_TEXT_MAX = 15_000;
/** What vendors call people: letters, digits and a few signs, never a space. */
const PROVIDER_ID = /^[A-Za-z0-9._@$:+-]{1,128}$/;

/**
 * Returns the organisation's name as it is written in every message: one line, at most 80 UTF-16 units.
 *
 * @throws `channels.bad_draft` when nothing is left, or when the name holds an address that a chat program would turn into a link.
 */
export function organisationLine(name: string): string {
  const line = clip(oneLine(name), ORGANISATION_MAX);
  if (line === '' || line.includes('://')) throw CHANNELS.bad_draft({ field: 'organisation' });
  return line;
}

/** Returns nothing for a draft of the specified form. @throws `channels.bad_draft` naming the field, never its value. */
export function checkDraft(draft: ChannelDraft): void {
  organisationLine(draft.organisation);
  switch (draft.kind) {
    case 'notice':
      return checkNotice(draft);
    case 'code':
      return checkCode(draft);
    case 'reminder':
      return checkReminder(draft);
    case 'ended':
    case 'delivery':
      return checkReference(draft.reference);
    case 'answer':
      return checkAnswer(draft);
    case 'public':
      return checkPublic(draft);
    case 'test':
      return undefined;
  }
}

function checkReference(reference: string): void {
  if (!REFERENCE_SHAPE.test(reference)) throw CHANNELS.bad_draft({ field: 'reference' });
}

function checkNotice(draft: NoticeDraft): void {
  checkReference(draft.reference);
  if (Number.isNaN(draft.expiresAt.getTime())) throw CHANNELS.bad_draft({ field: 'expiresAt' });
  if (!isNoticeLink(draft.link)) throw CHANNELS.bad_draft({ field: 'link' });
  const { count = 1 } = draft;
  if (!Number.isInteger(count) || count < 1 || count > NOTICE_COUNT_MAX) throw CHANNELS.bad_draft({ field: 'count' });
  checkRouteWords(draft);
}

/** One line of an officer's choosing, never an address: a chat program would turn it into a link. */
function checkRouteWords({ label, mentions }: RouteWords): void {
  if (label !== undefined && (label !== clip(oneLine(label), LABEL_MAX) || label === '' || label.includes('://')))
    throw CHANNELS.bad_draft({ field: 'label' });
  for (const user of mentions?.users ?? [])
    if (!PROVIDER_ID.test(user)) throw CHANNELS.bad_draft({ field: 'mentions' });
}

function checkAnswer(draft: AnswerDraft): void {
  if (draft.reference !== undefined) checkReference(draft.reference);
  if (draft.link !== undefined && !isNoticeLink(draft.link)) throw CHANNELS.bad_draft({ field: 'link' });
}

function checkPublic(draft: PublicDraft): void {
  if (draft.text.trim() === '' || draft.text.length > PUBLIC_TEXT_MAX) throw CHANNELS.bad_draft({ field: 'text' });
  checkRouteWords(draft.mentions === undefined ? {} : { mentions: draft.mentions });
}

function checkCode(draft: CodeDraft): void {
  if (!/^[0-9A-Z]{4,12}$/.test(draft.code)) throw CHANNELS.bad_draft({ field: 'code' });
  const { minutesValid } = draft;
  if (!Number.isInteger(minutesValid) || minutesValid < 1 || minutesValid > 1440) {
    throw CHANNELS.bad_draft({ field: 'minutesValid' });
  }
}

function checkReminder(draft: ReminderDraft): void {
  const { count, link, request } = draft;
  if (request !== undefined) checkReference(request.reference);
  if (!Number.isInteger(count) || count < 1 || count > REMINDER_COUNT_MAX) throw CHANNELS.bad_draft({ field: 'count' });
  if (!isNoticeLink(link)) throw CHANNELS.bad_draft({ field: 'link' });
}

/**
 * INVARIANT: the link of a notice has no query, no fragment and no user part, so that no key or share can ride on it
 * to a provider that keeps whole addresses.
 */
function isNoticeLink(link: string): boolean {
  // Only characters that need no escaping in Markdown, HTML and JSON: the same address is written everywhere.
  if (link.length > LINK_MAX || !/^https?:\/\/[A-Za-z0-9.\-:[\]]+\/[A-Za-z0-9/_-]*$/.test(link)) return false;
  const url = URL.parse(link);
  if (url === null || url.hash !== '' || url.search !== '' || url.username !== '') return false;
  return url.protocol === 'https:' || isLoopback(url.hostname);
}
