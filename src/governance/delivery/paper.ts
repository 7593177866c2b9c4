/** A certificate as a page that people read. It proves nothing by itself: the data is attached to it, and says how it is checked. */
import { EVENT_FIELDS, parseDisclosure } from '../../audit-log/index.ts';
import { canonicalJson } from '../../base/canonical-json.ts';
import type { Certificate } from '../../model/certificate.ts';
import { receiptStatementSchema } from '../../model/delivery.ts';
import type { FormBlock, FormDocument } from '../../model/form-document.ts';
import type { Locale } from '../../model/locale.ts';
import { rangesOf } from '../../model/page-ranges.ts';
import { createWords, type Catalogues, type Words } from '../forms/words.ts';

/** What a disclosed event says, by field name; erased and hidden fields are not there. */
type Said = { readonly index: number; readonly values: ReadonlyMap<string, unknown> };

/** Returns the certificate as a form, in one language. */
export function paperOf(
  certificate: Certificate,
  digest: string,
  catalogues: Catalogues,
  locale: Locale,
): FormDocument {
  const words = createWords(catalogues, [locale]);
  const { about } = certificate;
  const said = certificate.events.map(readEvent);
  const table = (head: readonly string[], rows: readonly (readonly string[])[]): FormBlock => ({
    kind: 'table',
    head: head.map((name) => words.text(`certificate.${name}`)),
    rows,
  });
  const rows = said.map((one) => eventRow(words, certificate, one));
  const receipts = certificate.receipts.map((one) => receiptRow(words, certificate, one));
  return {
    title: words.text('certificate.title', { reference: about.reference }),
    subtitle: about.organisation,
    locale,
    notice: words.text('certificate.notice'),
    blocks: [
      heading(words, 'what'),
      ...facts(words, certificate),
      table(
        ['object', 'size', 'sha256'],
        about.objects.map((one) => [objectName(words, one), String(one.size), one.sha256]),
      ),
      heading(words, 'course'),
      table(['time', 'event', 'who', 'entry'], rows),
      heading(words, 'receipts'),
      ...(receipts.length === 0
        ? [{ kind: 'paragraph' as const, text: words.text('certificate.no_receipt') }]
        : [table(['time', 'received', 'key', 'entry'], receipts)]),
      heading(words, 'unseen'),
      { kind: 'paragraph', text: words.text('certificate.unseen_text') },
      heading(words, 'check'),
      { kind: 'paragraph', text: words.text('certificate.check_text') },
      field(words, 'log', checkpointText(certificate)),
      field(words, 'vkey', certificate.log.vkey),
      field(words, 'digest', digest),
    ],
    footer: words.text('certificate.footer', { reference: about.reference }),
  };
}

function heading(words: Words, name: string): FormBlock {
  return { kind: 'heading', text: words.text(`certificate.${name}`) };
}

function field(words: Words, name: string, value: string): FormBlock {
  const label = words.text(`certificate.${name}`);
  return { kind: 'field', number: null, label, value, missing: false, hint: null };
}

function facts(words: Words, { about }: Certificate): readonly FormBlock[] {
  const people = about.recipients.map((one) => `${one.name} · ${one.organisation}`);
  return [
    field(words, 'reference', about.reference),
    field(words, 'sender', `${about.sender} · ${about.organisation}`),
    field(words, 'recipients', people.join('\n')),
    field(words, 'made', momentOf(about.made)),
    field(words, 'for', words.text(`certificate.for_${about.for}`)),
  ];
}

function objectName(words: Words, object: Certificate['about']['objects'][number]): string {
  return object.kind === 'message' ? words.text('certificate.message') : object.name;
}

function checkpointText({ log }: Certificate): string {
  return log.checkpoint.split('\n\n')[0] ?? '';
}

function readEvent(event: Certificate['events'][number]): Said {
  const { fields } = parseDisclosure(JSON.stringify(event.disclosure));
  const values = fields.flatMap((one, at) =>
    one.kind === 'open' ? [[EVENT_FIELDS[at] ?? '', one.value] as const] : [],
  );
  return { index: event.index, values: new Map(values) };
}

