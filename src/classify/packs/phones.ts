/**
 * Numbering plans of Macau, Hong Kong, mainland China, Taiwan and Portugal as checks on the digits of a candidate.
 * Source: the regulators' plans as collected in libphonenumber's metadata; Hong Kong is kept wider than the ranges in use.
 */
import { notADate } from './checks.ts';
import { compact, type Shape, type Verdict, bounded } from './pack.ts';

const MO =
  /^(?:28[2-9]\d{5}|8(?:11|[2-57-9]\d)\d{5}|6800[0-79]\d{3}|6(?:[235]\d\d|6(?:0[0-5]|[1-9]\d)|8(?:0[1-9]|[14-8]\d|2[5-9]|[39][0-4]))\d{4})$/;
const HK = /^(?:(?:2[1-9]|3[1-9]|58|[45679]\d|84)\d{6})$/;
const CN = /^(?:1[3-9]\d{9}|(?:10|2\d|[3-9]\d{2})\d{7,8})$/;
const CN_LANDLINE = /^0(?:(?:10|2\d)\d{8}|[3-9]\d{2}\d{7,8})$/;
const PT = /^(?:2[1-9]\d{7}|9(?:[1236]\d{2}|480)\d{5}|6[0356]9[23]\d{5})$/;
const TW = /^(?:9\d{8}|[2-8]\d{7,8})$/;

export const PHONE_PLANS = { MO, HK, CN, PT, TW } as const;

function plan(expression: RegExp, prefix: RegExp): (value: string) => Verdict {
  return (value) => (expression.test(compact(value).replace(prefix, '')) ? 'none' : 'drop');
}

/** `+CC`, `00CC`, `(CC)` or `(+CC)` before a national number. */
function international(code: string, national: string, expression: RegExp): Shape[] {
  const prefix = new RegExp(`^(?:00)?${code}`);
  const digits = code.length + 6;
  const check = plan(expression, prefix);
  return [
    { type: 'phone', pattern: bounded(`\\(?(?:\\+|00) ?${code}\\)?[ -]?${national}`), base: 0.7, digits, check },
    { type: 'phone', pattern: bounded(`\\(${code}\\)[ -]?${national}`), base: 0.65, digits, check },
    { type: 'phone', pattern: bounded(`${code}-${national}`), base: 0.5, digits, check },
    { type: 'phone', pattern: bounded(`${code} ?${national}`), base: 0.3, digits, check },
  ];
}

const EIGHT = '\\d{4}[ -]?\\d{4}';

export const MO_PHONES: readonly Shape[] = [
  ...international('853', EIGHT, MO),
  { type: 'phone', pattern: bounded('[268]\\d{3}[ -]?\\d{4}'), base: 0.2, digits: 8, check: plan(MO, /^$/) },
];

export const HK_PHONES: readonly Shape[] = [
  ...international('852', EIGHT, HK),
  { type: 'phone', pattern: bounded('[2-9]\\d{3}[ -]?\\d{4}'), base: 0.18, digits: 8, check: plan(HK, /^$/) },
];

export const CN_PHONES: readonly Shape[] = [
  ...international('86', '(?:1\\d{2}[ -]?\\d{4}[ -]?\\d{4}|\\d{2,3}[ -]?\\d{3,4}[ -]?\\d{4})', CN),
  {
    type: 'phone',
    pattern: bounded('1[3-9]\\d[ -]?\\d{4}[ -]?\\d{4}'),
    base: 0.55,
    digits: 11,
  },
  {
    type: 'phone',
    pattern: bounded('\\(?0\\d{2,3}\\)?[ -]\\d{3,4}[ -]?\\d{4}'),
    base: 0.4,
    digits: 10,
    check: plan(CN_LANDLINE, /^$/),
  },
  { type: 'phone', pattern: bounded('0\\d{9,11}'), base: 0.15, digits: 10, check: plan(CN_LANDLINE, /^$/) },
];

export const PT_PHONES: readonly Shape[] = [
  ...international('351', '\\d{2,3}[ -]?\\d{3}[ -]?\\d{3,4}', PT),
  { type: 'phone', pattern: bounded('[29]\\d{2} ?\\d{3} ?\\d{3}'), base: 0.2, digits: 9, check: plan(PT, /^$/) },
];

export const TW_PHONES: readonly Shape[] = [
  ...international('886', '\\(?0?\\)?\\d{1,2}[ -]?\\d{3,4}[ -]?\\d{3,4}', TW),
  { type: 'phone', pattern: bounded('09\\d{2}[ -]?\\d{3}[ -]?\\d{3}'), base: 0.35, digits: 10 },
];

/** Numbers of other countries: a plus sign and up to 15 digits (ITU-T E.164); the plan itself is not known here. */
export const OTHER_PHONES: readonly Shape[] = [
  // North America writes 3-3-4; anything else needs a label.
  { type: 'phone', pattern: bounded('(?:1[ .-])?\\(?[2-9]\\d{2}\\)?[ .-]\\d{3}[.-]\\d{4}'), base: 0.4, digits: 10 },
  {
    type: 'phone',
    pattern: bounded('\\+?\\(?\\d(?:[ .()-]{0,2}\\d){6,14}'),
    base: 0.15,
    digits: 7,
    needsCue: true,
    check: notADate,
  },
  {
    type: 'phone',
    pattern: bounded('\\+(?!853|852|86|351)[1-9]\\d{0,2}(?:[ .-]?\\(?\\d{1,5}\\)?){2,5}'),
    base: 0.5,
    digits: 8,
    check: (value) => (/^\d{8,15}$/.test(compact(value)) ? 'none' : 'drop'),
  },
];
