/** Faults around doors. */
import { defineErrors } from '../../base/errors.ts';

export const DOOR = defineErrors('door', {
  not_found: [404, 'there is no such door'],
  wrong_state: [409, 'the door is no longer in a state that allows this'],
  unknown_entity: [400, 'the sending entity is not known'],
  unknown_audience: [400, 'the audience is not known'],
  unknown_connection: [400, 'the connection is not known'],
  reaches_no_group: [400, 'the connection reaches no group'],
  reaches_no_person: [400, 'the connection reaches no persons by an identifier of the vendor'],
  unguarded: [400, 'a robot needs a signature, keywords or networks'],
  bad_network: [400, 'a network is not of the form address/length'],
  label_not_clean: [400, 'the label holds personal data or an address'],
  app_expected: [400, 'what concerns applications is given for applications alone'],
  nothing_old: [409, 'no old credentials are in force'],
});
