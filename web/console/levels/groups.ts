/** The subjects of the policy in the order in which people look for them. */
import { LEVEL_SUBJECTS, type LevelSubject } from '../../../src/model/classification.ts';

const GROUPS = {
  identity: [
    'hkid', 'mo_bir', 'cn_resident_id', 'tw_id', 'pt_cc', 'pt_nif', 'us_ssn', 'mo_tax_number', 'passport', 'home_return_permit', 'travel_permit', 'mrz', 'vehicle_plate',
  ],
  sensitive: [
    'health', 'biometric', 'genetic', 'ethnicity', 'religion', 'political_opinion', 'union_membership', 'sexual_orientation', 'criminal_record', 'minor', 'location',
  ],
  money: ['bank_account', 'company_account', 'bank_card', 'iban', 'bank_swift', 'alipay_id', 'salary', 'personal_amount'],
  contact: ['person_name', 'address', 'phone', 'email', 'date_of_birth', 'wechat_id', 'qq_id', 'ip_address'],
  business: ['secret', 'financial_figure', 'cn_uscc', 'hk_brn', 'organisation'],
} as const satisfies Readonly<Record<string, readonly LevelSubject[]>>; // biome-ignore format: a list reads better in rows

export type SubjectGroup = keyof typeof GROUPS | 'other';

/** Every subject is in one group; one that no list knows yet is in the last. */
export function subjectGroups(): readonly (readonly [SubjectGroup, readonly LevelSubject[]])[] {
  const listed = new Set<LevelSubject>(Object.values(GROUPS).flat());
  const other = LEVEL_SUBJECTS.filter((subject) => !listed.has(subject));
  return [
    ['identity', GROUPS.identity],
    ['sensitive', GROUPS.sensitive],
    ['money', GROUPS.money],
    ['contact', GROUPS.contact],
    ['business', GROUPS.business],
    ...(other.length === 0 ? [] : [['other', other] as const]),
  ];
}
