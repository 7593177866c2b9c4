/** Headless Chromium for browser tests: the one named by CHROMIUM_PATH, else the packaged one. */
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

/**
 * Arguments of the package that tests must not have: it is made for serverless hosts, where one process does everything and pages are
 * fetched whatever they say. Here a browser has to be as strict as those of people.
 */
const LOOSE = new Set([
  '--single-process',
  '--disable-web-security',
  '--allow-running-insecure-content',
  '--disable-site-isolation-trials',
  '--disable-features=AudioServiceOutOfProcess,IsolateOrigins,site-per-process',
]);

/** Drawing by a graphics card that is imitated costs more processor time than drawing without one. */
const IMITATED = /^--(?:use-gl|use-angle|enable-unsafe-swiftshader|ignore-gpu-blocklist|in-process-gpu)/;

export async function launchBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM_PATH'] ?? (await chromium.executablePath());
  const args = [...chromium.args.filter((arg) => !LOOSE.has(arg) && !IMITATED.test(arg)), '--disable-gpu'];
  return playwright.launch({ executablePath, args, headless: true });
}
