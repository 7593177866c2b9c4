/** From findings to a level and to data categories. */
import {
  type FindingType,
  LEVEL_SUBJECTS,
  type LevelEvidence,
  type LevelSubject,
  type RaisedBy,
} from '../model/classification.ts';
import { type Level, stricterLevel } from '../model/level.ts';
import { FLOOR_FROM, FLOORS, type LevelPolicy, ruleOf, SCORE_STEP } from '../model/level-policy.ts';
import { signalsOf } from './scan/figures.ts';
import { COUNTING_SCORE, type Hit } from './scan/hit.ts';
import type { Scan } from './scan/scan.ts';

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

/** Findings that count: likely enough, about a person rather than a department, and not excepted. */
function counts(hit: Hit): boolean {
  return hit.score >= COUNTING_SCORE && !hit.role;
}

/** How far before a company's account its registration code may stand. */
const COMPANY_REACH = 400;
/** So many words of a contract make one. */
const CONTRACT_WORDS = 3;

/**
 * Returns what the level depends on.
 *
 * @param hits - Of the scan, in order of place, without those that are excepted.
 */
export function evidenceOf(scan: Scan, hits: readonly Hit[], persons: number, unread: boolean): LevelEvidence {
  const counted = new Map<LevelSubject, Int32Array>();
  const companies = hits
    .filter((hit) => hit.type === 'cn_uscc' && counts(hit))
    .map((hit) => hit.end)
    .sort((a, b) => a - b);
  for (const hit of hits) {
    if (hit.role) continue;
    const subject = hit.type === 'bank_account' && isOfCompany(hit, companies) ? 'company_account' : hit.type;
    let own = counted.get(subject);
    if (own === undefined) counted.set(subject, (own = new Int32Array(STEPS.length)));
    const step = stepOf(hit.score);
    own[step] = (own[step] ?? 0) + 1;
  }
  return {
    scores: scoresOf(counted),
    persons,
    confidentialMark: signalsOf(scan.source, 'confidential').length > 0,
    contractWords: contractWords(scan),
    unread,
  };
}

const STEPS: readonly string[] = Array.from({ length: 100 / SCORE_STEP + 1 }, (_, i) => String(i * SCORE_STEP));

/** Index of the step: `0.57` is of `55`. Rounded scores come near their hundredth from both sides. */
function stepOf(score: number): number {
  return Math.floor(Math.round(score * 100) / SCORE_STEP);
}

/** By step, without those of which there are none. */
function scoresOf(counted: ReadonlyMap<LevelSubject, Int32Array>): LevelEvidence['scores'] {
  const scores: Partial<Record<LevelSubject, Record<string, number>>> = {};
  for (const [subject, counts] of counted) {
    const own: Record<string, number> = {};
    STEPS.forEach((step, i) => {
      if ((counts[i] ?? 0) > 0) own[step] = counts[i] ?? 0;
    });
    scores[subject] = own;
  }
  return scores;
}

/** The account of a company in its own block of a contract is a trade matter. */
function isOfCompany(hit: Hit, companies: readonly number[]): boolean {
  let low = 0;
  let high = companies.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((companies[middle] ?? 0) > hit.start) high = middle;
    else low = middle + 1;
  }
  const nearest = companies[low - 1];
  return nearest !== undefined && hit.start - nearest <= COMPANY_REACH;
}

function contractWords(scan: Scan): number {
  return signalsOf(scan.source, 'contract').length;
}

/** The evidence of several parts as one: findings and persons add up, a contract is one within its part. */
export function mergeEvidence(a: LevelEvidence, b: LevelEvidence): LevelEvidence {
  const scores: Partial<Record<LevelSubject, Record<string, number>>> = {};
  for (const subject of LEVEL_SUBJECTS) {
    const [mine, theirs] = [a.scores[subject], b.scores[subject]];
    if (mine === undefined && theirs === undefined) continue;
    const sums: Record<string, number> = { ...mine };
    for (const [step, n] of Object.entries(theirs ?? {})) sums[step] = (sums[step] ?? 0) + n;
    scores[subject] = sums;
  }
  return {
    scores,
    persons: a.persons + b.persons,
    confidentialMark: a.confidentialMark || b.confidentialMark,
    contractWords: Math.max(a.contractWords, b.contractWords),
    unread: a.unread || b.unread,
    ...(a.guessed === true || b.guessed === true ? { guessed: true } : {}),
    ...(a.unsought === true || b.unsought === true ? { unsought: true } : {}),
  };
}

