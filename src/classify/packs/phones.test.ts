import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { classifyText } from '../classify.ts';
import { PHONE_PLANS } from './phones.ts';

const PLANS = [
  ['MO', '+853', /^[268][0-9]{7}$/],
  ['HK', '+852', /^[2-9][0-9]{7}$/],
  ['CN', '+86', /^1[3-9][0-9]{9}$/],
  ['CN', '+86', /^(?:10|2[0-9]|7[0-9]{2}|5[0-9]{2})[2-8][0-9]{7}$/],
  ['PT', '+351', /^[29][0-9]{8}$/],
  ['TW', '+886', /^9[0-9]{8}$/],
  ['TW', '+886', /^[2-8][0-9]{7}$/],
] as const;

function isOf(international: string): boolean {
  const kind = parsePhoneNumberFromString(international)?.getType();
  return kind === 'MOBILE' || kind === 'FIXED_LINE' || kind === 'FIXED_LINE_OR_MOBILE';
}

it.each(PLANS)(
  'the plan of %s (%s) has every number of a person or an office that libphonenumber has',
  (country, code, shape) => {
    fc.assert(
      fc.property(fc.stringMatching(shape), (national) => {
        if (isOf(code + national)) expect(PHONE_PLANS[country].test(national), national).toBe(true);
      }),
      { numRuns: 600 },
    );
  },
);

it('the plan of Macau has no number that libphonenumber does not have', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[268][0-9]{7}$/), (national) => {
      expect(PHONE_PLANS.MO.test(national), national).toBe(isOf(`+853${national}`));
    }),
    { numRuns: 600 },
  );
});

it.each(PLANS)(
  'a number of %s (%s) is found with its country code, and without it beside a label',
  (_, code, shape) => {
    fc.assert(
      fc.property(fc.stringMatching(shape), fc.constantFrom(' ', '-', ''), (national, gap) => {
        if (!isOf(code + national)) return;
        const abroad = classifyText(`請打 ${code}${gap}${national} 找我`).findings;
        expect(abroad, code + gap + national).toContainEqual(
          expect.objectContaining({ type: 'phone', start: 3, end: 3 + code.length + gap.length + national.length }),
        );
        const trunk = (code === '+86' && !national.startsWith('1')) || code === '+886' ? '0' : '';
        const labelled = classifyText(`聯絡電話：${trunk}${national}`).findings;
        expect(
          labelled.some(({ type, start, score }) => type === 'phone' && start === 5 && score >= 0.5),
          national,
        ).toBe(true);
      }),
      { numRuns: 60 },
    );
  },
);
