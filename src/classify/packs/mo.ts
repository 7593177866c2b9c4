/** Macau: resident identity card (BIR), taxpayer number, passport, plates, phones, places. The card's last digit has no public algorithm. */
import { bounded, list, MARK, type Pack } from './pack.ts';
import { MO_PHONES } from './phones.ts';

export const MO_PACK: Pack = {
  id: 'mo',
  version: 3,
  cues: [
    {
      role: 'label',
      types: ['mo_bir'],
      words: list(`澳門居民身份證 | 澳門身份證 | 澳門永久性居民身份證 | 澳門非永久性居民身份證 | 居民身份證編號 | BIR |
      B.I.R. | BIRM | BIR n.º | bilhete de identidade | bilhete de identidade de residente | n.º do BIR |
      Macau ID | Macau identity card | Macau resident identity card | Macao ID | Macao resident identity card | MO ID | MOID |
      non-permanent resident card | Macau resident ID`),
    },
    {
      role: 'label',
      types: ['mo_tax_number'],
      words:
        list(`納稅人編號 | 納稅人號碼 | 納稅編號 | 稅務編號 | 納稅人識別號 | 職業稅編號 | 營業稅檔案 | 稅號 | 場所登記編號 | 開業編號 | taxpayer number | taxpayer no |
      taxpayer ID | tax ID | tax identification number | TIN | Macau TIN | n.º de contribuinte | número de contribuinte |
      contribuinte n.º | contribuinte | NIF | número fiscal | cadastro fiscal | cadastro n.º | n.º de cadastro`),
    },
    { role: 'place', types: ['address'], words: ['澳門', '氹仔', '路環', '路氹'] },
  ],
  shapes: [
    { type: 'mo_bir', pattern: bounded('[157]\\d{6} ?\\( ?\\d ?\\)'), base: 0.55, digits: 8, marks: MARK.BRACKET },
    {
      type: 'mo_bir',
      pattern: bounded('[157][ ]?\\d{3}[ ]?\\d{3} ?\\( ?\\d ?\\)'),
      base: 0.5,
      digits: 8,
      marks: MARK.BRACKET,
    },
    { type: 'mo_bir', pattern: bounded('[157]/\\d{6}/\\d'), base: 0.5, digits: 8, marks: MARK.SLASH },
    { type: 'mo_bir', pattern: bounded('[157]\\d{6}[- ]?\\d(?! ?\\(\\d)'), base: 0.3, digits: 8, most: 8 },
    { type: 'mo_bir', pattern: bounded('[157](?: \\d){6} ?\\(? ?\\d ?\\)?'), base: 0.3, digits: 8, needsCue: true },
    {
      type: 'mo_bir',
      pattern: bounded('[157*](?=[\\d*xX]{6} ?\\()\\d{0,6}[*xX]{2,6}\\d{0,4} ?\\([\\d*xX]\\)'),
      base: 0.6,
      digits: 1,
      marks: MARK.BRACKET | MARK.MASK,
    },
    {
      type: 'mo_bir',
      pattern: bounded('[157](?=[\\d*xX]{7}(?![0-9*xX]))\\d{0,6}[*xX]{2,6}\\d{0,4}'),
      base: 0.2,
      digits: 2,
      marks: MARK.MASK,
      needsCue: true,
    },
    { type: 'mo_tax_number', pattern: bounded('[08]\\d{7}'), base: 0.25, digits: 8, most: 8, needsCue: true },
    { type: 'mo_tax_number', pattern: bounded('[157]\\d{7}'), base: 0.15, digits: 8, most: 8, needsCue: true },
    { type: 'passport', pattern: bounded('M[AB] ?\\d{7}'), base: 0.3, digits: 7, most: 7, marks: MARK.UPPER },
    {
      type: 'passport',
      pattern: bounded('M\\d{8}'),
      base: 0.15,
      digits: 8,
      most: 8,
      marks: MARK.UPPER,
      needsCue: 'own',
    },
    { type: 'vehicle_plate', pattern: bounded('[A-Z]{2}-\\d{2}-\\d{2}'), base: 0.3, digits: 4, marks: MARK.UPPER },
    {
      type: 'vehicle_plate',
      pattern: bounded('M[A-Z] ?\\d{2}[ -]?\\d{2}'),
      base: 0.2,
      digits: 4,
      marks: MARK.UPPER,
      needsCue: true,
    },
    ...MO_PHONES,
  ],
};
