/** Refusals around levels and exceptions. */
import { defineErrors } from '../../base/errors.ts';

export const LEVELS_ERRORS = defineErrors('levels', {
  changed_meanwhile: [409, 'somebody else changed the levels meanwhile'],
  nothing_changed: [422, 'the policy is the one in force'],
  below_floor: [422, 'identity documents and secrets are confidential at least'],
  exception_not_found: [404, 'there is no such exception'],
  exception_exists: [409, 'the value has an exception or a suggestion already'],
  exception_state: [409, 'the exception is not in a state for this'],
  second_officer: [409, 'another officer has to confirm this exception'],
  finding_not_found: [404, 'there is no such finding'],
  not_markable: [409, 'what is needed to mark this finding was not kept'],
});
