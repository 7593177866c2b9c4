/**
 * Messages of work notifications: an object with `msgtype` and a member of that name, in snake_case. It comes as an object, or as JSON in a
 * string where the call is a form.
 *
 * @see https://open.dingtalk.com/document/orgapp/message-types-and-data-format
 */
import {
  type Fields,
  isFields,
  linkLine,
  linkMessage,
  messageOf,
  parseObject,
  type ParsedMessage,
  pick,
  pictureOf,
  unwrapLink,
} from './app-message.ts';

type Reader = (fields: Fields) => ParsedMessage;

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['text', (fields) => messageOf('text', '', [pick(fields, 'content')])],
  ['markdown', (fields) => messageOf('markdown', pick(fields, 'title'), [pick(fields, 'text')])],
  [
    'link',
    (fields) =>
      linkMessage(
        pick(fields, 'title'),
        pick(fields, 'text'),
        pick(fields, 'messageUrl', 'message_url'),
        pick(fields, 'picUrl', 'pic_url'),
      ),
  ],
  ['action_card', readActionCard],
  ['oa', readForm],
  ['image', readMedia],
  ['voice', readMedia],
  ['file', readMedia],
]);

/** Returns what the message says. A caller that spells a type in the robot's way (`actionCard`) is understood. */
export function parseWorkMessage(value: unknown): ParsedMessage {
  const msg = typeof value === 'string' ? parseObject(value) : value;
  if (!isFields(msg)) return { kind: 'invalid', what: 'param' };
  const type = pick(msg, 'msgtype', 'msg_type');
  const name = type === 'actionCard' ? 'action_card' : type;
  const read = READERS.get(name);
  if (read === undefined) return { kind: 'invalid', what: 'type' };
  const fields = msg[name] ?? msg[type];
  return isFields(fields) ? read(fields) : { kind: 'invalid', what: 'param' };
}

function readActionCard(fields: Fields): ParsedMessage {
  const list = fields['btn_json_list'] ?? fields['btns'];
  const buttons = Array.isArray(list) ? list.filter(isFields) : [];
  return messageOf('markdown', pick(fields, 'title'), [
    pick(fields, 'markdown', 'text'),
    linkLine(pick(fields, 'single_title', 'singleTitle'), pick(fields, 'single_url', 'singleURL')),
    ...buttons.map((one) => linkLine(pick(one, 'title'), pick(one, 'action_url', 'actionURL'))),
  ]);
}

/** A form in the vendor's layout: head, title, rows of key and value, a number, text, who wrote it. */
function readForm(fields: Fields): ParsedMessage {
  const member = (name: string): Fields => {
    const value = fields[name];
    return isFields(value) ? value : {};
  };
  const body = member('body');
  const rows = Array.isArray(body['form']) ? body['form'].filter(isFields) : [];
  const rich = isFields(body['rich']) ? body['rich'] : {};
  const image = pictureOf(pick(body, 'image'));
  const words = [
    pick(member('head'), 'text'),
    rows.map((row) => `${pick(row, 'key')} ${pick(row, 'value')}`.trim()).join('\n'),
    [pick(rich, 'num'), pick(rich, 'unit')].filter((one) => one !== '').join(' '),
    pick(body, 'content'),
    pick(body, 'author'),
    pick(member('status_bar'), 'status_value'),
    unwrapLink(pick(fields, 'message_url')),
    unwrapLink(pick(fields, 'pc_message_url')),
    ...image.words,
  ];
  return messageOf('text', pick(body, 'title'), words, image.media);
}

function readMedia(fields: Fields): ParsedMessage {
  const mediaId = pick(fields, 'media_id', 'mediaId');
  if (mediaId === '') return { kind: 'invalid', what: 'param' };
  return messageOf('text', '', [], [{ mediaId, name: undefined }]);
}
