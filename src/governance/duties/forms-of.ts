/** Which form goes with which duty. A pack names it; where it does not, what has to be filed says so. */
import { type FormName, FORM_VARIANTS, formNameSchema, type Variant } from '../../model/api/duties.ts';

const BY_FILING: Readonly<Record<string, FormName>> = {
  mo_notice: 'dspdp-notice',
  mo_simplified: 'dspdp-simplified',
  mo_auth: 'dspdp-authorisation',
  mo_art20_notice: 'dspdp-art20',
  dspdp_gba: 'gba-filing',
  gd_cac: 'gba-filing',
  hk_dpo: 'gba-filing',
  cac_assessment: 'cac-assessment',
  incident_report: 'breach',
};
const BY_ATTACHMENT: Readonly<Record<string, FormName>> = {
  prc_scc_contract: 'cac-scc-filing',
  assessment_done: 'pia',
  processor_agreement: 'dpa',
  breach: 'breach',
  incident_mo: 'breach',
  incident_hk: 'breach',
  incident_cn: 'breach',
  personal_data: 'ropa',
  crossing: 'ropa',
  record_review: 'ropa',
};

/** Returns the form that a duty asks for; null when there is none. */
export function formOf(duty: {
  readonly form: string | null;
  readonly filing: string | null;
  readonly attaches: string;
}): FormName | null {
  const named = formNameSchema.safeParse(duty.form);
  if (named.success) return named.data;
  return BY_FILING[duty.filing ?? ''] ?? BY_ATTACHMENT[duty.attaches] ?? null;
}

/** What is usually needed besides: enclosures, and the record of the same processing. */
const WITH: Readonly<Partial<Record<FormName, readonly FormName[]>>> = {
  'dspdp-notice': ['dspdp-simplified', 'dspdp-authorisation', 'dspdp-art20', 'pia', 'ropa'],
  'dspdp-simplified': ['dspdp-notice', 'ropa'],
  'dspdp-authorisation': ['pia', 'ropa'],
  'dspdp-art20': ['pia', 'ropa'],
  'gba-filing': ['gba-contract', 'pia', 'ropa'],
  'gba-contract': ['gba-filing', 'pia'],
  'cac-scc-filing': ['pia', 'ropa'],
  'cac-assessment': ['pia', 'ropa'],
  pia: ['ropa'],
  ropa: ['pia'],
  dpa: ['ropa'],
};

/** Returns the forms of a duty, its own first. */
export function formsOf(form: FormName | null): readonly FormName[] {
  return form === null ? ['ropa'] : [form, ...(WITH[form] ?? [])];
}

export function variantsOf(form: FormName): readonly Variant[] {
  return FORM_VARIANTS[form];
}
