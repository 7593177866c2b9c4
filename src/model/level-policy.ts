/** The organisation's own policy of levels: what raises a text to which level, what its levels are called, and what they mean. */
import { z } from 'zod';
import { canonicalJson, type Json } from '../base/canonical-json.ts';
import {
  type Finding,
  type FindingType,
  LEVEL_SUBJECTS,
  type LevelSubject,
  levelSubjectSchema,
} from './classification.ts';
import { LEVELS, type Level, levelSchema } from './level.ts';
import { type Locale, localeSchema } from './locale.ts';

/** Scores are compared in steps of 5 hundredths, so that counts by step tell what any policy makes of them. */
export const SCORE_STEP = 5;
export const LEAST_FROM = 30;

/** `public` raises nothing: the text keeps the level that it has without the finding. */
export const typeRuleSchema = z.strictObject({
  level: levelSchema,
  /** Findings count from this score on, in hundredths. */
  from: z.number().int().min(LEAST_FROM).max(100).multipleOf(SCORE_STEP),
});
export type TypeRule = z.infer<typeof typeRuleSchema>;

export const personsRuleSchema = z.strictObject({
  /** More different persons than this. */
  over: z.number().int().min(0).max(1_000_000),
  level: levelSchema,
});

/** All of these in one message or file, or in a message and its files together. */
export const combinationSchema = z.strictObject({
  subjects: z
    .array(levelSubjectSchema)
    .min(2)
    .max(5)
    .refine((subjects) => new Set(subjects).size === subjects.length),
  level: levelSchema,
});
export type Combination = z.infer<typeof combinationSchema>;

const wordsSchema = (most: number) => z.partialRecord(localeSchema, z.string().trim().min(1).max(most));

export const levelPolicySchema = z.strictObject({
  /** What is left out is as shipped, so that a new type has a level before anybody has looked at it. */
  types: z.partialRecord(levelSubjectSchema, typeRuleSchema),
  persons: z.array(personsRuleSchema).max(5),
  combinations: z.array(combinationSchema).max(20),
  signals: z.strictObject({
    /** The text calls itself confidential, secret, for internal use only. */
    confidential_mark: levelSchema,
    /** It reads like a contract. */
    contract: levelSchema,
  }),
  /** Of a text in which nothing is found. */
  defaultLevel: levelSchema,
  /** What the organisation calls its levels, where it does not use the shipped names. */
  names: z.partialRecord(levelSchema, wordsSchema(40)),
  /** What a level means in the organisation's own words. What may be opened how is in the templates of the levels. */
  meanings: z.partialRecord(levelSchema, wordsSchema(500)),
});
export type LevelPolicy = z.infer<typeof levelPolicySchema>;

const RESTRICTED = [
  'hkid', 'mo_bir', 'cn_resident_id', 'tw_id', 'pt_nif', 'pt_cc', 'passport', 'home_return_permit', 'mrz', 'bank_account', 'bank_card', 'iban', 'salary', 'health', 'secret', 'alipay_id',
  'travel_permit', 'us_ssn', 'mo_tax_number', 'biometric', 'genetic', 'ethnicity', 'religion', 'political_opinion', 'union_membership', 'sexual_orientation', 'criminal_record',
] as const satisfies readonly FindingType[]; // biome-ignore format: a list reads better in rows

const CONFIDENTIAL = [
  'date_of_birth', 'financial_figure', 'personal_amount', 'wechat_id', 'vehicle_plate', 'phone', 'email', 'person_name', 'qq_id', 'ip_address', 'location', 'minor',
] as const satisfies readonly FindingType[]; // biome-ignore format: a list reads better in rows

function shippedLevel(subject: LevelSubject): Level {
  if (RESTRICTED.some((one) => one === subject)) return 'restricted';
  return CONFIDENTIAL.some((one) => one === subject) ? 'confidential' : 'public';
}

/** A name that the model finds alone, with no word beside it that says so, is somebody less often the lower its score: one below this raises no level. */
const NAME_FROM = 60;

function shippedRule(subject: LevelSubject): TypeRule {
  return { level: shippedLevel(subject), from: subject === 'person_name' ? NAME_FROM : 50 };
}

