/** Writes docs/config.md, docs/errors.md, docs/api.md and docs/metrics.md from the code, and packs/situations.json from the decision tables. Run by `npm run docs`; test/docs holds them against the code. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SETTINGS } from '../src/config.ts';
import { createHttpApp } from '../src/http/server.ts';
import { inertHttpDeps } from '../test/support/inert-http.ts';
import { apiPage } from './docs/api-page.ts';
import { configPage } from './docs/config-page.ts';
import { situationsFile } from './docs/situations.ts';
import { metricsPage } from './docs/metrics-page.ts';
import { errorsPage, loadDeclarations, readErrorTexts } from './docs/errors-page.ts';

const ROOT = join(import.meta.dirname, '..');

/** Returns every generated page by its path below the repository's root. */
export async function generatePages(): Promise<ReadonlyMap<string, string>> {
  await loadDeclarations(ROOT);
  return new Map([
    ['docs/config.md', configPage(SETTINGS)],
    ['docs/errors.md', errorsPage(readErrorTexts(ROOT))],
    ['docs/api.md', apiPage(createHttpApp(inertHttpDeps()))],
    ['docs/metrics.md', metricsPage()],
    ['packs/situations.json', situationsFile(ROOT)],
  ]);
}

if (import.meta.main) {
  for (const [path, text] of await generatePages()) {
    writeFileSync(join(ROOT, path), text);
    process.stdout.write(`${path}\n`);
  }
}
