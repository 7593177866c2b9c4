/**
 * Many rows in one short statement: they travel as one JSON value and not as a parameter per cell, which costs both sides more than the
 * insert itself (measured, npm run bench -- gateway). For the tables that grow by the hundred in a second.
 */
import { type Insertable, sql } from 'kysely';
import { canonicalJson, type Json } from '../base/canonical-json.ts';
import { hex } from '../base/bytes.ts';
import type { Schema } from './schema.ts';
import type { Trx } from './transaction.ts';

/**
 * Inserts rows that all have the same members; those that are left out get the column's default.
 *
 * @param jsonColumns - Members that hold JSON as text.
 */
export async function insertMany<T extends keyof Schema>(
  trx: Trx,
  table: T,
  rows: readonly Insertable<Schema[T]>[],
  jsonColumns: readonly string[] = [],
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first);
  const json = new Set(jsonColumns);
  const text = `[${rows.map((row) => rowText(Object.entries(row), json)).join(',')}]`;
  const names = sql.join(columns.map((name) => sql.ref(name)));
  await sql`insert into ${sql.table(table)} (${names})
    select ${names} from json_populate_recordset(null::${sql.table(table)}, ${text}::json)`.execute(trx);
}

function rowText(members: readonly (readonly [string, unknown])[], json: ReadonlySet<string>): string {
  return `{${members.map(([name, value]) => `"${name}":${cell(value, json.has(name))}`).join(',')}}`;
}

/** @throws `canonical.not_json` for what has no form in a cell */
function cell(value: unknown, isJson: boolean): string {
  if (value === null || value === undefined) return 'null';
  if (value instanceof Date) return `"${value.toISOString()}"`;
  if (value instanceof Uint8Array) return `"\\\\x${hexOf(value)}"`;
  if (typeof value === 'string') return isJson ? value : JSON.stringify(value);
  return canonicalJson(isCell(value) ? value : Number.NaN);
}

function isCell(value: unknown): value is Json {
  return typeof value === 'number' || typeof value === 'boolean';
}

/** Node's own is many times faster than ours for what is longer than a key. */
function hexOf(bytes: Uint8Array): string {
  return bytes.length <= 64
    ? hex(bytes)
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}
