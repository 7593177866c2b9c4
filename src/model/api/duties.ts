/** Dated duties and the drafts of their forms (officers; auditors read). */
import { z } from 'zod';
import { contractKindSchema, assessmentKindSchema, purposeSchema } from '../facts.ts';
import { formDocumentSchema } from '../form-document.ts';
import { jurisdictionSchema } from '../jurisdiction.ts';
import { localeSchema } from '../locale.ts';
import { timeSchema, uuidSchema } from './common.ts';

export const FORMS = [
  'dspdp-notice',
  'dspdp-simplified',
  'dspdp-authorisation',
  'dspdp-art20',
  'gba-filing',
  'gba-contract',
  'cac-scc-filing',
  'cac-assessment',
  'pia',
  'ropa',
  'breach',
  'dpa',
] as const;
export const formNameSchema = z.enum(FORMS);
export type FormName = z.infer<typeof formNameSchema>;

/** Variants of a form: the kind of notice, the profile of an assessment, the side of an agreement. */
export const FORM_VARIANTS = {
  'dspdp-notice': ['first', 'renewal', 'update', 'cancellation'],
  'dspdp-simplified': ['first', 'renewal', 'update', 'cancellation'],
  'dspdp-authorisation': ['first', 'update'],
  'dspdp-art20': ['first', 'update', 'cancellation'],
  'gba-filing': ['first', 'update'],
  'gba-contract': ['first', 'update'],
  'cac-scc-filing': ['first', 'update'],
  'cac-assessment': ['first', 'renewal'],
  pia: ['mo-necessity', 'gba-pia', 'cn-pia', 'eu-tia', 'uk-tra'],
  ropa: ['first', 'update'],
  breach: ['first', 'update', 'final'],
  dpa: ['first'],
} as const satisfies Record<FormName, readonly string[]>;
export const variantSchema = z.enum([
  'first',
  'renewal',
  'update',
  'cancellation',
  'final',
  'mo-necessity',
  'gba-pia',
  'cn-pia',
  'eu-tia',
  'uk-tra',
]);
export type Variant = z.infer<typeof variantSchema>;

export const DUTY_STATES = ['open', 'done', 'not_needed'] as const;
export const dutyStateSchema = z.enum(DUTY_STATES);

/** How long there is, in the unit that the term runs in. `at_once`: the law gives no time. `before`: nothing goes out before it is done. */
export const timeLeftSchema = z.strictObject({
  unit: z.enum(['minutes', 'hours', 'days', 'working_days', 'at_once', 'before']),
  /** Whole units left, or since it was due when `overdue`; 0 on the last one. */
  amount: z.number().int().nonnegative(),
  overdue: z.boolean(),
});

const confidence = z.enum(['H', 'M', 'L']);

export const dutySchema = z.strictObject({
  id: uuidSchema,
  ruleId: z.string(),
  pack: z.string(),
  /** Place whose law or regulator it is; null: the organisation's own. */
  place: z.string().nullable(),
  title: z.string(),
  kind: z.enum(['statutory', 'org_policy']),
  cite: z.string(),
  confidence,
  /** false: the rules of this pack were not reviewed by a lawyer. */
  reviewed: z.boolean(),
  /** Of the day on which the clock started. */
  regulator: z.strictObject({ name: z.string(), url: z.string().nullable() }).nullable(),
  entity: z.strictObject({ id: uuidSchema, name: z.string() }),
  purpose: purposeSchema.nullable(),
  about: z.enum(['purpose', 'record', 'transfer', 'entity', 'incident']),
  transfer: z.strictObject({ id: uuidSchema, reference: z.string() }).nullable(),
  startedAt: timeSchema,
  dueAt: timeSchema,
  /** Zone of the regulator, `+08:00`: the day ends there. */
  utcOffset: z.string(),
  term: z.strictObject({
    amount: z.number().int(),
    unit: z.enum(['before', 'at_once', 'hours', 'days', 'working_days', 'months', 'years']),
    calendars: z.array(z.enum(['MO', 'HK', 'CN'])),
  }),
  /** false: a calendar does not know the year, and the earliest day there may be is shown. */
  calendarKnown: z.boolean(),
  /** null when it is closed. */
  left: timeLeftSchema.nullable(),
  state: dutyStateSchema,
  form: formNameSchema.nullable(),
  filing: z.string().nullable(),
  closedAt: timeSchema.nullable(),
  closedBy: z.string().nullable(),
});
export type DutyView = z.infer<typeof dutySchema>;

/** GET /api/v1/duties?state=&entity=&place= : open ones first, the most urgent first; at most 500. */
export const dutyListSchema = z.strictObject({
  duties: z.array(dutySchema),
  counts: z.strictObject({ open: z.number().int(), overdue: z.number().int(), soon: z.number().int() }),
});
export type DutyList = z.infer<typeof dutyListSchema>;

