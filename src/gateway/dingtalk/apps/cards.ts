/**
 * Interactive cards: what a card says, and where it is put up.
 *
 * @see https://open.dingtalk.com/document/orgapp/create-and-deliver-cards
 */
import { type AppMessage, type Fields, isFields, messageOf, pick, unwrapLink } from './app-message.ts';

/** Where a card goes: the groups and persons of `openSpaceId`. */
export type CardSpaces = { readonly conversations: readonly string[]; readonly users: readonly string[] };

const MAX_DEPTH = 6;

/**
 * The words of `cardData.cardParamMap`, and of a first text in `privateData`: every member's text, one per line, names of members left out.
 * JSON within a member is opened. Undefined when there is nothing to read.
 */
export function cardMessage(body: Fields): AppMessage | undefined {
  const data = body['cardData'];
  const own = isFields(data) ? data['cardParamMap'] : undefined;
  const privateData = body['privateData'];
  const others = isFields(privateData)
    ? Object.values(privateData).map((one) => (isFields(one) ? one['cardParamMap'] : undefined))
    : [];
  const words = [...(isFields(own) ? [own] : []), ...others.filter(isFields)].flatMap((params) => wordsOf(params, 0));
  const title = isFields(own) ? pick(own, 'title', 'msgTitle', 'head') : '';
  const parsed = messageOf('markdown', title, [...new Set(words)]);
  return parsed.kind === 'message' ? parsed.message : undefined;
}

/** What a person may read among the members of a card: text, numbers, and what is written in JSON inside them. */
function wordsOf(value: unknown, depth: number): readonly string[] {
  if (depth > MAX_DEPTH) return [];
  if (typeof value === 'number') return [String(value)];
  if (typeof value === 'string') {
    const inner = /^\s*[[{]/.test(value) ? parseJson(value) : undefined;
    return inner === undefined ? [unwrapLink(value)] : wordsOf(inner, depth + 1);
  }
  if (Array.isArray(value)) return value.flatMap((one: unknown) => wordsOf(one, depth + 1));
  return isFields(value) ? Object.values(value).flatMap((one) => wordsOf(one, depth + 1)) : [];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Reads `dtv1.card//im_group.<openConversationId>;im_robot.<userId>`. Names of spaces in any case; undefined when it is of another form, or
 * when it names a space that does not exist here (documents, the top of a chat).
 */
export function parseOpenSpaceId(value: unknown): CardSpaces | undefined {
  if (typeof value !== 'string' || value.length > 4096) return undefined;
  const prefix = /^dtv1\.card\/\//i.exec(value);
  if (prefix === null) return undefined;
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
