/** Outlook messages (MS-OXMSG): who writes to whom, subject, body (plain, HTML, or compressed RTF), and every attachment by its own reader. */
import { decodeText } from '../charset.ts';
import { decodeAs } from '../code-pages.ts';
import { htmlText } from '../html.ts';
import type { Budget, Problem, ReadNested } from '../result.ts';
import { rtfText } from '../rtf.ts';
import type { Compound, CompoundStream } from './cfb.ts';
import { decompressRtf } from './compressed-rtf.ts';

/** Property ids of MS-OXPROPS, as they stand in the names of streams. */
const P = {
  subject: '0037',
  senderName: '0C1A',
  senderMail: '0C1F',
  senderSmtp: '5D01',
  to: '0E04',
  cc: '0E03',
  bcc: '0E02',
  body: '1000',
  rtf: '1009',
  html: '1013',
  displayName: '3001',
  mail: '3003',
  smtp: '39FE',
  data: '3701',
  fileName: '3704',
  longFileName: '3707',
} as const;

/** Addresses, phones and places of contacts and appointments. */
const CONTACT = /^(?:3A[0-9A-F]{2}|8[0-9A-F]{3})$/;
const SUBSTITUTE = /^__substg1\.0_([0-9A-F]{4})([0-9A-F]{4})$/i;
const TEXT_WIDE = '001F';
const TEXT_BYTES = '001E';
const BINARY = '0102';

export type MessageText = { readonly text: string; readonly problem: Problem | null };

/** @param prefix - The storage of the message: empty, or that of a message within another. */
export async function messageText(
  compound: Compound,
  budget: Budget,
  nested: ReadNested,
  prefix = '',
): Promise<MessageText> {
  const own = propertiesIn(compound, prefix);
  const parts = [...headLines(own), ...contactLines(own)];
  let problem: Problem | null = null;
  for (const storage of storagesIn(compound, prefix, '__recip_'))
    parts.push(`To: ${recipient(propertiesIn(compound, storage))}`);
  const body = bodyText(own, budget);
  parts.push('', body.text);
  problem ??= body.problem;
  for (const storage of storagesIn(compound, prefix, '__attach_')) {
    const attached = await attachment(compound, storage, budget, nested);
    parts.push(attached.text);
    problem ??= attached.problem;
  }
  return { text: parts.join('\n'), problem };
}

type Properties = ReadonlyMap<string, { readonly kind: string; readonly stream: CompoundStream }>;

function propertiesIn(compound: Compound, prefix: string): Properties {
  const found = new Map<string, { kind: string; stream: CompoundStream }>();
  for (const stream of compound.streams) {
    if (!stream.path.startsWith(prefix)) continue;
    const match = SUBSTITUTE.exec(stream.path.slice(prefix.length));
    const [, id = '', kind = ''] = match ?? [];
    if (match !== null) found.set(id.toUpperCase(), { kind: kind.toUpperCase(), stream });
  }
  return found;
}

/** Names of the storages in `prefix` that begin so. */
function storagesIn(compound: Compound, prefix: string, name: string): readonly string[] {
  const found = new Set<string>();
  for (const { path } of compound.streams) {
    if (!path.startsWith(prefix + name)) continue;
    const end = path.indexOf('/', prefix.length);
    if (end !== -1) found.add(path.slice(0, end + 1));
  }
  return [...found];
}

function textOf(properties: Properties, id: string): string {
  const property = properties.get(id);
  if (property === undefined) return '';
  if (property.kind === TEXT_WIDE) return decodeAs(1200, property.stream.read()).replaceAll('\0', '');
  if (property.kind === TEXT_BYTES) return decodeText(property.stream.read()).text.replaceAll('\0', '');
  return '';
}

function headLines(own: Properties): string[] {
  const mail = textOf(own, P.senderSmtp) || textOf(own, P.senderMail);
  const sender = [textOf(own, P.senderName), mail.includes('@') ? `<${mail}>` : ''].filter((part) => part !== '');
  const lines = [
    ['From', sender.join(' ')],
    ['To', textOf(own, P.to)],
    ['Cc', textOf(own, P.cc)],
    ['Bcc', textOf(own, P.bcc)],
    ['Subject', textOf(own, P.subject)],
  ];
  return lines.filter(([, value]) => value !== '').map(([name, value]) => `${name}: ${value}`);
}

function contactLines(own: Properties): string[] {
  return [...own.keys()]
    .filter((id) => CONTACT.test(id))
    .map((id) => textOf(own, id))
    .filter((text) => text !== '');
}

function recipient(properties: Properties): string {
  const mail = textOf(properties, P.smtp) || textOf(properties, P.mail);
  const name = textOf(properties, P.displayName);
  return mail.includes('@') && mail !== name ? `${name} <${mail}>` : name;
}

function bodyText(own: Properties, budget: Budget): MessageText {
  const plain = textOf(own, P.body);
  if (plain.trim() !== '') return { text: plain, problem: null };
  const html = own.get(P.html);
  if (html !== undefined) {
    const text = html.kind === BINARY ? decodeText(html.stream.read()).text : textOf(own, P.html);
    return { text: htmlText(text), problem: null };
  }
  const rtf = own.get(P.rtf);
  if (rtf === undefined) return { text: '', problem: null };
  const { text, problem } = rtfText(decompressRtf(rtf.stream.read(), budget));
  return { text: text ?? '', problem };
}

async function attachment(
  compound: Compound,
  storage: string,
  budget: Budget,
  nested: ReadNested,
): Promise<MessageText> {
  const properties = propertiesIn(compound, storage);
  const name =
    textOf(properties, P.longFileName) || textOf(properties, P.fileName) || textOf(properties, P.displayName);
  const message = `${storage}__substg1.0_3701000D/`;
  if (budget.depthLeft <= 0) return { text: name, problem: 'unreadable.too_deep' };
  if (compound.streams.some(({ path }) => path.startsWith(`${message}__properties_version1.0`))) {
    const inner = await messageText(compound, { ...budget, depthLeft: budget.depthLeft - 1 }, nested, message);
    return { text: `${name}\n${inner.text}`, problem: inner.problem };
  }
  const data = properties.get(P.data);
  // Attached by a link only: there is nothing here to read.
  if (data === undefined || data.kind !== BINARY) return { text: name, problem: null };
  const inner = await nested(data.stream.read(), budget);
  return { text: `${name}\n${inner.text}`, problem: inner.extracted === 'full' ? null : inner.problem };
}
