/** Faults around set-up and staff. */
import { defineErrors } from '../../base/errors.ts';

export const ORGANISATION = defineErrors('organisation', {
  link_not_valid: [403, 'this link is used up, too old or not ours'],
  already_set_up: [409, 'this installation is already set up'],
  not_set_up: [409, 'this installation is not set up yet'],
  staff_exists: [409, 'somebody with this address exists already'],
  staff_not_found: [404, 'there is no such person'],
  not_yourself: [409, 'nobody disables the own account'],
});
