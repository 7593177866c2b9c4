/** Check digits. Each function gets a value as it stands in the text and judges the arithmetic, never the context. */
import { isDigit } from '../scan/chars.ts';
import { compact, type Verdict } from './pack.ts';

const PRC_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/** First two digits of an administrative division (GB/T 2260), residence permits of HK, MO, TW residents (81-83), foreigners (9x). */
const PRC_REGION = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|9\d)/;

/** The sum of the leading digits of `text` times the weights; NaN when one of them is no digit. */
function weighted(text: string, weights: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < weights.length && i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    sum += isDigit(code) ? (weights[i] ?? 0) * (code - 0x30) : Number.NaN;
  }
  return sum;
}

function isDate(year: number, month: number, day: number): boolean {
  if (year < 1850 || year > 2099 || month < 1 || month > 12 || day < 1) return false;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1;
}

/** PRC resident identity number, 18 characters (GB 11643-1999, ISO 7064 MOD 11-2) or 15 digits without a check digit. */
export function checkCnResidentId(value: string): Verdict {
  const id = compact(value);
  if (!PRC_REGION.test(id)) return 'drop';
  if (id.length === 15) {
    return isDate(1900 + Number(id.slice(6, 8)), Number(id.slice(8, 10)), Number(id.slice(10, 12))) ? 'none' : 'drop';
  }
  // Cards of foreign permanent residents (2023 version) begin with 9 and have the date of birth one place later.
  const at = id.startsWith('9') ? 7 : 6;
  const born = isDate(Number(id.slice(at, at + 4)), Number(id.slice(at + 4, at + 6)), Number(id.slice(at + 6, at + 8)));
  if (!born) return 'drop';
  return '10X98765432'[weighted(id, PRC_WEIGHTS) % 11] === id[17] ? 'ok' : 'fail';
}

/** Value of a letter as in HKID, MRZ and Portugal's card: A = 10 ... Z = 35. */
function letterValue(char: string): number {
  return Number.parseInt(char, 36);
}

/** Hong Kong identity card: weights 9 to 2 over two letters (a missing one counts 36) and six digits, modulo 11. */
export function checkHkid(value: string): Verdict {
  const id = compact(value).padStart(9, ' ');
  let sum = 0;
  for (let i = 0; i < 8; i += 1) sum += (9 - i) * (id[i] === ' ' ? 36 : letterValue(id[i] ?? '0'));
  const expected = (11 - (sum % 11)) % 11;
  return (expected === 10 ? 'A' : String(expected)) === id[8] ? 'ok' : 'fail';
}

const TW_LETTERS = 'ABCDEFGHJKLMNPQRSTUVXYWZIO';

/** Taiwan identity number and resident certificate, both generations (second character 1, 2, 8, 9 or A-D). */
export function checkTwId(value: string): Verdict {
  const id = compact(value);
  const first = 10 + TW_LETTERS.indexOf(id[0] ?? '');
  const secondIsLetter = /[A-D]/.test(id[1] ?? '');
  const second = secondIsLetter ? (10 + TW_LETTERS.indexOf(id[1] ?? '')) % 10 : Number(id[1]);
  let sum = Math.floor(first / 10) + (first % 10) * 9 + second * 8;
  for (let i = 2; i < 9; i += 1) sum += Number(id[i]) * (9 - i);
  return (sum + Number(id[9])) % 10 === 0 ? 'ok' : 'fail';
}

/** Portuguese tax number: weights 9 to 2, modulo 11. */
export function checkPtNif(value: string): Verdict {
  const nif = compact(value);
  const rest = weighted(nif, [9, 8, 7, 6, 5, 4, 3, 2]) % 11;
  return (rest < 2 ? 0 : 11 - rest) === Number(nif[8]) ? 'ok' : 'fail';
}

