import { defineErrors } from '../../base/errors.ts';

export const SWEEP = defineErrors('sweep', {
  not_found: [404, 'there is no such sweep'],
  bad_archive: [422, 'this is no archive that can be read'],
  source_unreadable: [422, 'what is to be swept cannot be read'],
  bad_state: [422, 'the state file belongs to another sweep or cannot be read'],
  bad_report: [422, 'this is no report of a sweep'],
  folder_not_allowed: [403, 'this folder is not among those that may be swept'],
  wrong_state: [409, 'the sweep is not in a state that allows this'],
  file_not_here: [409, 'the file is not within reach any more'],
});
