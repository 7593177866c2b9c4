/** Where the sealed fields of a table belong: a value moved to another row does not open. */
export function tableContexts(tableId: string): Record<'name' | 'table' | 'justification', string> {
  return {
    name: `pseudonym_table.name:${tableId}`,
    table: `pseudonym_table.table:${tableId}`,
    justification: `pseudonym_table.justification:${tableId}`,
  };
}

export function lookContext(lookId: string): string {
  return `pseudonym_look.reason:${lookId}`;
}
