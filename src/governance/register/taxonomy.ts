/** From the words of the register to those of fideslang: uses, subjects, legal bases. Data categories have fideslang's keys already. */

/** The data use that a purpose is in fideslang's taxonomy. */
const DATA_USES: Readonly<Record<string, string>> = {
  employment: 'employment',
  payroll: 'employment',
  customer_service: 'essential.service.operations.support',
  contract_performance: 'essential.service',
  supply: 'operations',
  audit: 'operations',
  legal_claims: 'essential.legal_obligation',
  health_care: 'essential.service',
  regulatory: 'essential.legal_obligation',
  marketing: 'marketing',
  internal_report: 'operations',
  other: 'operations',
};

/** Whom a purpose is about, where the purpose itself says so; nobody looked at the persons one by one. */
const DATA_SUBJECTS: Readonly<Record<string, string>> = {
  employment: 'employee',
  payroll: 'employee',
  customer_service: 'customer',
  supply: 'supplier_vendor',
  health_care: 'patient',
};

const LEGAL_BASES: Readonly<Record<string, string>> = {
  'consent.unambiguous': 'Consent',
  'consent.explicit': 'Consent',
  'consent.separate': 'Consent',
  contract_subject: 'Contract',
  contract_for_subject: 'Contract',
  hr_rules: 'Contract',
  legal_duty: 'Legal obligations',
  vital: 'Vital interests',
  public_interest: 'Public interest',
  public_register: 'Public interest',
  claims: 'Legitimate interests',
  legit_interest: 'Legitimate interests',
};

export function dataUse(purpose: string): string {
  return DATA_USES[purpose] ?? 'operations';
}

export function dataSubjects(purpose: string): readonly string[] {
  const known = DATA_SUBJECTS[purpose];
  return known === undefined ? [] : [known];
}

/** fideslang has one basis per declaration; undefined when there is none or they are of several kinds. */
export function legalBasis(bases: readonly string[]): string | undefined {
  const kinds = new Set(bases.flatMap((one) => LEGAL_BASES[one] ?? []));
  return kinds.size === 1 ? [...kinds][0] : undefined;
}

/** Categories that are not fideslang's: of business rather than persons, or missing there. */
export function isOwnCategory(key: string): boolean {
  return /^(?:biz|ext)(?:\.|$)/.test(key);
}

/** A key and what it stands under: `biz.contract` gives `biz`, `biz.contract`. */
export function withParents(key: string): readonly string[] {
  const parts = key.split('.');
  return parts.map((_, depth) => parts.slice(0, depth + 1).join('.'));
}
