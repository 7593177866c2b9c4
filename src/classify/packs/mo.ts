/** Macau: resident identity card (BIR), passport, phones, places. The card's last digit has no public algorithm. */
import { list, bounded, type Pack } from './pack.ts';
import { MO_PHONES } from './phones.ts';

export const MO_PACK: Pack = {
  id: 'mo',
  version: 1,
  cues: [
    {
      role: 'label',
      types: ['mo_bir'],
      words: list(`澳門居民身份證 | 澳門身份證 | 澳門永久性居民身份證 | BIR | bilhete de identidade | Macau ID |
      Macau identity card`),
    },
    { role: 'place', types: ['address'], words: ['澳門', '氹仔', '路環', '路氹'] },
  ],
  shapes: [
    { type: 'mo_bir', pattern: bounded('[157]\\d{6} ?\\(\\d\\)'), base: 0.45, digits: 8 },
    { type: 'mo_bir', pattern: bounded('[157]/\\d{6}/\\d'), base: 0.4, digits: 8 },
    { type: 'mo_bir', pattern: bounded('[157]\\d{7}(?! ?\\(\\d)'), base: 0.2, digits: 8, needsCue: true },
    { type: 'passport', pattern: bounded('M[AB]\\d{7}'), base: 0.25, digits: 7 },
    { type: 'passport', pattern: bounded('M\\d{8}'), base: 0.15, digits: 8, needsCue: true },
    { type: 'vehicle_plate', pattern: bounded('[A-Z]{2}-\\d{2}-\\d{2}'), base: 0.2, digits: 4, needsCue: true },
    ...MO_PHONES,
  ],
};
