/** The key of a value outside its text, the same as the scan makes for it. */
import type { FindingType } from '../model/classification.ts';
import { valueKey } from './persons.ts';
import { normalise } from './scan/normalise.ts';

/** Returns the kind of the value and the value in one spelling. It is a value: hash it at once. */
export function exceptionKey(type: FindingType, value: string): string {
  return valueKey(type, normalise(value).text);
}
