import { defineErrors } from '../../base/errors.ts';

export const PSEUDONYM = defineErrors('pseudonym', {
  unreadable: [422, 'the file cannot be read wholly, so nothing in it can be replaced'],
  wrong_kind: [422, 'only text, CSV and XLSX files can be pseudonymised'],
  has_pictures: [422, 'the workbook holds pictures, which may show what is to be hidden'],
  has_embedded: [422, 'the workbook holds embedded files, macros, pivot data or links to other workbooks'],
  shared_formula: [422, 'a formula of a chosen column is shared with other columns'],
  would_leak: [422, 'a value would still be in the file; nothing was made'],
  unknown_column: [422, 'there is no such column'],
  too_large: [422, 'the list is too large to be pseudonymised here'],
  bad_token: [422, 'this is no token of this table'],
});
