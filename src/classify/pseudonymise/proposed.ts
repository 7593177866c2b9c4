/** What is proposed for each kind of value. Apart from the classifier, so that a page can show it without loading one. */
import type { FindingType } from '../../model/classification.ts';
import type { Operator } from '../../model/pseudonyms.ts';

/** What is proposed for each type. What is left out names somebody, or could: a pseudonym in its form. */
const PROPOSED: Partial<Record<FindingType, Operator>> = {
  address: 'replace',
  mrz: 'replace',
  secret: 'replace',
  location: 'replace',
  biometric: 'replace',
  genetic: 'replace',
  // What a list is about, and what is left of it without names. The person sees that it is left.
  salary: 'keep',
  personal_amount: 'keep',
  financial_figure: 'keep',
  health: 'keep',
  minor: 'keep',
  ethnicity: 'keep',
  religion: 'keep',
  political_opinion: 'keep',
  union_membership: 'keep',
  sexual_orientation: 'keep',
  criminal_record: 'keep',
  organisation: 'keep',
  cn_uscc: 'keep',
  hk_brn: 'keep',
  bank_swift: 'keep',
};

export function proposedOperator(type: FindingType): Operator {
  return PROPOSED[type] ?? 'pseudonym';
}
