/**
 * What one person may do with one object: the cells of the permission matrix. A cell says only what differs from the wider one; for each
 * member the narrowest cell that says something counts, and neither the level's template nor the decision's obligations can be exceeded.
 */
import { z } from 'zod';
import { timeSchema } from './api/common.ts';
import { recipientKindSchema } from './facts.ts';
import { jurisdictionSchema } from './jurisdiction.ts';

/** Narrow to wide: `none` opens nothing, `view` shows pages that were drawn here, `download` hands the file over. */
export const PERMISSION_NAMES = ['none', 'view', 'download'] as const;
export const permissionSchema = z.enum(PERMISSION_NAMES);
export type PermissionName = z.infer<typeof permissionSchema>;

/** How a recipient can prove that it is him, beside having the notice. `sign_in` says who somebody is and is never the second factor alone. */
export const FACTORS = ['notice', 'code', 'spoken_code', 'totp', 'passkey', 'passphrase', 'sign_in'] as const;
export const factorSchema = z.enum(FACTORS);
export type Factor = z.infer<typeof factorSchema>;

/**
 * Days 1 (Monday) to 7, local times `HH:MM`; `zone` is an IANA name. `to` is the first minute that is outside; one that is not after `from`
 * is on the next day, so that equal times are a whole day.
 */
export const hoursSchema = z.strictObject({
  days: z.array(z.number().int().min(1).max(7)).min(1).max(7),
  from: z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/),
  to: z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/),
  zone: z.string().min(1).max(64),
});
export type Hours = z.infer<typeof hoursSchema>;

const termsSchema = z.strictObject({
  permission: permissionSchema,
  notBefore: timeSchema.nullable(),
  until: timeSchema.nullable(),
  /** Openings per recipient and object, in all. */
  opensMax: z.number().int().min(1).max(100),
  /** Places from which it may be opened. A place that nobody knows is in no list. */
  countries: z.array(jurisdictionSchema).max(60).nullable(),
  /** `a.b.c.d/n`, `x::y/n`, or one address. */
  networks: z.array(z.string().min(2).max(49)).max(50).nullable(),
  devicesMax: z.number().int().min(1).max(20).nullable(),
  hours: hoursSchema.nullable(),
  /** What the recipient must be at that moment in the list of recipients. */
  kinds: z.array(recipientKindSchema).max(7).nullable(),
  /** How many different factors, the notice being one. */
  factorsMin: z.number().int().min(2).max(5),
  /** Factors that must be among them. */
  factors: z.array(factorSchema).max(FACTORS.length),
  /** Pages can be searched; the answer is places on the page, never text. */
  search: z.boolean(),
  /** The page's text goes along for screen readers. It can be copied. */
  textLayer: z.boolean(),
});

/** Null means that there is no such limit; a member that is left out is taken from the wider cell. */
export const accessTermsSchema = termsSchema.partial();
export type AccessTerms = z.infer<typeof accessTermsSchema>;

/** Every member decided. `hours` are those of several cells at once: all of them must hold. */
export type EffectiveTerms = Omit<z.infer<typeof termsSchema>, 'hours'> & { readonly hours: readonly Hours[] };
export const TERM_NAMES = [
  'permission',
  'notBefore',
  'until',
  'opensMax',
  'countries',
  'networks',
  'devicesMax',
  'hours',
  'kinds',
  'factorsMin',
  'factors',
  'search',
  'textLayer',
] as const satisfies readonly (keyof EffectiveTerms)[];
export type TermName = (typeof TERM_NAMES)[number];
export const effectiveTermsSchema = termsSchema
  .omit({ hours: true })
  .extend({ hours: z.array(hoursSchema).readonly() });

/**
 * What decided a term: a cell of the matrix (recipient and object, recipient, object, whole transfer), or the cap that was stricter: the
 * level's template, a rule of the decision, the transfer's own limits. `unreadable`: a cell that could not be read.
 */
export const TERM_SOURCES = [
  'pair',
  'recipient',
  'object',
  'transfer',
  'level',
  'rule',
  'limit',
  'unreadable',
] as const;
export const termSourceSchema = z.enum(TERM_SOURCES);
export type TermSource = z.infer<typeof termSourceSchema>;

/** What a level allows at most: terms without dates of their own, and the days that a transfer may last. */
export const fullLevelTermsSchema = termsSchema
  .omit({ notBefore: true, until: true })
  .extend({ daysMax: z.number().int().min(1).max(90).nullable() });
export type FullLevelTerms = z.infer<typeof fullLevelTermsSchema>;
export const levelTermsSchema = fullLevelTermsSchema.partial();
export type LevelTerms = z.infer<typeof levelTermsSchema>;
