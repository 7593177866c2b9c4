/**
 * What people would read of each type of message (help.dingtalk.io, robot message types). Pictures by address are never fetched and say
 * nothing here. Links stay as text.
 */
import { type Loose, objectsOf, textOf } from './loose-json.ts';

export type Readable = { readonly title: string; readonly text: string; readonly format: 'text' | 'markdown' };

/** Types that a custom robot may send, in the order in which they are looked for. */
export const TYPES = ['text', 'markdown', 'link', 'actionCard', 'feedCard'] as const;
export type MessageType = (typeof TYPES)[number];

/** Returns undefined when the section says nothing: some clients send all sections and fill one. */
export function compose(type: MessageType, section: Loose): Readable | undefined {
  const readable = COMPOSERS[type](section);
  return readable.text.trim() === '' ? undefined : readable;
}

const COMPOSERS: Readonly<Record<MessageType, (section: Loose) => Readable>> = {
  text: (section) => ({ title: '', text: textOf(section, 'content'), format: 'text' }),
  markdown: (section) => {
    const title = textOf(section, 'title');
    return { title, text: withTitle(title, textOf(section, 'text')), format: 'markdown' };
  },
  link: (section) => {
    const title = textOf(section, 'title');
    const address = textOf(section, 'messageUrl', 'messageURL');
    const lines = [withTitle(title, textOf(section, 'text')), address].filter((line) => line !== '');
    return { title, text: lines.join('\n\n'), format: 'text' };
  },
  actionCard: (section) => {
    const title = textOf(section, 'title');
    const single = button(textOf(section, 'singleTitle'), textOf(section, 'singleURL', 'singleUrl'));
    const buttons = objectsOf(section, 'btns').map((one) =>
      button(textOf(one, 'title'), textOf(one, 'actionURL', 'actionUrl')),
    );
    const lines = [withTitle(title, textOf(section, 'text')), single, ...buttons].filter((line) => line !== '');
    return { title, text: lines.join('\n\n'), format: 'markdown' };
  },
  feedCard: (section) => {
    const links = objectsOf(section, 'links').map((one) =>
      button(textOf(one, 'title'), textOf(one, 'messageURL', 'messageUrl')),
    );
    return { title: '', text: links.filter((line) => line !== '').join('\n\n'), format: 'markdown' };
  },
};

/** The vendor shows the title above the message or in the list of conversations; a text that says it already is not given it twice. */
function withTitle(title: string, text: string): string {
  if (title.trim() === '' || text.includes(title.trim())) return text;
  return text.trim() === '' ? title : `${title}\n\n${text}`;
}

function button(title: string, address: string): string {
  if (address === '') return title;
  return title === '' ? address : `[${title}](${address})`;
}
