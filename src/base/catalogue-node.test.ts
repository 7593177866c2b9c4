import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCatalogue } from './catalogue-node.ts';
import { createTranslator } from './translate.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'entrepot-locales-'));
  mkdirSync(join(folder, 'en', 'errors.d'), { recursive: true });
  mkdirSync(join(folder, 'en', 'twice.d'));
  const write = (name: string, text: string | Buffer): void => writeFileSync(join(folder, 'en', name), text);
  write('errors.json', '{"base.a": "hello {name}", "base.n": "{n, plural, one {# file} other {# files}}"}');
  write('errors.d/one.json', '{"one.a": "first", "__proto__x": "odd", "constructor": "a word"}');
  write('errors.d/two.json', '{"two.a": "second"}');
  write('errors.d/notes.txt', 'not json');
  write('twice.json', '{"a": "1"}');
  write('twice.d/x.json', '{"a": "2"}');
  write('list.json', '["a"]');
  write('nested.json', '{"a": {"b": "c"}}');
  write('icu.json', '{"a": "{n, plural, one {x}"}');
  write('truncated.json', '{"a": "b"');
  write('latin.json', Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xe9, 0x22, 0x7d]));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a catalogue', () => {
  it('is the file and its parts together', () => {
    const translate = createTranslator('en', loadCatalogue(folder, 'en', 'errors'));
    expect(translate('base.a', { name: 'Ana' })).toBe('hello Ana');
    expect([translate('base.n', { n: 1 }), translate('base.n', { n: 2 })]).toEqual(['1 file', '2 files']);
    expect([translate('one.a'), translate('two.a'), translate('constructor')]).toEqual(['first', 'second', 'a word']);
  });

  it('never shows an id in place of a text', () => {
    const translate = createTranslator('en', loadCatalogue(folder, 'en', 'errors'));
    for (const id of ['base.unknown', 'toString', '']) {
      expect(() => translate(id)).toThrow(expect.objectContaining({ code: 'translate.missing_text' }));
    }
  });

  it('defines a text once', () => {
    expect(() => loadCatalogue(folder, 'en', 'twice')).toThrow(
      expect.objectContaining({ code: 'catalogue.duplicate_text' }),
    );
  });

  it.each(['list', 'nested', 'icu', 'truncated', 'latin', 'absent', '../en/errors', ''])('is refused as %j', (name) => {
    expect(() => loadCatalogue(folder, 'en', name)).toThrow(expect.objectContaining({ code: 'catalogue.bad_file' }));
  });
});
