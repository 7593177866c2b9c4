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
});
export type Finding = z.infer<typeof findingSchema>;

/** How much of a file's text could be read; anything but `full` counts as unknown and therefore as strictest. */
export const extractedSchema = z.enum(['full', 'partial', 'none']);
export type Extracted = z.infer<typeof extractedSchema>;

export const classificationSchema = z.strictObject({
  level: levelSchema,
  findings: z.array(findingSchema),
  /** Estimated number of distinct persons. */
  persons: z.number().int().nonnegative(),
  extracted: extractedSchema,
  /** Stable code why the text is missing or partial (`unreadable.encrypted`, `unreadable.damaged`, ...); null when full. */
  problem: z.string().nullable(),
  /** What the bytes are, whatever the name says. */
  contentType: z.string(),
  /** Data categories for the law: fideslang keys (`user.contact.email`, ...) and own `biz.*` keys, sorted. */
  categories: z.array(z.string()),
  /** Digest of the detector packs, so that the result can be explained later. */
  packDigest: z.string(),
});
export type Classification = z.infer<typeof classificationSchema>;

/** The part that is stored with a transfer and given to the policy: counts, no offsets. */
export const classificationSummarySchema = z.strictObject({
  level: levelSchema,
  persons: z.number().int().nonnegative(),
  categories: z.array(z.string()),
  counts: z.partialRecord(findingTypeSchema, z.number().int().positive()),
  unreadable: z.boolean(),
  packDigest: z.string(),
});
export type ClassificationSummary = z.infer<typeof classificationSummarySchema>;
