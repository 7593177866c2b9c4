/** Fills test templates with values: texts with the places of what must be found. */
import type { FindingType } from '../../src/model/classification.ts';
import { readTemplates, type Template } from './templates.ts';
import { drawFrom, VALUES } from './values.ts';

export type FilledText = {
  readonly id: string;
  readonly text: string;
  /** In order of place; offsets in UTF-16 units. */
  readonly spans: readonly { readonly start: number; readonly end: number; readonly type: FindingType }[];
  readonly negative: boolean;
  readonly language: Template['language'];
};

/** Returns every template filled `copies` times from `seed`, the same for the same arguments. */
export function fillTemplates(copies: number, seed = 1): FilledText[] {
  const draw = drawFrom(seed);
  return readTemplates().flatMap((template) => Array.from({ length: copies }, () => fill(template, draw)));
}

function fill(template: Template, draw: ReturnType<typeof drawFrom>): FilledText {
  const known = new Map<string, string>();
  const spans: { start: number; end: number; type: FindingType }[] = [];
  let text = '';
  for (const part of template.parts) {
    const value = 'text' in part ? part.text : 'literal' in part ? part.literal : valueOf(part, draw, known);
    if ('type' in part && part.type !== null)
      spans.push({ start: text.length, end: text.length + value.length, type: part.type });
    text += value;
  }
  const { id, negative, language } = template;
  return { id, text, spans, negative, language };
}

type Hole = { readonly type: FindingType | null; readonly kind: string | null; readonly key: string | null };

function valueOf({ type, kind, key }: Hole, draw: ReturnType<typeof drawFrom>, known: Map<string, string>): string {
  const name = `${type ?? '-'}${kind === null ? '' : `:${kind}`}`;
  const make = VALUES[name];
  if (make === undefined) throw new Error(`no values for ${name}`);
  const value = (key === null ? undefined : known.get(`${name}@${key}`)) ?? make(draw);
  if (key !== null) known.set(`${name}@${key}`, value);
  return value;
}
