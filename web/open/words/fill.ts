/** Filling compiled messages: the few forms of ICU that this page uses. */

export type Values = Readonly<Record<string, string | number>>;

/**
 * Returns the text of a compiled message: strings, `[name]`, and `[name, 'plural' | 'select', {choice: message}]`.
 * Plural forms are `one` for 1 and `other`: true of European Portuguese and English; Chinese has only `other`.
 *
 * @param count - Written for `#` inside a plural form.
 */
export function fillMessage(message: readonly unknown[], values: Values, count?: string): string {
  return message.map((token) => fillToken(token, values, count)).join('');
}

/** Returns sentences one after the other; Chinese has no blank between them. */
export function joinSentences(...sentences: readonly string[]): string {
  return sentences.join(' ').replace(/。 /g, '。');
}

function fillToken(token: unknown, values: Values, count: string | undefined): string {
  if (typeof token === 'string') return token === '#' && count !== undefined ? count : token;
  if (!Array.isArray(token)) return '';
  const [name, kind, choices]: readonly unknown[] = token;
  const value = values[String(name)];
  if (value === undefined) return '';
  if (typeof choices !== 'object' || choices === null) return String(value);
  const options = new Map<string, unknown>(Object.entries(choices));
  const wanted = kind === 'plural' ? (Number(value) === 1 ? 'one' : 'other') : String(value);
  const chosen = options.get(wanted) || options.get('other');
  const inner = kind === 'plural' ? String(value) : count;
  if (typeof chosen === 'string') return fillToken(chosen, values, inner);
  return Array.isArray(chosen) ? fillMessage(chosen, values, inner) : '';
}
