/** `entrepot pseudonymise`: a list without names, and the table that leads back, without a server. */
import { randomBytes } from 'node:crypto';
import { utf8 } from '../base/bytes.ts';
import { MIB } from '../base/units.ts';
import { readShippedNamesModel } from '../classify/model/names-model-node.ts';
import { inspectList } from '../classify/pseudonymise/inspect.ts';
import { openList } from '../classify/pseudonymise/list.ts';
import { pseudonymise } from '../classify/pseudonymise/pseudonymise.ts';
import { type ColumnChoice, KEEP_LAST, OPERATORS } from '../model/pseudonyms.ts';
import { readArguments, wrongUsage } from './arguments.ts';
import { readSmallFile, refuseExisting, writeNewFile } from './files.ts';
import type { Command, Io } from './io.ts';

const USAGE = `usage: entrepot pseudonymise FILE
       entrepot pseudonymise FILE --out FILE --table FILE [--columns NAME=OPERATOR,...] [--keep-last N]

Replaces what names people in a list (CSV, XLSX, text). Without --out it says what the columns are and what would be
done. Nothing leaves this machine.

  --out FILE       the new list
  --table FILE     the table that leads back, as JSON, readable by you alone: keep it at home
  --columns LIST   by the column's head, or T:N for the Nth column of the Tth sheet:
                   keep | replace (the kind of value) | mask (the last characters stay) | pseudonym (the form stays)
                   | token (can be turned back with the table's key); what is left out is done as proposed
  --keep-last N    characters that a mask leaves (default ${KEEP_LAST}, at most half of a value)

Pseudonyms are nobody's: check digits are wrong on purpose, names are invented. Ends with 1 when a file is refused.
`;

const LARGEST = 32 * MIB;

export const pseudonymiseCommand: Command = async (args, io) => {
  const given = readArguments(args, io, {
    usage: USAGE,
    options: {
      out: { type: 'string' },
      table: { type: 'string' },
      columns: { type: 'string', default: '' },
      'keep-last': { type: 'string', default: String(KEEP_LAST) },
    },
    positionals: [1, 1],
  });
  if (given.kind === 'done') return given.code;
  const { out, table } = given.values;
  const keepLast = Number(given.values['keep-last']);
  if ((out === undefined) !== (table === undefined)) return wrongUsage(io, USAGE, '--out and --table go together').code;
  if (!Number.isInteger(keepLast) || keepLast < 0 || keepLast > 8)
    return wrongUsage(io, USAGE, '--keep-last is a number from 0 to 8').code;
  const bytes = await readSmallFile(given.positionals[0] ?? '', LARGEST);
  if (out === undefined || table === undefined) return propose(io, bytes);
  const columns = await readColumns(bytes, given.values.columns);
  if (typeof columns === 'string') return wrongUsage(io, USAGE, columns).code;
  for (const path of [out, table]) await refuseExisting(path);
  const made = await pseudonymise(
    bytes,
    { columns, types: {}, keepLast },
    new Uint8Array(randomBytes(32)),
    readShippedNamesModel(),
  );
  // The table first: a list that leads back to nobody by accident could not be made good.
  await writeNewFile(table, [utf8(`${JSON.stringify(made.table)}\n`)], 0o600);
  await writeNewFile(out, [made.bytes]);
  const { rows, values, left } = made.summary;
  io.stdout(`${rows} rows; replaced: ${counted(values)}\nleft in the new file: ${counted(left)}\n`);
  return 0;
};

function counted(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts).map(([type, count]) => `${type} ${count}`);
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}

async function propose(io: Io, bytes: Uint8Array): Promise<number> {
  const list = await openList(bytes);
  const inspection = inspectList(list, readShippedNamesModel());
  inspection.tables.forEach((table, at) => {
    io.stdout(`${at + 1}: ${table.name === '' ? 'table' : table.name}${table.hidden ? ' (hidden)' : ''}\n`);
    table.columns.forEach(({ name, type, operator, filled }, column) => {
      io.stdout(
        `  ${at + 1}:${column + 1}  ${operator.padEnd(9)} ${type.padEnd(16)} ${String(filled).padStart(7)} filled  ${name}\n`,
      );
    });
  });
  const texts = inspection.texts.reduce((sum, one) => sum + one.findings.length, 0);
  if (texts > 0) io.stdout(`outside tables: ${texts} findings, replaced by their kinds' own operators\n`);
  return 0;
}

/** Returns the choices, or what is wrong with them. */
async function readColumns(bytes: Uint8Array, text: string): Promise<ColumnChoice[] | string> {
  const { tables } = inspectList(await openList(bytes), readShippedNamesModel());
  const choices: ColumnChoice[] = [];
  for (const part of text.split(',').filter((one) => one.trim() !== '')) {
    const cut = part.lastIndexOf('=');
    const [wanted, how] = [part.slice(0, cut).trim(), part.slice(cut + 1).trim()];
    const operator = OPERATORS.find((one) => one === how);
    if (cut < 0 || operator === undefined) return `there is no operator in \`${how.slice(0, 20)}\``;
    const found = tables.flatMap(({ columns }, table) =>
      columns.flatMap(({ name }, column) =>
        name === wanted || `${table + 1}:${column + 1}` === wanted ? [{ table, column, operator }] : [],
      ),
    );
    if (found.length === 0) return `there is no column for operator ${operator}`;
    choices.push(...found);
  }
  return choices;
}
