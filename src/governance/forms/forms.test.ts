import { join } from 'node:path';
import { extractText as extractPdf, getDocumentProxy } from 'unpdf';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../base/catalogue-node.ts';
import { extractText } from '../../classify/extract/extract.ts';
import { FORM_VARIANTS, type FormName, FORMS, type Variant } from '../../model/api/duties.ts';
import type { FormDocument } from '../../model/form-document.ts';
import { type Locale, LOCALES } from '../../model/locale.ts';
import { renderDocx } from '../../render/docx.ts';
import { renderPdf } from '../../render/pdf.ts';
import type { Material } from './material.ts';
import { assemble, type Part } from './parts.ts';
import { FORM_DEFINITIONS } from './registry.ts';
import { type Catalogues, createWords } from './words.ts';

const FOLDER = join(import.meta.dirname, '../../../locales');
const read = (locale: Locale): Catalogues[Locale] => ({
  ...loadCatalogue(FOLDER, locale, 'console'),
  ...loadCatalogue(FOLDER, locale, 'forms'),
});
const CATALOGUES: Catalogues = {
  'zh-Hant': read('zh-Hant'),
  'zh-Hans': read('zh-Hans'),
  pt: read('pt'),
  en: read('en'),
};

/** Names that have to survive: letters of Macau, and text that would be markup elsewhere. */
const ENTITY = '氹仔嘅貿易行 Lótus';
const HOSTILE = '<b>&amp;</b> #eval("1") $x$ {{y}} ]]> \u0000\u202E\u200Bok';
const AT = new Date('2026-11-25T02:00:00Z');

const view = (ruleId: string): Material['view'] => ({
  id: '0198c0de-0000-7000-8000-000000000001',
  ruleId,
  pack: 'mo-pdpa',
  place: 'MO',
  title: 'Notice',
  kind: 'statutory',
  cite: 'Law 8/2005 art. 21(1)',
  confidence: 'H',
  reviewed: false,
  regulator: null,
  entity: { id: '0198c0de-0000-7000-8000-000000000002', name: ENTITY },
  purpose: 'payroll',
  about: 'incident',
  transfer: null,
  startedAt: AT.toISOString(),
  dueAt: '2026-12-03T15:59:59.999Z',
  utcOffset: '+08:00',
  term: { amount: 8, unit: 'days', calendars: ['MO'] },
  calendarKnown: true,
  left: { unit: 'days', amount: 8, overdue: false },
  state: 'open',
  form: 'dspdp-notice',
  filing: 'mo_notice',
  closedAt: null,
  closedBy: null,
});

const MATERIAL: Material = {
  row: {
    org_id: '0198c0de-0000-7000-8000-000000000000',
    duty_id: '0198c0de-0000-7000-8000-000000000001',
    rule_id: 'mo.notice',
    pack: 'mo-pdpa',
    entity_id: '0198c0de-0000-7000-8000-000000000002',
    subject_key: 'incident:1',
    form: 'dspdp-notice',
    filing: 'mo_notice',
    transfer_id: null,
    started_at: AT,
    due_at: new Date('2026-12-03T15:59:59.999Z'),
    calendar_known: true,
    state: 'open',
    closed_at: null,
    closed_by: null,
    reference_sealed: null,
    note_sealed: null,
    purpose: 'payroll',
    facts: { at: AT.toISOString(), event: 'send', origin: 'MO', dest: 'CN' },
    details_sealed: null,
    draft_sealed: null,
    overdue_at: null,
    created_at: AT,
  },
  view: view('mo.notice'),
  entity: {
    id: '0198c0de-0000-7000-8000-000000000002',
    name: ENTITY,
    jurisdiction: 'MO',
    city: null,
    profile: {},
  },
  facts: { at: AT.toISOString(), event: 'send', origin: 'MO', dest: 'CN', important_data: 'no', org: { ciio: false } },
  now: AT,
  totals: { transfers: 2, firstAt: AT, lastAt: AT, expiresDays: 7, files: 1, bytes: 10 },
  categories: ['user.contact.phone_number', 'user.health_and_medical'],
  sensitive: () => ['user.health_and_medical'],
  regulator: () => '個人資料保護局',
  persons: 17,
  recipients: [
    { name: '李嘅', organisation: HOSTILE, jurisdiction: 'CN', city: 'CN-GD-ZH', kind: 'processor' },
    { name: 'Ana', organisation: 'Porto Lda', jurisdiction: 'PT', city: null, kind: 'controller' },
  ],
  records: {
    bases: ['consent.unambiguous'],
    contracts: ['gba_mo'],
    filings: ['mo_notice'],
    assessments: ['mo'],
    necessary: true,
    assessedOn: '2026-10-01',
  },
  details: new Map([['what', HOSTILE]]),
  siblings: [view('mo.breach'), view('eu.breach')],
  packs: [{ pack: 'mo-pdpa', version: '2026.11.0', digest: 'ab'.repeat(32), reviewed: false }],
  rules: ['mo.notice'],
  factsDigest: 'cd'.repeat(32),
};

const NOTHING: Material = {
  ...MATERIAL,
  categories: [],
  persons: null,
  recipients: [],
  records: { bases: [], contracts: [], filings: [], assessments: [], necessary: false, assessedOn: null },
  details: new Map(),
  facts: { at: AT.toISOString() },
  regulator: () => null,
  totals: { ...MATERIAL.totals, transfers: 0, firstAt: null, lastAt: null, expiresDays: null },
};

