/**
 * Filing a Greater Bay Area standard contract, and the annexes of the contract. The wording of the contract itself is the regulators'
 * and must not be changed, so it is not here: the document says where it is published.
 */
import type { Variant } from '../../model/api/duties.ts';
import { dayOf, type Material, momentOf } from './material.ts';
import { field, heading, type Part, signature, text } from './parts.ts';
import {
  accessPeriod,
  assessments,
  controllerName,
  dataTypes,
  persons,
  purpose,
  recipientLines,
  regulator,
  sensitiveTypes,
} from './values.ts';
import type { Words } from './words.ts';

/** Cover of the filing, list of enclosures, and an undertaking to start from. */
export function gbaFiling(material: Material, words: Words, variant: Variant): readonly Part[] {
  const { row, entity } = material;
  return [
    field(null, 'addressee', regulator(material, words, entity.jurisdiction)),
    field(null, 'notice_kind', words.name(`variant.${variant}`)),
    ...(variant === 'update' ? [field(null, 'earlier_number'), field(null, 'changes')] : []),
    heading('exporter'),
    field('1', 'controller_name', controllerName(material, words)),
    field('2', 'business_number'),
    field('3', 'controller_address'),
    field('4', 'representative'),
    field('5', 'contact'),
    heading('recipient'),
    field('6', 'gba_recipient', bayRecipients(material, words)),
    field('7', 'recipient_number'),
    field('8', 'recipient_contact'),
    heading('contract'),
    field('9', 'contract_signed'),
    field('10', 'contract_effective', dayOf(row.started_at)),
    field('11', 'filing_due', momentOf(row.due_at)),
    field('12', 'purposes', purpose(material, words)),
    field('13', 'persons', persons(material)),
    field('14', 'assessment_done', assessments(material, words)),
    heading('enclosures'),
    text('gba_enclosures'),
    heading('undertaking'),
    text('gba_undertaking'),
    signature('seal', 'representative', 'date'),
  ];
}

/** Annexes 1 and 2: what the transfer is, and further terms. */
export function gbaContract(material: Material, words: Words, variant: Variant): readonly Part[] {
  return [
    text('gba_wording'),
    ...(variant === 'update' ? [field(null, 'changes')] : []),
    heading('parties'),
    field('1', 'controller_name', controllerName(material, words)),
    field('2', 'gba_recipient', bayRecipients(material, words)),
    heading('annex1'),
    field('1', 'purposes', purpose(material, words)),
    field('2', 'processing_method'),
    field('3', 'persons', persons(material)),
    field('4', 'data_types', dataTypes(material, words)),
    field('5', 'sensitive_types', sensitiveTypes(material, words, material.entity.jurisdiction)),
    field('6', 'onward'),
    field('7', 'transfer_means', words.text('value.transfer_means')),
    field('8', 'access_period', accessPeriod(material, words)),
    field('9', 'retention'),
    field('10', 'retention_place'),
    field('11', 'other_matters'),
    heading('annex2'),
    field('1', 'other_terms'),
    signature('exporter', 'recipient'),
  ];
}

/** The two contracts join one of the nine cities with Macau or Hong Kong; others cannot be party to them. */
function bayRecipients(material: Material, words: Words): string | null {
  const home = material.entity.jurisdiction;
  return recipientLines(material, words, ({ jurisdiction, city }) =>
    home === 'CN' ? jurisdiction === 'MO' || jurisdiction === 'HK' : jurisdiction === 'CN' && city !== null,
  );
}
