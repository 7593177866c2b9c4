/** Faults of this folder. What a vendor answers is never an error here: it is a `SendOutcome`. */
import { defineErrors } from '../base/errors.ts';

export const CHANNELS = defineErrors('channels', {
  bad_config: [422, 'the settings of this channel are not complete or not of the expected form'],
  bad_draft: [500, 'the notice cannot be written for this channel'],
  unknown_kind: [422, 'there is no such kind of channel'],
  wrong_request: [500, 'the message was written for another kind of channel'],
});
