/** Text of e-mail messages: who writes to whom, subject, bodies, and every attachment by its own reader. */
import PostalMime, { type Address, type Email } from 'postal-mime';
import { htmlText } from './html.ts';
import { withUtf7 } from './utf7.ts';
import { type Budget, type Extraction, type Problem, type ReadNested, readable, unreadable } from './result.ts';

const TYPE = 'message/rfc822';
const COMPARED_LINES = 2000;
const COMPARED_LENGTH = 262_144;

export async function readMail(bytes: Uint8Array, budget: Budget, nested: ReadNested): Promise<Extraction> {
  let mail: Email;
  try {
    mail = await PostalMime.parse(bytes, { forceRfc822Attachments: true, maxNestingDepth: 32 });
  } catch {
    return unreadable('unreadable.damaged', TYPE);
  }
  const parts = [...headerLines(mail), '', ...bodies(mail)];
  let problem: Problem | null = null;
  for (const attachment of mail.attachments) {
    if (attachment.filename !== null) parts.push(attachment.filename);
    if (budget.depthLeft <= 0) {
      problem ??= 'unreadable.too_deep';
      continue;
    }
    const inner = await nested(contentBytes(attachment.content), budget);
    parts.push(inner.text);
    if (inner.extracted !== 'full') problem ??= inner.problem;
  }
  return readable(withUtf7(parts.join('\n')), TYPE, problem);
}

/** A mailbox (RFC 4155): messages that begin with a line of `From `, each read by itself. */
export async function readMailbox(bytes: Uint8Array, budget: Budget, nested: ReadNested): Promise<Extraction> {
  const type = 'application/mbox';
  if (budget.depthLeft <= 0) return unreadable('unreadable.too_deep', type);
  const starts = [...messageStarts(bytes)];
  const parts: string[] = [];
  let problem: Problem | null = starts.length > budget.limits.entries ? 'unreadable.too_large' : null;
  for (const [i, start] of starts.slice(0, budget.limits.entries).entries()) {
    const line = bytes.indexOf(NEW_LINE, start);
    const inner = await nested(bytes.subarray(line + 1, starts[i + 1] ?? bytes.length), budget);
    parts.push(inner.text, '');
    if (inner.extracted !== 'full') problem ??= inner.problem;
  }
  return readable(parts.join('\n'), type, problem);
}

const NEW_LINE = 0x0a;
const FROM = [0x46, 0x72, 0x6f, 0x6d, 0x20];

function* messageStarts(bytes: Uint8Array): Generator<number> {
  yield 0;
  for (let at = bytes.indexOf(NEW_LINE); at !== -1; at = bytes.indexOf(NEW_LINE, at + 1)) {
    const isEmptyBefore = bytes[at - 1] === NEW_LINE || (bytes[at - 1] === 0x0d && bytes[at - 2] === NEW_LINE);
    if (isEmptyBefore && FROM.every((byte, i) => bytes[at + 1 + i] === byte)) yield at + 1;
  }
}

function contentBytes(content: ArrayBuffer | Uint8Array | string): Uint8Array {
  if (typeof content === 'string') return new TextEncoder().encode(content);
  return content instanceof Uint8Array ? content : new Uint8Array(content);
}

/** Addresses and subject only: message ids and routing headers look like addresses and are none. */
function headerLines(mail: Email): string[] {
  const lines: string[] = [];
  const add = (name: string, addresses: readonly Address[]): void => {
    for (const text of addresses.flatMap(addressTexts)) lines.push(`${name}: ${text}`);
  };
  add('From', mail.from === undefined ? [] : [mail.from]);
  add('Reply-To', mail.replyTo ?? []);
  add('To', mail.to ?? []);
  add('Cc', mail.cc ?? []);
  add('Bcc', mail.bcc ?? []);
  if (mail.subject !== undefined) lines.push(`Subject: ${mail.subject}`);
  return lines;
}

function addressTexts(address: Address): string[] {
  if (address.group !== undefined) return address.group.flatMap(addressTexts);
  return [address.name === '' ? address.address : `${address.name} <${address.address}>`];
}

/** The plain body, and of the HTML body only what the plain one does not say. */
function bodies(mail: Email): string[] {
  const plain = mail.text ?? '';
  if (mail.html === undefined) return [plain];
  const html = htmlText(mail.html);
  if (plain.trim() === '') return [html];
  const lines = html.split('\n');
  if (lines.length > COMPARED_LINES || plain.length > COMPARED_LENGTH) return [plain, html];
  const said = squeeze(plain);
  return [plain, ...lines.filter((line) => !said.includes(squeeze(line)))];
}

function squeeze(text: string): string {
  return text.replace(/[\s\u00a0\u200b-\u200d\ufeff]+/g, '');
}
