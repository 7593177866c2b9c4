/**
 * Messages of the enterprise robot: `msgKey` names the kind, `msgParam` is JSON in a string.
 *
 * @see https://open.dingtalk.com/document/orgapp/types-of-messages-sent-by-robots
 */
import {
  type Fields,
  isFields,
  linkLine,
  linkMessage,
  type MediaUse,
  messageOf,
  parseObject,
  type ParsedMessage,
  pick,
  pictureOf,
} from './app-message.ts';

type Reader = (fields: Fields) => ParsedMessage;

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['sampleText', (fields) => messageOf('text', '', [pick(fields, 'content')])],
  ['sampleMarkdown', (fields) => messageOf('markdown', pick(fields, 'title'), [pick(fields, 'text')])],
  [
    'sampleLink',
    (fields) => linkMessage(pick(fields, 'title'), pick(fields, 'text'), pick(fields, 'messageUrl'), pick(fields, 'picUrl')),
  ],
  ['sampleImageMsg', readImage],
  ['sampleFile', (fields) => withMedia(pick(fields, 'mediaId'), fileName(fields))],
  ['sampleAudio', (fields) => withMedia(pick(fields, 'mediaId'))],
  ['sampleVideo', readVideo],
]);

/**
 * Returns what the message says. `msgParam` is a string of JSON; an object is taken as well.
 */
export function parseSampleMessage(msgKey: unknown, msgParam: unknown): ParsedMessage {
  if (typeof msgKey !== 'string') return { kind: 'invalid', what: 'type' };
  // sampleActionCard, and 2 to 6 for several buttons.
  const read = /^sampleActionCard[2-6]?$/.test(msgKey) ? readActionCard : READERS.get(msgKey);
  if (read === undefined) return { kind: 'invalid', what: 'type' };
  const fields = typeof msgParam === 'string' ? parseObject(msgParam) : msgParam;
  return isFields(fields) ? read(fields) : { kind: 'invalid', what: 'param' };
}

function readActionCard(fields: Fields): ParsedMessage {
  const buttons = [
    linkLine(pick(fields, 'singleTitle'), pick(fields, 'singleURL', 'singleUrl')),
    ...[1, 2, 3, 4, 5, 6].map((i) =>
      linkLine(
        pick(fields, `actionTitle${i}`, `buttonTitle${i}`),
        pick(fields, `actionURL${i}`, `actionUrl${i}`, `buttonUrl${i}`, `buttonURL${i}`),
      ),
    ),
  ];
  return messageOf('markdown', pick(fields, 'title'), [pick(fields, 'text'), ...buttons]);
}

/** `photoURL` is an address or a media id; an address is kept as text and never fetched. */
function readImage(fields: Fields): ParsedMessage {
  const photo = pick(fields, 'photoURL', 'photoUrl', 'mediaId');
  return /^https?:\/\//i.test(photo) ? messageOf('text', '', [photo]) : withMedia(photo);
}

function readVideo(fields: Fields): ParsedMessage {
  const picture = pick(fields, 'picMediaId');
  return withMedia(pick(fields, 'videoMediaId', 'mediaId'), undefined, pictureOf(picture).media);
}

function fileName(fields: Fields): string | undefined {
  const name = pick(fields, 'fileName');
  const type = pick(fields, 'fileType');
  if (name === '') return undefined;
  return type === '' || name.toLowerCase().endsWith(`.${type.toLowerCase()}`) ? name : `${name}.${type}`;
}

function withMedia(mediaId: string, name?: string, more: readonly MediaUse[] = []): ParsedMessage {
  if (mediaId === '') return { kind: 'invalid', what: 'param' };
  return messageOf('text', '', [], [{ mediaId, name }, ...more]);
}
