/** Marks files and looks for marks, each file in a process of its own with limits of time and memory. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { hex } from '../../base/bytes.ts';
import { SECOND } from '../../base/units.ts';
import { type FileAnswer, fileAnswerSchema, type FileJob, joinLine, splitLine } from './job.ts';
import { type FileMark, LARGEST_MARKED_FILE, MARKED_PAGES, type MarkedFile } from './port.ts';

const LONGEST = 60 * SECOND;
const HEAP_MB = 1024;

/** Returns the marked file, or why it goes out as it is. Whatever the bytes are, the caller lives on. */
export async function markInProcess(bytes: Uint8Array, name: string, mark: FileMark): Promise<MarkedFile> {
  if (bytes.length > LARGEST_MARKED_FILE) return { kind: 'as_is', why: 'too_large' };
  const pages = mark.pages.slice(0, MARKED_PAGES).map((keys) => ({
    carrierL: hex(keys.carrierL),
    fingerprintL: hex(keys.fingerprintL),
    carrierW: hex(keys.carrierW),
    fingerprintW: hex(keys.fingerprintW),
  }));
  const done = await run({ task: 'mark', name, viewId: mark.viewId, stamp: mark.stamp, pages }, bytes);
  if (done?.answer.answer === 'marked') return { kind: 'marked', bytes: done.bytes, places: done.answer.places };
  return { kind: 'as_is', why: done?.answer.answer === 'as_is' ? done.answer.why : 'broken' };
}

/** Returns what has the form of a stamp in a file; nothing when it cannot be read within the limits. */
export async function findInProcess(bytes: Uint8Array): Promise<readonly string[]> {
  const done = await run({ task: 'find' }, bytes);
  return done?.answer.answer === 'found' ? done.answer.stamps : [];
}

type Done = { readonly answer: FileAnswer; readonly bytes: Uint8Array };

/** Undefined when the process ended without an answer: killed at a limit, or crashed. It writes no files, so nothing is left behind. */
function run(job: FileJob, bytes: Uint8Array): Promise<Done | undefined> {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      [`--max-old-space-size=${HEAP_MB}`, join(import.meta.dirname, 'file-process.ts')],
      { env: {}, stdio: ['pipe', 'pipe', 'ignore'], timeout: LONGEST, killSignal: 'SIGKILL', windowsHide: true },
    );
    const pieces: Buffer[] = [];
    child.stdout.on('data', (piece: Buffer) => pieces.push(piece));
    child.on('error', () => resolve(undefined));
    child.on('close', (code) => resolve(code === 0 ? readAnswer(Buffer.concat(pieces)) : undefined));
    // A process that ends early closes its end of the pipe; `close` says so.
    child.stdin.on('error', () => undefined);
    child.stdin.end(joinLine(job, bytes));
  });
}

function readAnswer(whole: Buffer): Done | undefined {
  try {
    const { head, bytes } = splitLine(whole);
    return { answer: fileAnswerSchema.parse(head), bytes: Uint8Array.from(bytes) };
  } catch {
    return undefined;
  }
}
