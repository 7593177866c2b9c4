/** Errors of the audit log. Verification returns the same codes as values. */
import { type EntrepotError, type ErrorDetails, codeOf, defineErrors } from '../base/errors.ts';

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
  published_missing: [500, 'the published checkpoint of the log is missing', 'fatal'],
  published_unreadable: [500, 'the published checkpoint of the log cannot be read', 'fatal'],
  fork: [500, 'the log and what was published of it contradict each other', 'fatal'],
  bad_signature: [422, 'a signature on the checkpoint is not valid'],
  unknown_key: [422, 'the checkpoint is not signed by the expected key'],
  ambiguous_key: [422, 'two expected keys have the same name and id'],
  origin_mismatch: [422, 'the checkpoint belongs to another log'],
  root_mismatch: [422, 'the entries of the log do not lead to the root in its checkpoint'],
  inconsistent: [422, 'the log does not continue the older checkpoint'],
  proof_mismatch: [422, 'the proof does not show that the entry is in the log'],
  quorum_unmet: [422, 'the checkpoint has fewer cosignatures than the policy asks for'],
  commitment_mismatch: [422, 'the disclosed fields do not belong to the entry'],
  event_missing: [500, 'an entry of the log has no event in the database', 'permanent'],
  event_disorder: [500, 'the events of the database do not follow the order of the log', 'permanent'],
  unreachable: [503, 'the log cannot be reached', 'retryable'],
});

export type LogCode = `log.${keyof typeof LOG}`;

/** Returns the `log.` code of a thrown value, or undefined when it is not one of this feature. */
export function logCodeOf(error: unknown): LogCode | undefined {
  const code = codeOf(error);
  return isLogCode(code) ? code : undefined;
}

function isLogCode(code: string): code is LogCode {
  return code.startsWith('log.') && Object.hasOwn(LOG, code.slice('log.'.length));
}

/** Returns the error of a code that a check returned as a value, for callers that cannot go on. */
export function logError(code: LogCode, details?: ErrorDetails): EntrepotError {
  const make = new Map(Object.entries(LOG)).get(code.slice('log.'.length));
  if (make === undefined) throw new RangeError('not a code of the log');
  return make(details);
}
