/** Broken and impossible requests of recipients and answers to them. */
import { defineErrors } from '../../base/errors.ts';

export const ACCESS_REQUEST = defineErrors('access_request', {
  not_found: [404, 'there is no such request'],
  closed: [409, 'the request was answered or taken back already'],
  not_possible: [409, 'what was asked for can no longer be given: the access has ended for good'],
  beyond_rule: [409, 'the decision does not allow that much'],
  nothing_given: [400, 'the answer grants nothing'],
  reason_missing: [400, 'a request that is declined needs a reason'],
});
