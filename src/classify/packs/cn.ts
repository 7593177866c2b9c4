/** Mainland China: resident identity number, permits, passport, company code, plates, phones, places. */
import { checkCnResidentId, checkUscc } from './checks.ts';
import { bounded, list, MARK, type Pack } from './pack.ts';
import { CN_PHONES } from './phones.ts';

const { UPPER, MASK } = MARK;

export const CN_PACK: Pack = {
  id: 'cn',
  version: 3,
  cues: [
    {
      role: 'label',
      types: ['cn_resident_id'],
      words: list(
        `居民身份證 | 居民身份證號 | 居民身份證號碼 | 公民身份號碼 | 公民身份證 | 二代身份證 | 社保號 | 社保號碼 | 社會保障號碼 | 社會保障號 | 內地身份證 | 中國身份證 | 大陸身份證 | 國內身份證 | 居住證 | 居住證號 | 港澳居民居住證 |
         港澳台居民居住證 | 永久居留 | 外國人永久居留 | 永居證 | resident identity card | resident ID | PRC ID | PRC resident ID | Chinese ID | Mainland ID | China ID |
         residence permit | permanent residence card | BI da RPC`,
      ),
    },
    {
      role: 'label',
      types: ['home_return_permit'],
      words:
        list(`回鄉證 | 回鄉證號 | 回鄉證號碼 | 回鄉卡 | 來往內地通行證 | 港澳居民來往內地通行證 | 港澳通行證 | 通行證 | 通行證號 | 通行證號碼 |
      home return permit | home-return permit | HRP | home visit permit | mainland travel permit | travel permit | salvo-conduto | permit no`),
    },
    {
      role: 'label',
      types: ['travel_permit'],
      words:
        list(`往來港澳通行證 | 往來港澳 | 港澳通行證 | 雙程證 | 往來台灣通行證 | 大通證 | 台胞證 | 台胞證號 | 台灣居民來往大陸通行證 | 來往大陸通行證 | 通行證 | 通行證號 | 通行證號碼 |
      exit-entry permit | two-way permit | exit entry permit | EEP | mainland travel permit for taiwan residents | taiwan compatriot permit |
      travel permit to Hong Kong and Macau | travel permit | travel permit for Taiwan | salvo-conduto | permit no`),
    },
    {
      role: 'label',
      types: ['cn_uscc'],
      words:
        list(`統一社會信用代碼 | 社會信用代碼 | 信用代碼 | 納稅人識別號 | 稅號 | 營業執照號 | 統一代碼 | USCC | USCI | unified social credit code | unified social credit identifier | social credit code |
        código unificado de crédito social | código de crédito social`),
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
      most: 18,
      check: checkCnResidentId,
    },
    {
      type: 'cn_resident_id',
      pattern: bounded('[1-9](?:[ -]?\\d){16}[ -]?[\\dXx]'),
      base: 0.2,
      digits: 17,
      most: 18,
      check: checkCnResidentId,
    },
    {
      type: 'cn_resident_id',
      pattern: bounded('[1-9]\\d{14}'),
      base: 0.3,
      digits: 15,
      most: 15,
      check: checkCnResidentId,
    },
    {
      type: 'cn_resident_id',
      pattern: bounded('[A-Z]{3}\\d{12}'),
      base: 0.2,
      digits: 12,
      most: 12,
      marks: UPPER,
      needsCue: true,
    },
    {
      type: 'cn_resident_id',
      pattern: bounded('[1-9](?=[\\d*xX]{14,17}(?![0-9A-Za-z*]))\\d{0,13}[*xX]{4,16}[\\dXx]{0,6}'),
      base: 0.6,
      digits: 1,
      marks: MASK,
      check: (value) => (value.length === 18 || value.length === 15 ? 'none' : 'never'),
    },
    {
      type: 'cn_uscc',
      pattern: bounded('[159ANY][1-59]\\d{6}[0-9A-HJ-NPQRTUWXY]{10}'),
      base: 0.35,
      digits: 8,
      most: 18,
      check: checkUscc,
    },
    { type: 'passport', pattern: bounded('E[A-HJ-NP-Z]\\d{7}'), base: 0.25, digits: 7, most: 7, marks: UPPER },
    { type: 'passport', pattern: bounded('E ?\\d{8}'), base: 0.25, digits: 8, most: 8, marks: UPPER, needsCue: true },
    {
      type: 'passport',
      pattern: bounded('(?:G\\d{8}|[DSP]E?\\d{7,8})'),
      base: 0.2,
      digits: 7,
      most: 8,
      marks: UPPER,
      needsCue: true,
    },
    {
      type: 'passport',
      pattern: bounded('[EGKMHDSP][A-Z]?\\d{1,4}[*xX]{3,5}\\d{1,4}'),
      base: 0.25,
      digits: 2,
      marks: UPPER | MASK,
      needsCue: true,
    },
    {
      type: 'home_return_permit',
      pattern: bounded('[HM] ?\\d{8} ?\\d{2}'),
      base: 0.4,
      digits: 10,
      most: 10,
      marks: UPPER,
    },
    { type: 'home_return_permit', pattern: bounded('[HM] ?\\d{8}'), base: 0.3, digits: 8, most: 8, marks: UPPER },
    {
      type: 'home_return_permit',
      pattern: bounded('[HM]\\d{1,5}[*xX]{2,6}\\d{1,6}'),
      base: 0.35,
      digits: 2,
      marks: UPPER | MASK,
      needsCue: true,
    },
    {
      type: 'travel_permit',
      pattern: bounded('(?:C ?\\d{8}|C[A-HJ-NP-Z] ?\\d{7}|[WLT]\\d{8})'),
      base: 0.25,
      digits: 7,
      most: 8,
      marks: UPPER,
      needsCue: true,
    },
    {
      type: 'travel_permit',
      pattern: bounded('(?:\\d{8}|\\d{10} ?(?:\\([A-Z]\\)|[A-Z]))'),
      base: 0.2,
      digits: 8,
      most: 10,
      needsCue: 'own',
    },
    ...CN_PHONES,
  ],
};
