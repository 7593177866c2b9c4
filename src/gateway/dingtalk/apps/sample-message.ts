/**
 * Messages of the enterprise robot: `msgKey` names the kind, `msgParam` is JSON in a string.
 *
 * @see https://open.dingtalk.com/document/orgapp/types-of-messages-sent-by-robots
 */
import { type Loose, textOf } from '../loose-json.ts';
import { fileMessage, linkLine, messageOf, openObject, type ParsedAppMessage, pictureOf } from './app-message.ts';

type Reader = (from: Loose) => ParsedAppMessage;

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['sampleText', (from) => messageOf('text', '', [textOf(from, 'content')])],
  ['sampleMarkdown', (from) => messageOf('markdown', textOf(from, 'title'), [textOf(from, 'text')])],
  ['sampleLink', readLink],
  ['sampleImageMsg', readImage],
  ['sampleFile', (from) => fileMessage(textOf(from, 'mediaId'), fileName(from))],
  ['sampleAudio', (from) => fileMessage(textOf(from, 'mediaId'))],
  ['sampleVideo', readVideo],
]);

/** Returns what the message says. `msgParam` is a string of JSON; an object is taken as well. */
export function parseSampleMessage(msgKey: string, msgParam: unknown): ParsedAppMessage {
  // sampleActionCard, and 2 to 6 for several buttons.
  const read = /^sampleActionCard[2-6]?$/.test(msgKey) ? readActionCard : READERS.get(msgKey);
  if (read === undefined) return { kind: 'invalid', what: 'type' };
  const from = openObject(msgParam);
  return from === undefined ? { kind: 'invalid', what: 'param' } : read(from);
}

function readLink(from: Loose): ParsedAppMessage {
  const words = [textOf(from, 'text'), textOf(from, 'messageUrl', 'messageURL')];
  return messageOf('text', textOf(from, 'title'), words, pictureOf(textOf(from, 'picUrl', 'picURL')));
}

function readActionCard(from: Loose): ParsedAppMessage {
  const buttons = [
    linkLine(textOf(from, 'singleTitle'), textOf(from, 'singleURL', 'singleUrl')),
    ...[1, 2, 3, 4, 5, 6].map((i) =>
      linkLine(
        textOf(from, `actionTitle${i}`, `buttonTitle${i}`),
        textOf(from, `actionURL${i}`, `actionUrl${i}`, `buttonUrl${i}`, `buttonURL${i}`),
      ),
    ),
  ];
  return messageOf('markdown', textOf(from, 'title'), [textOf(from, 'text'), ...buttons]);
}

/** `photoURL` is an address or a media id; an address is kept as text and never fetched. */
function readImage(from: Loose): ParsedAppMessage {
  const photo = textOf(from, 'photoURL', 'photoUrl', 'mediaId');
  return /^https?:\/\//i.test(photo) ? messageOf('text', '', [photo]) : fileMessage(photo);
}

function readVideo(from: Loose): ParsedAppMessage {
  const picture = pictureOf(textOf(from, 'picMediaId'));
  return fileMessage(textOf(from, 'videoMediaId', 'mediaId'), undefined, picture);
}

/** The name with its ending, which some callers give apart. */
function fileName(from: Loose): string | undefined {
  const name = textOf(from, 'fileName');
  const type = textOf(from, 'fileType');
  if (name === '') return undefined;
  return type === '' || name.toLowerCase().endsWith(`.${type.toLowerCase()}`) ? name : `${name}.${type}`;
}
