/** Hong Kong: identity card, passport, phones, places. */
import { checkHkid } from './checks.ts';
import { list, bounded, type Pack } from './pack.ts';
import { HK_PHONES } from './phones.ts';

export const HK_PACK: Pack = {
  id: 'hk',
  version: 1,
  cues: [
    {
      role: 'label',
      types: ['hkid'],
      words: list(`香港身份證 | 香港居民身份證 | 香港永久性居民身份證 | HKID | HKID card | Hong Kong identity card |
      Hong Kong ID`),
    },
    { role: 'place', types: ['address'], words: ['香港', '九龍', '新界', '港島'] },
  ],
  shapes: [
    {
      type: 'hkid',
      pattern: bounded('[A-Z]{1,2} ?\\d{3} ?\\d{3} ?\\([0-9A]\\)'),
      base: 0.35,
      digits: 6,
      check: checkHkid,
    },
    // Without brackets one in eleven product codes passes: a cue is needed to exceed 0.5.
    { type: 'hkid', pattern: bounded('[A-Z]{1,2}\\d{6}[0-9A]'), base: -0.05, digits: 6, check: checkHkid },
    { type: 'passport', pattern: bounded('K(?:\\d{8}|J\\d{7})'), base: 0.2, digits: 7, needsCue: true },
    {
      type: 'vehicle_plate',
      pattern: bounded('[A-HJ-NP-Z]{2} ?\\d{1,4}'),
      base: 0.2,
      digits: 1,
      needsCue: true,
    },
    ...HK_PHONES,
  ],
};
