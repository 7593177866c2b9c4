/**
 * A pack as a library of CISO Assistant (intuitem/ciso-assistant-community, backend/library): one framework whose requirements are the rules,
 * duties and rows of the pack, in the pack's own words. The form is theirs, no text is.
 */
import { LOCALES, type Locale } from '../../model/locale.ts';
import type { Pack } from '../../policy/load-pack.ts';
import { toYaml, type Yaml } from '../register/yaml.ts';

/** Libraries are named after the law; packs after the place where that is shorter. */
const LIBRARY_IDS: Readonly<Record<string, string>> = { 'mo-pdpa': 'mo-law-8-2005', sg: 'sg-pdpa' };
/** Their codes for our languages; English is the language of the library itself. */
const LOCALE_CODES: Readonly<Record<Locale, string>> = { en: 'en', pt: 'pt', 'zh-Hans': 'zh', 'zh-Hant': 'zh-Hant' };
const OTHERS = LOCALES.filter((locale) => locale !== 'en');

/** Returns the name of a pack's library in its URNs. */
export function libraryId(pack: string): string {
  return LIBRARY_IDS[pack] ?? pack;
}

/** Returns the library as YAML. `reviewed`: whether somebody answers for this text; the library says so. */
export function toCisoAssistant(pack: Pack, reviewed: boolean): string {
  const { file } = pack;
  const id = libraryId(file.pack);
  const about = [
    reviewed ? 'Reviewed as recorded in Entrepot.' : 'Not reviewed by a lawyer. This is no legal advice.',
    `Pack ${file.pack} ${file.version}, SHA-256 ${pack.digest}.`,
  ].join(' ');
  const head = { ref_id: id.toUpperCase(), name: file.title.en, description: about, translations: titles(file.title) };
  return toYaml({
    urn: `urn:entrepot:risk:library:${id}`,
    locale: 'en',
    ...head,
    copyright: 'Rules and texts of Entrepot',
    version: versionNumber(file.version),
    provider: 'Entrepot',
    packager: 'entrepot',
    objects: {
      framework: { urn: `urn:entrepot:risk:framework:${id}`, ...head, requirement_nodes: nodesOf(pack, id) },
    },
  });
}

/** Their versions are whole numbers that grow: 2026.11.0 is 20261100. */
function versionNumber(version: string): number {
  const [year = 0, month = 0, number = 0] = version.split('.').map(Number);
  return year * 10_000 + month * 100 + Math.min(number, 99);
}

type Titles = Readonly<Record<Locale, string>>;
function titles(title: Titles): Yaml {
  return Object.fromEntries(OTHERS.map((locale) => [LOCALE_CODES[locale], { name: title[locale] }]));
}

const SECTIONS: readonly { readonly key: string; readonly title: Titles }[] = [
  { key: 'rules', title: { en: 'Rules', pt: 'Regras', 'zh-Hans': '规则', 'zh-Hant': '規則' } },
  {
    key: 'duties',
    title: { en: 'Duties with a date', pt: 'Deveres com prazo', 'zh-Hans': '有期限的义务', 'zh-Hant': '有期限的義務' },
  },
  {
    key: 'rows',
    title: {
      en: 'Scope, advice and penalties',
      pt: 'Âmbito, conselhos e sanções',
      'zh-Hans': '适用范围、建议与罚则',
      'zh-Hant': '適用範圍、建議與罰則',
    },
  },
];

type Node = {
  readonly id: string;
  readonly annotation: readonly string[];
  readonly evidence: readonly string[];
  /** A row has one text, in English; rules and duties have words in four languages. */
  readonly text: string | null;
};

function nodesOf(pack: Pack, library: string): Yaml[] {
  const { duties, rows } = pack.file;
  const groups: readonly (readonly Node[])[] = [
    pack.rules.map((rule) => ({
      id: rule.id,
      annotation: [
        rule.cite,
        rule.does === 'objects' ? `effect ${rule.effect}` : `obligation ${rule.obligations.join(', ')}`,
        `confidence ${rule.confidence}`,
        ...(rule.does === 'objects' && rule.remedies.length > 0 ? [`lifted by ${rule.remedies.join(', ')}`] : []),
      ],
      evidence: rule.does === 'objects' ? rule.evidence : [],
      text: null,
    })),
    duties.map((duty) => ({
      id: duty.id,
      annotation: [duty.cite, `term ${duty.term.amount} ${duty.term.unit}`, `confidence ${duty.confidence}`],
      evidence: duty.satisfiedBy,
      text: null,
    })),
    rows.map((row) => ({
      id: row.id,
      annotation: [row.cite, row.role, `confidence ${row.confidence}`],
      evidence: [],
      text: row.text,
    })),
  ];
  return SECTIONS.flatMap(({ key, title }, at) => {
    const nodes = groups[at] ?? [];
    const urn = `urn:entrepot:risk:req_node:${library}:${key}`;
    const section = { urn, assessable: false, depth: 1, ref_id: key, name: title.en, translations: titles(title) };
    return nodes.length === 0 ? [] : [section, ...nodes.map((node) => nodeOf(pack, library, urn, node))];
  });
}

function nodeOf(pack: Pack, library: string, parent: string, { id, annotation, evidence, text }: Node): Yaml {
  const words = pack.texts.en[id];
  const inOthers = OTHERS.flatMap((locale) => {
    const own = pack.texts[locale][id];
    return own === undefined
      ? []
      : [[LOCALE_CODES[locale], { name: own.title, description: `${own.why} ${own.lift}`.trim() }] as const];
  });
  return {
    urn: `urn:entrepot:risk:req_node:${library}:${id}`,
    parent_urn: parent,
    assessable: true,
    depth: 2,
    ref_id: id,
    name: words?.title ?? id,
    description: text ?? `${words?.why ?? ''} ${words?.lift ?? ''}`.trim(),
    annotation: [id, ...annotation].join('\n'),
    typical_evidence: evidence.length === 0 ? undefined : evidence.join('\n'),
    translations: inOthers.length === 0 ? undefined : Object.fromEntries(inOthers),
  };
}
