/** Taiwan: identity number and resident certificate, phones. */
import { checkTwId } from './checks.ts';
import { bounded, list, MARK, type Pack } from './pack.ts';
import { TW_PHONES } from './phones.ts';

export const TW_PACK: Pack = {
  id: 'tw',
  version: 3,
  cues: [
    {
      role: 'label',
      types: ['tw_id'],
      words:
        list(`台灣身份證 | 台灣身分證 | 國民身分證 | 國民身分證統一編號 | 身分證統一編號 | 身分證字號 | 統一證號 | 居留證 | 居留證號 | 外僑居留證 |
      Taiwan ID | TWID | TW ID | ROC ID | ROC national ID | Taiwanese ID | ARC no | ARC | UI no | national identification card | alien resident certificate`),
    },
    { role: 'place', types: ['address'], words: list(`台北市 | 新北市 | 台中市 | 高雄市 | 台灣`) },
  ],
  shapes: [
    {
      type: 'tw_id',
      pattern: bounded('[A-Z][12]\\d{2} ?\\d{3} ?\\d{3}'),
      base: 0.1,
      digits: 9,
      most: 9,
      marks: MARK.UPPER,
      check: checkTwId,
    },
    {
      type: 'tw_id',
      pattern: bounded('[A-Z](?:[89]|[A-D])\\d{8}'),
      base: 0.05,
      digits: 8,
      most: 9,
      marks: MARK.UPPER,
      check: checkTwId,
    },
    {
      type: 'tw_id',
      pattern: bounded('[A-Z](?=[\\d*xX]{9}(?![0-9A-Za-z*]))[12][\\d]{0,6}[*xX]{3,6}\\d{0,4}'),
      base: 0.5,
      digits: 2,
      marks: MARK.UPPER | MARK.MASK,
    },
    ...TW_PHONES,
  ],
};
