/** Which test sets there are: our own, those beside the checkout, and those of a folder that is named. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { FindingType } from '../../src/model/classification.ts';
import { fillTemplates } from '../../test/eval/fill.ts';
import { readCluener, readMultipriv, readOwn, readPresidio, readTagged, fromTags } from './readers.ts';
import { readPapers } from '../../test/eval/templates.ts';
import type { GoldText, TestSet } from './sets.ts';

const ROOT = join(import.meta.dirname, '../..');
const VECTORS = join(ROOT, '../shared/vectors');

const NAMES: readonly FindingType[] = ['person_name', 'organisation'];
const PRESIDIO_TYPES: readonly FindingType[] = [
  'person_name', 'address', 'organisation', 'bank_card', 'phone', 'email', 'iban', 'us_ssn', 'ip_address',
]; // biome-ignore format: a list reads better in rows
const MULTIPRIV_TYPES: readonly FindingType[] = ['person_name', 'address', 'email', 'phone', 'cn_resident_id'];

export type Catalogue = { readonly sets: readonly TestSet[]; readonly absent: readonly string[] };

/** Reads the sets that are there; `absent` names those that are known and are not. */
export function readCatalogue(data: string | null): Catalogue {
  const sets: TestSet[] = [];
  const absent: string[] = [];
  const known = (path: string, read: (path: string) => TestSet): void => {
    if (existsSync(path)) sets.push(read(path));
    else absent.push(path);
  };
  sets.push(...templateSets(), papers(), ...ownSets());
  known(join(VECTORS, 'presidio-research/synth_dataset_v2.json'), (path) => presidio(path));
  known(join(VECTORS, 'lener-br/test.conll'), (path) =>
    tagged(path, 'LeNER-Br test (pt-BR, court decisions)', ' ', NAMES, 'peluz/lener-br @ 4999cb7, MIT'),
  );
  if (data !== null)
    for (const entry of readdirSync(data, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1)))
      if (entry.isFile()) sets.push(...fromFile(join(data, entry.name)));
  return { sets, absent };
}

function text(path: string): string {
  return readFileSync(path, 'utf8');
}

/** Types that occur in the texts; a set of our own marks them throughout. */
function typesIn(texts: readonly GoldText[]): FindingType[] {
  return [...new Set(texts.flatMap(({ spans }) => spans.map((span) => span.type)))].sort();
}

/** The test templates (`test/eval/templates`), filled a few times, one set per language; the texts without personal data are in each. */
function templateSets(): TestSet[] {
  const filled = fillTemplates(5, 2026);
  const types = typesIn(filled);
  return ['zh-Hant', 'zh-Hans', 'en', 'pt'].map((language) => ({
    name: `templates ${language}`,
    source: 'test/eval/templates',
    types,
    texts: filled.filter((one) => one.language === language),
    complete: true,
  }));
}

/** Whole business papers in which nobody is named: every name, address and other personal value is a false alarm. */
function papers(): TestSet {
  return {
    name: 'papers without persons',
    source: 'test/eval/papers',
    types: ['person_name', 'address', 'email', 'phone', 'health', 'salary', 'date_of_birth', 'bank_account'],
    texts: readPapers().map(({ text: paper }) => ({ text: paper, spans: [] })),
    complete: true,
  };
}

function ownSets(): TestSet[] {
  const folder = join(ROOT, 'test/eval/sets');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.jsonl'))
    .sort()
    .map((file) => own(join(folder, file)));
}

function own(path: string): TestSet {
  const texts = readOwn(text(path));
  return { name: basename(path, '.jsonl'), source: 'JSON lines', types: typesIn(texts), texts, complete: true };
}

function presidio(path: string): TestSet {
  const source = 'microsoft/presidio-research @ 7622dec, MIT';
  return {
    name: 'presidio-research synth v2 (en)',
    source,
    types: PRESIDIO_TYPES,
    texts: readPresidio(text(path)),
    complete: true,
  };
}

function tagged(path: string, name: string, joiner: string, types: readonly FindingType[], source: string): TestSet {
  return { name, source, types, texts: readTagged(text(path), joiner), complete: false };
}

/** Knows a set by its name and by what it begins with; other files are none. */
function fromFile(path: string): TestSet[] {
  const name = basename(path);
  if (name.endsWith('.jsonl')) return [own(path)];
  if (/multipriv/i.test(name))
    return [
      {
        name,
        source: 'MultiPriv-PII, CC BY-NC-SA 4.0',
        types: MULTIPRIV_TYPES,
        texts: readMultipriv(text(path)),
        complete: false,
      },
    ];
  if (/cluener/i.test(name))
    return [
      { name, source: 'CLUENER2020, no licence stated', types: NAMES, texts: readCluener(text(path)), complete: false },
    ];
  if (/presidio|synth_dataset/i.test(name)) return [presidio(path)];
  if (name.endsWith('.bmes')) return [tagged(path, name, '', NAMES, 'tagged')];
  if (/\.conllu?$/.test(name)) return [tagged(path, name, ' ', NAMES, 'tagged')];
  if (/^(.+)\.sentences\.txt$/.test(name)) return [twoFiles(path, name)];
  return [];
}

/** Characters in one file, their tags in another beside it. */
function twoFiles(path: string, name: string): TestSet {
  const sentences = text(path).split('\n');
  const tags = text(path.replace('.sentences.', '.tags.')).split('\n');
  const texts = sentences.flatMap((line, i) =>
    line.trim() === '' ? [] : [fromTags(line.trim().split(/\s+/), (tags[i] ?? '').trim().split(/\s+/), '')],
  );
  return { name, source: 'characters and tags', types: NAMES, texts, complete: false };
}