function eventRow(words: Words, certificate: Certificate, { index, values }: Said): readonly string[] {
  const action = textOf(values.get('action'));
  // What is no step of a transfer's own list has its words in those of the log.
  const what = words.has(`timeline.${action}`) ? words.name(`timeline.${action}`) : words.known('log.kind', action);
  const lines = [what, objectLine(words, certificate, values), detailLine(words, action, values)];
  return [
    momentOf(textOf(values.get('time'))),
    lines.filter((line) => line !== '').join('\n'),
    whoOf(words, certificate, values),
    String(index),
  ];
}

function objectLine(words: Words, { about }: Certificate, values: Said['values']): string {
  const id = memberOf(values.get('object'), 'object');
  const object = about.objects.find((one) => one.id === id);
  return object === undefined ? '' : objectName(words, object);
}

/** What a detail adds for a reader; most of it is for the check. */
function detailLine(words: Words, action: string, values: Said['values']): string {
  const detail = values.get('detail');
  if (action === 'page.shown') return pageOf(words, detail);
  if (action === 'notice.previewed') return words.known('delivery.robot', memberOf(detail, 'robot'));
  if (action !== 'identity.proven') return '';
  const proved = typeof detail === 'object' && detail !== null && 'proved' in detail ? detail.proved : undefined;
  const names = Array.isArray(proved) ? proved.filter((one) => typeof one === 'string') : [];
  return names.map((one) => words.known('delivery.factor', one)).join(', ');
}

function pageOf(words: Words, detail: unknown): string {
  const page = typeof detail === 'object' && detail !== null && 'page' in detail ? detail.page : undefined;
  return typeof page === 'number' ? words.text('certificate.page', { page }) : '';
}

function whoOf(words: Words, { about }: Certificate, values: Said['values']): string {
  const id = memberOf(values.get('actor'), 'id');
  const person = about.recipients.find((one) => one.id === id || one.id === values.get('subject'));
  const kind = memberOf(values.get('actor'), 'kind');
  const name =
    person === undefined ? words.text(`certificate.actor_${kind === 'staff' ? 'staff' : 'system'}`) : person.name;
  const place = textOf(values.get('place'));
  const channel = textOf(values.get('channel'));
  const where =
    place === '' ? channel : place === 'unknown' ? words.text('certificate.place_unknown') : words.place(place);
  return [name, where].filter((one) => one !== '').join('\n');
}

function receiptRow(
  words: Words,
  certificate: Certificate,
  receipt: Certificate['receipts'][number],
): readonly string[] {
  const parsed = receiptStatementSchema.safeParse(JSON.parse(receipt.statement));
  if (!parsed.success) return ['', '', '', String(receipt.index)];
  const { received, time, device, object } = parsed.data;
  const named = certificate.about.objects.find((one) => one.id === object);
  const what =
    received.kind === 'pages'
      ? words.text('certificate.received_pages', { pages: rangesOf(received.pages), of: received.of })
      : words.text(`certificate.received_${received.kind}`, { bytes: received.bytes ?? '?' });
  const copy = received.kind === 'file' && received.sha256 !== null ? `SHA-256 ${received.sha256}` : '';
  const lines = [named === undefined ? '' : objectName(words, named), what, copy].filter((line) => line !== '');
  return [momentOf(time), lines.join('\n'), device, String(receipt.index)];
}

/** UTC, to the second: a certificate is read everywhere. */
function momentOf(time: string): string {
  return time.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d).*$/, '$1 $2 UTC');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function memberOf(value: unknown, name: string): string {
  if (typeof value !== 'object' || value === null) return '';
  return textOf(new Map(Object.entries(value)).get(name));
}

/** The exact bytes of the data file, attached to the page and handed out alone. */
export function certificateText(certificate: Certificate): string {
  return `${canonicalJson(JSON.parse(JSON.stringify(certificate)))}\n`;
}
