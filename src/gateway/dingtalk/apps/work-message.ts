/**
 * Messages of work notifications: an object with `msgtype` and a member of that name, in snake_case. It comes as an object, or as JSON in a
 * string where the call is a form.
 *
 * @see https://open.dingtalk.com/document/orgapp/message-types-and-data-format
 */
import { type Loose, objectOf, objectsOf, textOf } from '../loose-json.ts';
import { fileMessage, linkLine, messageOf, openObject, type ParsedAppMessage, pictureOf } from './app-message.ts';

type Reader = (from: Loose) => ParsedAppMessage;

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['text', (from) => messageOf('text', '', [textOf(from, 'content')])],
  ['markdown', (from) => messageOf('markdown', textOf(from, 'title'), [textOf(from, 'text')])],
  ['link', readLink],
  ['action_card', readActionCard],
  ['oa', readForm],
  ['image', readMedia],
  ['voice', readMedia],
  ['file', readMedia],
]);

/** Returns what the message says. A caller that spells a type in the robot's way (`actionCard`) is understood. */
export function parseWorkMessage(value: unknown): ParsedAppMessage {
  const msg = openObject(value);
  if (msg === undefined) return { kind: 'invalid', what: 'param' };
  const written = textOf(msg, 'msgtype', 'msg_type');
  const type = written === 'actionCard' ? 'action_card' : written;
  const read = READERS.get(type);
  if (read === undefined) return { kind: 'invalid', what: 'type' };
  const from = objectOf(msg, type) ?? objectOf(msg, written);
  return from === undefined ? { kind: 'invalid', what: 'param' } : read(from);
}

function readLink(from: Loose): ParsedAppMessage {
  const words = [textOf(from, 'text'), textOf(from, 'messageUrl', 'message_url')];
  return messageOf('text', textOf(from, 'title'), words, pictureOf(textOf(from, 'picUrl', 'pic_url')));
}

function readActionCard(from: Loose): ParsedAppMessage {
  const buttons = [...objectsOf(from, 'btn_json_list'), ...objectsOf(from, 'btns')];
  return messageOf('markdown', textOf(from, 'title'), [
    textOf(from, 'markdown', 'text'),
    linkLine(textOf(from, 'single_title', 'singleTitle'), textOf(from, 'single_url', 'singleURL')),
    ...buttons.map((one) => linkLine(textOf(one, 'title'), textOf(one, 'action_url', 'actionURL'))),
  ]);
}

/** A form in the vendor's layout: head, title, rows of key and value, a number, text, who wrote it. */
function readForm(from: Loose): ParsedAppMessage {
  const body = objectOf(from, 'body') ?? {};
  const rich = objectOf(body, 'rich') ?? {};
  const rows = objectsOf(body, 'form').map((row) => `${textOf(row, 'key')} ${textOf(row, 'value')}`.trim());
  const words = [
    textOf(objectOf(from, 'head') ?? {}, 'text'),
    rows.join('\n'),
    `${textOf(rich, 'num')} ${textOf(rich, 'unit')}`.trim(),
    textOf(body, 'content'),
    textOf(body, 'author'),
    textOf(objectOf(from, 'status_bar') ?? {}, 'status_value'),
    textOf(from, 'message_url'),
    textOf(from, 'pc_message_url'),
  ];
  return messageOf('text', textOf(body, 'title'), words, pictureOf(textOf(body, 'image')));
}

function readMedia(from: Loose): ParsedAppMessage {
  return fileMessage(textOf(from, 'media_id', 'mediaId'));
}
