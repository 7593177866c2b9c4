/** Runs a job in a process of its own, two at a time. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { SECOND } from '../base/units.ts';
import { RENDER } from './errors.ts';
import { EXIT, type Job } from './job.ts';

/** The largest form within the limits takes about 10 seconds and 1 GB; the others wait. */
const LONGEST = 60 * SECOND;
const AT_ONCE = 2;

let running = 0;
const waiting: (() => void)[] = [];

/**
 * Returns the bytes of the file.
 * @throws `render.pdf_unavailable`, `render.too_large` when it takes a minute, `render.failed`.
 */
export async function runJob(job: Job): Promise<Uint8Array> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await start(JSON.stringify(job));
  } finally {
    // The place is handed on, so `running` stays as it is when somebody waits.
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}

/** A killed or crashed process leaves nothing behind: it writes no files. */
function start(job: string): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'render-process.ts')], {
      env: {},
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: LONGEST,
      killSignal: 'SIGKILL',
      windowsHide: true,
    });
    const pieces: Buffer[] = [];
    child.stdout.on('data', (piece: Buffer) => pieces.push(piece));
    child.on('error', (cause) => reject(RENDER.failed({ what: 'start' }, cause)));
    child.on('close', (code, signal) => {
      if (code === 0 && pieces.length > 0) resolve(Uint8Array.from(Buffer.concat(pieces)));
      else reject(reasonOf(code, signal));
    });
    // A process that ends early closes its end of the pipe; `close` says why.
    child.stdin.on('error', () => undefined);
    child.stdin.end(job);
  });
}

function reasonOf(code: number | null, signal: NodeJS.Signals | null): Error {
  if (code === EXIT.no_compiler) return RENDER.pdf_unavailable({ what: 'compiler' });
  // Out of memory looks the same from here: the kernel kills as well.
  if (signal === 'SIGKILL') return RENDER.too_large({ what: 'seconds', limit: LONGEST / SECOND });
  return RENDER.failed({ what: code === EXIT.rejected ? 'typesetting' : 'crash' });
}
