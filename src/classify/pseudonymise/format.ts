/**
 * Pseudonyms that keep the form of a value and are nobody's: where a number has a check digit, it is wrong; where it has none, it begins as
 * no issuer lets it begin. Addresses end in a name that never exists (RFC 2606), network addresses are those of documentation (RFC 5737).
 */
import type { FindingType } from '../../model/classification.ts';
import {
  checkBankCard,
  checkCnResidentId,
  checkHkid,
  checkPtCc,
  checkPtNif,
  checkTwId,
  checkUscc,
} from '../packs/checks.ts';
import type { Verdict } from '../packs/pack.ts';
import type { Draw } from './keyed.ts';
import { inventCharacter, inventName } from './names.ts';

/** A column that the person chose and in which nothing known was found is `other`. */
export type ValueType = FindingType | 'other';

const CHECKS: Partial<Record<ValueType, (value: string) => Verdict>> = {
  hkid: checkHkid,
  tw_id: checkTwId,
  pt_nif: checkPtNif,
  pt_cc: checkPtCc,
  cn_uscc: checkUscc,
  cn_resident_id: checkCnResidentId,
  bank_card: checkBankCard,
};

/** Without a public check digit: two zeros at the beginning, and letters that issuers avoid because they look like figures. */
const BY_BEGINNING: ReadonlySet<ValueType> = new Set<ValueType>([
  'mo_bir',
  'passport',
  'home_return_permit',
  'travel_permit',
  'bank_account',
  'vehicle_plate',
  'mo_tax_number',
  'hk_brn',
  'us_ssn',
  'cn_resident_id',
  'bank_card',
  'qq_id',
]);

/** Kinds of values that have a form worth keeping; of the others only the name of the type is left, and which of them it is. */
const FORMED: ReadonlySet<ValueType> = new Set<ValueType>([
  'person_name', 'phone', 'email', 'hkid', 'mo_bir', 'cn_resident_id', 'tw_id', 'pt_nif', 'pt_cc', 'passport', 'home_return_permit', 'travel_permit', 'bank_account', 'bank_card', 'iban', 'cn_uscc', 'vehicle_plate', 'wechat_id', 'alipay_id', 'qq_id', 'us_ssn', 'mo_tax_number', 'hk_brn', 'ip_address', 'salary', 'personal_amount', 'financial_figure', 'date_of_birth', 'other',
]); // biome-ignore format: a list reads better in rows

/** Names are drawn from a list that ends; after so many attempts they get longer. */
const SHORT_NAMES = 12;

/** Returns a pseudonym in the form of `value`. Whether it is taken already is for the caller to see. */
export function formatKept(draw: Draw, type: ValueType, value: string, attempt: number): string {
  if (!FORMED.has(type)) return labelled(draw, type);
  if (type === 'person_name') return inventName(draw, value, attempt >= SHORT_NAMES);
  if (type === 'email' || (type !== 'phone' && value.includes('@'))) return `p${code(draw, 8)}@example.invalid`;
  if (type === 'phone') return phone(draw, value);
  if (type === 'iban') return keepForm(draw, value).replace(/^([A-Z]{2}\s?)(?:\s?\d){2}/i, `${value.slice(0, 2)}00`);
  if (type === 'ip_address')
    return value.includes('.') ? `198.51.100.${1 + draw.number(254)}` : `2001:db8::${code(draw, 4)}`;
  if (type === 'wechat_id' || type === 'alipay_id') return `p_${code(draw, 8)}`;
  if (type === 'cn_resident_id' && /x$/i.test(value)) return formatKept(draw, type, value.replace(/x$/i, '0'), attempt);
  const form = BY_BEGINNING.has(type) ? beginNowhere(keepForm(draw, value)) : keepForm(draw, value);
  return withWrongCheck(form, CHECKS[type]);
}

/** `[address 7fk2]`: says what it was, and that two of them are the same one. */
export function labelled(draw: Draw, type: ValueType, length = 4): string {
  return `[${type} ${code(draw, length)}]`;
}

/** Figures stay figures, letters letters of the same case, Chinese characters Chinese; everything else stays. */
function keepForm(draw: Draw, value: string): string {
  let isFirst = true;
  return Array.from(value, (char) => {
    if (/[0-9０-９]/.test(char)) {
      // A number that begins with zero would be another kind of number.
      const digit = isFirst && char !== '0' ? 1 + draw.number(9) : draw.number(10);
      isFirst = false;
      return String(digit);
    }
    if (/[a-z]/.test(char)) return String.fromCharCode(0x61 + draw.number(26));
    if (/[A-Z]/.test(char)) return String.fromCharCode(0x41 + draw.number(26));
    if (/[\u3400-\u9fff]/.test(char)) return inventCharacter(draw);
    return /\p{L}/u.test(char) ? String.fromCharCode(0x61 + draw.number(26)) : char;
  }).join('');
}

function beginNowhere(form: string): string {
  let zeros = 0;
  return form.replace(/[0-9A-Za-z]/g, (char) => {
    if (/[A-Z]/.test(char)) return 'O';
    if (/[a-z]/.test(char)) return 'o';
    zeros += 1;
    return zeros <= 2 ? '0' : char;
  });
}

/** The last figure is moved on until the check fails. One step is enough for every one of these checks. */
function withWrongCheck(form: string, check: ((value: string) => Verdict) | undefined): string {
  if (check === undefined || check(form) !== 'ok') return form;
  return form.replace(/([0-9A-Z])([^0-9A-Z]*)$/i, (_all, last: string, rest: string) =>
    /\d/.test(last) ? `${(Number(last) + 1) % 10}${rest}` : `0${rest}`,
  );
}

/** The code of the country stays. No subscriber's number begins with two zeros, which call abroad wherever there are numbers. */
function phone(draw: Draw, value: string): string {
  const prefix = /^\s*(?:\+|00)(?:85[23]|886|86|351|1|44|6\d|55|\d{2})(?=\D|\d{6})[\s-]*/.exec(value)?.[0] ?? '';
  return prefix + beginNowhere(keepForm(draw, value.slice(prefix.length)));
}

/** Letters and figures that nobody mistakes for each other. */
function code(draw: Draw, length: number): string {
  return Array.from({ length }, () => draw.pick(Array.from('23456789abcdefghjkmnpqrstuvwxyz'))).join('');
}
