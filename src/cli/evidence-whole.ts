/** Of an export of looks at what is one person's: that no entry of the log with the person's tag was left out (docs/spec/audit-log.md, 2.4). */
import { z } from 'zod';
import { type LogSource, treeHasher, type VerifierKey, verifyLog, watchTags } from '../audit-log/index.ts';
import { nodeSha256 } from '../audit-log/hash-node.ts';
import { type Bytes, fromBase64, fromUtf8 } from '../base/bytes.ts';
import type { Findings } from './evidence-events.ts';
import type { BundleFiles } from './evidence-files.ts';

export const SUBJECT_FILE = 'subject.json';

const subjectSchema = z.strictObject({
  v: z.literal(1),
  kind: z.enum(['staff', 'recipient']),
  id: z.uuid(),
  key: z.base64().length(44),
  count: z.number().int().min(0).max(1_000_000),
});

/** What was shown: so many entries about this person, and no other. */
export type Whole = { readonly kind: string; readonly id: string; readonly entries: number };

/**
 * Walks the whole log, from `source` or from the bundle's own tiles, and looks for the person's tags. Undefined when anything is wrong, which is
 * then among the findings: `evidence.log_missing`, `evidence.subject_malformed`, `evidence.tags_missing` (a number of the list is not in the log),
 * `evidence.tags_left_out` (the log has a number that the list does not), `evidence.tags_twice`, `evidence.file_missing`.
 */
export async function checkWhole(
  files: BundleFiles,
  source: LogSource | undefined,
  key: VerifierKey,
  checkpoint: Bytes,
  findings: Findings,
): Promise<Whole | undefined> {
  const refuse = (file: string, code: string): undefined => void findings.problems.push({ file, code });
  const subject = readSubject(files.get(SUBJECT_FILE));
  if (subject === undefined) return refuse(SUBJECT_FILE, 'evidence.subject_malformed');
  const from = source ?? ownTiles(files);
  if (from === undefined) return refuse(SUBJECT_FILE, 'evidence.log_missing');
  const watch = watchTags(nodeSha256, subject.key, subject.count);
  const { onEntry } = watch;
  const log = await verifyLog({ source: from, key, hasher: treeHasher(nodeSha256), checkpoint, onEntry });
  if (log.outcome === 'refused') return refuse(log.path ?? SUBJECT_FILE, log.code);
  const count = watch.finish();
  if (count.outcome === 'not_whole') {
    if (count.missing.length > 0) refuse(SUBJECT_FILE, 'evidence.tags_missing');
    if (count.leftOut.length > 0) refuse(SUBJECT_FILE, 'evidence.tags_left_out');
    if (count.twice.length > 0) refuse(SUBJECT_FILE, 'evidence.tags_twice');
    return undefined;
  }
  const absent = count.indexes.filter((index) => !files.has(`events/${index}.json`));
  for (const index of absent) refuse(`events/${index}.json`, 'evidence.file_missing');
  const { kind, id } = subject;
  return absent.length > 0 ? undefined : { kind, id, entries: subject.count };
}

function ownTiles(files: BundleFiles): LogSource | undefined {
  const hasTiles = [...files.keys()].some((name) => name.startsWith('tile/'));
  return hasTiles ? { read: async (path) => files.get(path) } : undefined;
}

function readSubject(bytes: Bytes | undefined) {
  try {
    const read = subjectSchema.parse(JSON.parse(fromUtf8(bytes ?? new Uint8Array())));
    const key = fromBase64(read.key);
    return key.length === 32 ? { ...read, key } : undefined;
  } catch {
    return undefined;
  }
}
