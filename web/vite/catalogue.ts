/**
 * The texts of the interface as build input. `locales/<locale>/<name>.json`, together with every file of
 * `locales/<locale>/<name>.d/`, is one flat catalogue: id -> ICU text. Bundles import it compiled, so that no
 * message parser and no `eval` reaches the browser:
 *
 *   import { messages } from 'catalogue:zh-Hant/console';
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CompiledMessage, compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import type { Plugin } from 'vite';
import { z } from 'zod';

export type Catalogue = Readonly<Record<string, string>>;

const PREFIX = 'catalogue:';
const RESOLVED = '\0catalogue:';
const ID = /^([A-Za-z-]{2,10})\/([a-z-]+)$/;
const catalogueSchema = z.record(z.string().min(1), z.string().min(1));

/** Returns the files that make up one catalogue, in a fixed order. The first one may be absent when there are parts. */
export function catalogueFiles(root: string, locale: string, name: string): readonly string[] {
  const folder = join(root, 'locales', locale);
  const parts = join(folder, `${name}.d`);
  const listed = (path: string): readonly string[] => {
    try {
      return readdirSync(path);
    } catch {
      return [];
    }
  };
  return [
    ...listed(folder)
      .filter((file) => file === `${name}.json`)
      .map((file) => join(folder, file)),
    ...listed(parts)
      .filter((file) => file.endsWith('.json'))
      .sort()
      .map((file) => join(parts, file)),
  ];
}

/**
 * Returns the texts of one catalogue as they are written.
 *
 * @throws Error when there is no file, an id appears twice, or a text is empty: a build must not go on without words.
 */
export function readCatalogue(root: string, locale: string, name: string): Catalogue {
  const files = catalogueFiles(root, locale, name);
  if (files.length === 0) throw new Error(`no catalogue \`${name}\` for locale \`${locale}\``);
  const texts = new Map<string, string>();
  for (const file of files) {
    for (const [id, text] of Object.entries(catalogueSchema.parse(JSON.parse(readFileSync(file, 'utf8'))))) {
      if (texts.has(id)) throw new Error(`the id \`${id}\` appears twice in catalogue \`${name}\` (${file})`);
      texts.set(id, text);
    }
  }
  return Object.fromEntries(texts);
}

/** Returns the messages in Lingui's compiled form. A text that is not valid ICU stops the build and names its id. */
export function compileCatalogue(catalogue: Catalogue): Record<string, CompiledMessage> {
  const compiled: Record<string, CompiledMessage> = {};
  for (const [id, text] of Object.entries(catalogue)) {
    try {
      compiled[id] = compileMessageOrThrow(text);
    } catch (error) {
      throw new Error(`the text \`${id}\` is not valid ICU`, { cause: error });
    }
  }
  return compiled;
}

/** Vite plugin that serves `catalogue:<locale>/<name>` as a module exporting `messages`; a changed file reloads the page. */
export function catalogue(options: { readonly root: string }): Plugin {
  return {
    name: 'entrepot-catalogue',
    resolveId(id) {
      return id.startsWith(PREFIX) ? RESOLVED + id.slice(PREFIX.length) : null;
    },
    load(id) {
      if (!id.startsWith(RESOLVED)) return null;
      const match = ID.exec(id.slice(RESOLVED.length));
      const [locale, name] = [match?.[1], match?.[2]];
      if (locale === undefined || name === undefined) throw new Error(`not a catalogue: ${id.slice(1)}`);
      for (const file of catalogueFiles(options.root, locale, name)) this.addWatchFile(file);
      const messages = compileCatalogue(readCatalogue(options.root, locale, name));
      // Parsing a string is faster for the browser than a large object literal, and cannot contain code.
      return `export const messages = JSON.parse(${JSON.stringify(JSON.stringify(messages))});`;
    },
  };
}
