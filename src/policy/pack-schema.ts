/** What `pack.json` and `texts/<locale>.json` of a pack hold. Unknown members are errors: a misspelt one would silently mean nothing. */
import { z } from 'zod';
import type { Locale } from '../model/locale.ts';
import { contractKindSchema, decisionEventSchema, filingKindSchema } from '../model/facts.ts';
import { jurisdictionSchema } from '../model/jurisdiction.ts';
import { localeSchema } from '../model/locale.ts';
import { citationSchema } from '../model/policy-decision.ts';

const day = z.iso.date();
const confidence = citationSchema.shape.confidence;
/** Both days are inclusive, in the pack's own zone; null: open. */
const period = { from: day.nullable(), to: day.nullable() };
/** One text per language; all four are required. */
const fourLanguages = z.strictObject({ 'zh-Hant': z.string(), 'zh-Hans': z.string(), pt: z.string(), en: z.string() });

const regulatorSchema = z.strictObject({ id: z.string(), name: fourLanguages, url: z.url().nullable(), ...period });

/** Where a citation can be read. `forms` is how the statute names itself in its own languages. */
const citeSchema = z.strictObject({
  forms: z.record(z.string(), z.string()),
  url: z.url().nullable(),
  checked: day,
  note: z.string().nullable(),
});
export type PackCite = z.infer<typeof citeSchema>;

/** A number that the organisation may set. `stricter` says in which direction; a statutory number is never set by anybody. */
const paramSchema = z.strictObject({
  default: z.number().int().positive(),
  kind: citationSchema.shape.kind,
  stricter: z.enum(['lower', 'higher']),
  /** The member of `context.limits` that the rules read it from; null when only an obligation or a duty uses it. */
  limit: z.enum(['recordReview']).nullable(),
  source: z.string(),
});
export type PackParam = z.infer<typeof paramSchema>;

const exemptionSchema = z.strictObject({
  id: z.string(),
  /** Data-use keys, each with everything below it. */
  purposes: z.array(z.string()).min(1),
  /** The exemption is lost when the data become readable in another place. */
  lostOnCrossing: z.boolean(),
  cite: z.string(),
  confidence,
  ...period,
});

/** A dated duty: it never holds a transfer, it runs a clock (requirement L3). */
const dutySchema = z.strictObject({
  id: z.string(),
  /** What has to be handed in; null when the model has no kind for it. */
  filing: filingKindSchema.nullable(),
  /** Form that the product drafts for it; null where there is none. */
  form: z.string().nullable(),
  /** Any one of these on record ends the clock. */
  satisfiedBy: z.array(filingKindSchema),
  /** The act from which the days are counted. */
  starts: z.enum([
    'processing_started',
    'first_transfer',
    'contract_effective',
    'registration_made',
    'collection',
    'threshold_reached',
    'incident_known',
    'assessment_done',
    'assessment_result',
  ]),
  /** `before`: nothing begins without it. `at_once`: the law gives no time. Hours run through nights and holidays. */
  term: z.strictObject({
    amount: z.number().int().nonnegative(),
    unit: z.enum(['before', 'at_once', 'hours', 'days', 'working_days', 'months', 'years']),
    /** Whose working days; the duty's own place when left out. */
    calendars: z.array(z.enum(['MO', 'HK', 'CN'])).optional(),
  }),
  attaches: z.enum([
    'personal_data',
    'crossing',
    'sensitive_vital',
    'gba_mo_contract',
    'gba_hk_contract',
    'prc_scc_contract',
    'cac_assessment',
    'simplified_registration',
    'certificate',
    'held_1m',
    'held_10m',
    'faces_100k',
    'foreign_controller',
    'assessment_done',
    'processor_agreement',
    'breach',
    'gba_breach',
    'incident_mo',
    'incident_hk',
    'incident_cn',
    'incident_ciio',
    'record_review',
    'never_automatically',
  ]),
  /** `statutory` clocks are the law's; the others the organisation's own. */
  kind: citationSchema.shape.kind,
  exemptions: z.array(exemptionSchema),
  cite: z.string(),
  confidence,
  ...period,
});
export type PackDuty = z.infer<typeof dutySchema>;

/** A row of the law that objects to nothing: it says where the pack applies, allows, advises, or names a penalty. */
const rowSchema = z.strictObject({
  id: z.string(),
  /** `future`: announced and not in force; it has no first day. */
  role: z.enum(['scope', 'allow', 'advisory', 'exemption', 'penalty', 'clock', 'future']),
  /** Where it is shown: for transfers that start in, or go to, the pack's place. */
  on: z.enum(['origin', 'destination', 'both']).default('origin'),
  text: z.string(),
  cite: z.string(),
  confidence,
  ...period,
});

export const packFileSchema = z.strictObject({
  pack: z.string().regex(/^[a-z][a-z0-9-]{0,40}$/),
  version: z.string().regex(/^\d{4}\.\d{2}\.\d+$/),
  /** The law that the pack speaks for, by its place (`EU` for the Union); null: the pack is no place's law. */
  jurisdiction: jurisdictionSchema.nullable(),
  /** The pack attaches to what starts in one of these places; null: wherever it starts. */
  origins: z.array(jurisdictionSchema).min(1).nullable(),
  /** The pack attaches to these events only; null: to all. */
  events: z.array(decisionEventSchema).min(1).nullable(),
  /** The pack is the organisation's own, or law. */
  kind: z.enum(['law', 'organisation']),
  /** Name of the law or set of rules, for people. */
  title: fourLanguages,
  /** Zone in which the days of `from` and `to` begin and end. */
  utcOffset: z.string().regex(/^[+-](?:0\d|1[0-4]):[0-5]\d$/),
  locales: z.array(localeSchema).length(4),
  /** Always null: a text cannot vouch for itself. Who reviewed which version is recorded outside, by the pack's digest. */
  reviewed_by: z.null(),
  regulators: z.array(regulatorSchema),
  /** Destinations that the pack has rules for, seen from its jurisdiction. */
  covers: z.array(z.strictObject({ destination: z.union([z.literal('*'), jurisdictionSchema]), ...period })),
  adequate: z.array(z.strictObject({ destination: jurisdictionSchema, decision: z.string(), ...period })),
  /** Categories that the law treats as sensitive, with everything below them. */
  sensitive: z.array(z.strictObject({ key: z.string(), note: z.string(), confidence, ...period })),
  /** Filings and contracts that exist only from a day on; before it, having one counts for nothing. */
  instruments: z.array(z.strictObject({ name: z.union([filingKindSchema, contractKindSchema]), ...period })),
  params: z.record(z.string(), paramSchema),
  cites: z.record(z.string(), citeSchema),
  duties: z.array(dutySchema),
  rows: z.array(rowSchema),
});
export type PackFile = z.infer<typeof packFileSchema>;

/** What one rule or duty says to people: its name, why it objects (or obliges), what would lift it. */
const ruleTextSchema = z.strictObject({ title: z.string().min(1), why: z.string().min(1), lift: z.string().min(1) });
export type RuleText = z.infer<typeof ruleTextSchema>;

export const textsFileSchema = z.record(z.string(), ruleTextSchema);
export type TextsFile = z.infer<typeof textsFileSchema>;

/** The texts of a pack's rules in each language. */
export type PackTexts = Readonly<Record<Locale, TextsFile>>;
