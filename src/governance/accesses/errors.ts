/** Looks that cannot be shown or proved. */
import { defineErrors } from '../../base/errors.ts';

export const ACCESSES = defineErrors('accesses', {
  not_found: [404, 'there is no such person'],
  not_yet: [503, 'the newest entries are not in a signed checkpoint yet'],
});
