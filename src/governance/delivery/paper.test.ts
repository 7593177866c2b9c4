import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeSha256 } from '../../audit-log/hash-node.ts';
import { commitEvent, discloseEvent, disclosureJson, EVENT_FIELDS, type EventFields } from '../../audit-log/index.ts';
import { loadCatalogue } from '../../base/catalogue-node.ts';
import type { Json } from '../../base/canonical-json.ts';
import { systemRandom } from '../../base/random.ts';
import { type Certificate, CERTIFICATE_FORMAT } from '../../model/certificate.ts';
import { RECEIPT_FORMAT } from '../../model/delivery.ts';
import { formDocumentSchema } from '../../model/form-document.ts';
import { LOCALES, type Locale } from '../../model/locale.ts';
import { rangesOf } from '../../model/page-ranges.ts';
import type { Catalogues } from '../forms/words.ts';
import { paperOf } from './paper.ts';

const FOLDER = join(import.meta.dirname, '../../../locales');
const read = (locale: Locale) => ({
  ...loadCatalogue(FOLDER, locale, 'console'),
  ...loadCatalogue(FOLDER, locale, 'forms'),
});
const CATALOGUES = Object.fromEntries(LOCALES.map((locale) => [locale, read(locale)])) as Catalogues;
const id = (n: number): string => `01930000-0000-7000-8000-${String(n).padStart(12, '0')}`;

function event(index: number, values: Readonly<Record<string, Json>>): Certificate['events'][number] {
  const time = `2026-11-23T10:0${index}:00.000Z`;
  const fields = Object.fromEntries(EVENT_FIELDS.map((name) => [name, values[name] ?? null])) as EventFields;
  const all = { ...fields, time };
  const committed = commitEvent({ sha256: nodeSha256, random: systemRandom }, { class: 'event', fields: all });
  const disclosure = discloseEvent({ ...committed, fields: all }, [...EVENT_FIELDS]);
  return { index, disclosure: disclosureJson(disclosure) as Record<string, unknown>, proof: '' };
}

const person = { kind: 'recipient', id: id(1) };
const object = { transfer: id(2), object: id(3) };
const CERTIFICATE: Certificate = {
  format: CERTIFICATE_FORMAT,
  about: {
    reference: 'EN-7K3M-Q2XD-9FHT',
    transfer: id(2),
    organisation: 'Lótus Commercial',
    sender: 'Inês Ferreira',
    made: '2026-11-23T10:00:00.000Z',
    for: 'sender',
    recipients: [{ id: id(1), name: '黃小明', organisation: 'Harbour Partners' }],
    objects: [{ id: id(3), kind: 'file', name: '公眾假期.pdf', size: 1234, sha256: 'ab'.repeat(32) }],
  },
  log: { vkey: 'gate.example.mo/log/1+00000000+AAAA', checkpoint: 'gate.example.mo/log/1\n7\nAAAA\n\n— x y\n' },
  events: [
    event(0, { action: 'notice.sent', actor: { kind: 'system' }, subject: id(1), channel: 'dingtalk' }),
    event(1, { action: 'notice.previewed', actor: { kind: 'system' }, subject: id(1), detail: { robot: 'dingtalk' } }),
    event(2, { action: 'identity.proven', actor: person, place: 'HK', detail: { proved: ['notice', 'code', 'totp'] } }),
    event(3, { action: 'object.opened', actor: person, object, place: 'HK', detail: { opening: id(4) } }),
    event(4, { action: 'page.shown', actor: person, object, place: 'unknown', detail: { page: 1 } }),
    event(5, { action: 'receipt.signed', actor: person, object, detail: { opening: id(4) } }),
    event(6, { action: 'a.later.kind', actor: { kind: 'staff', id: id(9) } }),
  ],
  receipts: [
    {
      index: 5,
      statement: JSON.stringify({
        format: RECEIPT_FORMAT,
        log: 'gate.example.mo/log/1',
        logIndex: 3,
        reference: 'EN-7K3M-Q2XD-9FHT',
        opening: id(4),
        object: id(3),
        sha256: 'ab'.repeat(32),
        received: { kind: 'pages', pages: [1, 2, 3, 7], of: 12 },
        device: id(5),
        time: '2026-11-23T10:05:00.000Z',
      }),
      signature: '',
      publicKey: '',
    },
  ],
};

describe('paperOf', () => {
  it.each(LOCALES)('says every step, receipt and limit in %s', (locale) => {
    const form = formDocumentSchema.parse(paperOf(CERTIFICATE, 'cd'.repeat(32), CATALOGUES, locale));
    const text = JSON.stringify(form);
    for (const part of ['EN-7K3M-Q2XD-9FHT', '黃小明', '公眾假期.pdf', '1–3, 7', 'ab'.repeat(32), 'cd'.repeat(32)])
      expect(text).toContain(part);
    const tables = form.blocks.flatMap((block) => (block.kind === 'table' ? [block.rows] : []));
    expect(tables.map((rows) => rows.length)).toEqual([1, 7, 1]);
    // A kind of a newer version keeps its own name; everything else has words.
    expect(text).toContain('a.later.kind');
    for (const { action } of [{ action: 'notice.previewed' }, { action: 'object.opened' }, { action: 'page.shown' }])
      expect(text, action).not.toContain(`"${action}`);
    expect(tables[1]?.[2]?.[2]).toContain(locale === 'en' ? 'Hong Kong' : locale === 'pt' ? 'Hong Kong' : '香港');
  });
});

describe('rangesOf', () => {
  it.each([
    [[], ''],
    [[1], '1'],
    [[1, 2], '1–2'],
    [[1, 3, 5], '1, 3, 5'],
    [[1, 2, 3, 7, 8], '1–3, 7–8'],
  ])('writes %j as `%s`', (pages, text) => {
    expect(rangesOf(pages)).toBe(text);
  });
});
