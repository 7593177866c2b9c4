import { defineErrors } from '../../base/errors.ts';

export const TRACING = defineErrors('tracing', {
  not_found: [404, 'there is no such case'],
  not_available: [501, 'this installation cannot trace copies'],
  file_not_ready: [409, 'the file is not there yet, or belongs to somebody else'],
  same_officer: [403, 'another officer than the one who asked has to approve'],
  wrong_state: [409, 'the case is no longer in a state that allows this'],
  wrong_share: [403, 'the two shares do not make the records key of this organisation'],
});
