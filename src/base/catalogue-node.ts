/**
 * Reads the catalogues of texts under `locales/<locale>/`: `<name>.json`, and the parts in `<name>.d/*.json`.
 * A catalogue is flat JSON from message id to ICU MessageFormat text. Besides the logger this is the one file of base that needs Node.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import { defineErrors } from './errors.ts';
import type { CompiledCatalogue } from './translate.ts';

export const CATALOGUE = defineErrors('catalogue', {
  bad_file: [500, 'a catalogue of texts cannot be read', 'fatal'],
  duplicate_text: [500, 'a text is defined twice in a catalogue', 'fatal'],
});

/** A catalogue larger than this is not one of ours. */
const MAX_FILE_BYTES = 4 * 1024 * 1024;

/**
 * Returns the compiled texts of one catalogue, its parts merged in order of their file names.
 *
 * @param directory - The folder that holds one folder per locale.
 * @param name - `notice`, `errors`, …; letters, digits and hyphens only.
 * @throws `catalogue.bad_file` when there is no file at all, when one is not a flat JSON object of strings or when a text is not ICU;
 *   `catalogue.duplicate_text` when two files define one id. Which ids exist is not checked: `createTranslator` does that at use.
 */
export function loadCatalogue(directory: string, locale: string, name: string): CompiledCatalogue {
  if (!/^[A-Za-z0-9-]+$/.test(locale) || !/^[A-Za-z0-9-]+$/.test(name)) throw CATALOGUE.bad_file({ reason: 'name' });
  const files = catalogueFiles(join(directory, locale), name);
  if (files.length === 0) throw CATALOGUE.bad_file({ locale, catalogue: name, reason: 'absent' });
  // A map and fromEntries, so that an id such as `constructor` or `__proto__` is an ordinary id.
  const compiled = new Map<string, CompiledCatalogue[string]>();
  for (const file of files) {
    for (const [id, text] of Object.entries(readTexts(file))) {
      if (compiled.has(id)) throw CATALOGUE.duplicate_text({ locale, catalogue: name, id });
      compiled.set(id, compileText(text, { locale, catalogue: name, id }));
    }
  }
  return Object.fromEntries(compiled);
}

function catalogueFiles(folder: string, name: string): readonly string[] {
  const whole = join(folder, `${name}.json`);
  const parts = join(folder, `${name}.d`);
  const found = existsSync(whole) ? [whole] : [];
  if (!existsSync(parts)) return found;
  const names = readdirSync(parts).filter((file) => file.endsWith('.json'));
  return [...found, ...names.sort().map((file) => join(parts, file))];
}

function readTexts(file: string): Readonly<Record<string, string>> {
  let parsed: unknown;
  try {
    const bytes = readFileSync(file);
    if (bytes.length > MAX_FILE_BYTES) throw CATALOGUE.bad_file({ reason: 'size' });
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw CATALOGUE.bad_file({ file, reason: 'json' }, cause);
  }
  if (!isTexts(parsed)) throw CATALOGUE.bad_file({ file, reason: 'shape' });
  return parsed;
}

function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((text) => typeof text === 'string');
}

function compileText(
  text: string,
  where: { locale: string; catalogue: string; id: string },
): CompiledCatalogue[string] {
  try {
    return compileMessageOrThrow(text);
  } catch (cause) {
    throw CATALOGUE.bad_file({ ...where, reason: 'icu' }, cause);
  }
}
