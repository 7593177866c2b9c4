import { defineErrors } from '../../base/errors.ts';

export const PSEUDONYMS = defineErrors('pseudonyms', {
  not_found: [404, 'there is no such table'],
  erased: [410, 'this table was erased; nothing leads back any more'],
  file_gone: [410, 'the file is no longer a draft; it was sent, or its time ran out'],
});
