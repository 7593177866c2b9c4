/** The record of processing: GDPR art. 30(1) and (2), what Macau's art. 23 (d) to (j) asks besides, and what the mainland counts. */
import type { Variant } from '../../model/api/duties.ts';
import type { Material } from './material.ts';
import { field, heading, type Part, table, text } from './parts.ts';
import {
  accessPeriod,
  assessments,
  basis,
  contracts,
  controllerName,
  dataTypes,
  filings,
  firstDay,
  persons,
  processors,
  purpose,
  recipientLines,
  security,
  sensitiveTypes,
  transfersAbroad,
  whereOf,
} from './values.ts';
import type { Words } from './words.ts';

export function ropaForm(material: Material, words: Words, variant: Variant): readonly Part[] {
  const rows = material.recipients.map((one) => [
    one.organisation,
    one.name,
    whereOf(words, one.jurisdiction, one.city),
    words.known('recipient_kind', one.kind),
  ]);
  return [
    ...(variant === 'update' ? [field(null, 'changes')] : []),
    heading('gdpr_30_1'),
    field('a', 'controller_name', controllerName(material, words)),
    field('a', 'representative'),
    field('a', 'dpo'),
    field('b', 'purposes', purpose(material, words)),
    field('c', 'subjects'),
    field('c', 'data_types', dataTypes(material, words)),
    field('c', 'sensitive_types', sensitiveTypes(material, words, material.entity.jurisdiction)),
    field('d', 'recipients', recipientLines(material, words)),
    field('e', 'transfers_abroad', transfersAbroad(material, words)),
    field('e', 'guarantees', contracts(material, words)),
    field('f', 'retention'),
    field('f', 'access_period', accessPeriod(material, words)),
    field('g', 'security', security(words)),
    heading('gdpr_30_2'),
    field('a', 'on_behalf_of'),
    field('b', 'processor', processors(material, words)),
    heading('mo_23'),
    field('d', 'conditions', words.text('value.conditions')),
    field('f', 'combination'),
    field('h', 'inform'),
    field('h', 'rights'),
    heading('cn_columns'),
    field(null, 'basis_relied', basis(material, words)),
    field(null, 'assessment_done', assessments(material, words)),
    field(null, 'filings_held', filings(material, words)),
    field(null, 'persons', persons(material)),
    field(null, 'start_date', firstDay(material)),
    heading('review'),
    field(null, 'last_review'),
    field(null, 'next_review'),
    ...(rows.length === 0 ? [] : [table(['organisation', 'person', 'place', 'role'], rows), text('ropa_recipients')]),
  ];
}
