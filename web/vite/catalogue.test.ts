import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compileCatalogue, readCatalogue } from './catalogue.ts';

let root = '';
const put = (path: string, texts: unknown) => {
  const file = join(root, 'locales', path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, JSON.stringify(texts));
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'catalogue-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

describe('readCatalogue', () => {
  it('joins the main file and its parts', () => {
    put('en/errors.json', { 'base.a': 'A' });
    put('en/errors.d/seal.json', { 'seal.b': 'B' });
    expect(readCatalogue(root, 'en', 'errors')).toEqual({ 'base.a': 'A', 'seal.b': 'B' });
  });

  it('refuses an id that appears twice', () => {
    put('en/errors.json', { 'base.a': 'A' });
    put('en/errors.d/seal.json', { 'base.a': 'B' });
    expect(() => readCatalogue(root, 'en', 'errors')).toThrow('appears twice');
  });

  it('refuses a missing catalogue, an empty text and a nested one', () => {
    expect(() => readCatalogue(root, 'en', 'console')).toThrow('no catalogue');
    put('en/console.json', { a: '' });
    expect(() => readCatalogue(root, 'en', 'console')).toThrow();
    put('en/console.json', { a: { b: 'nested' } });
    expect(() => readCatalogue(root, 'en', 'console')).toThrow();
  });
});

describe('compileCatalogue', () => {
  it('compiles plurals and names the text that is not valid ICU', () => {
    expect(compileCatalogue({ n: '{n, plural, one {# file} other {# files}}' })['n']).toEqual([
      ['n', 'plural', { one: ['#', ' file'], other: ['#', ' files'] }],
    ]);
    expect(() => compileCatalogue({ bad: '{n, plural' })).toThrow('`bad`');
  });
});
