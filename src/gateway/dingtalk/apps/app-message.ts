/** What a message of an app says, whichever of the vendor's two spellings it came in; and the members that both spellings share. */

/** A file that the message shows: the media id as the caller wrote it, and the name if the message gives one. */
export type MediaUse = { readonly mediaId: string; readonly name: string | undefined };

export type AppMessage = {
  /** Empty where the vendor shows none. It is contained in `text` as well. */
  readonly title: string;
  readonly text: string;
  readonly format: 'text' | 'markdown';
  readonly media: readonly MediaUse[];
};

/** `type`: there is no such kind of message; `param`: what belongs to the kind is missing or of another shape. */
export type ParsedMessage =
  | { readonly kind: 'message'; readonly message: AppMessage }
  | { readonly kind: 'invalid'; readonly what: 'type' | 'param' };

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Callers write numbers as text and text as numbers; anything else is no text. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** The first member that holds something. */
export function pick(fields: Fields, ...names: readonly string[]): string {
  for (const name of names) {
    const text = textOf(fields[name]);
    if (text !== '') return text;
  }
  return '';
}

/** JSON in a string, as an object; undefined for anything else. */
export function parseObject(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A message of a title and paragraphs. The title leads the text unless the text has it already, so that nothing of what was sent is lost;
 * without any words and files it is no message.
 */
export function messageOf(
  format: AppMessage['format'],
  title: string,
  paragraphs: readonly string[],
  media: readonly MediaUse[] = [],
): ParsedMessage {
  const body = paragraphs.filter((one) => one.trim() !== '').join('\n\n');
  const text = title === '' || body.includes(title) ? body : [title, body].filter((one) => one !== '').join('\n\n');
  if (text.trim() === '' && media.length === 0) return { kind: 'invalid', what: 'param' };
  return { kind: 'message', message: { title: title.slice(0, 200), text, format, media } };
}

/** What every media id of ours begins with. */
export const MEDIA_ID_PREFIX = '@en';

/** A picture beside the words: an address is words, a file of ours is kept, somebody else's media id is nothing that could be had here. */
export function pictureOf(picture: string): { readonly words: readonly string[]; readonly media: readonly MediaUse[] } {
  if (picture.startsWith(MEDIA_ID_PREFIX)) return { words: [], media: [{ mediaId: picture, name: undefined }] };
  return { words: picture === '' || picture.startsWith('@') ? [] : [unwrapLink(picture)], media: [] };
}

/** A link with a picture, in either spelling. */
export function linkMessage(title: string, text: string, address: string, picture: string): ParsedMessage {
  const { words, media } = pictureOf(picture);
  return messageOf('text', title, [text, unwrapLink(address), ...words], media);
}

/** A button or a link as people read it: what it says, and where it goes. */
export function linkLine(title: string, address: string): string {
  const target = unwrapLink(address);
  if (target === '') return title;
  return title === '' ? target : `[${title}](${target})`;
}

/**
 * `dingtalk://dingtalkclient/page/link?url=...` asks the client to open an address elsewhere; what is read and classified is the address.
 *
 * @see https://open.dingtalk.com/document/orgapp/message-link-description
 */
export function unwrapLink(address: string): string {
  if (!/^dingtalk:\/\/dingtalkclient\//i.test(address)) return address;
  const query = address.indexOf('?');
  return (query < 0 ? null : new URLSearchParams(address.slice(query + 1)).get('url')) ?? address;
}
