/** Portugal: tax number, citizen card, passport, phones; Portuguese cue words that belong to no other pack. */
import { checkPtCc, checkPtNif } from './checks.ts';
import { list, bounded, type Pack } from './pack.ts';
import { PT_PHONES } from './phones.ts';

export const PT_PACK: Pack = {
  id: 'pt',
  version: 1,
  cues: [
    {
      role: 'label',
      types: ['pt_nif'],
      words: list(`NIF | n.º de contribuinte | número de contribuinte | contribuinte | número fiscal | tax number |
      納稅人編號 | 稅務編號`),
    },
    { role: 'label', types: ['pt_cc'], words: ['cartão de cidadão', 'citizen card', 'n.º do CC', '公民卡'] },
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
      pattern: bounded('(?:PT ?)?[12356789]\\d{2} ?\\d{3} ?\\d{3}'),
      base: -0.2,
      digits: 9,
      check: (value) => checkPtNif(value.replace(/^PT/, '')),
    },
    { type: 'pt_cc', pattern: bounded('\\d{8} ?\\d ?[A-Z0-9]{2}\\d'), base: 0.35, digits: 10, check: checkPtCc },
    { type: 'passport', pattern: bounded('[A-Z]{1,2}\\d{6}'), base: 0.2, digits: 6, needsCue: true },
    {
      type: 'vehicle_plate',
      pattern: bounded('(?:[A-Z]{2}-\\d{2}-[A-Z]{2}|\\d{2}-[A-Z]{2}-\\d{2}|\\d{2}-\\d{2}-[A-Z]{2})'),
      base: 0.2,
      digits: 2,
      needsCue: true,
    },
    ...PT_PHONES,
  ],
};
