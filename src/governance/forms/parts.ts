/** What a form consists of, before it has words: fields by key, headings and texts by id. */
import type { FormBlock, FormDocument } from '../../model/form-document.ts';
import type { FormValues } from '../../model/api/duties.ts';
import type { Words } from './words.ts';

export type Part =
  | { readonly kind: 'heading'; readonly id: string }
  | { readonly kind: 'text'; readonly id: string; readonly values?: Readonly<Record<string, string | number>> }
  /** `value` null: nobody knows it yet, a person has to fill it in. */
  | { readonly kind: 'field'; readonly key: string; readonly number: string | null; readonly value: string | null }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'signature'; readonly ids: readonly string[] };

export const heading = (id: string): Part => ({ kind: 'heading', id: `heading.${id}` });
export const text = (id: string, values?: Readonly<Record<string, string | number>>): Part => ({
  kind: 'text',
  id: `text.${id}`,
  ...(values === undefined ? {} : { values }),
});
/** A field; an empty value counts as missing. */
export const field = (number: string | null, key: string, value: string | null = null): Part => ({
  kind: 'field',
  key,
  number,
  value: value === null || value.trim() === '' ? null : value,
});
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): Part => ({
  kind: 'table',
  head: head.map((id) => `column.${id}`),
  rows,
});
export const signature = (...ids: readonly string[]): Part => ({
  kind: 'signature',
  ids: ids.map((id) => `sign.${id}`),
});

export type Assembled = {
  readonly blocks: FormDocument['blocks'];
  readonly keys: readonly (string | null)[];
  readonly missing: number;
};

/**
 * Returns the blocks in words. Values of an officer stand over the drafted ones; an empty one takes the drafted one away. What is missing
 * gets an empty line and the hint what to write, never a guess.
 */
export function assemble(parts: readonly Part[], words: Words, values: FormValues): Assembled {
  const blocks = parts.map((part) => blockOf(part, words, values));
  return {
    blocks,
    keys: parts.map((part) => (part.kind === 'field' ? part.key : null)),
    missing: blocks.filter((block) => block.kind === 'field' && block.missing).length,
  };
}

function blockOf(part: Part, words: Words, values: FormValues): FormBlock {
  switch (part.kind) {
    case 'heading':
      return { kind: 'heading', text: words.name(part.id) };
    case 'text':
      return { kind: 'paragraph', text: words.text(part.id, part.values) };
    case 'table':
      return { kind: 'table', head: part.head.map(words.name), rows: part.rows };
    case 'signature':
      return { kind: 'signature', lines: part.ids.map(words.name) };
    case 'field':
    default:
      return fieldOf(part, words, values);
  }
}

function fieldOf(part: Extract<Part, { kind: 'field' }>, words: Words, values: FormValues): FormBlock {
  const own = Object.hasOwn(values, part.key) ? values[part.key] : undefined;
  const value = own === undefined ? part.value : own.trim() === '' ? null : own;
  const hint = `hint.${part.key}`;
  return {
    kind: 'field',
    number: part.number,
    label: words.text(`field.${part.key}`),
    value: value ?? '',
    missing: value === null,
    hint: value === null && words.has(hint) ? words.text(hint) : null,
  };
}
