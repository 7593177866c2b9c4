/** Hong Kong: identity card, business registration, passport, plates, phones, places. */
import { checkHkid } from './checks.ts';
import { bounded, list, MARK, type Pack } from './pack.ts';
import { HK_PHONES } from './phones.ts';

export const HK_PACK: Pack = {
  id: 'hk',
  version: 3,
  cues: [
    {
      role: 'label',
      types: ['hkid'],
      words:
        list(`香港身份證 | 香港居民身份證 | 香港永久性居民身份證 | 香港智能身份證 | HKID | HKID card | HKIC | HKID no |
      Hong Kong identity card | Hong Kong ID | HK ID | BI de Hong Kong | bilhete de identidade de Hong Kong`),
    },
    {
      role: 'label',
      types: ['hk_brn'],
      words:
        list(`商業登記 | 商業登記號碼 | 商業登記證號碼 | 商業登記證 | 商業登記編號 | 公司註冊編號 | 公司編號 | 註冊編號 | 唯一業務識別號 | 業務識別號 | BRN | brno | BR no | BR certificate | BR certificate no | BR cert no | 商業登記證書 | BR number |
      business registration | business registration no | business registration number | UBI | unique business identifier |
      company number | company registration number | CR no | registo comercial`),
    },
    { role: 'place', types: ['address'], words: ['香港', '九龍', '新界', '港島'] },
  ],
  shapes: [
    {
      type: 'hkid',
      pattern: bounded('[A-Z]{1,2} ?\\d{3} ?\\d{3} ?\\( ?[0-9A] ?\\)'),
      base: 0.34,
      digits: 6,
      marks: MARK.UPPER | MARK.BRACKET,
      check: checkHkid,
    },
    // Without brackets one in eleven product codes passes: a cue is needed to exceed 0.5, and for two letters one of its own.
    {
      type: 'hkid',
      pattern: bounded('[A-Z] ?\\d{6} ?-?[0-9A]'),
      base: -0.05,
      digits: 6,
      most: 7,
      marks: MARK.UPPER,
      check: checkHkid,
    },
    {
      type: 'hkid',
      pattern: bounded('(?!KJ|M[AB]|[CE][A-Z])[A-Z]{2}\\d{6}[0-9A]'),
      base: -0.05,
      digits: 6,
      most: 7,
      marks: MARK.UPPER,
      needsCue: true,
      check: checkHkid,
    },
    {
      type: 'hkid',
      pattern: bounded('[A-Z]{2} ?\\d{6} ?-?[0-9A]'),
      base: -0.05,
      digits: 6,
      most: 7,
      marks: MARK.UPPER,
      needsCue: 'own',
      check: checkHkid,
    },
    {
      type: 'hkid',
      pattern: bounded('[A-Z]{1,2} ?(?=[\\d*xX]{6} ?\\()\\d{0,5}[*xX]{2,6}\\d{0,4} ?\\([0-9A*xX]\\)'),
      base: 0.65,
      digits: 0,
      marks: MARK.UPPER | MARK.BRACKET | MARK.MASK,
    },
    {
      type: 'hkid',
      pattern: bounded('[A-Z]{1,2}(?=[\\d*xX]{6,7}(?![0-9A-Za-z*]))\\d{1,5}[*xX]{2,6}\\d{0,4}'),
      base: 0.2,
      digits: 1,
      marks: MARK.UPPER | MARK.MASK,
      needsCue: true,
    },
    {
      type: 'hk_brn',
      pattern: bounded('\\d{8}-\\d{3}-\\d{2}-\\d{2}-[0-9A-Z]'),
      base: 0.75,
      digits: 15,
      marks: MARK.HYPHEN,
    },
    {
      type: 'hk_brn',
      pattern: bounded('[CF]?\\d{7,8}'),
      base: 0.2,
      digits: 7,
      most: 8,
      needsCue: true,
      check: (value) => (/^(?:\d{8}|[CF]\d{7})$/.test(value) ? 'none' : 'never'),
    },
    { type: 'passport', pattern: bounded('K(?:\\d{8}|J ?\\d{7})'), base: 0.25, digits: 7, most: 8, marks: MARK.UPPER },
    {
      type: 'passport',
      pattern: bounded('H\\d{8}'),
      base: 0.15,
      digits: 8,
      most: 8,
      marks: MARK.UPPER,
      needsCue: 'own',
    },
    {
      type: 'vehicle_plate',
      pattern: bounded('[A-HJ-NP-Z]{2} ?\\d{1,4}'),
      base: 0.2,
      digits: 1,
      most: 4,
      marks: MARK.UPPER,
      needsCue: true,
    },
    ...HK_PHONES,
  ],
};