/** GET /api/v1/duties/:id */
export const dutyDetailSchema = dutySchema.extend({
  why: z.string(),
  lift: z.string(),
  statute: z.string().nullable(),
  url: z.string().nullable(),
  checked: z.string().nullable(),
  note: z.string().nullable(),
  /** The form that it asks for first, then others that belong to it. */
  forms: z.array(z.strictObject({ form: formNameSchema, variants: z.array(variantSchema) })),
  /** Number of the filing and where its receipt is kept, or why it is not needed. */
  reference: z.string().nullable(),
  remark: z.string().nullable(),
  /** What was stated when it was opened by hand. */
  details: z.array(z.strictObject({ key: z.string(), value: z.string() })),
  /** Held transfers of the same entity and purpose: completing it decides them again. */
  waiting: z.number().int(),
  may: z.strictObject({ complete: z.boolean(), dismiss: z.boolean(), reopen: z.boolean() }),
});
export type DutyDetail = z.infer<typeof dutyDetailSchema>;

const text = (max: number) => z.string().trim().max(max);

/** What is known about an incident; empty where it is not known yet. */
export const incidentDetailsSchema = z.strictObject({
  reference: text(100),
  what: text(4000),
  occurred: text(200),
  contained: text(200),
  cause: text(2000),
  categories: text(2000),
  persons: text(200),
  consequences: text(2000),
  measures: text(2000),
  advice: text(2000),
  contact: text(500),
});
export type IncidentDetails = z.infer<typeof incidentDetailsSchema>;

/** POST /api/v1/duties: starts clocks by hand. */
export const openDutiesSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('incident'),
    entityId: uuidSchema,
    /** `EU` stands for any place of the Union or the EEA. */
    places: z.array(jurisdictionSchema).min(1).max(40),
    knownAt: z.iso.datetime({ offset: true }),
    personalData: z.boolean(),
    details: incidentDetailsSchema,
  }),
  z.strictObject({
    kind: z.literal('contract'),
    entityId: uuidSchema,
    purpose: purposeSchema.nullable(),
    contract: contractKindSchema,
    effectiveAt: z.iso.date(),
    reference: text(200),
  }),
  z.strictObject({
    kind: z.literal('assessment'),
    entityId: uuidSchema,
    purpose: purposeSchema.nullable(),
    assessment: assessmentKindSchema,
    doneAt: z.iso.date(),
    reference: text(200),
  }),
]);
export type OpenDuties = z.infer<typeof openDutiesSchema>;
export const openedDutiesSchema = z.strictObject({ opened: z.array(uuidSchema) });

/** POST /api/v1/duties/:id/complete */
export const completeDutySchema = z.strictObject({
  /** Number of the filing or registration. */
  reference: z.string().trim().min(1).max(200),
  filedOn: z.iso.date(),
  /** Where the receipt is kept. */
  evidence: z.string().trim().max(500),
});
export type CompleteDuty = z.infer<typeof completeDutySchema>;
export const completedDutySchema = z.strictObject({
  state: dutyStateSchema,
  /** Transfers that were held for it and are granted now. */
  granted: z.number().int(),
});

/** POST /api/v1/duties/:id/dismiss. A duty of the law asks for its own id as a second look. */
export const dismissDutySchema = z.strictObject({
  reason: z.string().trim().min(1).max(500),
  confirmation: z.string().max(120),
});
export type DismissDuty = z.infer<typeof dismissDutySchema>;
export const dutyStateAnswerSchema = z.strictObject({ state: dutyStateSchema });

/** Values by field key that stand over the drafted ones; an empty value means: still missing. */
export const formValuesSchema = z.record(z.string().regex(/^[a-z][a-z0-9_]{0,40}$/), z.string().max(8000));
export type FormValues = z.infer<typeof formValuesSchema>;

const formChoice = { form: formNameSchema, variant: variantSchema.optional(), locale: localeSchema };

/** POST /api/v1/duties/:id/draft : keeps what was filled in, sealed with the duty. */
export const saveDraftSchema = z.strictObject({ form: formNameSchema, fields: formValuesSchema });
/** POST /api/v1/duties/:id/form : the file, under a name that says nothing about anybody. */
export const drawFormSchema = z.strictObject({
  ...formChoice,
  format: z.enum(['docx', 'pdf', 'json']),
  fields: formValuesSchema.optional(),
});
export type DrawForm = z.infer<typeof drawFormSchema>;

/** GET /api/v1/duties/:id/form?form=&variant=&locale= */
export const formPreviewSchema = z.strictObject({
  form: formNameSchema,
  variant: variantSchema,
  variants: z.array(variantSchema),
  document: formDocumentSchema,
  /** By position in `document.blocks`: the key of a field, null for anything else. */
  keys: z.array(z.string().nullable()),
  /** Fields that an officer changed and kept. */
  edited: z.array(z.string()),
  missing: z.number().int(),
});
export type FormPreview = z.infer<typeof formPreviewSchema>;
