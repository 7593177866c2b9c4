/** A message as its parts, in the order in which every channel writes them; how they look is the channel's. */
import type { ChannelDraft } from '../model/notice.ts';
import { CHANNELS } from './errors.ts';
import type { ChannelWords } from './words.ts';

export type MessageParts = {
  readonly title: string;
  readonly lines: readonly string[];
  /** The only link, and what it is called. */
  readonly button?: { readonly text: string; readonly link: string };
  readonly footer: string;
};

/**
 * Returns the parts of a message for a channel that shows links (`withLink`) or does not.
 *
 * @throws `channels.bad_draft` for a one-time code, which has a form of its own, for public text, and when draft and words do not belong together.
 */
export function partsOf(draft: ChannelDraft, words: ChannelWords, withLink = true): MessageParts {
  if (draft.kind === 'notice' && words.kind === 'notice') {
    const label = words.label === undefined ? [] : [words.label];
    const how = withLink ? words.howToOpen : words.howWithoutLink;
    const lines = [...label, words.intro, words.reference, words.validUntil, how];
    return { title: words.title, lines, ...button(withLink, words.button, draft.link), footer: words.footer };
  }
  if (draft.kind === 'reminder' && words.kind === 'reminder') {
    return {
      title: words.title,
      lines: [words.intro],
      ...button(withLink, words.button, draft.link),
      footer: words.footer,
    };
  }
  if (draft.kind === 'answer' && words.kind === 'answer') {
    const link = button(withLink, words.button, draft.link);
    return { title: words.title, lines: [words.text], ...link, footer: words.footer };
  }
  if ((draft.kind === 'test' || draft.kind === 'ended' || draft.kind === 'delivery') && words.kind === draft.kind) {
    return { title: words.title, lines: [words.text], footer: words.footer };
  }
  throw CHANNELS.bad_draft({ field: 'words' });
}

function button(withLink: boolean, text: string, link: string | undefined): Pick<MessageParts, 'button'> {
  return withLink && link !== undefined ? { button: { text, link } } : {};
}