export type LevelVerdict = {
  readonly level: Level;
  /** The rules that lead to this very level, the most telling first. */
  readonly raised: readonly RaisedBy[];
};

/**
 * Returns the level that a policy gives, and why. Pure: the same evidence and policy give the same level at any time.
 *
 * @param fallback - Level of a text in which nothing is found; the policy's own where it is left out.
 */
export function levelOf(
  evidence: LevelEvidence,
  policy: LevelPolicy,
  fallback: Level = policy.defaultLevel,
): LevelVerdict {
  // INVARIANT: what could not be read, or not wholly, counts as the strictest level; no policy changes that.
  const rules: RaisedBy[] = evidence.unread ? [{ rule: 'unread', level: 'restricted', subjects: [], n: 0 }] : [];
  // INVARIANT: a scan in which nothing was found is not harmless; no policy changes that either.
  if (evidence.guessed === true) rules.push({ rule: 'guessed', level: 'confidential', subjects: [], n: 0 });
  if (evidence.unsought === true) rules.push({ rule: 'unsought', level: 'confidential', subjects: [], n: 0 });
  rules.push(...typeRules(evidence, policy), ...textRules(evidence, policy));
  let level = fallback;
  for (const rule of rules) level = stricterLevel(level, rule.level);
  const raised = rules.filter((rule) => rule.level === level && level !== 'public' && !isRepeated(rule, rules));
  return { level, raised: raised.length > 0 ? raised : [{ rule: 'default', level, subjects: [], n: 0 }] };
}

function typeRules(evidence: LevelEvidence, policy: LevelPolicy): RaisedBy[] {
  const rules: RaisedBy[] = [];
  for (const subject of LEVEL_SUBJECTS) {
    if (evidence.scores[subject] === undefined) continue;
    const { level, from } = ruleOf(policy, subject);
    const n = countFrom(evidence, subject, from);
    if (n > 0) rules.push({ rule: 'type', level, subjects: [subject], n });
    const floor = FLOORS[subject];
    const least = floor === undefined ? 0 : countFrom(evidence, subject, FLOOR_FROM);
    if (floor !== undefined && least > 0)
      rules.push({ rule: 'floor', level: floor.level, subjects: [subject], n: least });
  }
  return rules;
}

/** A floor is worth telling only where the rule of its type does not reach as high. */
function isRepeated({ rule, level, subjects }: RaisedBy, rules: readonly RaisedBy[]): boolean {
  return (
    rule === 'floor' &&
    rules.some((one) => one.rule === 'type' && one.level === level && one.subjects[0] === subjects[0])
  );
}

function textRules(evidence: LevelEvidence, policy: LevelPolicy): RaisedBy[] {
  const rules: RaisedBy[] = [];
  for (const { over, level } of policy.persons)
    if (evidence.persons > over) rules.push({ rule: 'persons', level, subjects: [], n: evidence.persons });
  for (const { subjects, level } of policy.combinations) {
    const found = subjects.map((subject) => countFrom(evidence, subject, ruleOf(policy, subject).from));
    if (found.every((n) => n > 0)) rules.push({ rule: 'combination', level, subjects, n: Math.min(...found) });
  }
  const { confidential_mark, contract } = policy.signals;
  if (evidence.confidentialMark)
    rules.push({ rule: 'confidential_mark', level: confidential_mark, subjects: [], n: 0 });
  if (evidence.contractWords >= CONTRACT_WORDS) rules.push({ rule: 'contract', level: contract, subjects: [], n: 0 });
  return rules;
}

function countFrom({ scores }: LevelEvidence, subject: LevelSubject, from: number): number {
  let n = 0;
  for (const [step, of] of Object.entries(scores[subject] ?? {})) if (Number(step) >= from) n += of;
  return n;
}

/** Returns the data categories of the counting findings and of the text as a whole, sorted. */
export function categoriesOf(scan: Scan, hits: readonly Hit[]): string[] {
  const types = new Set<FindingType>();
  let last: FindingType | null = null;
  for (const hit of hits) {
    // In a column or list one type follows another of its kind.
    if (hit.type === last || !counts(hit)) continue;
    last = hit.type;
    types.add(last);
  }
  const categories = new Set([...types].map((type) => CATEGORY[type]));
  if (contractWords(scan) >= CONTRACT_WORDS) categories.add('biz.contract');
  return [...categories].sort();
}

/** The data category of a type, as the law's lists name it. */
export function categoryOf(type: FindingType): string {
  return CATEGORY[type];
}
