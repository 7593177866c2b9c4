/** Taiwan: identity number and resident certificate, phones. */
import { checkTwId } from './checks.ts';
import { list, bounded, type Pack } from './pack.ts';
import { TW_PHONES } from './phones.ts';

export const TW_PACK: Pack = {
  id: 'tw',
  version: 1,
  cues: [
    {
      role: 'label',
      types: ['tw_id'],
      words: list(`台灣身份證 | 台灣身分證 | 國民身分證 | 統一證號 | 居留證 | Taiwan ID | ARC no`),
    },
    { role: 'place', types: ['address'], words: list(`台北市 | 新北市 | 台中市 | 高雄市 | 台灣`) },
  ],
  shapes: [
    { type: 'tw_id', pattern: bounded('[A-Z](?:[1289]|[A-D])\\d{8}'), base: 0.3, digits: 8, check: checkTwId },
    ...TW_PHONES,
  ],
};
