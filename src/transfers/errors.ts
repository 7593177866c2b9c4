/** Faults and broken requests around a transfer. Held, refused, expired and used up are values, not errors. */
import { defineErrors } from '../base/errors.ts';

export const TRANSFER = defineErrors('transfer', {
  not_found: [404, 'there is no such transfer'],
  nothing_to_send: [400, 'a transfer needs a message or a file'],
  unknown_recipient: [400, 'a recipient is not known'],
  unknown_entity: [400, 'the sending entity is not known'],
  unknown_connection: [400, 'the channel connection is not known'],
  no_code_route: [409, 'no connection is set up that could carry the one-time code'],
  no_second_route: [400, 'the code would go the same way as the notice'],
  wrong_state: [409, 'the transfer is no longer in a state that allows this'],
  self_approval: [403, 'nobody approves a transfer of their own'],
  already_answered: [409, 'this request has been answered by you or in this name'],
  not_delegated: [403, 'no officer has let you answer in this name at this time'],
});

export const UPLOAD = defineErrors('upload', {
  not_found: [404, 'there is no such upload'],
  not_ready: [409, 'the file is still being received or checked'],
  too_large: [413, 'the file is larger than this installation accepts'],
  conflict: [409, 'the upload was continued elsewhere'],
  damaged: [500, 'the stored file could not be read back'],
});

export const RECIPIENT = defineErrors('recipient', {
  exists: [409, 'a recipient with this address exists already'],
  not_found: [404, 'there is no such recipient'],
});

export const OPENING = defineErrors('opening', {
  not_found: [404, 'there is nothing to open here'],
  ended: [410, 'the time for this opening has passed'],
  not_released: [409, 'this opening has not been released'],
  damaged: [500, 'the stored object could not be opened'],
  page_failed: [422, 'this page could not be drawn'],
  not_allowed: [403, 'the terms of this transfer do not allow this'],
  bad_range: [416, 'the download has no such part'],
  no_archive: [501, 'this installation cannot make locked archives'],
});

export const DELIVERY = defineErrors('delivery', {
  device_not_accepted: [403, 'this browser was not accepted as a known device'],
  unknown_device: [404, 'there is no such device'],
  nothing_received: [409, 'there is nothing yet that could be confirmed'],
  receipt_not_accepted: [422, 'the receipt does not fit what was opened, or its signature is not right'],
  no_such_connection: [400, 'this connection cannot reach you'],
  not_in_log_yet: [503, 'the audit log does not hold the newest events yet', 'retryable'],
});

export const PROVING = defineErrors('proving', {
  locked: [409, 'there were too many wrong answers; lift the lock first'],
  not_locked: [409, 'this is not locked'],
  too_many_codes: [429, 'too many codes were read out in the last hour'],
  pairing_not_accepted: [403, 'this code for another device is not right, or was used already'],
});

export const DELEGATION = defineErrors('delegation', {
  not_found: [404, 'there is no such delegation'],
  not_an_officer: [403, 'only an active officer lets somebody answer for him'],
  not_possible: [400, 'this person cannot answer approvals for an officer'],
  bad_days: [400, 'the days of a delegation are not usable'],
  ended: [409, 'the delegation has ended already'],
});

export const RECORD = defineErrors('record', {
  not_found: [404, 'there is no such record'],
  withdrawn: [409, 'the record has been withdrawn already'],
  empty: [400, 'the record names no basis, contract, filing or assessment'],
  fewer_persons: [403, 'only an officer states fewer persons than were found'],
});
