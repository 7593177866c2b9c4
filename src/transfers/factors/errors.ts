/** Further factors of recipients. Wrong, used up, expired and unknown are one answer. */
import { defineErrors } from '../../base/errors.ts';

export const FACTOR = defineErrors('factor', {
  not_accepted: [403, 'this was not accepted as proof'],
  prove_first: [403, 'something that is set up already has to be proved first'],
  exists: [409, 'this is set up already'],
  ended: [410, 'this step took too long or was used already'],
  unknown: [404, 'there is no such way of proving'],
  not_possible: [409, 'this way of proving is not possible here'],
});

export const PROVIDER = defineErrors('provider', {
  unknown: [404, 'there is no such place to sign in'],
  bad_settings: [422, 'the settings of the sign-in are not of the expected form'],
  not_answering: [503, 'the place to sign in does not answer', 'retryable'],
});
