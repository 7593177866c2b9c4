/** What was found in a piece of content. A finding says type, place and why; it never holds the value. */
import { z } from 'zod';
import { levelSchema } from './level.ts';

/** Every type a detector may report. The names are shared with the sample documents' truth files. */
export const FINDING_TYPES = [
  'person_name',
  'address',
  'phone',
  'email',
  'date_of_birth',
  'hkid',
  'mo_bir',
  'cn_resident_id',
  'tw_id',
  'pt_nif',
  'pt_cc',
  'passport',
  'home_return_permit',
  'mrz',
  'bank_account',
  'bank_card',
  'iban',
  'cn_uscc',
  'salary',
  'personal_amount',
  'health',
  'financial_figure',
  'secret',
  'vehicle_plate',
  'wechat_id',
  'alipay_id',
  'qq_id',
  'travel_permit',
  'us_ssn',
  'mo_tax_number',
  'hk_brn',
  'bank_swift',
  'ip_address',
  'location',
  'minor',
  'biometric',
  'genetic',
  'ethnicity',
  'religion',
  'political_opinion',
  'union_membership',
  'sexual_orientation',
  'criminal_record',
  'organisation',
] as const;
export const findingTypeSchema = z.enum(FINDING_TYPES);
export type FindingType = z.infer<typeof findingTypeSchema>;

export const findingSchema = z.strictObject({
  type: findingTypeSchema,
  /** UTF-16 offsets in the extracted text (or the message as typed); `end` is exclusive. */
  start: z.number().int().nonnegative(),
  end: z.number().int().nonnegative(),
  /** 0..1; below 0.5 low, up to 0.8 medium, above high. */
  score: z.number().min(0).max(1),
  /** Check digit or other arithmetic test of the value. */
  check: z.enum(['ok', 'fail', 'none']),
  /** The cue word near the value that raised the score, as it stands in the pack's list; null without one. */
  cue: z.string().nullable(),
  pack: z.string(),
  /** The organisation's exception by which it does not count. */
  excepted: z.uuid().optional(),
  /** Keyed hash of the type and the value, by which it can be marked as wrong; only inside the server. */
  tag: z.string().max(64).optional(),
});
export type Finding = z.infer<typeof findingSchema>;

/** What a rule of levels is about: a type, or an account that stands with its company's registration. */
export const LEVEL_SUBJECTS = [...FINDING_TYPES, 'company_account'] as const;
export const levelSubjectSchema = z.enum(LEVEL_SUBJECTS);
export type LevelSubject = z.infer<typeof levelSubjectSchema>;

const count = z.number().int().positive();

/** All that a level depends on, without places: with it any policy of levels can be tried later. */
export const levelEvidenceSchema = z.strictObject({
  /** Findings that may count, by subject and by their score in hundredths, rounded down to fives: `{"phone": {"55": 3}}`. */
  scores: z.partialRecord(levelSubjectSchema, z.record(z.string().regex(/^\d{1,3}$/), count)),
  /** Persons of all parts added up. */
  persons: z.number().int().nonnegative(),
  confidentialMark: z.boolean(),
  /** Words of a contract, in the part that has most of them. */
  contractWords: z.number().int().nonnegative(),
  /** Something could not be read. */
  unread: z.boolean(),
  /** Some of the text was recognised in pictures: names and numbers may be missed. */
  guessed: z.boolean().optional(),
  /** About people, and so long that not every name was sought. */
  unsought: z.boolean().optional(),
});
export type LevelEvidence = z.infer<typeof levelEvidenceSchema>;

export const LEVEL_RULES = [
  'type',
  'floor',
  'persons',
  'combination',
  'confidential_mark',
  'contract',
  'default',
  /** What could not be read counts as the strictest. */
  'unread',
  /** Text that was recognised in a picture is a guess: what was not found may be there all the same. */
  'guessed',
  /** In a very long text about people not every name was sought: some may have been missed. */
  'unsought',
  /** Nothing at all was found, and the route lets public text pass. */
  'route',
] as const;

/** A rule that led to the level. */
export const raisedBySchema = z.strictObject({
  rule: z.enum(LEVEL_RULES),
  level: levelSchema,
  /** What it is about; of a combination all of them. */
  subjects: z.array(levelSubjectSchema),
  /** Findings that count under it, or persons; 0 for the text as a whole. */
  n: z.number().int().nonnegative(),
});
export type RaisedBy = z.infer<typeof raisedBySchema>;

/** How much of a file's text could be read; anything but `full` counts as unknown and therefore as strictest. */
export const extractedSchema = z.enum(['full', 'partial', 'none']);
export type Extracted = z.infer<typeof extractedSchema>;

export const classificationSchema = z.strictObject({
  level: levelSchema,
  findings: z.array(findingSchema),
  /** Estimated number of distinct persons. */
  persons: z.number().int().nonnegative(),
  extracted: extractedSchema,
  /** Stable code why the text is missing or partial (`unreadable.encrypted`, `unreadable.damaged`, ...), or that some of it is a guess (`ocr.guessed`), or that it is too long to look for every name (`names.unsought`); else null. */
  problem: z.string().nullable(),
  /** What the bytes are, whatever the name says. */
  contentType: z.string(),
  /** Data categories for the law: fideslang keys (`user.contact.email`, ...) and own `biz.*` keys, sorted. */
  categories: z.array(z.string()),
  /** Digest of the detector packs, so that the result can be explained later. */
  packDigest: z.string(),
  /** Version of the policy of levels: 0 is the shipped one. */
  policyVersion: z.number().int().nonnegative(),
  /** Which rules led to the level. */
  raised: z.array(raisedBySchema),
  evidence: levelEvidenceSchema,
});
export type Classification = z.infer<typeof classificationSchema>;

/** A finding that is kept as an example; `part` counts a message and its files from 0. */
export const keptFindingSchema = findingSchema.extend({ part: z.number().int().nonnegative() });
export type KeptFinding = z.infer<typeof keptFindingSchema>;

/** The part that is stored with a transfer and given to the policy: counts, and the strongest findings of each type as examples. */
export const classificationSummarySchema = z.strictObject({
  level: levelSchema,
  persons: z.number().int().nonnegative(),
  categories: z.array(z.string()),
  counts: z.partialRecord(findingTypeSchema, z.number().int().positive()),
  unreadable: z.boolean(),
  packDigest: z.string(),
  // Older ones do not have the following.
  policyVersion: z.number().int().nonnegative().optional(),
  raised: z.array(raisedBySchema).optional(),
  evidence: levelEvidenceSchema.optional(),
  findings: z.array(keptFindingSchema).optional(),
  /** Findings that did not count, by exception. */
  excepted: z.array(z.strictObject({ id: z.uuid(), type: findingTypeSchema, n: count })).optional(),
  /** Messages and files that it is about; 1 where it is left out. */
  parts: count.optional(),
});
export type ClassificationSummary = z.infer<typeof classificationSummarySchema>;