export const SHIPPED_POLICY: LevelPolicy = {
  types: Object.fromEntries(LEVEL_SUBJECTS.map((subject) => [subject, shippedRule(subject)])),
  persons: [{ over: 100, level: 'restricted' }],
  combinations: [],
  signals: { confidential_mark: 'confidential', contract: 'confidential' },
  defaultLevel: 'internal',
  names: {},
  meanings: {},
};

/** Stands in for a stored policy that cannot be read: everything is of the strictest level until somebody sets it right. */
export const STRICTEST_POLICY: LevelPolicy = { ...SHIPPED_POLICY, defaultLevel: 'restricted' };

export const FLOOR_REASONS = ['identity_document', 'secret'] as const;
export type Floor = { readonly level: Level; readonly reason: (typeof FLOOR_REASONS)[number] };

/** A number by which an authority knows somebody, and what opens a door, never go below `confidential`, whatever the policy says. */
export const FLOORS: Readonly<Partial<Record<LevelSubject, Floor>>> = {
  ...Object.fromEntries(
    (
      [
        'hkid', 'mo_bir', 'cn_resident_id', 'tw_id', 'pt_nif', 'pt_cc', 'passport', 'home_return_permit', 'travel_permit', 'us_ssn', 'mo_tax_number', 'mrz',
      ] as const satisfies readonly FindingType[]
    ).map((type) => [type, { level: 'confidential', reason: 'identity_document' } as const]),
  ),
  secret: { level: 'confidential', reason: 'secret' },
}; // biome-ignore format: a list reads better in rows

/** Floors count from here, whatever score the policy asks for. */
export const FLOOR_FROM = 50;

/** Returns the rule of a subject: the policy's own, or the shipped one. */
export function ruleOf(policy: Pick<LevelPolicy, 'types'>, subject: LevelSubject): TypeRule {
  return policy.types[subject] ?? shippedRule(subject);
}

/** Returns the subjects that a policy puts below their floor; a policy with any is refused. */
export function belowFloor(policy: Pick<LevelPolicy, 'types'>): LevelSubject[] {
  return LEVEL_SUBJECTS.filter((subject) => {
    const floor = FLOORS[subject];
    return floor !== undefined && LEVELS.indexOf(ruleOf(policy, subject).level) < LEVELS.indexOf(floor.level);
  });
}

/** Every subject with its rule, so that two versions can be compared line by line. */
export function wholePolicy(policy: LevelPolicy): LevelPolicy {
  return {
    ...policy,
    types: Object.fromEntries(LEVEL_SUBJECTS.map((subject) => [subject, ruleOf(policy, subject)])),
  };
}

/** What a policy calls a level in a language; undefined where it keeps the shipped name. */
export function nameOfLevel(policy: Pick<LevelPolicy, 'names'>, level: Level, locale: Locale) {
  return policy.names[level]?.[locale];
}

/** Whether two officers have to agree that a finding is wrong: a secret, and a document's number whose check digit holds. */
export function needsSecond(type: FindingType, check: Finding['check']): boolean {
  const reason = FLOORS[type]?.reason;
  return reason === 'secret' || (reason === 'identity_document' && check === 'ok');
}

/** What a change is about, with the member it was made in: `types.phone`, `persons`, `names`. */
export type PolicyChange = { readonly what: string; readonly from: Json; readonly to: Json };

/** Returns every difference between two policies, member by member. */
export function changesBetween(before: LevelPolicy, after: LevelPolicy): PolicyChange[] {
  const changes: PolicyChange[] = [];
  const compare = (what: string, from: Json, to: Json): void => {
    if (canonicalJson(from) !== canonicalJson(to)) changes.push({ what, from, to });
  };
  for (const subject of LEVEL_SUBJECTS) compare(`types.${subject}`, ruleOf(before, subject), ruleOf(after, subject));
  compare('persons', before.persons, after.persons);
  compare('combinations', before.combinations, after.combinations);
  compare('signals.confidential_mark', before.signals.confidential_mark, after.signals.confidential_mark);
  compare('signals.contract', before.signals.contract, after.signals.contract);
  compare('defaultLevel', before.defaultLevel, after.defaultLevel);
  for (const level of LEVELS) {
    compare(`names.${level}`, before.names[level] ?? {}, after.names[level] ?? {});
    compare(`meanings.${level}`, before.meanings[level] ?? {}, after.meanings[level] ?? {});
  }
  return changes;
}
