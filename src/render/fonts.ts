/** The fonts of PDF files: where they are, in which order a language uses them, and what they can draw. */
import { createRequire } from 'node:module';
import type { FormDocument } from '../model/form-document.ts';
import type { Locale } from '../model/locale.ts';
import { textsOf } from './clean-form.ts';
import { readRuns } from './cmap.ts';
import { RENDER } from './errors.ts';

/** A family, or the part of it that is not punctuation of Chinese as well. */
type Family = string | { readonly name: string; readonly covers: 'latin-in-cjk' };

const LATIN: Family = { name: 'Noto Sans', covers: 'latin-in-cjk' };
const TRADITIONAL = ['Noto Sans HK', 'Noto Sans SC', 'Noto Sans'] as const;

/** Traditional: what the Hong Kong font has is always drawn by it; the mainland font draws only what that one lacks, above all simplified characters. */
const FAMILIES: Readonly<Record<Locale, readonly Family[]>> = {
  'zh-Hant': [LATIN, ...TRADITIONAL],
  'zh-Hans': [LATIN, 'Noto Sans SC', 'Noto Sans HK', 'Noto Sans'],
  pt: ['Noto Sans', ...TRADITIONAL],
  en: ['Noto Sans', ...TRADITIONAL],
};

const REGULAR = [
  '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
  '@expo-google-fonts/noto-sans-hk/400Regular/NotoSansHK_400Regular.ttf',
  '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
];
const BOLD = REGULAR.map((path) => path.replace('400Regular/', '700Bold/').replace('_400Regular', '_700Bold'));

/** Returns the families for a language, most wanted first. */
export function familiesFor(locale: Locale): readonly Family[] {
  return FAMILIES[locale];
}

/** Returns the paths of the six font files, the three regular ones first. @throws `render.pdf_unavailable` when a package is not installed. */
export function fontFiles(): readonly string[] {
  const require = createRequire(import.meta.url);
  try {
    return [...REGULAR, ...BOLD].map((path) => require.resolve(path));
  } catch (cause) {
    throw RENDER.pdf_unavailable({ what: 'fonts' }, cause);
  }
}

/** One bit per code point: some font draws it. */
let coverage: Promise<Uint8Array> | undefined;

async function readCoverage(): Promise<Uint8Array> {
  const bits = new Uint8Array(0x11_0000 / 8);
  for (const path of fontFiles().slice(0, REGULAR.length)) {
    for (const [first, last] of await readRuns(path)) {
      for (let point = first; point <= last; point += 1)
        bits[point >> 3] = (bits[point >> 3] ?? 0) | (1 << (point & 7));
    }
  }
  return bits;
}

const SCRIPTS =
  'Latin Greek Cyrillic Armenian Georgian Hebrew Arabic Syriac Thaana Devanagari Bengali Tamil Sinhala Thai Lao Tibetan Myanmar Khmer Mongolian Hangul Hiragana Katakana Bopomofo Han Yi'
    .split(' ')
    .map((name) => [name, new RegExp(`\\p{Script_Extensions=${name}}`, 'u')] as const);

/** What kind of character it is, said without naming it. */
function classOf(character: string): string {
  if (character === '\u{FFFD}') return 'unreadable';
  if (/\p{Extended_Pictographic}|\p{Emoji_Presentation}/u.test(character)) return 'emoji';
  if (/\p{Co}/u.test(character)) return 'private use';
  const script = SCRIPTS.find(([, pattern]) => pattern.test(character));
  if (script !== undefined) return script[0];
  return /[\p{S}\p{P}]/u.test(character) ? 'symbol' : 'other';
}

/**
 * Returns when every character of a cleaned form has a glyph in one of the fonts.
 * @throws `render.missing_glyph` with classes of characters and the places of the first of them; `render.pdf_unavailable`.
 */
export async function assertGlyphs(form: FormDocument): Promise<void> {
  coverage ??= readCoverage().catch((cause: unknown) => {
    coverage = undefined;
    throw cause;
  });
  const bits = await coverage;
  const classes = new Set<string>();
  const places = new Set<string>();
  const look = (place: string, texts: readonly string[]): void => {
    for (const text of texts) {
      for (const character of text) {
        if (isDrawn(bits, character)) continue;
        classes.add(classOf(character));
        if (places.size < 10) places.add(place);
      }
    }
  };
  look('title', [form.title, form.subtitle ?? '']);
  look('notice', [form.notice]);
  form.blocks.forEach((block, i) => look(`blocks.${i}`, textsOf(block)));
  look('footer', [form.footer]);
  if (classes.size > 0) throw RENDER.missing_glyph({ classes: [...classes].sort(), places: [...places] });
}

function isDrawn(bits: Uint8Array, character: string): boolean {
  const point = character.codePointAt(0) ?? 0;
  if (character === '\n' || /\p{Variation_Selector}/u.test(character)) return true;
  return character !== '\u{FFFD}' && ((bits[point >> 3] ?? 0) & (1 << (point & 7))) !== 0;
}
