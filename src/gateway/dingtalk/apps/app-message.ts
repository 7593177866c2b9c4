/** What a message of an app says, whichever of the vendor's two spellings it came in; and the parts that both spellings share. */
import { unwrapLinks } from '../links.ts';
import { isObject, type Loose } from '../loose-json.ts';

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
export type ParsedAppMessage =
  | { readonly kind: 'message'; readonly message: AppMessage }
  | { readonly kind: 'invalid'; readonly what: 'type' | 'param' };

/** What every media id of ours begins with. */
export const MEDIA_ID_PREFIX = '@en';
const MAX_TITLE = 200;

/** An object, or JSON of one in a string; undefined for anything else. */
export function openObject(value: unknown): Loose | undefined {
  if (isObject(value)) return value;
  const parsed = typeof value === 'string' ? parseJson(value) : undefined;
  return isObject(parsed) ? parsed : undefined;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * A message of a title and paragraphs, links as a person would follow them. The title leads the text unless the text has it already, so that
 * nothing of what was sent is lost; without any words and files it is no message.
 */
export function messageOf(
  format: AppMessage['format'],
  title: string,
  paragraphs: readonly string[],
  media: readonly MediaUse[] = [],
): ParsedAppMessage {
  const body = paragraphs.filter((one) => one.trim() !== '').join('\n\n');
  const text = title.trim() === '' || body.includes(title.trim()) ? body : body === '' ? title : `${title}\n\n${body}`;
  if (text.trim() === '' && media.length === 0) return { kind: 'invalid', what: 'param' };
  const shown = { title: unwrapLinks(title).slice(0, MAX_TITLE).toWellFormed(), text: unwrapLinks(text) };
  return { kind: 'message', message: { ...shown, format, media } };
}

export function fileMessage(mediaId: string, name?: string, more: readonly MediaUse[] = []): ParsedAppMessage {
  if (mediaId === '') return { kind: 'invalid', what: 'param' };
  return messageOf('text', '', [], [{ mediaId, name }, ...more]);
}

/** A picture beside the words. One by address says nothing here and is never fetched; somebody else's media id could not be had. */
export function pictureOf(picture: string): readonly MediaUse[] {
  return picture.startsWith(MEDIA_ID_PREFIX) ? [{ mediaId: picture, name: undefined }] : [];
}

/** A button or a link as people read it: what it says, and where it goes. */
export function linkLine(title: string, address: string): string {
  if (address === '') return title;
  return title === '' ? address : `[${title}](${address})`;
}
