/** What every channel of a group or a person shows: the parts of a message, or the text that may pass unchanged, and who is called by name. */
import type { ChannelDraft, Mentions, PublicDraft } from '../model/notice.ts';
import { checkDraft, organisationLine } from './draft.ts';
import { checkEnvelope } from './envelope.ts';
import { CHANNELS } from './errors.ts';
import { type MessageParts, partsOf } from './parts.ts';
import type { Envelope, SendTarget } from './port.ts';
import { clip, oneLine } from './text.ts';
import type { ChannelWords } from './words.ts';

export type Shown = MessageParts & {
  readonly mentions: Mentions;
  /** The lines are Markdown that a person wrote: only in public text. Everything else is plain text, to be made safe for its place. */
  readonly markdown: boolean;
};

const NOBODY: Mentions = { users: [], all: false };
const PUBLIC_TITLE_MAX = 120;

/**
 * Returns what is to be shown.
 *
 * @param places - Kinds of targets that this channel can reach. Public text goes to a group only.
 * @throws `channels.bad_draft`
 */
export function shownOf(
  draft: ChannelDraft,
  words: ChannelWords,
  envelope: Envelope,
  places: readonly SendTarget['kind'][],
): Shown {
  checkDraft(draft);
  checkEnvelope(envelope);
  if (!places.includes(envelope.target.kind)) throw CHANNELS.bad_draft({ field: 'target' });
  if (draft.kind !== 'public') {
    const mentions = draft.kind === 'notice' ? (draft.mentions ?? NOBODY) : NOBODY;
    return { ...partsOf(draft, words), mentions, markdown: false };
  }
  if (words.kind !== 'public') throw CHANNELS.bad_draft({ field: 'words' });
  if (envelope.target.kind !== 'group') throw CHANNELS.bad_draft({ field: 'target' });
  return publicParts(draft, words.title);
}

function publicParts(draft: PublicDraft, title: string): Shown {
  const markdown = draft.format === 'markdown';
  const plain = draft.text.split(/\r\n?|\n/).map(oneLine);
  // What is left after signs that nobody sees: a message of nothing else would be refused by most vendors.
  if (plain.every((line) => line === '')) throw CHANNELS.bad_draft({ field: 'text' });
  const lines = draft.text.trim().split(/\r\n?|\n/);
  return {
    title: clip(oneLine(title), PUBLIC_TITLE_MAX) || organisationLine(draft.organisation),
    lines: markdown ? lines.map(withoutCalls) : plain.filter((line) => line !== ''),
    footer: '',
    mentions: draft.mentions ?? NOBODY,
    markdown,
  };
}

/** A person's Markdown, without what would call people (`<@…>`, `<at …>`) or make a reader's program fetch a picture. */
function withoutCalls(line: string): string {
  return line.replace(/</g, '＜').replace(/!\[/g, '[');
}

/** Returns the non-empty lines below the title, the footer last. */
export function bodyLines(shown: Shown): readonly string[] {
  return shown.footer === '' ? shown.lines : [...shown.lines, shown.footer];
}

/**
 * Returns whom to call: identifiers of the vendor's shape. One that could be a telephone number is left out, because some organisations
 * use numbers as identifiers, and because identifiers are left out of the guard's scan.
 */
export function mentioned(mentions: Mentions, shape: RegExp): readonly string[] {
  return mentions.users.filter((user) => shape.test(user) && !/^\+?[\d.\-:@]{7,}$/.test(user)).slice(0, 50);
}
