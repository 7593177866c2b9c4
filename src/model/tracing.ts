/** What a trace of a leaked copy finds, as it is printed, stored and shown. */
import { z } from 'zod';
import { timeSchema, uuidSchema } from './api/common.ts';

/** In pixels of the picture: top left, top right, bottom right, bottom left corner of the page. */
export const cornersSchema = z.tuple([
  z.strictObject({ x: z.number(), y: z.number() }),
  z.strictObject({ x: z.number(), y: z.number() }),
  z.strictObject({ x: z.number(), y: z.number() }),
  z.strictObject({ x: z.number(), y: z.number() }),
]);

export const traceOptionsSchema = z.strictObject({
  /** Copies made from then on, and before then. */
  from: timeSchema.nullable(),
  until: timeSchema.nullable(),
  transferId: uuidSchema.nullable(),
  corners: cornersSchema.nullable(),
});
export type TraceOptions = z.infer<typeof traceOptionsSchema>;

export const tracedCopySchema = z.strictObject({
  viewId: z.string(),
  openingId: uuidSchema,
  reference: z.string(),
  transferId: uuidSchema,
  document: z.string(),
  objectId: uuidSchema,
  /** Null for a stamp, which says nothing of a page. */
  page: z.number().int().nullable(),
  recipient: z.strictObject({ id: uuidSchema, name: z.string(), address: z.string() }),
  kind: z.enum(['view', 'download', 'text']),
  openedAt: timeSchema,
  /** When this page was shown in that view. */
  shownAt: timeSchema.nullable(),
  place: z.string().nullable(),
  /** Position in the audit log of the event that committed to this mark before the page was drawn. */
  logIndex: z.number().int().nullable(),
});
export type TracedCopy = z.infer<typeof tracedCopySchema>;

/** How sure it is. `bound`: at most so likely would anybody who did not leak be named. */
export const traceFiguresSchema = z.strictObject({
  t: z.number(),
  tL: z.number(),
  tW: z.number(),
  threshold: z.number(),
  candidates: z.number().int(),
  bound: z.number(),
  runnerUp: z.number().nullable(),
  quality: z.number(),
});

/** Why nobody is named. */
export const CANNOT_TELL = [
  'no_copies',
  'not_a_picture',
  'no_page_matches',
  'not_registered',
  'no_finding',
  'no_tracer',
  'too_large',
] as const;

export const traceResultSchema = z.strictObject({
  /**
   * `identified`: the pixels say so, and a false finding is at most as likely as `figures.bound`. `hint`: a stamp in the file, which can be
   * taken from one file to another. `cannot_tell`: nobody is named.
   */
  verdict: z.enum(['identified', 'hint', 'cannot_tell']),
  why: z.enum(CANNOT_TELL).nullable(),
  copy: tracedCopySchema.nullable(),
  figures: traceFiguresSchema.nullable(),
  /** Further copies above the threshold: several were mixed. */
  also: z.array(tracedCopySchema),
  /** Copies whose stamps are in the file. */
  stamped: z.array(tracedCopySchema),
  documents: z.strictObject({
    looked: z.number().int(),
    /** Originals that were erased or cannot be drawn any more. */
    erased: z.number().int(),
    unreadable: z.number().int(),
  }),
  at: timeSchema,
});
export type TraceResult = z.infer<typeof traceResultSchema>;

/** Where a trace is, so that one that was interrupted goes on. */
export const traceStateSchema = z.strictObject({
  v: z.literal(1),
  /** SHA-256 of the leaked file, hex: a state belongs to one file. */
  leak: z.string(),
  done: z.array(uuidSchema),
  matches: z.array(
    z.strictObject({
      objectId: uuidSchema,
      page: z.number().int(),
      picture: z.number().int(),
      inliers: z.number().int(),
    }),
  ),
  erased: z.number().int(),
  unreadable: z.number().int(),
});
export type TraceState = z.infer<typeof traceStateSchema>;

/** Documents looked at, of all that have copies. */
export type TraceProgress = { readonly done: number; readonly all: number };
