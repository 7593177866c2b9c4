/** Mainland filings: the standard contract for export (PIPL art. 38(1)(3), SCC Measures) and the application for a security assessment. */
import type { Variant } from '../../model/api/duties.ts';
import { dayOf, type Material, momentOf } from './material.ts';
import { field, heading, type Part, signature, text } from './parts.ts';
import {
  answer,
  assessments,
  controllerName,
  dataTypes,
  destinations,
  persons,
  purpose,
  recipientLines,
  regulator,
  sensitiveTypes,
} from './values.ts';
import type { Words } from './words.ts';

export function cacSccFiling(material: Material, words: Words, variant: Variant): readonly Part[] {
  const { row } = material;
  return [
    ...opening(material, words, variant),
    ...exporter(material, words),
    ...abroad(material, words),
    heading('contract'),
    field('14', 'contract_signed'),
    field('15', 'contract_effective', dayOf(row.started_at)),
    field('16', 'filing_due', momentOf(row.due_at)),
    field('17', 'assessment_done', assessments(material, words)),
    heading('enclosures'),
    text('cac_enclosures'),
    signature('seal', 'representative', 'date'),
  ];
}

export function cacAssessment(material: Material, words: Words, variant: Variant): readonly Part[] {
  const { org, important_data: important } = material.facts;
  return [
    ...opening(material, words, variant),
    ...exporter(material, words),
    field('6', 'critical_operator', answer(words, org?.ciio)),
    field('6', 'important_data', answer(words, important)),
    ...abroad(material, words),
    heading('assessment'),
    field('14', 'systems'),
    field('15', 'legality'),
    field('16', 'recipient_capability'),
    field('17', 'law_impact'),
    field('18', 'risk_after_export'),
    field('19', 'rights_channel'),
    field('20', 'assessment_done', assessments(material, words)),
    field('21', 'conclusion'),
    text('cac_assessment'),
    signature('seal', 'representative', 'date'),
  ];
}

function opening(material: Material, words: Words, variant: Variant): readonly Part[] {
  return [
    field(null, 'addressee', regulator(material, words, 'CN')),
    field(null, 'notice_kind', words.name(`variant.${variant}`)),
    ...(variant === 'first' ? [] : [field(null, 'earlier_number'), field(null, 'changes')]),
  ];
}

function exporter(material: Material, words: Words): readonly Part[] {
  return [
    heading('exporter'),
    field('1', 'controller_name', controllerName(material, words)),
    field('2', 'credit_code'),
    field('3', 'controller_address'),
    field('4', 'representative'),
    field('5', 'contact'),
  ];
}

/** The year's counts are those the decision was made on; where nobody counted, they are missing. */
function abroad(material: Material, words: Words): readonly Part[] {
  const year = material.facts.ytd?.cn;
  const count = (value: number | undefined): string | null => (value === undefined ? null : String(value));
  return [
    heading('export'),
    field(
      '7',
      'recipients',
      recipientLines(material, words, ({ jurisdiction }) => jurisdiction !== 'CN'),
    ),
    field('7', 'destinations', destinations(material, words)),
    field('8', 'purposes', purpose(material, words)),
    field('9', 'processing_method'),
    field('10', 'data_types', dataTypes(material, words)),
    field('11', 'sensitive_types', sensitiveTypes(material, words, 'CN')),
    field('12', 'persons', persons(material)),
    field('12', 'persons_year', count(year?.pi)),
    field('12', 'persons_sensitive_year', count(year?.spi)),
    field('13', 'retention_abroad'),
  ];
}
