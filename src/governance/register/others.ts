/** The record of processing in the shapes of other programs: fides' data map as CSV, and Probo's processing activities as JSON. */
import type { Activity } from './activities.ts';
import { partyKey } from './fideslang.ts';
import { type Column, joined } from './table.ts';
import { dataSubjects, dataUse, legalBasis } from './taxonomy.ts';

/** Columns under the headings of fides' data map report; those the register cannot know are left out. */
export const FIDES_COLUMNS: readonly Column<Activity>[] = [
  { key: 'System', width: 0, cell: (one) => one.entity.name },
  { key: 'Fides key', width: 0, cell: (one) => `entity_${one.entity.id}` },
  { key: 'Legal name', width: 0, cell: (one) => one.entity.name },
  { key: 'Declaration name', width: 0, cell: (one) => one.purpose },
  { key: 'Data use', width: 0, cell: (one) => dataUse(one.purpose) },
  { key: 'Data categories', width: 0, cell: (one) => one.categories.join(', ') },
  { key: 'Data subject', width: 0, cell: (one) => dataSubjects(one.purpose).join(', ') },
  { key: 'Legal basis for processing', width: 0, cell: (one) => legalBasis(one.bases) ?? '' },
  {
    key: 'Processes personal data',
    width: 0,
    cell: (one) => yes(one.categories.some((key) => key.startsWith('user'))),
  },
  { key: 'Does international transfers', width: 0, cell: (one) => yes(one.destinations.length > 0) },
  {
    key: 'Legal basis for transfers',
    width: 0,
    cell: (one) => [...one.bases, ...one.contracts, ...one.filings].join(', '),
  },
  { key: 'Third country safeguards', width: 0, cell: (one) => joined([...one.contracts, ...one.filings]) },
  { key: 'Destinations', width: 0, cell: (one) => [...new Set(one.recipients.map(partyKey))].join(', ') },
  { key: 'Data shared with third parties', width: 0, cell: (one) => yes(one.recipients.length > 0) },
  { key: 'Third parties', width: 0, cell: (one) => joined(new Set(one.recipients.map((each) => each.organisation))) },
  { key: 'Shared categories', width: 0, cell: (one) => one.categories.join(', ') },
  { key: 'Requires data protection assessments', width: 0, cell: (one) => yes(one.assessments.length > 0) },
  { key: 'Retention period', width: 0, cell: (one) => one.retainUntil?.slice(0, 10) ?? '' },
  { key: 'Data security practices', width: 0, cell: (one) => joined(one.safeguards) },
  { key: 'Responsibility', width: 0, cell: () => 'Controller' },
];

function yes(value: boolean): string {
  return value ? 'True' : 'False';
}

const LAWFUL_BASES: Readonly<Record<string, string>> = {
  Consent: 'CONSENT',
  Contract: 'CONTRACTUAL_NECESSITY',
  'Legal obligations': 'LEGAL_OBLIGATION',
  'Vital interests': 'VITAL_INTERESTS',
  'Public interest': 'PUBLIC_TASK',
  'Legitimate interests': 'LEGITIMATE_INTEREST',
};

/** Processing activities with the members that Probo keeps of each. */
export function proboJson(activities: readonly Activity[]): string {
  const list = activities.map((one) => {
    const basis = legalBasis(one.bases);
    return {
      name: `${one.entity.name}: ${one.purpose}`,
      purpose: one.purpose,
      data_subject_category: joined(dataSubjects(one.purpose)),
      personal_data_category: joined(one.categories),
      special_or_criminal_data: one.sensitiveFor.length > 0 ? 'YES' : 'NO',
      consent_evidence_link: null,
      lawful_basis: basis === undefined ? null : (LAWFUL_BASES[basis] ?? null),
      recipients: joined(new Set(one.recipients.map((each) => each.organisation))),
      location: one.origin,
      international_transfers: one.destinations.length > 0,
      transfer_safeguards: safeguard(one),
      retention_period: one.retainUntil?.slice(0, 10) ?? null,
      security_measures: joined(one.safeguards),
      data_protection_impact_assessment_needed: one.assessments.length > 0 ? 'NEEDED' : 'NOT_NEEDED',
      transfer_impact_assessment_needed: one.destinations.length > 0 ? 'NEEDED' : 'NOT_NEEDED',
      last_review_date: null,
      next_review_date: null,
      role: 'CONTROLLER',
    };
  });
  return `${JSON.stringify({ processing_activities: list }, null, 2)}\n`;
}

/** Probo's list is the GDPR's; instruments of other laws have no place in it. */
function safeguard({ contracts, filings }: Activity): string | null {
  if (contracts.includes('eu_bcr')) return 'BINDING_CORPORATE_RULES';
  if (contracts.some((name) => ['eu_scc', 'prc_scc', 'gba_mo', 'gba_hk', 'idta'].includes(name)))
    return 'STANDARD_CONTRACTUAL_CLAUSES';
  return filings.includes('cac_cert') ? 'CERTIFICATION_MECHANISMS' : null;
}
