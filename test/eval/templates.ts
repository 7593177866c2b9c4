/** Reads the test templates: text with holes for values (`templates/README.md` says how they are written). */
import { readdirSync, readFileSync } from 'node:fs';
import { type FindingType, findingTypeSchema } from '../../src/model/classification.ts';

export type Part =
  | { readonly text: string }
  /** `type` null: a value that is no personal data. `key`: the same value wherever it stands again in the template. */
  | { readonly type: FindingType | null; readonly kind: string | null; readonly key: string | null }
  | { readonly type: FindingType; readonly literal: string };
export type Template = {
  /** `zh-Hant/hr-onboarding`. */
  readonly id: string;
  readonly language: 'zh-Hant' | 'zh-Hans' | 'en' | 'pt';
  /** Without personal data: whatever is found is wrong. */
  readonly negative: boolean;
  readonly parts: readonly Part[];
};

const DIRECTORY = new URL('./templates/', import.meta.url);
const PAPERS = new URL('./papers/papers.txt', import.meta.url);
const LANGUAGES = ['zh-Hant', 'zh-Hans', 'en', 'pt'] as const;
const HOLE =
  /\{(?<type>[a-z_]+|-)(?::(?<kind>[a-z0-9_]+))?(?:@(?<key>\d))?\}|\[\[(?<literalType>[a-z_]+)\|(?<literal>[^\]]+)\]\]/g;

/** Returns all templates in the order of files and lines. @throws Error for a template that names no known type. */
export function readTemplates(): Template[] {
  return readdirSync(DIRECTORY)
    .filter((file) => file.endsWith('.txt'))
    .flatMap((file) => readFile(file));
}

export type Paper = { readonly id: string; readonly text: string };

/** Returns the papers without persons (`papers/README.md`). */
export function readPapers(): Paper[] {
  const blocks = readFileSync(PAPERS, 'utf8').split(/^=== /m).slice(1);
  return blocks.map((block) => {
    const end = block.indexOf('\n');
    return { id: block.slice(0, end), text: block.slice(end + 1).trimEnd() };
  });
}

function readFile(file: string): Template[] {
  const name = file.slice(0, -4);
  const blocks = readFileSync(new URL(file, DIRECTORY), 'utf8').split(/^=== /m).slice(1);
  return blocks.map((block) => {
    const end = block.indexOf('\n');
    const [id = '', stated = name] = block.slice(0, end).split(' ');
    const language = LANGUAGES.find((known) => known === stated);
    if (language === undefined) throw new Error(`${file}: ${id} has no language`);
    const text = block.slice(end + 1).trimEnd();
    return { id: `${name}/${id}`, language, negative: name === 'negatives', parts: readParts(text) };
  });
}

function readParts(text: string): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const match of text.matchAll(HOLE)) {
    const { type, kind = null, key = null, literalType, literal } = match.groups ?? {};
    if (match.index > at) parts.push({ text: text.slice(at, match.index) });
    if (literal !== undefined) parts.push({ type: findingTypeSchema.parse(literalType), literal });
    else parts.push({ type: type === '-' ? null : findingTypeSchema.parse(type), kind, key });
    at = match.index + match[0].length;
  }
  if (at < text.length) parts.push({ text: text.slice(at) });
  return parts;
}