/** Portuguese citizen card: Luhn over twelve characters, letters as 10 to 35, every second from the left doubled. */
export function checkPtCc(value: string): Verdict {
  const card = compact(value);
  if (!/[A-Z]/.test(card)) return 'drop';
  let sum = 0;
  for (let i = 0; i < 12; i += 1) {
    let digit = letterValue(card[i] ?? '0');
    if (i % 2 === 0) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return sum % 10 === 0 ? 'ok' : 'fail';
}

/** Ranges of issuers with the lengths that they issue (ISO/IEC 7812; the schemes' published ranges). */
const IIN = new RegExp(
  `^(?:${[
    '62\\d{14,17}', // UnionPay
    '4\\d{12}(?:\\d{3}){0,2}', // Visa
    '(?:5[1-5]\\d\\d|222[1-9]|22[3-9]\\d|2[3-6]\\d\\d|27[01]\\d|2720)\\d{12}', // Mastercard
    '3[47]\\d{13}', // American Express
    '35\\d{14}|(?:2131|1800)\\d{11}', // JCB
    '(?:6011|64[4-9]\\d|65\\d\\d)\\d{12}', // Discover
    '3(?:0[0-5]|[689]\\d)\\d{11}', // Diners Club
    '(?:5018|5020|5038|6304|67\\d\\d)\\d{8,15}', // Maestro
  ].join('|')})$`,
);

/** What cards look like today; the older and shorter ranges are met less often than numbers that only look like them. */
const USUAL = /^(?:62\d{14,17}|4\d{15}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|35\d{14}|6(?:011|4[4-9]\d|5\d\d)\d{12})$/;

/** One word, fours, or the 4-6-5 and 6-… of embossed cards: other groups are numbers of something else. */
const GROUPED =
  /^(?:\d{13,19}|\d{4}(?:[ -]\d{4}){2,3}(?:[ -]\d{1,4})?|\d{4}[ -]\d{6}[ -]\d{5}|\d{6}[ -]\d{9,13}|\d{8}[ -]\d{8})$/;

/** Bank card of an issuer range and length in common use. */
export function checkUsualCard(value: string): Verdict {
  return GROUPED.test(value) && USUAL.test(compact(value)) ? checkBankCard(value) : 'drop';
}

/** Bank card: known issuer range, not one repeated digit, Luhn (ISO/IEC 7812-1). */
export function checkBankCard(value: string): Verdict {
  const card = compact(value);
  if (!IIN.test(card) || /^(\d)\1+$/.test(card)) return 'drop';
  return luhn(card) ? 'ok' : 'fail';
}

/** A card of an issuer that is not known here: nothing but Luhn speaks for it. */
export function checkLuhn(value: string): Verdict {
  const card = compact(value);
  return !/^(\d)\1+$/.test(card) && luhn(card) ? 'ok' : 'drop';
}

/** ISO/IEC 7812-1 annex B: every second digit from the right is doubled. */
function luhn(card: string): boolean {
  let sum = 0;
  for (let i = 0; i < card.length; i += 1) {
    const digit = card.charCodeAt(i) - 0x30;
    const doubled = (card.length - i) % 2 === 0 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** Lengths of national account numbers; a code that is not here has no IBAN (Hong Kong, Macau and mainland China have none). */
const IBAN_LENGTHS: Readonly<Record<string, number>> = {
  AD: 24, AE: 23, AT: 20, AZ: 28, BE: 16, BG: 22, BR: 29, CH: 21, CY: 28, CZ: 24, DE: 22, DK: 18, EE: 20, ES: 24, FI: 18,
  FR: 27, GB: 22, GR: 27, HR: 21, HU: 28, IE: 22, IL: 23, IS: 26, IT: 27, LI: 21, LT: 20, LU: 20, LV: 21, MC: 27, MT: 31,
  NL: 18, NO: 15, PL: 28, PT: 25, RO: 24, SA: 24, SE: 24, SI: 19, SK: 24, SM: 27, TL: 23, TR: 26, UA: 29,
}; // biome-ignore format: a table reads better in rows

/** International bank account number (ISO 13616): length of the country, remainder 1 modulo 97. */
export function checkIban(value: string): Verdict {
  const iban = compact(value);
  if (IBAN_LENGTHS[iban.slice(0, 2)] !== iban.length) return 'drop';
  let rest = 0;
  for (const char of iban.slice(4) + iban.slice(0, 4)) {
    const digit = letterValue(char);
    rest = (rest * (digit > 9 ? 100 : 10) + digit) % 97;
  }
  return rest === 1 ? 'ok' : 'fail';
}

const USCC_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** Unified social credit code (GB 32100-2015): powers of 3 modulo 31. */
export function checkUscc(value: string): Verdict {
  const code = compact(value);
  let sum = 0;
  let weight = 1;
  for (let i = 0; i < 17; i += 1) {
    const digit = USCC_ALPHABET.indexOf(code[i] ?? '');
    if (digit < 0) return 'drop';
    sum += digit * weight;
    weight = (weight * 3) % 31;
  }
  if (!PRC_REGION.test(code.slice(2))) return 'drop';
  if (USCC_ALPHABET[(31 - (sum % 31)) % 31] !== code[17]) return 'fail';
  // One in 31 identity numbers passes as well.
  return checkCnResidentId(code) === 'ok' ? 'drop' : 'ok';
}

/** Check digit of a field of a machine-readable zone (ICAO 9303 part 3): weights 7 3 1, `<` counts 0. */
export function mrzDigit(field: string): string {
  let sum = 0;
  for (let i = 0; i < field.length; i += 1) {
    const char = field[i] ?? '<';
    sum += (char === '<' ? 0 : letterValue(char)) * ([7, 3, 1][i % 3] ?? 0);
  }
  return String(sum % 10);
}

/** `never` for a date, a time stamp or a range of years, which are no accounts and no phones. */
export function notADate(value: string): Verdict {
  return /^(?:(?:19|20)\d{2}[- ./]?\d{1,2}[- ./]\d{1,2}(?!\d)|\d{1,2}[-./]\d{1,2}[-./](?:19|20)\d{2}|(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:$|[- ])|(?:19|20)\d{2} ?[-/] ?(?:19|20)\d{2}$)/.test(
    value,
  )
    ? 'never'
    : 'none';
}

/** Areas that were never issued or are no social security numbers (SSA: 000, 666, 900 and up; group 00; serial 0000). */
export function checkUsSsn(value: string): Verdict {
  return /^(?:000|666|9)|^...-?00|0000$/.test(value) ? 'never' : 'none';
}

/** Four octets up to 255; not the machine's own and no netmask. Numbers of sections and versions (1.2.3.4) count only under a label. */
export function checkIpv4(value: string): Verdict {
  const octets = value.split('.').map(Number);
  if (octets.some((octet) => octet > 255) || /(?:^|\.)0\d/.test(value)) return 'never';
  if (
    octets.every((octet) => octet === 0) ||
    /^(?:127\.0\.0\.1|255(?:\.(?:0|128|192|224|24[08]|25[245])){3})$/.test(value)
  )
    return 'never';
  return octets.every((octet) => octet < 20) ? 'drop' : 'none';
}
