/** Outline of an agreement with a processor: the six duties and what auditors ask for besides. An outline, not an agreement. */
import type { Material } from './material.ts';
import { field, heading, type Part, signature, text } from './parts.ts';
import {
  accessPeriod,
  controllerName,
  dataTypes,
  destinations,
  purpose,
  recipientLines,
  security,
  sensitiveTypes,
} from './values.ts';
import type { Words } from './words.ts';

/** Clauses in the order of ISO/IEC 27701 and GDPR art. 28(3), each an own text. */
const CLAUSES = [
  'minimisation',
  'cross_border',
  'audit',
  'subprocessors',
  'breach',
  'deletion',
  'infringing',
  'confidentiality',
  'rights_help',
  'government',
  'records',
] as const;
/** Laws whose own demands go into an annex where a party is in the place. */
const ADDENDA = ['MO', 'HK', 'CN', 'EU'] as const;

export function dpaForm(material: Material, words: Words): readonly Part[] {
  const places = new Set([material.entity.jurisdiction, ...material.recipients.map((one) => one.jurisdiction)]);
  return [
    heading('parties'),
    field('1', 'controller_name', controllerName(material, words)),
    field(
      '2',
      'dpa_processor',
      recipientLines(material, words, ({ kind }) => kind === 'processor'),
    ),
    heading('subject_matter'),
    field('3', 'purposes', purpose(material, words)),
    field('4', 'duration'),
    field('5', 'data_types', dataTypes(material, words)),
    field('6', 'sensitive_types', sensitiveTypes(material, words, material.entity.jurisdiction)),
    field('7', 'subjects'),
    heading('duties'),
    ...CLAUSES.map((name) => text(`dpa_${name}`)),
    heading('closing_terms'),
    field('8', 'liability'),
    field('9', 'term'),
    field('10', 'governing_law'),
    heading('annexes'),
    field('A1', 'access_period', accessPeriod(material, words)),
    field('A2', 'security', security(words)),
    field('A3', 'subprocessors'),
    field('A4', 'destinations', destinations(material, words)),
    field('A4', 'key_custody', words.text('value.key_custody')),
    ...ADDENDA.filter((law) => (law === 'EU' ? isEuropean(places) : places.has(law))).map((law) =>
      text(`dpa_addendum_${law.toLowerCase()}`),
    ),
    signature('controller', 'processor', 'date'),
  ];
}

/** Portugal stands for the Union where this organisation's partners are. */
function isEuropean(places: ReadonlySet<string>): boolean {
  return EUROPE.some((code) => places.has(code));
}

const EUROPE = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK IS LI NO'.split(' ');
