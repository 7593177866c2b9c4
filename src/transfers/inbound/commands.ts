/** What may be said to the robot: four words in four languages, two of them with a reference. Everything else is talk. */
import type { Locale } from '../../model/locale.ts';

export type Command =
  | { readonly kind: 'status' | 'access'; readonly reference: string; readonly locale: Locale }
  | { readonly kind: 'files' | 'help'; readonly locale: Locale };

type Word = readonly [kind: Command['kind'], locale: Locale];

/** Traditional and simplified Chinese share words; such a word is answered in the script in which it is the usual one. */
const WORDS: ReadonlyMap<string, Word> = new Map<string, Word>([
  ['status', ['status', 'en']],
  ['access', ['access', 'en']],
  ['files', ['files', 'en']],
  ['help', ['help', 'en']],
  ['狀態', ['status', 'zh-Hant']],
  ['查閱', ['access', 'zh-Hant']],
  ['檔案', ['files', 'zh-Hant']],
  ['幫助', ['help', 'zh-Hant']],
  ['說明', ['help', 'zh-Hant']],
  ['状态', ['status', 'zh-Hans']],
  ['查阅', ['access', 'zh-Hans']],
  ['文件', ['files', 'zh-Hans']],
  ['帮助', ['help', 'zh-Hans']],
  ['说明', ['help', 'zh-Hans']],
  ['estado', ['status', 'pt']],
  ['acesso', ['access', 'pt']],
  ['ficheiros', ['files', 'pt']],
  ['ajuda', ['help', 'pt']],
]);

const COMMAND_MAX = 200;
const REFERENCE = /^en(?:-[0-9a-hjkmnp-tv-z]{4}){3}$/;

/**
 * Returns what a message asks of the robot, or undefined. `@robot` in front is left out; capitals and full-width letters make no difference.
 * A word that needs a reference and has none asks for help.
 */
export function readCommand(text: string): Command | undefined {
  if (text.length > COMMAND_MAX) return undefined;
  const plain = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .toLowerCase()
    .replace(/^(?:\s*@\S+)+/u, '')
    .trim();
  const [, said = '', rest = ''] = /^(\p{L}+)[\s::,,]*(.*)$/su.exec(plain) ?? [];
  const word = WORDS.get(said);
  if (word === undefined) return undefined;
  const [kind, locale] = word;
  const reference = rest.trim();
  if (kind === 'files' || kind === 'help') return reference === '' ? { kind, locale } : undefined;
  if (REFERENCE.test(reference)) return { kind, locale, reference: reference.toUpperCase() };
  return reference === '' ? { kind: 'help', locale } : undefined;
}
