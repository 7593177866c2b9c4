/** Mainland China: resident identity number, permits, passport, company code, plates, phones, places. */
import { checkCnResidentId, checkUscc } from './checks.ts';
import { list, bounded, type Pack } from './pack.ts';
import { CN_PHONES } from './phones.ts';

export const CN_PACK: Pack = {
  id: 'cn',
  version: 1,
  cues: [
    {
      role: 'label',
      types: ['cn_resident_id'],
      words: list(
        `居民身份證 | 公民身份號碼 | 公民身份證 | 二代身份證 | resident identity card | PRC ID | 外國人永久居留`,
      ),
    },
    {
      role: 'label',
      types: ['home_return_permit'],
      words: list(`回鄉證 | 回鄉卡 | 來往內地通行證 | 通行證 | 台胞證 | 往來港澳通行證 | 往來台灣通行證 |
      home return permit | mainland travel permit | salvo-conduto`),
    },
    {
      role: 'label',
      types: ['cn_uscc'],
      words: list(`統一社會信用代碼 | 社會信用代碼 | 信用代碼 | USCC | unified social credit code`),
    },
    {
      role: 'place',
      types: ['address'],
      words: list(`北京市 | 上海市 | 天津市 | 重慶市 | 廣東省 | 珠海市 | 廣州市 | 深圳市 | 中山市 | 江門市 | 東莞市 |
      佛山市 | 惠州市 | 橫琴`),
    },
  ],
  shapes: [
    {
      type: 'cn_resident_id',
      pattern: bounded('[1-9]\\d{5} ?\\d{8} ?\\d{3}[\\dXx]'),
      base: 0.4,
      digits: 17,
      check: checkCnResidentId,
    },
    {
      type: 'cn_resident_id',
      pattern: bounded('[1-9]\\d{14}'),
      base: 0.25,
      digits: 15,
      check: checkCnResidentId,
    },
    { type: 'cn_resident_id', pattern: bounded('[A-Z]{3}\\d{12}'), base: 0.2, digits: 12, needsCue: true },
    {
      type: 'cn_uscc',
      pattern: bounded('[159ANY][1-39]\\d{6}[0-9A-HJ-NPQRTUWXY]{10}'),
      base: 0.35,
      digits: 8,
      check: checkUscc,
    },
    { type: 'passport', pattern: bounded('E[0-9A-HJ-NP-Z]\\d{7}'), base: 0.2, digits: 7, needsCue: true },
    { type: 'passport', pattern: bounded('(?:G\\d{8}|[DSP]E?\\d{7,8})'), base: 0.15, digits: 7, needsCue: true },
    { type: 'home_return_permit', pattern: bounded('[HM]\\d{10}'), base: 0.35, digits: 10 },
    { type: 'home_return_permit', pattern: bounded('[HM]\\d{8}'), base: 0.25, digits: 8, needsCue: true },
    {
      type: 'home_return_permit',
      pattern: bounded('(?:C[A-HJ-NP-Z]?|[WLT])\\d{7,8}'),
      base: 0.2,
      digits: 7,
      needsCue: true,
    },
    ...CN_PHONES,
  ],
};
