/**
 * Interactive cards: what a card says, and where it is put up.
 *
 * @see https://open.dingtalk.com/document/orgapp/create-and-deliver-cards
 */
import { isObject, type Loose, objectOf, textOf } from '../loose-json.ts';
import { type AppMessage, messageOf, parseJson } from './app-message.ts';

/** Where a card goes: the groups and persons of `openSpaceId`. */
export type CardSpaces = { readonly conversations: readonly string[]; readonly users: readonly string[] };

const MAX_DEPTH = 6;

/**
 * The words of `cardData.cardParamMap` and of everybody's `privateData`: each member's text, names of members left out. JSON within a member
 * is opened. Undefined when there is nothing to read.
 */
export function cardMessage(body: Loose): AppMessage | undefined {
  const own = paramsOf(objectOf(body, 'cardData'));
  const others = Object.values(objectOf(body, 'privateData') ?? {}).map((one) => paramsOf(isObject(one) ? one : {}));
  const words = [own, ...others].flatMap((params) => wordsOf(params, 0));
  const parsed = messageOf('markdown', textOf(own, 'title', 'msgTitle'), [...new Set(words)]);
  return parsed.kind === 'message' ? parsed.message : undefined;
}

function paramsOf(data: Loose | undefined): Loose {
  return data === undefined ? {} : (objectOf(data, 'cardParamMap') ?? {});
}

/** What a person may read among the members of a card: text, numbers, and what is written in JSON inside them. */
function wordsOf(value: unknown, depth: number): readonly string[] {
  if (depth > MAX_DEPTH) return [];
  if (typeof value === 'number') return [String(value)];
  if (typeof value === 'string') {
    const inner = /^\s*[[{]/.test(value) ? parseJson(value) : undefined;
    return inner === undefined ? [value] : wordsOf(inner, depth + 1);
  }
  if (Array.isArray(value)) return value.flatMap((one: unknown) => wordsOf(one, depth + 1));
  return isObject(value) ? Object.values(value).flatMap((one) => wordsOf(one, depth + 1)) : [];
}

/**
 * Reads `dtv1.card//im_group.<openConversationId>;im_robot.<userId>`. Names of spaces in any case; undefined when it is of another form, or
 * when it names a space that does not exist here (documents, the top of a chat).
 */
export function parseOpenSpaceId(value: string): CardSpaces | undefined {
  const prefix = /^dtv1\.card\/\//i.exec(value);
  if (prefix === null || value.length > 4096) return undefined;
  const conversations: string[] = [];
  const users: string[] = [];
  for (const space of value.slice(prefix[0].length).split(';')) {
    const [, name = '', id = ''] = /^([A-Za-z_]+)\.(.+)$/.exec(space.trim()) ?? [];
    if (/^im_group$/i.test(name)) conversations.push(id);
    else if (/^im_(robot|single)$/i.test(name)) users.push(id);
    else return undefined;
  }
  return conversations.length + users.length === 0 ? undefined : { conversations, users };
}
