/** In the process that reads lists: the preview of one, or the list without names and the table that leads back. */
import { type Bytes, ownBytes } from '../../base/bytes.ts';
import { EntrepotError } from '../../base/errors.ts';
import type { ListPreview, MadeList } from '../../classify/list-reader.ts';
import { readShippedNamesModel } from '../../classify/model/names-model-node.ts';
import { previewList, pseudonymise } from '../../classify/pseudonymise/pseudonymise.ts';
import type { PseudonymChoices } from '../../model/pseudonyms.ts';
import type { ListAnswer, ListQuestion } from './protocol.ts';

const MOST_COLUMNS = 60;
const LONGEST_CELL = 200;

/** Returns what was asked for, or the code of why there is none. Anything unforeseen is thrown, and ends the process. */
export async function answerList(question: ListQuestion, bytes: Uint8Array): Promise<ListAnswer> {
  const { list, name, choices } = question;
  const key = ownBytes(question.key);
  try {
    return {
      done: list === 'preview' ? await preview(bytes, choices, key) : await make({ bytes, name }, choices, key),
    };
  } catch (error) {
    if (error instanceof EntrepotError) return { refused: { code: error.code, details: error.details } };
    throw error;
  }
}

async function preview(bytes: Uint8Array, choices: PseudonymChoices, key: Bytes): Promise<ListPreview> {
  const { kind, tables, found, text } = await previewList(bytes, choices, key, readShippedNamesModel());
  return {
    kind,
    tables: tables.map((table) => ({
      ...table,
      columns: [...table.columns],
      before: short(table.before),
      after: short(table.after),
    })),
    found: { ...found },
    text,
  };
}

function short(rows: readonly (readonly string[])[]): string[][] {
  return rows.map((row) => row.slice(0, MOST_COLUMNS).map((cell) => cell.slice(0, LONGEST_CELL)));
}

async function make(
  { bytes, name }: { readonly bytes: Uint8Array; readonly name: string },
  choices: PseudonymChoices,
  key: Bytes,
): Promise<MadeList> {
  const made = await pseudonymise(bytes, choices, key, readShippedNamesModel());
  return { bytes: made.bytes, name: made.rename(name), table: made.table, summary: made.summary };
}