function draft(
  form: FormName,
  variant: Variant,
  locale: Locale,
  material = MATERIAL,
  values: Readonly<Record<string, string>> = {},
): { document: FormDocument; missing: number; parts: readonly Part[] } {
  const definition = FORM_DEFINITIONS[form];
  const words = createWords(CATALOGUES, definition.tongues(locale, variant));
  const parts = definition.build(material, words, variant);
  const { blocks, missing } = assemble(parts, words, values);
  const [first] = words.tongues;
  const document = {
    title: words.name(`title.${form}`),
    subtitle: null,
    locale: first,
    notice: '',
    blocks,
    footer: '',
  };
  return { document, missing, parts };
}

const ALL = FORMS.flatMap((form) => FORM_VARIANTS[form].map((variant) => [form, variant] as const));
const packed = (text: string): string => text.replace(/\s/g, '');

describe.each(ALL)('the form %s (%s)', (form, variant) => {
  it.each(LOCALES)('has its words for a reader of %s, and says what is known', (locale) => {
    const { document, missing } = draft(form, variant, locale);
    const text = JSON.stringify(document.blocks);
    expect(text).toContain(ENTITY);
    expect(text).not.toMatch(/"(?:field|heading|text|value|sign)\.[a-z_]+"/);
    expect(missing).toBeGreaterThan(0);
  });

  it('invents nothing: what no record knows is missing', () => {
    const known = draft(form, variant, 'en');
    const unknown = draft(form, variant, 'en', NOTHING);
    expect(unknown.missing).toBeGreaterThan(known.missing);
    const values = unknown.document.blocks.flatMap((block) => (block.kind === 'field' ? [block.value] : []));
    for (const value of values) expect(value).not.toMatch(/undefined|null|NaN/);
    for (const block of unknown.document.blocks)
      if (block.kind === 'field') expect([block.label, block.missing]).toEqual([block.label, block.value === '']);
  });

  it('gives each field a key of its own, so that a value stands for one field', () => {
    const { parts } = draft(form, variant, 'en');
    const keys = parts.flatMap((part) => (part.kind === 'field' ? [part.key] : []));
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('values of an officer', () => {
  it('stand over the drafted ones, and an empty one takes a drafted one away', () => {
    const own = { controller_address: '澳門氹仔', purposes: '' };
    const { document } = draft('dspdp-notice', 'first', 'en', MATERIAL, own);
    const fields = document.blocks.filter((block) => block.kind === 'field');
    expect(fields.find((one) => one.label.includes('地址'))).toMatchObject({ value: '澳門氹仔', missing: false });
    expect(fields.find((one) => one.label.includes('處理目的'))).toMatchObject({ value: '', missing: true });
  });

  it('named like a member of every object change nothing', () => {
    const plain = draft('ropa', 'first', 'en');
    const { document } = draft('ropa', 'first', 'en', MATERIAL, JSON.parse('{"__proto__":"x","constructor":"y"}'));
    expect(document).toEqual(plain.document);
  });
});

describe('the languages', () => {
  it('are those that the regulator takes', () => {
    const of = (form: FormName, variant: Variant = 'first') => FORM_DEFINITIONS[form].tongues('en', variant);
    expect(of('dspdp-notice')).toEqual(['zh-Hant', 'pt']);
    expect(of('cac-scc-filing')).toEqual(['zh-Hans']);
    expect(of('gba-filing')).toEqual(['zh-Hant']);
    expect(of('breach')).toEqual(['en']);
    expect(of('pia', 'mo-necessity')).toEqual(['zh-Hant', 'pt']);
    expect(of('pia', 'cn-pia')).toEqual(['zh-Hans']);
  });

  it('have the same texts, none blank, and keep Traditional and Simplified apart', () => {
    const ids = (locale: Locale) => Object.keys(loadCatalogue(FOLDER, locale, 'forms')).sort();
    for (const locale of LOCALES) expect(ids(locale)).toEqual(ids('en'));
    const letters = {
      'zh-Hant': /[这们发书东车马门时间说对没还进过关开论设请资处据]/,
      'zh-Hans': /[這們發書東車馬門時間說對還進過關開論設請資處據]/,
    };
    for (const [locale, foreign] of Object.entries(letters)) {
      const texts = Object.entries(loadCatalogue(FOLDER, locale, 'forms'));
      expect(texts.filter(([, text]) => foreign.test(JSON.stringify(text)))).toEqual([]);
    }
  });
});

describe('as files', () => {
  /** Other work on the same machine makes seconds of them. */
  const LONG = 120_000;
  let drafts: readonly { readonly form: FormName; readonly document: FormDocument }[];
  beforeAll(() => {
    drafts = FORMS.map((form) => ({ form, ...draft(form, FORM_VARIANTS[form][0], 'zh-Hant') }));
  });

  it('hold the values, in Word and as PDF, with every letter of Macau', { timeout: LONG }, async () => {
    for (const { form, document } of drafts) {
      const docx = packed((await extractText(await renderDocx(document))).text);
      const pdf = await getDocumentProxy(new Uint8Array(await renderPdf(document)));
      const printed = packed((await extractPdf(pdf, { mergePages: true })).text);
      for (const value of [ENTITY, '氹仔嘅']) {
        expect([form, docx.includes(packed(value))]).toEqual([form, true]);
        expect([form, printed.includes(packed(value))]).toEqual([form, true]);
      }
      // What would be markup elsewhere is text here; what nobody sees is gone.
      if (document.blocks.some((block) => block.kind === 'field' && block.value.includes('eval')))
        expect([form, printed.includes('#eval("1")$x${{y}}]]>ok')]).toEqual([form, true]);
    }
  });
});
