/** `entrepot trace`: whose copy a leaked file is. Needs the records key, which two officers join, and writes each trace to the audit log. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { hex } from '../base/bytes.ts';
import { isUuid } from '../base/ids.ts';
import {
  cornersSchema,
  type TraceOptions,
  type TraceResult,
  type TraceState,
  traceStateSchema,
} from '../model/tracing.ts';
import { nodeCrypto } from '../seal/node-crypto.ts';
import { readArguments, wrongUsage } from './arguments.ts';
import { CLI } from './errors.ts';
import { readSmallFile, readSmallText } from './files.ts';
import type { Command, Io } from './io.ts';
import { readIdentityFile } from './key-files.ts';
import { createProgress } from './progress.ts';

const LARGEST_LEAK = 60 * 1024 * 1024;

/** What the records key is made from: the identity itself, or two shares. */
export type RecordsKeySource =
  | { readonly kind: 'identity'; readonly identity: string }
  | { readonly kind: 'shares'; readonly shares: readonly string[] };

export type TraceSource = {
  /** Id of a transfer by its reference. @throws `transfer.not_found` */
  readonly transferId: (reference: string) => Promise<string>;
  /** Undefined when it was stopped on the way. Recorded before anything is returned. */
  readonly trace: (
    leak: Uint8Array,
    key: RecordsKeySource,
    options: TraceOptions,
    going: {
      readonly state: TraceState | undefined;
      readonly signal: AbortSignal;
      readonly onDocument: (state: TraceState, done: number, all: number) => Promise<void>;
    },
  ) => Promise<TraceResult | undefined>;
  readonly close: () => Promise<void>;
};

const USAGE = `usage: entrepot trace FILE... [--share FILE --share FILE | --identity FILE] [options]

Finds whose copy a leaked file is: a screenshot, a photo, a scan, a page image, a PDF or Office file. Works on the
installation in ENTREPOT_DATA, with or without a running server, and sends nothing anywhere. Tracing could frame
somebody, so it takes the records key: the shares of two officers, or the joined identity. Without either option
the two shares are asked for. Every trace is written to the audit log before its result is printed.

  --share FILE       share of an officer (twice)
  --identity FILE    joined records identity (entrepot keys records join)
  --from, --until T  copies made in that time, as 2026-01-31 or 2026-01-31T10:00Z
  --transfer REF     copies of one transfer only
  --corners X,Y,...  the page's four corners in the picture, in pixels: top left, top right, bottom right, bottom
                     left; for photos in which the page is not found by itself
  --state FILE       keeps how far it is, and goes on from there when it was interrupted (one file at a time)
  --json             a line of JSON for each file

Says \`identified\` when the pixels say so: the figure and how likely a false finding is are printed. \`hint\` is a
stamp in the file, which can be taken from one file to another. Else \`cannot tell\`: nobody is named.
Ends with 0 when every file led to a copy, 1 when one did not, 2 when it could not be looked at.
`;

