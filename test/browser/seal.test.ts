import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base64url, concat, fromBase64url, hex } from '../../src/base/bytes.ts';
import { SEGMENT_PLAINTEXT } from '../../src/seal/floe.ts';
import { nodeCrypto } from '../../src/seal/node-crypto.ts';
import { openContainer } from '../../src/seal/open-object.ts';
import { launchBrowser } from '../support/browser.ts';
import { collect, filled, pattern, readFrom } from '../support/seal.ts';
import type { SealPage } from './seal-page.ts';

declare const sealPage: SealPage;

const SIZE = 2 * SEGMENT_PLAINTEXT + 777;
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'seal-page-'));
let browser: Browser;
let page: Page;
let bundle: string;

beforeAll(async () => {
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      lib: { entry: here('seal-page.ts'), formats: ['es'], fileName: 'seal-page' },
      outDir: folder,
      target: 'es2022',
    },
  });
  bundle = readFileSync(join(folder, 'seal-page.js'), 'utf8');
  browser = await launchBrowser();
  page = await browser.newPage();
  // WebCrypto exists only in secure contexts; an intercepted https address is one, and nothing leaves the machine.
  await page.route('https://seal.test/**', (route) => {
    const script = route.request().url().endsWith('.js');
    const html = '<!doctype html><script type="module" src="/page.js"></script>';
    return route.fulfill(
      script ? { contentType: 'text/javascript', body: bundle } : { contentType: 'text/html', body: html },
    );
  });
  await page.goto('https://seal.test/');
  await page.waitForFunction(() => 'sealPage' in globalThis);
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

describe('the sealed object in a browser', () => {
  it('is bundled without anything of Node', () => {
    expect(bundle.match(/.{0,40}(?:\bfrom ?["']node:|\brequire\(|\bBuffer\.|\bprocess\.).{0,40}/g)).toBeNull();
  });

  it('has the same bytes as in Node for the vectors', async () => {
    const { bodies } = JSON.parse(readFileSync(here('../vectors/seal/body.json'), 'utf8'));
    for (const { size, sealedSha256 } of bodies) {
      expect(await page.evaluate((n) => sealPage.vector(n), size)).toBe(sealedSha256);
    }
  });

  it('is made there and opened there, and opened in Node', async () => {
    const made = await page.evaluate((size) => sealPage.make(size), SIZE);
    const expected = hex(await nodeCrypto.sha256(pattern(SIZE)));
    const open = (file: string, identity: string, release: string) =>
      page.evaluate(([a = '', b = '', c = '']) => sealPage.open(a, b, c), [file, identity, release]);
    expect(await open(made.file, made.identity, made.releaseSecret)).toBe(expected);
    expect(await open(made.file, made.identity, base64url(filled(32, 0)))).toBe('seal.wrong_key');

    const file = fromBase64url(made.file);
    const object = await openContainer(
      nodeCrypto,
      { read: readFrom(file), length: file.length },
      {
        identity: made.identity,
        sender: await nodeCrypto.ed25519PublicKey(filled(32, 8)),
        releaseSecretFor: async () => fromBase64url(made.releaseSecret),
      },
    );
    expect(hex(await nodeCrypto.sha256(await collect(object.plaintext())))).toBe(expected);

    const damaged = concat(file.subarray(0, -1), Uint8Array.of((file.at(-1) ?? 0) ^ 1));
    expect(await open(base64url(damaged), made.identity, made.releaseSecret)).toBe('seal.bad_segment');
  });

  it('opens links, records keys and fields', async () => {
    expect(await page.evaluate(() => sealPage.small())).toEqual([true, true, true]);
  });

  it('seals 64 MiB', async () => {
    const speed = await page.evaluate(() => sealPage.speed(64));
    console.info(`sealing in headless Chromium: ${speed.toFixed(0)} MB/s`);
    expect(speed).toBeGreaterThan(0);
  });
});
