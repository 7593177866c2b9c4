/** Broken requests around the check of the setup. */
import { defineErrors } from '../../base/errors.ts';

export const POSTURE = defineErrors('posture', {
  no_connection: [409, 'there is no application of this name that can be asked'],
  read_here: [409, 'this check is read and not answered'],
});