/** @param openHere - The installation in ENTREPOT_DATA. */
export function traceCommand(openHere: (io: Io) => Promise<TraceSource>): Command {
  return async (args, io) => {
    const given = readArguments(args, io, {
      usage: USAGE,
      options: {
        share: { type: 'string', multiple: true },
        identity: { type: 'string' },
        from: { type: 'string' },
        until: { type: 'string' },
        transfer: { type: 'string' },
        corners: { type: 'string' },
        state: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
      positionals: [1, 100],
    });
    if (given.kind === 'done') return given.code;
    const { values, positionals: files } = given;
    const shares = values.share ?? [];
    const [from, until] = [readTime(values.from), readTime(values.until)];
    const corners = readCorners(values.corners);
    if (
      from === undefined ||
      until === undefined ||
      corners === 'bad' ||
      (shares.length > 0 && values.identity !== undefined)
    )
      return wrongUsage(io, USAGE, 'an option cannot be read').code;
    if (values.state !== undefined && files.length > 1) return wrongUsage(io, USAGE, '--state goes with one file').code;
    const key = await readKey(io, shares, values.identity);
    const source = await openHere(io);
    try {
      const transferId = values.transfer === undefined ? null : await idOf(source, values.transfer);
      const options: TraceOptions = { from, until, corners, transferId };
      let isEach = true;
      for (const file of files) {
        const result = await traceFile(io, source, file, key, options, values.state);
        io.stdout(values.json ? `${JSON.stringify({ file, ...result })}\n` : inWords(file, result));
        isEach &&= result.verdict !== 'cannot_tell';
      }
      return isEach ? 0 : 1;
    } finally {
      await source.close();
    }
  };
}

async function traceFile(
  io: Io,
  source: TraceSource,
  file: string,
  key: RecordsKeySource,
  options: TraceOptions,
  statePath: string | undefined,
): Promise<TraceResult> {
  const leak = await readSmallFile(file, LARGEST_LEAK);
  const progress = createProgress(io, 'documents', 'entries');
  const state = statePath === undefined ? undefined : await readState(statePath, hex(await nodeCrypto.sha256(leak)));
  try {
    const result = await source.trace(leak, key, options, {
      state,
      signal: io.signal,
      onDocument: async (now, done, all) => {
        progress.show(done, all);
        if (statePath !== undefined) await keepState(statePath, now);
      },
    });
    if (result === undefined) throw CLI.cancelled();
    return result;
  } finally {
    progress.end();
  }
}

async function readKey(io: Io, shares: readonly string[], identity: string | undefined): Promise<RecordsKeySource> {
  if (identity !== undefined) return { kind: 'identity', identity: await readIdentityFile(identity) };
  const texts: string[] = [];
  for (const path of shares) texts.push((await readSmallText(path)).trim());
  if (texts.length === 0) {
    if (io.ask === undefined) throw CLI.nobody_to_ask();
    for (const which of ['first', 'second'])
      texts.push(await io.ask(`share of the ${which} officer: `, { hidden: true }));
  }
  return { kind: 'shares', shares: texts };
}

function idOf(source: TraceSource, text: string): Promise<string> {
  return isUuid(text) ? Promise.resolve(text) : source.transferId(text);
}

/** Null without a text, undefined when it is none. */
function readTime(text: string | undefined): string | null | undefined {
  if (text === undefined) return null;
  const time = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$/.test(text)
    ? new Date(text)
    : new Date(Number.NaN);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

function readCorners(text: string | undefined): TraceOptions['corners'] | 'bad' {
  if (text === undefined) return null;
  const numbers = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const points = [0, 2, 4, 6].map((at) => ({ x: numbers[at], y: numbers[at + 1] }));
  const corners = cornersSchema.safeParse(points);
  return numbers.length === 8 && corners.success ? corners.data : 'bad';
}

/** A state of another file, or one that cannot be read, is as good as none. */
async function readState(path: string, leak: string): Promise<TraceState | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const state = traceStateSchema.safeParse(parse(text));
  return state.success && state.data.leak === leak ? state.data : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whole or not at all. */
async function keepState(path: string, state: TraceState): Promise<void> {
  await writeFile(`${path}.new`, JSON.stringify(state), { mode: 0o600 });
  await rename(`${path}.new`, path);
}

function inWords(file: string, result: TraceResult): string {
  const { copy, figures, documents } = result;
  const looked = `  looked at ${documents.looked} documents (${documents.erased} erased, ${documents.unreadable} not readable)\n`;
  if (result.verdict === 'cannot_tell' || copy === null)
    return `${file}: cannot tell (${result.why ?? 'no_finding'})\n${looked}`;
  const lines = [
    `${file}: ${result.verdict}`,
    `  recipient  ${copy.recipient.name} <${copy.recipient.address}>`,
    `  document   ${copy.document}${copy.page === null ? '' : `, page ${copy.page}`}  (transfer ${copy.reference})`,
    `  copy       ${copy.kind} of ${copy.openedAt}${copy.shownAt === null ? '' : `, page shown ${copy.shownAt}`}`,
    `  log index  ${copy.logIndex ?? 'not in a checkpoint yet'}`,
    ...(figures === null
      ? ['  a stamp in the file says so; it can be taken from one file to another']
      : [
          `  figure     ${figures.t.toFixed(1)} (threshold ${figures.threshold.toFixed(1)}; next ${figures.runnerUp?.toFixed(1) ?? '-'}) among ${figures.candidates} copies`,
          `  false with a probability of at most ${figures.bound.toExponential(1)}`,
        ]),
    ...result.also.map((one) => `  also       ${one.recipient.name} <${one.recipient.address}>`),
  ];
  return `${lines.join('\n')}\n${looked}`;
}
