/** Faults and broken requests around connections and dead letters. */
import { defineErrors } from '../../base/errors.ts';

export const CONNECTION = defineErrors('connection', {
  not_found: [404, 'there is no such connection'],
  from_settings: [409, 'the connection comes from the settings file'],
  wrong_state: [409, 'the connection is no longer in a state that allows this'],
  in_use: [409, 'a door, a fallback or a waiting message needs the connection'],
  secret_again: [400, 'the address of the service changes, so every secret has to be given again'],
  bad_fallback: [400, 'one of the fallbacks cannot stand in for this connection'],
  whom_to: [400, 'it has to be said whom the trial goes to'],
  cannot_try: [409, 'the connection cannot be used as it is'],
});
