/** Text in the pieces that the paginator lays out. Sizes are in points. */
export type TextBlock = {
  readonly kind: 'text';
  /** One paragraph; line ends within it are kept. */
  readonly text: string;
  readonly size: number;
  readonly bold: boolean;
  readonly indent: number;
  /** What stands before the first line, outside the indentation: a bullet, a number. */
  readonly label: string;
  readonly before: number;
  readonly grey: boolean;
};

export type TableBlock = {
  readonly kind: 'table';
  readonly rows: readonly (readonly string[])[];
  /** The first row is said again on every page. */
  readonly header: boolean;
  /** Long cells become several lines; otherwise they are cut, and end with an ellipsis. */
  readonly wrap: boolean;
};

export type Block = TextBlock | TableBlock | { readonly kind: 'rule' } | { readonly kind: 'page' };

export const BODY = 10.5;

export function paragraph(text: string, how: Partial<Omit<TextBlock, 'kind' | 'text'>> = {}): TextBlock {
  return { kind: 'text', text, size: BODY, bold: false, indent: 0, label: '', before: 0, grey: false, ...how };
}
