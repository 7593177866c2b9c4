/** What is made from the code is up to date; every error is declared, used, and said in four languages. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { errorsPage, loadDeclarations, readErrorTexts } from '../../scripts/docs/errors-page.ts';
import { generatePages } from '../../scripts/generate-docs.ts';
import { declaredErrors } from '../../src/base/errors.ts';
import { PROBLEMS } from '../../src/classify/extract/result.ts';
import { LOCALES } from '../../src/model/locale.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const texts = readErrorTexts(ROOT);
const sources = globSync('src/**/*.ts', { cwd: ROOT }).filter((path) => !path.endsWith('.test.ts'));
const source = sources.map(read).join('\n');
const web = globSync('web/**/*.{ts,tsx}', { cwd: ROOT }).map(read).join('\n');

beforeAll(async () => {
  expect(await loadDeclarations(ROOT)).toBeGreaterThan(12);
});

describe('the generated pages', () => {
  it('are what `npm run docs` would write now', async () => {
    const pages = await generatePages();
    expect([...pages.keys()]).toEqual([
      'docs/config.md',
      'docs/errors.md',
      'docs/api.md',
      'docs/metrics.md',
      'packs/situations.json',
    ]);
    for (const [path, text] of pages) expect(read(path), path).toBe(text);
  });

  it('hold every declared error', () => {
    const page = errorsPage(texts);
    for (const code of declaredErrors().keys()) expect(page).toContain(`| \`${code}\` |`);
  });
});

describe('error codes', () => {
  it.each(LOCALES)('each have a text in %s, and no text is left over', (locale) => {
    const codes = [...declaredErrors().keys()];
    expect(codes.length).toBeGreaterThan(140);
    expect(codes.filter((code) => (texts[locale][code] ?? '').trim() === '')).toEqual([]);
    // Problems of files are values, and the console gives a few codes of its own.
    const known = new Set<string>([...codes, ...PROBLEMS]);
    const left = Object.keys(texts[locale]).filter((code) => !known.has(code));
    expect(left.filter((code) => !web.includes(`'${code}'`) && !code.startsWith('signin.'))).toEqual([]);
  });

  it.each(LOCALES)('are said as whole sentences without code in %s', (locale) => {
    const odd = Object.entries(texts[locale]).filter(
      ([, text]) => !/[.。」?]$/.test(text) || /[<>]|\b(null|undefined|Error)\b/.test(text) || text.length > 220,
    );
    expect(odd).toEqual([]);
  });

  it('keep Traditional and Simplified apart', () => {
    const of = (locale: 'zh-Hant' | 'zh-Hans'): string => Object.values(texts[locale]).join('');
    expect(of('zh-Hant')).not.toMatch(/[这们发书东车马门时间说对没还进过关开论设请]/);
    expect(of('zh-Hans')).not.toMatch(/[這們發書東車馬門時間說對還進過關開論設請]/);
  });

  it('are all given somewhere', () => {
    const unused = [...declaredErrors().keys()].filter((code) => {
      const name = code.split('.')[1] ?? '';
      // fsck gives its findings by name.
      if (code.startsWith('fsck.') && source.includes(`'${name}'`)) return false;
      return !source.includes(`'${code}'`) && !new RegExp(`\\b[A-Z_]+\\.${name}\\b`).test(source);
    });
    expect(unused).toEqual([]);
  });

  it('have a public text that is lower-case, short and without a full stop', () => {
    const odd = [...declaredErrors()].filter(([, [, text]]) => /^[A-Z]|\.$/.test(text) || text.length > 100);
    expect(odd).toEqual([]);
  });
});
