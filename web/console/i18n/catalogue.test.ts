import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LOCALES } from '../../../src/model/locale.ts';
import { compileCatalogue, readCatalogue } from '../../vite/catalogue.ts';

const root = join(import.meta.dirname, '../../..');
const read = (locale: string, name: string) => readCatalogue(root, locale, name);

type Token = string | readonly [name: string, type?: string, format?: unknown];

/** Names of the values that a compiled text asks for, nested plurals included. */
function placeholders(tokens: readonly Token[], found = new Set<string>()): Set<string> {
  for (const token of tokens) {
    if (typeof token === 'string') continue;
    found.add(token[0]);
    for (const branch of Object.values((token[2] ?? {}) as Record<string, unknown>)) {
      if (Array.isArray(branch)) placeholders(branch as Token[], found);
    }
  }
  found.delete('#');
  return found;
}

const sources = globSync('web/console/**/*.{ts,tsx}', { cwd: root })
  .filter((file) => !file.includes('.test.'))
  .map((file) => readFileSync(join(root, file), 'utf8'))
  .join('\n');

/** Ids in quotes, and the fixed beginnings and ends of ids that are put together. */
const quoted = new Set([...sources.matchAll(/'([a-z_]+(?:\.[\w-]+)+)'/g)].map(([, id]) => id ?? ''));
const patterns = [...sources.matchAll(/t\(\s*`([^`]+)`/g)].map(([, text]) => {
  const parts = (text ?? '').split(/\$\{[^}]*\}/).map((part) => part.replace(/[.]/g, '\\.'));
  return new RegExp(`^${parts.join('.+')}$`);
});

describe.each(['console', 'errors'])('the catalogue `%s`', (name) => {
  const english = read('en', name);

  it('reads texts at all', () => {
    expect(Object.keys(english).length).toBeGreaterThan(20);
  });

  it.each(LOCALES)('has the same ids in %s', (locale) => {
    expect(Object.keys(read(locale, name)).sort()).toEqual(Object.keys(english).sort());
  });

  it.each(LOCALES)('asks for the same values in %s', (locale) => {
    const reference = compileCatalogue(english);
    for (const [id, tokens] of Object.entries(compileCatalogue(read(locale, name)))) {
      expect([id, [...placeholders(tokens as Token[])].sort()]).toEqual([
        id,
        [...placeholders((reference[id] ?? []) as Token[])].sort(),
      ]);
    }
  });

  it.each(LOCALES)('has no blank text in %s', (locale) => {
    expect(Object.entries(read(locale, name)).filter(([, text]) => text.trim() === '')).toEqual([]);
  });
});

describe('the ids of the console', () => {
  const ids = Object.keys(read('en', 'console'));

  it('are all used somewhere', () => {
    const unused = ids.filter((id) => !quoted.has(id) && !patterns.some((pattern) => pattern.test(id)));
    expect(unused).toEqual([]);
  });

  it('exist wherever one is asked for', () => {
    const asked = [...sources.matchAll(/\bt\(\s*'([^']+)'/g)].map(([, id]) => id ?? '');
    expect(asked.length).toBeGreaterThan(100);
    expect(asked.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('keep Traditional and Simplified apart', () => {
    // Frequent letters that belong to one script only; a hurried copy would carry them over.
    const letters = {
      'zh-Hant': /[这们发书东车马门时间说对没还进过关开论设请]/,
      'zh-Hans': /[這們發書東車馬門時間說對還進過關開論設請]/,
    };
    for (const [locale, foreign] of Object.entries(letters)) {
      expect(Object.entries(read(locale, 'console')).filter(([, text]) => foreign.test(text))).toEqual([]);
    }
  });
});
