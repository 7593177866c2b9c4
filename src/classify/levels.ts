/** From findings to a level and to data categories. */
import type { FindingType } from '../model/classification.ts';
import { type Level, stricterLevel } from '../model/level.ts';
import { hasSignal } from './scan/figures.ts';
import { COUNTING_SCORE, type Hit } from './scan/hit.ts';
import type { Scan } from './scan/scan.ts';

/** More persons than this make any list restricted. */
export const MANY_PERSONS = 100;

/** Alone enough for `restricted`: identity documents, accounts, cards, pay, health, secrets. */
const RESTRICTED: ReadonlySet<FindingType> = new Set<FindingType>([
  'hkid', 'mo_bir', 'cn_resident_id', 'tw_id', 'pt_nif', 'pt_cc', 'passport', 'home_return_permit', 'mrz', 'bank_account', 'bank_card', 'iban', 'salary', 'health', 'secret', 'alipay_id',
  'travel_permit', 'us_ssn', 'mo_tax_number', 'biometric', 'genetic', 'ethnicity', 'religion', 'political_opinion', 'union_membership', 'sexual_orientation', 'criminal_record',
]); // biome-ignore format: a list reads better in rows

const CONFIDENTIAL: ReadonlySet<FindingType> = new Set<FindingType>([
  'date_of_birth',
  'financial_figure',
  'personal_amount',
  'wechat_id',
  'vehicle_plate',
  'phone',
  'email',
  'person_name',
  'qq_id',
  'ip_address',
  'location',
  'minor',
]);

/** fideslang keys (ethyca/fideslang, taxonomy of data categories) and own `biz.*` keys. */
const CATEGORY: Readonly<Record<FindingType, string>> = {
  person_name: 'user.name',
  address: 'user.contact.address',
  phone: 'user.contact.phone_number',
  email: 'user.contact.email',
  date_of_birth: 'user.demographic.date_of_birth',
  hkid: 'user.government_id.national_identification_number',
  mo_bir: 'user.government_id.national_identification_number',
  cn_resident_id: 'user.government_id.national_identification_number',
  tw_id: 'user.government_id.national_identification_number',
  pt_nif: 'user.government_id',
  pt_cc: 'user.government_id.national_identification_number',
  passport: 'user.government_id.passport_number',
  home_return_permit: 'user.government_id',
  mrz: 'user.government_id.passport_number',
  bank_account: 'user.financial.bank_account',
  bank_card: 'user.payment',
  iban: 'user.financial.bank_account',
  cn_uscc: 'biz.company_registration',
  salary: 'user.financial',
  personal_amount: 'user.financial',
  health: 'user.health_and_medical',
  financial_figure: 'biz.financial_unpublished',
  secret: 'user.authorization.credentials',
  vehicle_plate: 'user.government_id',
  wechat_id: 'user.account.username',
  alipay_id: 'user.financial',
  qq_id: 'user.account.username',
  travel_permit: 'user.government_id',
  us_ssn: 'user.government_id.national_identification_number',
  mo_tax_number: 'user.government_id',
  hk_brn: 'biz.company_registration',
  bank_swift: 'biz.bank_code',
  ip_address: 'user.device.ip_address',
  location: 'user.location.precise',
  minor: 'user.childrens',
  biometric: 'user.biometric',
  genetic: 'user.genetic',
  ethnicity: 'user.demographic.race_ethnicity',
  religion: 'user.demographic.religious_belief',
  political_opinion: 'user.demographic.political_opinion',
  union_membership: 'ext.union_membership',
  sexual_orientation: 'user.demographic.sexual_orientation',
  criminal_record: 'user.criminal_history',
  organisation: 'biz.organisation',
};

/** Findings that count: likely enough, and about a person rather than a department. */
function counting(scan: Scan): Hit[] {
  return scan.hits.filter((hit) => hit.score >= COUNTING_SCORE && !hit.role);
}

/**
 * Returns the level of a text. Without findings it is `fallback` (by default `internal`): nobody but the sender can say
 * that something is meant for anyone.
 */
export function levelOf(scan: Scan, persons: number, fallback: Level): Level {
  let level = fallback;
  const hits = counting(scan);
  if (persons > MANY_PERSONS || hits.some((hit) => isRestricted(hit, hits))) return 'restricted';
  if (hits.some((hit) => isConfidential(hit))) level = stricterLevel(level, 'confidential');
  if (hasSignal(scan.source.cues, 'confidential')) level = stricterLevel(level, 'confidential');
  if (isContract(scan)) level = stricterLevel(level, 'confidential');
  return level;
}

/** How far before a company's account its registration code may stand. */
const COMPANY_REACH = 400;

/** The account of a company in its own block of a contract is a trade matter: confidential, not restricted. */
function isRestricted(hit: Hit, hits: readonly Hit[]): boolean {
  if (!RESTRICTED.has(hit.type)) return false;
  return (
    hit.type !== 'bank_account' ||
    !hits.some((other) => other.type === 'cn_uscc' && other.end <= hit.start && hit.start - other.end <= COMPANY_REACH)
  );
}

function isConfidential(hit: Hit): boolean {
  // A landline alone is printed on every shop window; a name or a mobile phone is somebody's.
  if (hit.type === 'phone') return hit.score >= COUNTING_SCORE;
  return CONFIDENTIAL.has(hit.type);
}

function isContract(scan: Scan): boolean {
  return scan.source.cues.filter((hit) => hit.cue.groups.some((group) => group.signal === 'contract')).length >= 3;
}

/** Returns the data categories of the counting findings and of the text as a whole, sorted. */
export function categoriesOf(scan: Scan): string[] {
  const categories = new Set(counting(scan).map((hit) => CATEGORY[hit.type]));
  if (isContract(scan)) categories.add('biz.contract');
  return [...categories].sort();
}
