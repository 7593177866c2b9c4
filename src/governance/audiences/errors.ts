/** Faults around audiences and around what vendors call recipients. */
import { defineErrors } from '../../base/errors.ts';

export const AUDIENCE = defineErrors('audience', {
  not_found: [404, 'there is no such audience'],
  unknown_recipient: [400, 'a recipient is not known'],
  in_use: [409, 'a door sends to this audience'],
  too_many: [400, 'an audience holds no more recipients'],
});

export const IDENTITY = defineErrors('identity', {
  unknown_recipient: [404, 'there is no such recipient'],
  taken: [409, 'another recipient has this identifier'],
});
