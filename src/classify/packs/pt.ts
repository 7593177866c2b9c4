/** Portugal: tax number, citizen card, passport, phones; Portuguese cue words that belong to no other pack. */
import { checkPtCc, checkPtNif } from './checks.ts';
import { bounded, list, MARK, type Pack } from './pack.ts';
import { PT_PHONES } from './phones.ts';

export const PT_PACK: Pack = {
  id: 'pt',
  version: 3,
  cues: [
    {
      role: 'label',
      types: ['pt_nif'],
      words:
        list(`NIF | N.I.F. | NIF n.º | NIPC | n.º de contribuinte | número de contribuinte | contribuinte | contribuinte n.º | n.º fiscal |
      número fiscal | número de identificação fiscal | identificação fiscal | tax number | tax ID | tax identification number | VAT no | VAT number |
      納稅人編號 | 稅務編號 | 納稅人號碼 | 稅號 | 税务识别号`),
    },
    {
      role: 'label',
      types: ['pt_cc'],
      words: list(
        `cartão de cidadão | cartão do cidadão | citizen card | citizen's card | n.º do CC | CC n.º | C.C. n.º | cartão cidadão | cartaocidadao | 公民卡 | 葡國公民卡 | 葡萄牙公民證 | 公民證`,
      ),
    },
    {
      role: 'place',
      types: ['address'],
      words: list(`Rua | Avenida | Av. | Travessa | Estrada | Largo | Praça | Calçada | Beco | Alameda`),
    },
  ],
  shapes: [
    // One in eleven numbers of nine digits passes: the check alone stays low.
    {
      type: 'pt_nif',
      pattern: bounded('(?:PT ?)?[12356789]\\d{2}[ .]?\\d{3}[ .]?\\d{3}'),
      base: -0.2,
      digits: 9,
      most: 9,
      check: (value) => checkPtNif(value.replace(/^PT/, '')),
    },
    {
      type: 'pt_nif',
      pattern: bounded('[1235689]\\d{0,3}[*xX]{3,6}\\d{0,4}'),
      base: 0.2,
      digits: 2,
      marks: MARK.MASK,
      needsCue: true,
      check: (value) => (value.length === 9 ? 'none' : 'never'),
    },
    {
      type: 'pt_cc',
      pattern: bounded('\\d{8}[ -]?\\d[ -]?[A-Z0-9]{2}\\d'),
      base: 0.35,
      digits: 10,
      most: 12,
      marks: MARK.UPPER,
      check: checkPtCc,
    },
    { type: 'pt_cc', pattern: bounded('\\d{8}[ -]?\\d?'), base: 0.15, digits: 8, most: 9, needsCue: 'own' },
    {
      type: 'passport',
      pattern: bounded('[A-Z]{1,2} ?\\d{6}'),
      base: 0.2,
      digits: 6,
      most: 6,
      marks: MARK.UPPER,
      needsCue: true,
    },
    {
      type: 'vehicle_plate',
      pattern: bounded(
        '(?:[A-Z]{2}[- ]\\d{2}[- ][A-Z]{2}|\\d{2}[- ][A-Z]{2}[- ]\\d{2}|\\d{2}[- ]\\d{2}[- ][A-Z]{2}|[A-Z]{2}[- ]\\d{2}[- ]\\d{2})',
      ),
      base: 0.2,
      digits: 2,
      marks: MARK.UPPER,
      needsCue: true,
    },
    ...PT_PHONES,
  ],
};
