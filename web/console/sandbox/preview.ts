/** What a channel shows of a message: card, mail or text message. Pure; the bytes themselves are shown beside it. */
import { z } from 'zod';
import type { SandboxMessage } from '../../../src/model/api/system.ts';
import { readMail, type ReadableMail } from './mail.ts';

export type Preview =
  | { readonly kind: 'card'; readonly title: string; readonly lines: readonly string[]; readonly button: string | null }
  | { readonly kind: 'mail'; readonly mail: ReadableMail }
  | { readonly kind: 'sms'; readonly text: string }
  /** A body that this page does not know how to show. */
  | { readonly kind: 'bytes' };

export type Reading = {
  readonly preview: Preview;
  /** Address of the recipient page in a notice. */
  readonly link: string | null;
  /** One-time code in a message that carries one. */
  readonly code: string | null;
};

const dingtalkSchema = z.union([
  z.object({
    msgtype: z.literal('actionCard'),
    actionCard: z.object({ title: z.string(), text: z.string(), singleTitle: z.string(), singleURL: z.string() }),
  }),
  z.object({ msgtype: z.literal('markdown'), markdown: z.object({ title: z.string(), text: z.string() }) }),
]);
/** Providers name the member differently; the text is the longest of the values. */
const smsSchema = z.record(z.string(), z.unknown());

/** Returns the JSON value of a text, or undefined when it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Returns JSON with line breaks for reading; null when the text is no JSON object. */
export function prettyJson(text: string): string | null {
  const value = jsonOf(text);
  return typeof value === 'object' && value !== null ? JSON.stringify(value, null, 2) : null;
}

const MARKDOWN_LINK = /^\[((?:\\.|[^\]\\])*)\]\(([^)\s]*)\)$/;
const unescape = (text: string): string => text.replace(/\\([!-/:-@[-`{-~])/g, '$1');

/** DingTalk's own address around a link makes it open the system's browser; the page behind it is what matters. */
function unwrapped(link: string): string | null {
  const inner = /^dingtalk:\/\/[^?]*\?(.*)$/.exec(link)?.[1];
  const address = inner === undefined ? link : (new URLSearchParams(inner).get('url') ?? '');
  // Only pages of the web: this becomes a link of the console.
  return /^https?:\/\//.test(address) && URL.canParse(address) ? address : null;
}

function cardOf(body: string): Reading | null {
  const parsed = dingtalkSchema.safeParse(jsonOf(body));
  if (!parsed.success) return null;
  const { title, text } = parsed.data.msgtype === 'actionCard' ? parsed.data.actionCard : parsed.data.markdown;
  const paragraphs = text.split(/\n{2,}/).filter((line) => line !== '' && !/^#{1,6} /.test(line));
  const last = MARKDOWN_LINK.exec(paragraphs.at(-1) ?? '');
  const action =
    parsed.data.msgtype === 'actionCard'
      ? { label: parsed.data.actionCard.singleTitle, link: parsed.data.actionCard.singleURL }
      : last === null
        ? null
        : { label: last[1] ?? '', link: last[2] ?? '' };
  const lines = (last === null ? paragraphs : paragraphs.slice(0, -1)).map(unescape);
  return {
    preview: { kind: 'card', title: unescape(title), lines, button: action === null ? null : unescape(action.label) },
    link: action === null ? null : unwrapped(action.link),
    code: null,
  };
}

function mailOf(body: string, kind: SandboxMessage['kind']): Reading {
  const mail = readMail(body);
  const lines = (mail.text ?? '').split('\n').map((line) => line.trim());
  const link = lines.find((line) => /^https?:\/\/\S+$/.test(line));
  const code = kind === 'code' ? lines.find((line) => /^\d{4,10}$/.test(line)) : undefined;
  return {
    preview: { kind: 'mail', mail },
    link: link === undefined ? null : unwrapped(link),
    code: code ?? null,
  };
}

function smsOf(body: string, kind: SandboxMessage['kind']): Reading | null {
  const parsed = smsSchema.safeParse(jsonOf(body));
  if (!parsed.success) return null;
  const texts = Object.values(parsed.data).filter((value) => typeof value === 'string');
  const text = texts.find((value) => /\s|\p{Script=Han}/u.test(value));
  if (text === undefined) return null;
  const code = kind === 'code' ? /(?<!\d)\d{6}(?!\d)/.exec(text)?.[0] : undefined;
  return { preview: { kind: 'sms', text }, link: null, code: code ?? null };
}

/** Returns how the message looks to whoever gets it, with the link and the code in it. Never throws. */
export function readMessage({ vendor, kind, body }: Pick<SandboxMessage, 'vendor' | 'kind' | 'body'>): Reading {
  const unknown: Reading = { preview: { kind: 'bytes' }, link: null, code: null };
  if (vendor === 'email') return mailOf(body, kind);
  const read = vendor === 'dingtalk' ? cardOf(body) : smsOf(body, kind);
  return read ?? unknown;
}
