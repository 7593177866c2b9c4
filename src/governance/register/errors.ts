/** Faults around the register. */
import { defineErrors } from '../../base/errors.ts';

export const REGISTER = defineErrors('register', {
  too_many: [422, 'more entries match than one export holds'],
});
