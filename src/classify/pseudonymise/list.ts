/** A file that holds a list: its tables and what else it says, and how it is written back with other values. */
import { sniff } from '../extract/sniff.ts';
import { openCsv } from './csv.ts';
import { decodeFile, encodeLike } from './encode.ts';
import { PSEUDONYM } from './errors.ts';
import type { OpenList } from './plan.ts';
import { openXlsx } from './xlsx.ts';

/** Larger lists are for programs, not for a page that shows them. */
const LARGEST = 32 * 1024 * 1024;

/** @throws `pseudonym.unreadable`, `pseudonym.wrong_kind`, `pseudonym.too_large`, and what a workbook may be refused for */
export async function openList(bytes: Uint8Array): Promise<OpenList> {
  if (bytes.length > LARGEST) throw PSEUDONYM.too_large({ limit: LARGEST });
  const { kind } = sniff(bytes);
  if (kind === 'zip') return openXlsx(bytes);
  if (kind !== 'text') throw PSEUDONYM.wrong_kind({ kind });
  const file = decodeFile(bytes);
  if (!file.clean) throw PSEUDONYM.unreadable();
  return (
    openCsv(file) ?? {
      kind: 'text',
      tables: [],
      texts: [file.text],
      everything: [file.text],
      write: (plan) => Promise.resolve(encodeLike(file, plan.text(file.text))),
    }
  );
}
