/** `entrepot classify`: what is in files or lines, without a server. Findings say type and place; a value is never printed. */
import { classifyText } from '../classify/classify.ts';
import type { FileClassifier } from '../classify/file-classifier.ts';
import { readShippedNamesModel } from '../classify/model/names-model-node.ts';
import { codeOf } from '../base/errors.ts';
import { MIB } from '../base/units.ts';
import type { Classification } from '../model/classification.ts';
import { readArguments, wrongUsage } from './arguments.ts';
import { openInput } from './files.ts';
import type { Command, Io } from './io.ts';
import { createProgress } from './progress.ts';

const USAGE = `usage: entrepot classify [--json] [--no-ocr] FILE...
       entrepot classify [--json] --text < LINES

Says how sensitive files or lines of text are, and why: the level, about how many persons, and each
finding with its type and place. Nothing leaves this machine and no value is printed.

  --json   one JSON object a line: file, level, persons, extracted, problem, findings (type, start, end,
           score, check, cue, pack); offsets are UTF-16 units of the extracted text
  --no-ocr pictures and scanned pages are not read, which takes seconds each; they count as unreadable
  --text   classify each line of standard input; objects have \`line\` instead of \`file\`

What cannot be read as text, takes longer than 8 seconds, or is larger than 64 MiB, is restricted, with a
\`problem\`; text that was recognised in pictures is a guess, and at least confidential (\`ocr.guessed\`); so is a text
of more than a million characters with people in it, where not every name is sought (\`names.unsought\`).
Ends with 2 when a file could not be opened; the others are classified all the same.
`;

/** Files above this are not read into memory and count as unreadable, as on the server. */
const MAX_FILE_BYTES = 64 * MIB;
const MAX_LINE_BYTES = 8 * MIB;
const TOO_LARGE = 'unreadable.too_large';

type Result = Pick<Classification, 'level' | 'persons' | 'extracted' | 'problem' | 'findings'>;

/** @param openClassifier - Reads files in processes of their own; with recognition of pictures or without. */
export function classifyCommand(openClassifier: (options: { readonly ocr: boolean }) => FileClassifier): Command {
  return async (args, io) => {
    const given = readArguments(args, io, {
      usage: USAGE,
      options: {
        json: { type: 'boolean', default: false },
        text: { type: 'boolean', default: false },
        'no-ocr': { type: 'boolean', default: false },
      },
      positionals: [0, Number.POSITIVE_INFINITY],
    });
    if (given.kind === 'done') return given.code;
    const { json, text } = given.values;
    if (text !== (given.positionals.length === 0)) return wrongUsage(io, USAGE, 'files or --text, one of the two').code;
    if (text) return classifyLines(io, json);
    const classifier = openClassifier({ ocr: !given.values['no-ocr'] });
    try {
      return await classifyFiles(io, json, given.positionals, classifier);
    } finally {
      await classifier.close();
    }
  };
}

async function classifyFiles(
  io: Io,
  json: boolean,
  paths: readonly string[],
  classifier: FileClassifier,
): Promise<number> {
  let code = 0;
  const progress = createProgress(io, 'classifying', 'entries');
  for (const [done, path] of paths.entries()) {
    if (io.signal.aborted) return 2;
    progress.show(done, paths.length);
    const result = await classifyPath(path, classifier);
    progress.end();
    if (typeof result === 'string') {
      code = 2;
      if (json) io.stdout(`${JSON.stringify({ file: path, error: result })}\n`);
      io.stderr(`entrepot: ${path}: the file cannot be read (${result})\n`);
    } else {
      io.stdout(json ? asLine({ file: path }, result) : asText(path, result));
    }
  }
  return code;
}

/** Returns the result, or a code when the file cannot even be opened. */
async function classifyPath(path: string, classifier: FileClassifier): Promise<Result | string> {
  try {
    const file = await openInput(path);
    try {
      if (file.size > MAX_FILE_BYTES) return unread(TOO_LARGE);
      const name = path.split(/[/\\]/).at(-1) ?? '';
      return (await classifier.classify({ bytes: await file.read(0, file.size), name })).classification;
    } finally {
      await file.close();
    }
  } catch (error) {
    return codeOf(error);
  }
}

function unread(problem: string): Result {
  return { level: 'restricted', persons: 0, extracted: 'none', problem, findings: [] };
}

async function classifyLines(io: Io, json: boolean): Promise<number> {
  let number = 0;
  const names = readShippedNamesModel();
  for await (const line of linesOf(io.stdin)) {
    if (io.signal.aborted) return 2;
    number += 1;
    const result = line === undefined ? unread(TOO_LARGE) : classifyText(line, { names });
    io.stdout(json ? asLine({ line: number }, result) : asText(String(number), result));
  }
  return 0;
}

/** Yields lines without their ends; undefined for one that is longer than any line of text. Bad UTF-8 is replaced. */
async function* linesOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<string | undefined> {
  const decoder = new TextDecoder();
  let rest = '';
  let dropping = false;
  for await (const piece of source) {
    const parts = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      yield dropping || part.length > MAX_LINE_BYTES ? undefined : part.replace(/\r$/, '');
      dropping = false;
    }
    if (rest.length > MAX_LINE_BYTES) {
      dropping = true;
      rest = '';
    }
  }
  const last = rest + decoder.decode();
  if (dropping) yield undefined;
  else if (last !== '') yield last;
}

function asLine(head: { readonly file: string } | { readonly line: number }, result: Result): string {
  const { level, persons, extracted, problem, findings } = result;
  return `${JSON.stringify({ ...head, level, persons, extracted, problem, findings })}\n`;
}

function asText(name: string, { level, persons, extracted, problem, findings }: Result): string {
  const counts = new Map<string, number>();
  for (const { type } of findings) counts.set(type, (counts.get(type) ?? 0) + 1);
  const found = [...counts].map(([type, count]) => `${type} ${count}`).join(', ');
  const read = extracted === 'full' && problem === null ? '' : `; text ${extracted} (${problem ?? ''})`;
  return `${level.padEnd(12)} ${String(persons).padStart(5)} persons  ${name}${found === '' ? '' : `\n${' '.repeat(13)}${found}`}${read}\n`;
}
