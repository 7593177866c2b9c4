/**
 * What a body may say. A notice is made of sentences that are all known before it is rendered: the catalogue's, the organisation's name, a
 * reference, a link, what the connection's settings hold. Whatever else stands in the finished bytes was never meant to leave, and a scan for
 * personal data need not know what it is: an unknown word is enough. Independent of the code that renders.
 */
import { createHash } from 'node:crypto';
import { CHANNEL_KINDS, type ChannelKind } from '../model/channel.ts';
import type { ChannelDraft } from '../model/notice.ts';
import { organisationLine } from './draft.ts';
import { FIXED, HEADERS, TAG_WORDS } from './egress-fixed.ts';
import type { Egress, Envelope, Said } from './port.ts';
import type { Named } from './registry.ts';
import type { ChannelWords } from './words.ts';

export type Message = {
  readonly draft: ChannelDraft;
  readonly words: ChannelWords;
  readonly envelope: Envelope;
  /** Of the connection: its vendor, and what its settings name (`Channel.named`). */
  readonly kind: ChannelKind;
  readonly named: Named;
};

/** Returns what a message may say. @throws `channels.bad_draft` for an organisation without a name */
export function saidOf(message: Message): Said {
  const { draft, words, envelope, kind, named } = message;
  const organisation = organisationLine(draft.organisation);
  const link = 'link' in draft ? (draft.link ?? '') : '';
  const { idempotencyKey: key, createdAt, target } = envelope;
  const person = 'id' in target ? [target.id] : [];
  const users = 'mentions' in draft ? (draft.mentions?.users ?? []) : [];
  const code = draft.kind === 'code' ? [draft.code] : [];
  const sentences = [...sentencesOf(words, organisation, kind), organisation, link, ...code, ...users, ...person];
  // A time of queueing, and a short form of the key, are what some vendors tell equal messages apart by.
  const short = `k-${createHash('sha256').update(key).digest('hex').slice(0, 40)}`;
  const address = target.kind === 'phone' ? [target.number] : [];
  const sayings = [...sentences, key, short, createdAt.toISOString().slice(11)].map(marked);
  const stretches = new Set([...sayings, ...ofSettings(named), ...(AROUND[kind] ?? [])]);
  return {
    whole: new Set([
      ...FIXED[kind].whole,
      ...HEADERS,
      short,
      lastPart(link),
      ...named.members,
      ...named.values,
      ...address,
    ]),
    stretches: [...stretches].filter((one) => one !== '').sort((a, b) => b.length - a.length),
    words: new Set(draft.kind === 'public' ? publicWords(draft.title, draft.text) : []),
  };
}

/** The handle of a link, for a vendor whose own template has the rest of it. */
function lastPart(link: string): string {
  return link.slice(link.lastIndexOf('/') + 1);
}

const settings = new WeakMap<Named, readonly string[]>();

/** The same for every message of a connection. */
function ofSettings(named: Named): readonly string[] {
  const known = settings.get(named);
  if (known !== undefined) return known;
  const paths = named.values.map((one) => URL.parse(one)?.pathname ?? '');
  const made = [...named.values, ...paths].map(marked);
  settings.set(named, made);
  return made;
}

/** Returns the way out for one message: whatever a channel hands over, the guard is told what it may say. */
export function saying(egress: Egress, said: Said): Egress {
  return {
    http: (request, signal) => egress.http({ ...request, meta: { ...request.meta, said } }, signal),
    smtp: (request, signal) => egress.smtp({ ...request, meta: { ...request.meta, said } }, signal),
    control: egress.control,
  };
}

/** Every text of the catalogue. Only a short message has a short form, of which the pieces around a name that was cut are said too. */
function sentencesOf(words: ChannelWords, organisation: string, kind: ChannelKind): readonly string[] {
  return Object.values(words).flatMap((value) => {
    if (typeof value === 'string') return [value];
    return kind === 'sms' ? [value(organisation), ...value('\n').split('\n')] : [];
  });
}

function publicWords(title: string, text: string): readonly string[] {
  const lines = text.split(/\r\n?|\n/);
  return [title, text, decoded(text), ...lines.map(decoded)].flatMap(wordsIn);
}

/**
 * Tells whether these strings of a body hold nothing but what may be said.
 *
 * @param identifiers - What the vendor or its settings call people and things; only printable ASCII without a space counts as one.
 */
export function saysNoMore(strings: readonly string[], said: Said, identifiers: readonly string[] = []): boolean {
  const ids = identifiers.filter((one) => /^[\x21-\x7e]{2,256}$/.test(one));
  const known = ids.length === 0 ? said : { ...said, stretches: [...said.stretches, ...ids.map(marked)] };
  return strings.every((text) => ids.includes(text) || isKnown(text, known));
}

function isKnown(text: string, said: Said): boolean {
  if (said.whole.has(text)) return true;
  const tags = text.match(TAG) ?? [];
  if (tags.length === 0) return isSaid(text, said);
  const inTags = isSaid(text.replace(TAG, '\n'), said) && isSaid(tags.join('\n'), said, TAG_WORDS);
  // Angle brackets of an organisation's name are no tag.
  return inTags || isSaid(text, said);
}

/** Markup of mails and of some vendors' texts: its own words are known too, what it holds is looked at like everything. */
const TAG = /<[^<>]*>/g;

/** An encoded text says what it says when decoded; but when every word is known as it stands, there is nothing to decode. */
function isSaid(text: string, said: Said, more?: ReadonlySet<string>): boolean {
  const plain = decoded(text);
  return leavesNothing(plain, said, more) || (plain !== text && leavesNothing(text, said, more));
}

function leavesNothing(text: string, said: Said, more: ReadonlySet<string> | undefined): boolean {
  let rest = marked(text);
  for (const stretch of said.stretches) if (rest.includes(stretch)) rest = rest.replaceAll(stretch, ' ');
  const isCut = /…|\.\.\./.test(text);
  return rest.split(' ').every((left) => {
    const words = left.split('›').flatMap((word) => (word === '' ? [] : [word.slice(1)]));
    const unknown = words.filter((word) => !said.words.has(word) && more?.has(word) !== true);
    return unknown.length === 0 || (isCut && isBeginning(left, unknown, said));
  });
}

/** Where something was cut to a vendor's length, the beginning of a sentence or of a word is left. */
function isBeginning(left: string, unknown: readonly string[], said: Said): boolean {
  if (said.stretches.some((stretch) => stretch.startsWith(left.slice(0, -1)))) return true;
  const [cut = '', ...more] = unknown;
  return more.length === 0 && [...said.words].some((word) => word.startsWith(cut));
}

/** What is neither space, punctuation nor a sign; characters that nobody sees count as words that nobody knows. */
const WORD = /[^\s\p{P}\p{S}]+/gu;
const ENTITY = /&(?:amp|lt|gt|quot|#39);/g;

function wordsIn(text: string): readonly string[] {
  return text.replace(ENTITY, ' ').normalize('NFKC').match(WORD) ?? [];
}

/** Each word in marks that no word holds, so that a stretch is never found within a longer word. */
function marked(text: string): string {
  return wordsIn(text)
    .map((word) => `‹${word}›`)
    .join('');
}

function decoded(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The same for every message of a vendor. */
const AROUND = Object.fromEntries(CHANNEL_KINDS.map((kind) => [kind, FIXED[kind].around.map(marked)]));
