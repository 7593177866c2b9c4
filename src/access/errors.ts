/** Every error of identity, sessions and factors. Answers to wrong, unknown and used-up are one code on purpose. */
import { defineErrors } from '../base/errors.ts';

export const ACCESS = defineErrors('access', {
  signed_out: [401, 'sign in first'],
  sign_in_failed: [401, 'the address, the password or the code is not right'],
  challenge_ended: [401, 'this sign-in took too long or was tried too often, start again'],
  passkey_not_accepted: [401, 'the passkey was not accepted'],
  enrol_first: [403, 'a second factor has to be set up first'],
  not_fresh: [403, 'sign in again before changing how you sign in'],
  bad_csrf: [403, 'the request does not come from a page of this session'],
  bad_origin: [403, 'the request comes from another site'],
  not_permitted: [403, 'your role does not permit this'],
  password_wrong: [403, 'the password is not right'],
  password_too_weak: [422, 'the password is too short, too long or too common'],
  last_factor: [409, 'the last second factor cannot be removed'],
  factor_exists: [409, 'this second factor is set up already'],
  account_exists: [409, 'there is already an account for this person'],
  account_busy: [409, 'another change to this account is under way'],
  too_many_tries: [429, 'too many tries in a short time'],
  code_not_accepted: [403, 'the code was not accepted'],
  session_ended: [401, 'the session has ended'],
  link_not_valid: [403, 'the link is not valid or was used already'],
  bad_setting: [500, 'a setting of access control is not of the expected form', 'fatal'],
  bad_country_data: [500, 'the table of countries cannot be read', 'fatal'],
  bad_hosting_data: [500, 'the table of hosting networks cannot be read', 'fatal'],
  sign_in_unavailable: [503, 'signing in does not work at the moment', 'retryable'],
});
