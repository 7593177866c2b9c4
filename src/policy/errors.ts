/** Errors of the policy feature. Outcomes of a decision (`allow`, `held`, `refused`) are values, not errors. */
import { defineErrors } from '../base/errors.ts';

export const POLICY = defineErrors('policy', {
  pack_rejected: [500, 'a pack of rules was rejected', 'fatal'],
  bad_settings: [422, 'the organisation settings do not fit the packs of rules'],
  bad_facts: [422, 'the facts are not of the expected form'],
  unknown_rule: [404, 'there is no rule with this id'],
});
