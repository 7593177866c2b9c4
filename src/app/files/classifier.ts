/** Classifies files in processes of their own. One hostile file ends its process, and is unreadable; the server does not notice. */
import { MIB, MINUTE, SECOND } from '../../base/units.ts';
import { classifyExtractedWithPersons } from '../../classify/classify.ts';
import type { Problem } from '../../classify/extract/result.ts';
import type { Kind } from '../../classify/extract/kind.ts';
import type { FileClassifier, FileClassifierOptions, FileReading } from '../../classify/file-classifier.ts';
import { SHIPPED_LEVEL_SETTINGS, type LevelSettings } from '../../classify/settings.ts';
import { classificationSchema, FINDING_TYPES } from '../../model/classification.ts';
import { chatSchema } from '../../model/sweep.ts';
import type { Ended, Reply } from '../../render/guarded-process.ts';
import type { PictureReader } from '../../render/ocr/port.ts';
import type { PageRenderer } from '../../render/pages/port.ts';
import type { FileQuestion, FileRequest, Given } from './protocol.ts';
import { createProcessPool, type ProcessPool } from './pool.ts';
import { createRecogniser } from './recogniser.ts';

export type FileClassifierSettings = {
  readonly renderer: PageRenderer;
  readonly reader: PictureReader;
  /** Most pictures and pages that are recognised in one file; 0 switches recognition off. */
  readonly pictures: number;
  /** Files that are read at the same time. */
  readonly atOnce: number;
  /** Whether the process that read a file may read the next one too; `opened` are the kinds of the files in it. */
  readonly keeps: Keeps;
  readonly limits?: Partial<FileLimits>;
  /** After each file: which process read it, how long it took, and how that ended if it did. */
  readonly observe?: (read: FileRead) => void;
};

export type Keeps = (bytes: Uint8Array, reading: FileReading, opened: ReadonlySet<Kind>) => boolean;

export type FileRead = {
  readonly pid: number | undefined;
  readonly milliseconds: number;
  readonly ended: Ended | undefined;
};

export type FileLimits = {
  /** Processor time of one file, without that in which pictures are recognised; three times as many by the clock. */
  readonly milliseconds: number;
  readonly memory: number;
  /** A process that nobody needs ends after so long. */
  readonly idle: number;
};

export const FILE_LIMITS: FileLimits = { milliseconds: 8 * SECOND, memory: 1024 * MIB, idle: MINUTE };
/** What the process says, without a check of each of perhaps a million findings. */
const headSchema = classificationSchema.omit({ findings: true });

const WHY: Readonly<Record<Ended, Problem>> = {
  time: 'unreadable.too_slow',
  memory: 'unreadable.too_large',
  crash: 'unreadable.damaged',
  stopped: 'unreadable.damaged',
};

/** @param pool - Processes that others use too; its own where it is left out. */
export function createFileClassifier(
  settings: FileClassifierSettings,
  pool: ProcessPool = createProcessPool({ ...FILE_LIMITS, ...settings.limits, atOnce: settings.atOnce }),
): FileClassifier {
  const limits = { ...FILE_LIMITS, ...settings.limits };
  return {
    classify: async ({ bytes, name }, options = {}) => {
      const levels = options.levels ?? SHIPPED_LEVEL_SETTINGS;
      const process = await pool.take();
      const opened = new Set<Kind>();
      let isKept = false;
      try {
        const question = questionFor(bytes.length, name, levels, settings);
        const help = helper(settings, levels, options, opened);
        const began = performance.now();
        const reply = await process.ask(question, limits.milliseconds, bytes, help);
        settings.observe?.({ pid: process.pid, milliseconds: performance.now() - began, ended: process.ended });
        if (!isClassified(reply)) return unread(reply, name, levels);
        isKept = settings.keeps(bytes, reply.what, opened);
        return reply.what;
      } finally {
        pool.giveBack(process, isKept);
      }
    },
    close: pool.close,
  };
}

function questionFor(
  size: number,
  name: string,
  { policy, version, exceptions }: LevelSettings,
  { pictures }: FileClassifierSettings,
): FileQuestion {
  const excepted = exceptions === undefined ? null : FINDING_TYPES.filter((type) => exceptions.concerns(type));
  return { size, name, policy, version, excepted, pictures };
}

function isRequest(value: unknown): value is FileRequest {
  return typeof value === 'object' && value !== null && 'kind' in value;
}

function helper(
  { reader, renderer }: FileClassifierSettings,
  levels: LevelSettings,
  options: FileClassifierOptions,
  opened: Set<Kind>,
) {
  const recogniser = createRecogniser(reader, renderer, options.onPicture ?? (() => undefined));
  return async (request: unknown): Promise<Given[keyof Given]> => {
    if (!isRequest(request)) return undefined;
    if (request.kind === 'opens') {
      opened.add(request.what);
      return true;
    }
    if (request.kind === 'picture') return recogniser.picture(request.bytes);
    if (request.kind === 'pages') return recogniser.pages(request.pdf, request.numbers);
    const { exceptions } = levels;
    if (exceptions === undefined) return { tags: [], ids: [] };
    const { tag, find } = exceptions;
    return {
      tags: request.keys.map(tag),
      ids: request.found.map(([type, key, check]) => find(type, tag(key), check) ?? null),
    };
  };
}

/** A file could have taken its process over: what it says is checked as far as it decides anything. */
function isClassified(reply: Reply): reply is { readonly kind: 'said'; readonly what: FileReading } {
  if (reply.kind !== 'said' || typeof reply.what !== 'object' || reply.what === null) return false;
  if (!('classification' in reply.what && 'persons' in reply.what && 'chat' in reply.what)) return false;
  const { classification, persons, chat } = reply.what;
  if (typeof classification !== 'object' || classification === null) return false;
  const { findings, ...head } = { findings: undefined, ...classification };
  if (!Array.isArray(findings) || !(persons === null || Array.isArray(persons))) return false;
  return headSchema.safeParse(head).success && chatSchema.nullable().safeParse(chat).success;
}

/** The name is classified all the same. */
function unread(reply: Reply, name: string, levels: LevelSettings): FileReading {
  const problem = reply.kind === 'ended' ? WHY[reply.how] : 'unreadable.damaged';
  const options = { levels, contentType: 'application/octet-stream' };
  return { ...classifyExtractedWithPersons(name, 'none', problem, options), chat: null };
}
