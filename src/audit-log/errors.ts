/** Errors of the audit log. Verification outcomes carry the same codes as values; see verify.ts. */
import { codeOf, defineErrors } from '../base/errors.ts';

export const LOG = defineErrors('log', {
  bad_key: [422, 'the key of the log or witness is malformed'],
  note_malformed: [422, 'the signed note is malformed'],
  checkpoint_malformed: [422, 'the checkpoint is malformed'],
  bundle_malformed: [422, 'an entry bundle of the log is malformed'],
  entry_malformed: [422, 'an entry of the log is malformed'],
  proof_malformed: [422, 'the proof file is malformed'],
  policy_malformed: [422, 'the policy file of the log is malformed'],
  disclosure_malformed: [422, 'the disclosure is malformed'],
  bad_path: [422, 'this is not the path of a log resource'],
  out_of_range: [422, 'the index or size is outside the log'],
  missing_tile: [503, 'a part of the log cannot be read', 'retryable'],
  tile_mismatch: [500, 'a stored part of the log differs from what the log says', 'fatal'],
  tile_conflict: [500, 'a stored part of the log would have been overwritten with other bytes', 'fatal'],
  already_published: [500, 'a checkpoint of this log is published although its state is unknown', 'fatal'],
  not_created: [500, 'the log has not been created yet', 'permanent'],
  state_corrupt: [500, 'the state of the log contradicts itself', 'fatal'],
  sequence_gap: [500, 'the sequenced entries do not follow on from the log', 'fatal'],
  published_ahead: [500, 'the published log is ahead of its state', 'fatal'],
  fork: [500, 'the log and what was published of it contradict each other', 'fatal'],
});

/** Returns the `log.` code of a thrown value, or undefined when it is not one of this feature. */
export function logCodeOf(error: unknown): string | undefined {
  const code = codeOf(error);
  return code.startsWith('log.') ? code : undefined;
}
