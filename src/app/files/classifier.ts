/** Classifies files in processes of their own. One hostile file ends its process, and is unreadable; the server does not notice. */
import { join } from 'node:path';
import { MIB, MINUTE, SECOND } from '../../base/units.ts';
import { classifyExtractedWithPersons } from '../../classify/classify.ts';
import type { Problem } from '../../classify/extract/result.ts';
import type { FileClassifier, FileClassifierOptions, FileReading } from '../../classify/file-classifier.ts';
import { SHIPPED_LEVEL_SETTINGS, type LevelSettings } from '../../classify/settings.ts';
import { classificationSchema, FINDING_TYPES } from '../../model/classification.ts';
import { chatSchema } from '../../model/sweep.ts';
import { type Ended, GuardedProcess, type Reply } from '../../render/guarded-process.ts';
import type { PictureReader } from '../../render/ocr/port.ts';
import { noNetwork, pageProcessCommand } from '../../render/pages/supervise/isolation.ts';
import type { PageRenderer } from '../../render/pages/port.ts';
import type { FileQuestion, FileRequest, Given } from './protocol.ts';
import { createRecogniser } from './recogniser.ts';

export type FileClassifierSettings = {
  readonly renderer: PageRenderer;
  readonly reader: PictureReader;
  /** Most pictures and pages that are recognised in one file; 0 switches recognition off. */
  readonly pictures: number;
  /** Files that are read at the same time. */
  readonly atOnce: number;
  /** Whether the process that read a file may read the next one too. */
  readonly keeps: (bytes: Uint8Array, reading: FileReading) => boolean;
  readonly limits?: Partial<FileLimits>;
  /** After each file: which process read it, how long it took, and how that ended if it did. */
  readonly observe?: (read: FileRead) => void;
};

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
/** What a process that has read many files keeps for itself would be missing to the next one. */
const WORN = 256 * MIB;

/** Until the process is ready; does not count as time of the file. */
const START = 30 * SECOND;
const ENTRY = join(import.meta.dirname, 'process.ts');
/** What the process says, without a check of each of perhaps a million findings. */
const headSchema = classificationSchema.omit({ findings: true });

const WHY: Readonly<Record<Ended, Problem>> = {
  time: 'unreadable.too_slow',
  memory: 'unreadable.too_large',
  crash: 'unreadable.damaged',
  stopped: 'unreadable.damaged',
};

export function createFileClassifier(settings: FileClassifierSettings): FileClassifier {
  const limits = { ...FILE_LIMITS, ...settings.limits };
  const idle: { process: GuardedProcess; timer: NodeJS.Timeout }[] = [];
  const all = new Set<GuardedProcess>();
  const starting: { readonly process: Promise<GuardedProcess> }[] = [];
  const waiting: (() => void)[] = [];
  let busy = 0;
  let isClosed = false;

  const start = async (): Promise<GuardedProcess> => {
    const process = new GuardedProcess(pageProcessCommand(await noNetwork(), limits.memory, ENTRY), limits.memory);
    all.add(process);
    if (isClosed) await process.stop();
    else await process.ask(null, START);
    return process;
  };
  const take = async (): Promise<GuardedProcess> => {
    if (busy >= settings.atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else busy += 1;
    const kept = idle.pop();
    clearTimeout(kept?.timer);
    if (kept !== undefined && kept.process.ended === undefined) return kept.process;
    if (kept !== undefined) all.delete(kept.process);
    return starting.shift()?.process ?? start();
  };
  const keep = (process: GuardedProcess): void => {
    idle.push({ process, timer: setTimeout(() => void process.stop(), limits.idle).unref() });
  };
  /** Where files come one after the other, the next one finds a process that has read nothing yet. */
  const startSpare = async (): Promise<void> => {
    if (isClosed || idle.length + starting.length > 0) return;
    const spare = { process: start() };
    starting.push(spare);
    // Whoever takes it meanwhile hears of a failure; otherwise the next file tries anew.
    const process = await spare.process.catch(() => undefined);
    const at = starting.indexOf(spare);
    if (at < 0) return;
    starting.splice(at, 1);
    if (process !== undefined) keep(process);
  };
  const giveBack = (process: GuardedProcess, isKept: boolean): void => {
    if (process.ended === undefined && isKept && process.resident < WORN) keep(process);
    else {
      void process.stop();
      all.delete(process);
      void startSpare();
    }
    const next = waiting.shift();
    if (next === undefined) busy -= 1;
    else next();
  };

  return {
    classify: async ({ bytes, name }, options = {}) => {
      const levels = options.levels ?? SHIPPED_LEVEL_SETTINGS;
      const process = await take();
      let isKept = false;
      try {
        const question = questionFor(bytes.length, name, levels, settings);
        const help = helper(settings, levels, options);
        const began = performance.now();
        const reply = await process.ask(question, limits.milliseconds, bytes, help);
        settings.observe?.({ pid: process.pid, milliseconds: performance.now() - began, ended: process.ended });
        if (!isClassified(reply)) return unread(reply, name, levels);
        isKept = settings.keeps(bytes, reply.what);
        return reply.what;
      } finally {
        giveBack(process, isKept);
      }
    },
    close: async () => {
      isClosed = true;
      for (const { timer } of idle) clearTimeout(timer);
      await Promise.all([...all].map((process) => process.stop()));
    },
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

function helper({ reader, renderer }: FileClassifierSettings, levels: LevelSettings, options: FileClassifierOptions) {
  const recogniser = createRecogniser(reader, renderer, options.onPicture ?? (() => undefined));
  return async (request: unknown): Promise<Given[keyof Given]> => {
    if (!isRequest(request)) return undefined;
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
