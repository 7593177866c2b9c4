/** The packs of rules as the console sees them. */
import { WEAKENINGS } from '../pack-weakening.ts';
import { z } from 'zod';
import { lineSchema, timeSchema, uuidSchema } from './common.ts';

const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** GET /api/v1/packs: what the organisation decides by, in the reader's language. */
export const packListSchema = z.strictObject({
  packs: z.array(
    z.strictObject({
      pack: z.string(),
      title: z.string(),
      version: z.string(),
      digest,
      /** A lawyer signed it. */
      reviewed: z.boolean(),
      kind: z.enum(['law', 'organisation']),
      /** Rules that object or oblige, and dated duties. */
      rules: z.number().int().nonnegative(),
      duties: z.number().int().nonnegative(),
    }),
  ),
});
export type PackList = z.infer<typeof packListSchema>;

/** GET /api/v1/packs/files: everything that a browser needs to decide exactly as the server does, without asking it. */
export const packFilesSchema = z.strictObject({
  /** Text of the Cedar schema that all packs share. */
  schema: z.string(),
  packs: z.array(
    z.strictObject({ pack: z.string(), digest, reviewed: z.boolean(), files: z.record(z.string(), z.string()) }),
  ),
  /** The organisation's own numbers by parameter. */
  params: z.record(z.string(), z.number()),
});
export type PackFilesAnswer = z.infer<typeof packFilesSchema>;

const name = z.string().regex(/^[a-z][a-z0-9-]{0,40}$/);
const when = timeSchema;

/** Something wrong with a pack, for whoever writes it: where, and what. Words of the checker, in English. */
export const packProblemSchema = z.strictObject({ file: z.string(), rule: z.string().nullable(), problem: z.string() });
export type PackProblemView = z.infer<typeof packProblemSchema>;

const weakeningSchema = z.strictObject({
  kind: z.enum(WEAKENINGS),
  id: z.string(),
  statutory: z.boolean(),
  cite: z.string().nullable(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
const changesSchema = z.strictObject({
  weakened: z.array(weakeningSchema),
  added: z.array(z.string()),
  changed: z.array(z.string()),
  members: z.array(z.string()),
});
export type PackChangesView = z.infer<typeof changesSchema>;

const side = z.strictObject({
  outcome: z.enum(['allow', 'held', 'refused']),
  effect: z.string().nullable(),
});
const differenceSchema = z.strictObject({
  /** A past decision about a transfer, or an agreed situation. */
  transfer: z.strictObject({ id: uuidSchema, reference: z.string() }).nullable(),
  situation: z.string().nullable(),
  event: z.string(),
  at: when.nullable(),
  before: side,
  after: side,
  /** How strict the new answer is beside the old one; `other`: as strict, for other reasons. */
  direction: z.enum(['stricter', 'looser', 'other']),
  onlyBefore: z.array(z.string()),
  onlyAfter: z.array(z.string()),
});
export type DifferenceView = z.infer<typeof differenceSchema>;
const countsSchema = z.strictObject({
  compared: z.number().int().nonnegative(),
  same: z.number().int().nonnegative(),
  stricter: z.number().int().nonnegative(),
  looser: z.number().int().nonnegative(),
  other: z.number().int().nonnegative(),
  /** Facts that one of the two could not be asked about; they say nothing. */
  undecided: z.number().int().nonnegative(),
});
export type ComparedCounts = z.infer<typeof countsSchema>;
/** What two sets of rules say about the same facts. Of the differences the newest are listed; the counts are complete. */
export const comparisonSchema = z.strictObject({
  past: countsSchema,
  agreed: countsSchema,
  differences: z.array(differenceSchema),
});
export type ComparisonView = z.infer<typeof comparisonSchema>;

export const shadowRunSchema = z.strictObject({
  id: uuidSchema,
  state: z.enum(['waiting', 'running', 'finished', 'failed']),
  total: z.number().int().nonnegative(),
  done: z.number().int().nonnegative(),
  /** It compares with the rules that are in use now. */
  current: z.boolean(),
  startedBy: z.string(),
  createdAt: when,
  finishedAt: when.nullable(),
  result: comparisonSchema.nullable(),
});
export type ShadowRunView = z.infer<typeof shadowRunSchema>;

const versionSchema = z.strictObject({
  id: uuidSchema,
  pack: z.string(),
  version: z.string(),
  digest,
  origin: z.enum(['shipped', 'brought']),
  state: z.enum(['shadow', 'active', 'retired', 'discarded']),
  /** Decided by right now. */
  inUse: z.boolean(),
  broughtBy: z.string().nullable(),
  createdAt: when,
  changedAt: when,
});
export type PackVersionView = z.infer<typeof versionSchema>;

const reviewSchema = z.strictObject({
  id: uuidSchema,
  version: z.string(),
  digest,
  /** It is about exactly the text that is decided by now. */
  current: z.boolean(),
  reviewer: z.string(),
  reviewedOn: z.iso.date(),
  note: z.string(),
  recordedBy: z.string(),
  recordedAt: when,
  withdrawnBy: z.string().nullable(),
  withdrawnAt: when.nullable(),
});
export type PackReviewView = z.infer<typeof reviewSchema>;

const numberSchema = z.strictObject({
  param: z.string(),
  pack: z.string(),
  /** What it is about, where the pack has words for it. */
  title: z.string().nullable(),
  value: z.number().int(),
  default: z.number().int(),
  own: z.number().int().nullable(),
  statutory: z.boolean(),
  stricter: z.enum(['lower', 'higher']),
  source: z.string(),
  setBy: z.string().nullable(),
  setAt: when.nullable(),
});
export type PackNumberView = z.infer<typeof numberSchema>;

/** GET /api/v1/packs/params */
export const numberListSchema = z.strictObject({ numbers: z.array(numberSchema) });
export type NumberList = z.infer<typeof numberListSchema>;
/** POST /api/v1/packs/params, and the same with /preview. null: the pack's own number again. */
export const setNumberSchema = z.strictObject({
  param: z.string().min(1).max(120),
  value: z.number().int().min(1).max(2_147_483_647).nullable(),
});
export type SetNumber = z.infer<typeof setNumberSchema>;

const ruleSchema = z.strictObject({
  id: z.string(),
  does: z.enum(['objects', 'obliges', 'duty', 'row']),
  title: z.string().nullable(),
  why: z.string().nullable(),
  lift: z.string().nullable(),
  cite: z.string(),
  statute: z.string().nullable(),
  url: z.string().nullable(),
  checked: z.string().nullable(),
  note: z.string().nullable(),
  confidence: z.enum(['H', 'M', 'L']),
  statutory: z.boolean(),
  effect: z.string().nullable(),
  remedies: z.array(z.string()),
  obligations: z.array(z.string()),
  from: z.string().nullable(),
  to: z.string().nullable(),
  /** The rule itself, as Cedar; null for what is no Cedar. */
  cedar: z.string().nullable(),
});
export type PackRuleView = z.infer<typeof ruleSchema>;

/** GET /api/v1/packs/{pack}: one pack in use, in the reader's language. */
export const packDetailSchema = z.strictObject({
  pack: z.string(),
  title: z.string(),
  version: z.string(),
  digest,
  reviewed: z.boolean(),
  kind: z.enum(['law', 'organisation']),
  origin: z.enum(['shipped', 'brought']),
  /** The version that came with the product, when another one is in use. */
  shipped: z.strictObject({ version: z.string(), digest }).nullable(),
  /** Whether another version was in use before, to go back to. */
  before: z.strictObject({ version: z.string(), digest }).nullable(),
  rules: z.array(ruleSchema),
  numbers: z.array(numberSchema),
  reviews: z.array(reviewSchema),
  versions: z.array(versionSchema),
  mayManage: z.boolean(),
});
export type PackDetail = z.infer<typeof packDetailSchema>;

/** POST /api/v1/packs/{pack}/reviews */
export const recordReviewSchema = z.strictObject({
  digest,
  reviewer: lineSchema,
  reviewedOn: z.iso.date(),
  note: z.string().trim().max(2_000),
});
export type RecordReview = z.infer<typeof recordReviewSchema>;

/** POST /api/v1/packs/versions: a new version as files by path, or as a ZIP archive in Base64. */
export const bringVersionSchema = z.strictObject({
  pack: name,
  content: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('files'), files: z.record(z.string().max(200), z.string().max(1_000_000)) }),
    z.strictObject({ kind: z.literal('zip'), base64: z.base64().max(1_000_000) }),
  ]),
});
export type BringVersion = z.infer<typeof bringVersionSchema>;
export const broughtSchema = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('kept'), id: uuidSchema }),
  z.strictObject({ outcome: z.literal('rejected'), problems: z.array(packProblemSchema) }),
]);
export type Brought = z.infer<typeof broughtSchema>;

