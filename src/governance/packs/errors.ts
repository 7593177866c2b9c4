/** Refusals around packs of rules. What is wrong with a pack itself is an answer, not an error. */
import { defineErrors } from '../../base/errors.ts';

export const PACKS = defineErrors('packs', {
  not_found: [404, 'there is no such pack, version or review'],
  other_version: [409, 'the version that was named is not the one there is'],
  wrong_state: [409, 'the version is not in a state for this'],
  no_shadow_run: [409, 'no finished shadow run compares exactly these rules'],
  run_going_on: [409, 'a shadow run of this version is going on'],
  nothing_before: [409, 'no other version of this pack was in use before'],
  not_stricter: [422, 'an organisation may only be stricter than the pack'],
  set_by_statute: [422, 'the number is set by the statute'],
  unknown_number: [404, 'there is no such number'],
  in_the_future: [422, 'the day lies in the future'],
  shipped_only: [409, 'the installation was started with the shipped packs only'],
  too_many: [409, 'too many versions wait; discard some first'],
});
