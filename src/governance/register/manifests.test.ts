import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadCatalogue } from '../../base/catalogue-node.ts';
import { LOCALES } from '../../model/locale.ts';
import type { RegisterEntry } from '../../model/api/register.ts';
import { type Activity, gatherActivities } from './activities.ts';
import { CSV_COLUMNS, sheetColumns } from './columns.ts';
import { toFideslang } from './fideslang.ts';
import { FIDES_COLUMNS, proboJson } from './others.ts';
import { ropaColumns, ropaJson } from './ropa.ts';
import { createRegisterWords, type RegisterWords } from './words.ts';

const TAXONOMY = process.env['ENTREPOT_FIDESLANG'] ?? '/work/shared/vectors/fideslang';

const ENTRY: RegisterEntry = {
  id: '019aa000-0000-7000-8000-000000000001',
  transferId: '019aa000-0000-7000-8000-000000000002',
  reference: 'EN-1234-5678-9ABC',
  event: 'send',
  state: 'granted',
  at: '2026-03-01T02:00:00.000Z',
  changedAt: '2026-03-01T02:00:00.000Z',
  grantedAt: '2026-03-01T02:00:00.000Z',
  retainUntil: null,
  entity: { id: '019aa000-0000-7000-8000-000000000003', name: 'Lótus Comercial, Limitada' },
  recipient: {
    id: '019aa000-0000-7000-8000-000000000004',
    name: 'Wong Siu Ming',
    organisation: '港口夥伴 & "Partners": #1',
  },
  recipientKind: 'processor',
  origin: 'MO',
  destination: 'HK',
  destinationCity: null,
  crosses: true,
  purpose: 'payroll',
  level: 'restricted',
  bases: ['consent.unambiguous'],
  contracts: ['dpa'],
  filings: ['mo_art20_notice'],
  assessments: ['mo'],
  categories: ['biz.financial_unpublished', 'user.contact.phone_number', 'user.health_and_medical', 'user.name'],
  sensitiveFor: ['MO'],
  pseudonymised: [],
  safeguards: ['custody:server', 'expiry_days:14', 'view_only'],
  rules: ['mo.xfer.20-1'],
  evidence: ['consent record'],
  packs: [{ pack: 'mo-pdpa', version: '2026.11.0', digest: 'ab'.repeat(32), reviewed: false }],
  persons: 12,
  files: 1,
  bytes: 4096,
  decisionId: '019aa000-0000-7000-8000-000000000005',
  outcome: 'allow',
  effect: null,
};

async function* entries(...list: Partial<RegisterEntry>[]): AsyncGenerator<RegisterEntry> {
  for (const one of list) yield { ...ENTRY, ...one };
}

const activities = (): Promise<readonly Activity[]> =>
  gatherActivities(
    entries(
      {},
      { transferId: 'second', persons: 3, destination: 'CN', destinationCity: 'CN-GD-ZH', recipientKind: 'controller' },
      { transferId: 'held', grantedAt: null, purpose: 'marketing', outcome: 'held', state: 'held' },
      { transferId: 'third', purpose: 'supply', persons: null, destination: 'MO', crosses: false },
    ),
  );

const words = (locale: (typeof LOCALES)[number]): RegisterWords => {
  const read = (name: string): ReturnType<typeof loadCatalogue> =>
    loadCatalogue(`${import.meta.dirname}/../../../locales`, locale, name);
  return createRegisterWords(locale, { register: read('register'), console: read('console') });
};

describe('activities', () => {
  it('are one per entity and purpose, of what was granted', async () => {
    const found = await activities();
    expect(found.map((one) => [one.purpose, one.transfers, one.persons, one.destinations])).toEqual([
      ['payroll', 2, 15, ['CN', 'HK']],
      ['supply', 1, null, []],
    ]);
  });
});

