/** A message of a custom robot, as its many clients write it. Lenient where they are known to be careless, and in the vendor's words where it is not a message. */
import { ERRCODE } from './answers.ts';
import { compose, type MessageType, type Readable, TYPES } from './compose.ts';
import { unwrapLinks } from './links.ts';
import { isTrue, type Loose, objectOf, readObject, textOf, textsOf } from './loose-json.ts';

export type Called = {
  readonly phones: readonly string[];
  /** What the vendor calls people. */
  readonly ids: readonly string[];
  readonly all: boolean;
};

export type ParsedMessage = {
  readonly kind: 'message';
  readonly readable: Readable;
  readonly called: Called;
  /** The caller's own key of this message. */
  readonly uuid: string | undefined;
};
export type NotAMessage = { readonly kind: 'refused'; readonly errcode: number; readonly errmsg: string };

/** Only for the interface of applications: a webhook refuses them. */
const NOT_FOR_WEBHOOKS = new Set(['image', 'voice', 'audio', 'file', 'video', 'oa', 'empty']);

export function parseMessage(bytes: Uint8Array): ParsedMessage | NotAMessage {
  const body = readObject(bytes);
  return body === undefined ? missing('json') : readMessage(body);
}

/** The same for a message that is part of something else. */
export function readMessage(body: Loose): ParsedMessage | NotAMessage {
  const named = textOf(body, 'msgtype', 'msgType');
  const asked = TYPES.find((type) => type.toLowerCase() === named.replaceAll('_', '').toLowerCase());
  if (NOT_FOR_WEBHOOKS.has(named.toLowerCase()) && objectOf(body, named) !== undefined) return unsupported();
  const order = asked === undefined ? TYPES : [asked, ...TYPES.filter((type) => type !== asked)];
  for (const type of order) {
    const section = objectOf(body, type);
    const readable = section === undefined ? undefined : compose(type, section);
    if (section === undefined || readable === undefined) continue;
    const clean = { ...readable, title: unwrapLinks(readable.title), text: unwrapLinks(readable.text) };
    return {
      kind: 'message',
      readable: clean,
      called: calledBy([objectOf(body, 'at'), objectOf(section, 'at')], clean.text),
      uuid: textOf(body, 'msgUuid') || undefined,
    };
  }
  if (asked !== undefined) return missing(MEMBER[asked]);
  return named === '' ? missing('msgtype') : unsupported();
}

/** What is missing when a section of this type says nothing. */
const MEMBER: Readonly<Record<MessageType, string>> = {
  text: 'content',
  markdown: 'text',
  link: 'text',
  actionCard: 'text',
  feedCard: 'links',
};

/** `缺少参数 …` ("parameter missing") is how the vendor says it. */
function missing(name: string): NotAMessage {
  return { kind: 'refused', errcode: ERRCODE.missingParameter, errmsg: `缺少参数 ${name}` };
}

function unsupported(): NotAMessage {
  return { kind: 'refused', errcode: ERRCODE.unsupportedType, errmsg: 'unsupported msgtype' };
}

/** An @ and a telephone number, as clients write it into the text beside `atMobiles`. */
const PHONE_IN_TEXT = /@(\+?\d{6,15})(?!\d)/g;
const MOST = 500;

/** Everybody whom the message calls: in `at`, wherever it stands, and by number in the text. */
function calledBy(lists: readonly (Loose | undefined)[], text: string): Called {
  const given = lists.filter((list) => list !== undefined);
  const inText = [...text.matchAll(PHONE_IN_TEXT)].map((match) => match[1] ?? '');
  const phones = [...given.flatMap((list) => textsOf(list, 'atMobiles')), ...inText];
  const ids = given.flatMap((list) => [...textsOf(list, 'atUserIds'), ...textsOf(list, 'atDingtalkIds')]);
  return {
    phones: [...new Set(phones)].slice(0, MOST),
    ids: [...new Set(ids)].slice(0, MOST),
    all: given.some((list) => isTrue(list, 'isAtAll')),
  };
}
