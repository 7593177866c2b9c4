/** Faults and broken requests around what comes in from conversations. */
import { defineErrors } from '../../base/errors.ts';

export const ARCHIVE = defineErrors('archive', {
  thread_not_found: [404, 'there is no such conversation in the archive'],
  file_not_found: [404, 'there is no such file in the archive'],
  file_not_here: [409, 'the file is not here'],
  file_not_failed: [409, 'the file is not one that could not be fetched'],
  nothing_to_search: [400, 'the search holds no word'],
  damaged: [500, 'a kept file could not be opened'],
});

export const INCIDENT = defineErrors('incident', {
  not_found: [404, 'there is no such incident'],
  closed: [409, 'the incident is closed already'],
});

export const REQUEST = defineErrors('request', {
  not_found: [404, 'there is no such request'],
  closed: [409, 'the request was answered already'],
});