/** GET /api/v1/packs/versions/{id}: one version beside what is in use. */
export const versionDetailSchema = z.strictObject({
  version: versionSchema,
  changes: changesSchema,
  /** Texts of both by path, to compare line by line. */
  files: z.array(z.strictObject({ path: z.string(), before: z.string(), after: z.string() })),
  runs: z.array(shadowRunSchema),
  /** A finished run compares exactly this version with exactly what is in use. */
  maySwitchOn: z.boolean(),
});
export type VersionDetail = z.infer<typeof versionDetailSchema>;

/** POST …/switch-on and …/switch-back: which version is meant, so that nobody switches what he did not look at. */
export const switchVersionSchema = z.strictObject({ digest });
export type SwitchVersion = z.infer<typeof switchVersionSchema>;
/** null: the pack is out of use. */
export const switchedSchema = z.strictObject({ inUse: z.strictObject({ version: z.string(), digest }).nullable() });

const decisionRow = z.strictObject({
  id: uuidSchema,
  event: z.string(),
  at: when,
  recipientId: uuidSchema.nullable(),
  outcome: z.enum(['allow', 'held', 'refused']),
  effect: z.string().nullable(),
  objections: z.array(z.string()),
  packs: z.array(z.strictObject({ pack: z.string(), version: z.string(), digest: z.string(), reviewed: z.boolean() })),
});
/** GET /api/v1/transfers/{id}/decisions, newest first. */
export const decisionListSchema = z.strictObject({ decisions: z.array(decisionRow) });
export type DecisionList = z.infer<typeof decisionListSchema>;

/** GET /api/v1/transfers/{id}/decisions/{decision}/replay: the decision made again by the rules of its day. */
export const replaySchema = z.discriminatedUnion('outcome', [
  z.strictObject({
    outcome: z.enum(['identical', 'differs']),
    at: when,
    /** SHA-256 of the canonical JSON of what is stored, and of what came out now. */
    stored: digest,
    again: digest,
    /** Members of the decision that differ. */
    members: z.array(z.string()),
    packs: z.array(z.strictObject({ pack: z.string(), version: z.string(), digest })),
    /** What the rules of today say about the same facts. */
    today: side,
  }),
  /** A text of that day is not in the store, or is not the one with that digest. */
  z.strictObject({ outcome: z.literal('not_kept'), packs: z.array(z.string()) }),
]);
export type Replay = z.infer<typeof replaySchema>;
