/** Tables of an export: columns, and cells of four kinds. */

/** A date is shown in the zone of the table; null is an empty cell. */
export type Cell = string | number | Date | null;

export type Column<T> = {
  /** Stable name for programs; the heading for people comes from the catalogue. */
  readonly key: string;
  readonly width: number;
  readonly cell: (row: T) => Cell;
};

/** Several values in one cell. */
export function joined(values: Iterable<string>): string {
  return [...values].join('; ');
}

export function dateCell(time: string | null): Date | null {
  return time === null ? null : new Date(time);
}
