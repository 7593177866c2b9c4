/** Faults and broken requests around the permission matrix. What may not be opened is a value: see check.ts. */
import { defineErrors } from '../../base/errors.ts';

export const TERMS = defineErrors('terms', {
  changed_meanwhile: [409, 'somebody else changed this meanwhile'],
  not_of_transfer: [404, 'this object or recipient is not of this transfer'],
  ended: [409, 'the transfer has ended and its terms cannot be changed'],
  not_usable: [400, 'these terms cannot be used as they are'],
  nothing_to_revoke: [409, 'this recipient has nothing left that could be revoked'],
});
