/** Faults and broken requests around duties and forms. */
import { defineErrors } from '../../base/errors.ts';

export const DUTY = defineErrors('duty', {
  not_found: [404, 'there is no such duty'],
  wrong_state: [409, 'the duty is no longer in a state that allows this'],
  not_confirmed: [400, 'a duty of the law is set aside only with its id typed in'],
  unknown_entity: [400, 'the legal entity is not known'],
  unknown_form: [400, 'the duty has no such form'],
  in_the_future: [400, 'the time given lies in the future'],
  nothing_to_open: [409, 'no rule runs a clock for this'],
});
