/** Structured logs. Lines carry identifiers, codes and numbers; a redaction list is the second wall, not the first. */
import { pino } from 'pino';
import { codeOf } from './errors.ts';

export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

export type Logger = {
  readonly debug: (fields: LogFields, message: string) => void;
  readonly info: (fields: LogFields, message: string) => void;
  readonly warn: (fields: LogFields, message: string) => void;
  readonly error: (fields: LogFields, message: string) => void;
};

const REDACTED_KEYS = [
  'password',
  'secret',
  'token',
  'code',
  'otp',
  'cookie',
  'authorization',
  'share',
  'dek',
  'key',
  'name',
  'fileName',
  'email',
  'address',
  'phone',
  'message',
  'text',
  'content',
  'url',
  'query',
];

export type LoggerOptions = { readonly level: string; readonly destination?: { write: (line: string) => void } };

/** One JSON object per line on standard output (or `destination`). */
export function createLogger(options: LoggerOptions): Logger {
  const settings = {
    level: options.level,
    base: null,
    messageKey: 'msg',
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: REDACTED_KEYS, censor: '[redacted]' },
  };
  return options.destination === undefined ? pino(settings) : pino(settings, options.destination);
}

/** What may be said about a thrown value: its code and class, never its message or stack, which may quote content. */
export function describeError(error: unknown): LogFields {
  const kind = error instanceof Error ? error.name : typeof error;
  return { errorCode: codeOf(error), errorKind: kind, errorAt: whereThrown(error) };
}

/** Function names and positions of our own frames; the first line of a stack holds the message and is dropped. */
function whereThrown(error: unknown): string | undefined {
  if (!(error instanceof Error) || error.stack === undefined) return undefined;
  const frames = error.stack.split('\n').filter((line) => /^\s+at /.test(line));
  return frames
    .slice(0, 4)
    .map((line) => line.trim().replace(/\(?file:\/\/.*\/(src|web|node_modules)\//, '($1/'))
    .join(' < ');
}

export const silentLogger: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