describe('the fideslang manifest', () => {
  it('holds systems, declarations and flows that refer to each other, and names no person', async () => {
    const text = toFideslang('Lótus', await activities());
    expect(text).not.toContain('Wong');
    const manifest = parse(text) as {
      data_category: { fides_key: string; parent_key?: string; is_default: boolean }[];
      system: {
        fides_key: string;
        name: string;
        egress?: { fides_key: string; type: string }[];
        ingress?: { fides_key: string }[];
        privacy_declarations: {
          data_use: string;
          data_categories: string[];
          data_subjects: string[];
          egress: string[];
        }[];
      }[];
    };
    const keys = new Set(manifest.system.map((one) => one.fides_key));
    for (const system of manifest.system) {
      expect(system.fides_key).toMatch(/^[a-zA-Z0-9_.<>-]+$/);
      const flows = [...(system.egress ?? []), ...(system.ingress ?? [])];
      for (const flow of flows) expect(keys).toContain(flow.fides_key);
      for (const one of system.privacy_declarations)
        for (const key of one.egress) expect(system.egress?.map((flow) => flow.fides_key)).toContain(key);
    }
    expect(manifest.system.some((one) => one.name === ENTRY.recipient.organisation)).toBe(true);
    expect(manifest.data_category).toEqual([
      expect.objectContaining({ fides_key: 'biz', is_default: false }),
      expect.objectContaining({ fides_key: 'biz.financial_unpublished', parent_key: 'biz', is_default: false }),
    ]);
  });

  it('uses keys of the taxonomy, or declares its own', async ({ skip }) => {
    if (!existsSync(`${TAXONOMY}/data_categories.json`)) {
      skip(`no taxonomy at ${TAXONOMY}: set ENTREPOT_FIDESLANG to the data_files of ethyca/fideslang`);
      return;
    }
    const known = (name: string, member: string): Set<string> => {
      const file = JSON.parse(readFileSync(`${TAXONOMY}/${name}.json`, 'utf8')) as Record<
        string,
        { fides_key: string }[]
      >;
      return new Set((file[member] ?? []).map((one) => one.fides_key));
    };
    const categories = known('data_categories', 'data_category');
    const uses = known('data_uses', 'data_use');
    const subjects = known('data_subjects', 'data_subject');
    expect([categories.size, uses.size, subjects.size]).toEqual([85, 54, 15]);
    const purposes = [
      'employment',
      'payroll',
      'customer_service',
      'contract_performance',
      'supply',
      'audit',
      'legal_claims',
      'health_care',
      'regulatory',
      'marketing',
      'internal_report',
      'other',
    ];
    const all = await gatherActivities(entries(...purposes.map((purpose) => ({ purpose, transferId: purpose }))));
    const manifest = parse(toFideslang('Lótus', all)) as {
      data_category: { fides_key: string }[];
      system: { privacy_declarations: { data_use: string; data_categories: string[]; data_subjects: string[] }[] }[];
    };
    for (const one of manifest.data_category) categories.add(one.fides_key);
    for (const one of manifest.system.flatMap((system) => system.privacy_declarations)) {
      expect(uses).toContain(one.data_use);
      for (const key of one.data_categories) expect(categories).toContain(key);
      for (const key of one.data_subjects) expect(subjects).toContain(key);
    }
  });
});

describe('the record of processing', () => {
  it.each(LOCALES)('has a heading for every column and a word for every value in %s', async (locale) => {
    const spoken = words(locale);
    for (const { key } of ropaColumns(spoken)) expect(spoken.heading(`ropa.${key}`)).not.toBe('');
    for (const { key } of CSV_COLUMNS) expect(spoken.heading(`col.${key}`)).not.toBe('');
    const [first] = await activities();
    if (first === undefined) throw new Error('no activity');
    const cells = ropaColumns(spoken).map((column) => column.cell(first));
    // Codes of ours that a reader would stumble over.
    expect(cells.join(' ')).not.toMatch(/mo_art20_notice|consent\.unambiguous|expiry_days|view_only|custody:/);
    const sheet = sheetColumns(spoken).map((column) => column.cell(ENTRY));
    expect(sheet.slice(0, -6).join(' ')).not.toMatch(
      /consent\.unambiguous|expiry_days|view_only|custody:|\bprocessor\b$/,
    );
  });

  it('has (a) to (g) of the article for every activity, and null for what nobody recorded', async () => {
    const { records } = JSON.parse(ropaJson('Lótus', await activities(), '2026-11-25T00:00:00.000Z')) as {
      records: Record<string, Record<string, unknown>>[];
    };
    for (const record of records) expect(Object.keys(record).slice(0, 7)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
    expect(records[0]?.['mo_art_23']).toMatchObject({ f_combination: null, i_transfers_outside: ['CN', 'HK'] });
  });

  it('fits the shapes of fides and Probo', async () => {
    const found = await activities();
    expect(FIDES_COLUMNS.map(({ key }) => key)).toContain('Third country safeguards');
    expect(FIDES_COLUMNS.map((column) => (found[0] === undefined ? '' : column.cell(found[0])))).toContain('Consent');
    const { processing_activities: list } = JSON.parse(proboJson(found)) as {
      processing_activities: Record<string, unknown>[];
    };
    expect(list[0]).toMatchObject({
      special_or_criminal_data: 'YES',
      lawful_basis: 'CONSENT',
      international_transfers: true,
    });
  });
});
