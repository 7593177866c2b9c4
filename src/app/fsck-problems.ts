/** What fsck can find, as values. Codes are stable; `harmless` ones are what a crash leaves and the next sweep clears away. */
import { defineErrors } from '../base/errors.ts';
import type { Odd } from '../store/tables/consistency.ts';

export const FSCK = defineErrors('fsck', {
  migration_missing: [500, 'the schema of the database is not that of this program'],
  object_missing: [500, 'a sealed object is not where it should be'],
  object_wrong_size: [500, 'a sealed object has another size than was recorded'],
  object_wrong_header: [500, 'a sealed object begins with another header than was recorded'],
  object_damaged: [500, 'the bytes of a sealed object were changed'],
  grant_missing: [500, 'a granted transfer lacks a grant for a recipient'],
  secret_missing: [500, 'a living grant has lost its release secret'],
  share_unreadable: [500, 'the content key of a living grant cannot be put together'],
  secret_left: [500, 'an ended transfer still has a release secret'],
  custody_left: [500, 'the server still keeps the key of an ended transfer'],
  opened_too_often: [500, 'an object was opened more often than its grant allows'],
  opening_unlogged: [500, 'an opening was released before it was in the audit log'],
  upload_odd: [500, 'the figures of an upload contradict its state'],
  upload_lost: [500, 'bytes of an upload that were acknowledged are not there'],
  outbox_odd: [500, 'a notice does not say what was sent, or keeps its draft'],
  outbox_twice: [500, 'the same notice is queued twice'],
  egress_digest: [500, 'the record of what left is not what the audit log was given of it'],
  outbox_unrecorded: [500, 'a notice was sent without a record of what left'],
  event_misplaced: [500, 'an audit event is neither in the log nor waiting for it, or both'],
  event_order: [500, 'the order of waiting audit events has a gap'],
  register_missing: [500, 'a transfer or an opening elsewhere lacks its entry in the register'],
  register_disagrees: [500, 'an entry in the register says something else than its transfer'],
  counter_disagrees: [500, 'the counters of persons are not what the register adds up to'],
  levels_odd: [500, 'a version of the levels is missing or cannot be read'],
  exception_odd: [500, 'an exception contradicts itself'],
  sweep_odd: [500, 'a sweep lacks files or its report, or a file that was sealed is not there'],
  pseudonyms_odd: [500, 'a table that leads back contradicts what was sent'],
  history_unreadable: [500, 'a sealed field of a sweep or of a pseudonymised list does not open'],
  log_missing: [500, 'there is no audit log'],
  log_key: [500, 'the key of the audit log is not the one it was made with'],
  log_refused: [500, 'the published audit log does not hold what it says'],
  log_disagrees: [500, 'the state of the audit log and what was published of it disagree'],
  event_disagrees: [500, 'an audit event in the database is not what the log committed to'],
  orphan_object: [500, 'bytes that no object refers to and nobody can open'],
  stale_staging: [500, 'staged bytes that no upload refers to; the next sweep removes them'],
  log_leftover: [500, 'files of an unfinished write beside the log'],
  log_stranger: [500, 'files in the folder of the log that do not belong to it'],
});

export type FsckName = keyof typeof FSCK;
export type FsckFinding = {
  readonly code: `fsck.${FsckName}`;
  readonly harmless: boolean;
  readonly count: number;
  /** Ids, indexes or paths inside the data directory, some of them. */
  readonly examples: readonly string[];
  /** The code of another feature that says more. */
  readonly cause?: string;
};

const HARMLESS: ReadonlySet<FsckName> = new Set(['orphan_object', 'stale_staging', 'log_leftover', 'log_stranger']);
const EXAMPLES = 20;

/** Collects findings; equal names become one finding with a count. */
export type Findings = {
  readonly add: (name: FsckName, example: string, cause?: string) => void;
  readonly addOdd: (name: FsckName, odd: Odd) => void;
  readonly list: () => readonly FsckFinding[];
};

export function createFindings(): Findings {
  const found = new Map<FsckName, { count: number; examples: string[]; cause: string | undefined }>();
  const entry = (name: FsckName): { count: number; examples: string[]; cause: string | undefined } => {
    const known = found.get(name) ?? { count: 0, examples: [], cause: undefined };
    found.set(name, known);
    return known;
  };
  return {
    add: (name, example, cause) => {
      const one = entry(name);
      one.count += 1;
      one.cause ??= cause;
      if (one.examples.length < EXAMPLES) one.examples.push(example);
    },
    addOdd: (name, { count, ids }) => {
      if (count === 0) return;
      const one = entry(name);
      one.count += count;
      one.examples.push(...ids.slice(0, EXAMPLES - one.examples.length));
    },
    list: () =>
      [...found].map(([name, { count, examples, cause }]) => ({
        code: `fsck.${name}` as const,
        harmless: HARMLESS.has(name),
        count,
        examples,
        ...(cause === undefined ? {} : { cause }),
      })),
  };
}
