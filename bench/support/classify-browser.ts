/** The same scan in the console's worker, in headless Chromium: size of the bundle, speed, and how long a message waits. */
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { z } from 'zod';
import { launchBrowser } from '../../test/support/browser.ts';

const ENTRY = new URL('../../web/console/new-transfer/classify.worker.ts', import.meta.url).pathname;
const chunkSchema = z.looseObject({ code: z.string() });
const outputSchema = z.looseObject({ output: z.array(z.unknown()) });
const timesSchema = z.array(z.number());

async function bundle(): Promise<string> {
  const built: unknown = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, minify: true, lib: { entry: ENTRY, formats: ['es'], fileName: 'worker' } },
  });
  const [first] = z.array(outputSchema).parse(Array.isArray(built) ? built : [built]);
  return chunkSchema.parse(first?.output[0]).code;
}

/** Runs in the page, which has workers as Node has not: sends the text so often and returns the milliseconds from sending to the answer. */
const ROUND_TRIPS = `async (code, text, count) => {
  const worker = new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })), { type: 'module' });
  const ask = async () => {
    const start = performance.now();
    const answered = new Promise((resolve, reject) => {
      worker.onmessage = resolve;
      worker.onerror = (event) => reject(new Error(event.message ?? 'the worker does not start'));
    });
    worker.postMessage({ id: 1, text });
    await answered;
    return performance.now() - start;
  };
  for (let i = 0; i < Math.min(50, count); i += 1) await ask();
  const times = [];
  for (let i = 0; i < count; i += 1) times.push(await ask());
  worker.terminate();
  return times.sort((a, b) => a - b);
}`;

/** `message`: about 2 kB; `text`: a megabyte or so. */
export async function measureBrowser(message: string, text: string): Promise<object> {
  const code = await bundle();
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(60_000);
    // Workers need a page that has an origin; nothing is fetched.
    await page.route('https://bench.invalid/**', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }),
    );
    await page.goto('https://bench.invalid/');
    const measure = async (sent: string, count: number): Promise<number[]> =>
      timesSchema.parse(
        await page.evaluate(`(${ROUND_TRIPS})(${JSON.stringify(code)}, ${JSON.stringify(sent)}, ${String(count)})`),
      );
    const times = await measure(message, 400);
    const long = await measure(text, 5);
    return {
      bundleGzipKB: gzipSync(code).length / 1000,
      message2kBMedianMs: times[200] ?? 0,
      message2kBp99Ms: times[396] ?? 0,
      MBps: Buffer.byteLength(text) / 1000 / (long[0] ?? 1),
    };
  } finally {
    await browser.close();
  }
}
