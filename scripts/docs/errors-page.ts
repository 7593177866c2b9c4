/** docs/errors.md from the declared errors and the catalogues of texts. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { declaredErrors, type ErrorSpec } from '../../src/base/errors.ts';
import { LOCALES, type Locale } from '../../src/model/locale.ts';
import { table } from './table.ts';

const HEAD = `# Errors

Made from the sources and \`locales/*/errors.d\` by \`npm run docs\`.

An answer that is not a success has the body \`{"error": {"code", "message", "requestId", "details"}}\`. \`code\` is stable and is what programs
compare. \`message\` is English, for logs, and says nothing about content. People read the text of their language. From status 500 on \`details\` is
empty; the cause is in the server's log under \`requestId\`. \`Retry-After\` is set where the time is known.

The class says how a worker reacts: **input** tells the caller, **retryable** is tried again, **permanent** is not, **fatal** stops the process or
makes the store read-only. \`held\`, \`refused\`, \`expired\`, \`used_up\` are outcomes, not errors: they are values in ordinary answers.
`;

export type Texts = { readonly [L in Locale]: Readonly<Record<string, string>> };

const textsSchema = z.record(z.string(), z.string());

/** Imports every module under src/ that declares errors, so that all of them are known. Returns how many modules. */
export async function loadDeclarations(root: string): Promise<number> {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => join(root, 'src', file))
    .filter((file) => readFileSync(file, 'utf8').includes('= defineErrors('));
  for (const file of files) await import(file);
  return files.length;
}

/** The texts of errors in every language, by code. */
export function readErrorTexts(root: string): Texts {
  const read = (locale: Locale): Record<string, string> => {
    const folder = join(root, 'locales', locale, 'errors.d');
    const parts = readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .sort()
      .map((file) => textsSchema.parse(JSON.parse(readFileSync(join(folder, file), 'utf8'))));
    return Object.assign({}, ...parts);
  };
  return { 'zh-Hant': read('zh-Hant'), 'zh-Hans': read('zh-Hans'), pt: read('pt'), en: read('en') };
}

/** The class that `EntrepotError` gives an error of this declaration. */
function classOf([status, , errorClass]: ErrorSpec): string {
  return errorClass ?? (status >= 500 ? 'permanent' : 'input');
}

function featureOf(code: string): string {
  return code.split('.')[0] ?? '';
}

function inLanguages(code: string, texts: Texts): string[] {
  return LOCALES.map((locale) => texts[locale][code] ?? '');
}

/** Returns the page. Call `loadDeclarations` first. */
export function errorsPage(texts: Texts): string {
  const declared = declaredErrors();
  const codes = [...declared.keys()].sort();
  const features = [...new Set(codes.map(featureOf))];
  const sections = features.map((feature) => {
    const rows = codes
      .filter((code) => featureOf(code) === feature)
      .map((code) => {
        const spec = declared.get(code) ?? [500, ''];
        return [`\`${code}\``, String(spec[0]), classOf(spec), spec[1], ...inLanguages(code, texts)];
      });
    return `## ${feature}\n\n${table(['code', 'HTTP', 'class', 'message', ...LOCALES], rows)}\n`;
  });
  const others = Object.keys(texts.en).filter((code) => !declared.has(code));
  const rows = others.sort().map((code) => [`\`${code}\``, ...inLanguages(code, texts)]);
  const rest = `## Codes that are no errors of the server

Why a file could not be read (\`unreadable.*\`), and what a browser finds out by itself.

${table(['code', ...LOCALES], rows)}
`;
  return [HEAD, ...sections, rest].join('\n');
}
