/** Sweeps over data that is there already: what was found in one file, and the report over all of them. */
import { z } from 'zod';
import { extractedSchema, findingTypeSchema } from './classification.ts';
import { levelSchema } from './level.ts';

const count = z.number().int().nonnegative();

/** A transcript of a conversation: how many lines of it look like messages, and from when until when. */
export const chatSchema = z.strictObject({
  messages: count,
  from: z.string().nullable(),
  until: z.string().nullable(),
});

/** One file. The path is relative to where the sweep began, with `/`; it may name people. */
export const sweepItemSchema = z.strictObject({
  path: z.string(),
  size: count,
  /** When the content was changed last; null where nobody knows. */
  modifiedAt: z.iso.datetime({ offset: true }).nullable(),
  /** SHA-256 of the content, hex; empty when it could not be read. */
  sha256: z.string(),
  level: levelSchema,
  persons: count,
  extracted: extractedSchema,
  problem: z.string().nullable(),
  contentType: z.string(),
  /** Findings that count, by type. */
  counts: z.partialRecord(findingTypeSchema, count),
  categories: z.array(z.string()),
  chat: chatSchema.nullable(),
});
export type SweepItem = z.infer<typeof sweepItemSchema>;

/** By the time of the last change, counted from the sweep. */
export const AGES = ['under_1y', '1_3y', '3_5y', '5_10y', 'over_10y', 'unknown'] as const;
export type Age = (typeof AGES)[number];

const tally = z.record(z.string(), count);

export const sweepReportSchema = z.strictObject({
  v: z.literal(1),
  root: z.string(),
  startedAt: z.iso.datetime({ offset: true }),
  finishedAt: z.iso.datetime({ offset: true }).nullable(),
  packDigest: z.string(),
  files: count,
  bytes: count,
  /** Not read again, because nothing about them had changed. */
  unchanged: count,
  /** Persons of all files added up: who stands in two files counts twice. */
  persons: count,
  levels: tally,
  /** Files in which the type was found. */
  types: tally,
  kinds: tally,
  ages: z.record(z.string(), tally),
  problems: tally,
  /** Folders of the first level, and conversations, the strictest first. */
  places: z.array(
    z.strictObject({
      place: z.string(),
      kind: z.enum(['folder', 'conversation']),
      files: count,
      bytes: count,
      level: levelSchema,
      persons: count,
      messages: count,
    }),
  ),
});
export type SweepReport = z.infer<typeof sweepReportSchema>;

/** What `entrepot scan --json` prints. */
export const sweepFileSchema = z.strictObject({ report: sweepReportSchema, items: z.array(sweepItemSchema) });
export type SweepFile = z.infer<typeof sweepFileSchema>;

/** Where the files of a sweep in the console come from: a folder of the settings, an uploaded archive, a report of the command line. */
export const SWEEP_KINDS = ['folder', 'archive', 'report'] as const;
export type SweepKind = (typeof SWEEP_KINDS)[number];

export const SWEEP_STATES = ['running', 'paused', 'done', 'failed'] as const;
export type SweepState = (typeof SWEEP_STATES)[number];

/** `all` is null where nobody knows how much there is. */
export const sweepProgressSchema = z.strictObject({
  files: count,
  bytes: count,
  allFiles: count.nullable(),
  allBytes: count.nullable(),
});
export type SweepProgress = z.infer<typeof sweepProgressSchema>;

/** What is done about a file. Nothing is ever deleted here: `delete` puts it on a list for whoever owns the folder. */
export const SWEEP_REMEDIES = ['seal', 'pseudonymise', 'delete'] as const;
export type SweepRemedy = (typeof SWEEP_REMEDIES)[number];

/** The part of an item that names nobody. */
export const sweepFoundSchema = sweepItemSchema.pick({
  persons: true,
  extracted: true,
  contentType: true,
  counts: true,
  categories: true,
  chat: true,
});
export type SweepFound = z.infer<typeof sweepFoundSchema>;
