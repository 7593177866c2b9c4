/** Words that say something about the whole text: that it is confidential, a contract, or has figures that nobody knows yet. */
import { type CueGroup, list } from './pack.ts';

export const MARKERS: readonly CueGroup[] = [
  {
    role: 'marker',
    signal: 'confidential',
    types: [],
    words: list(`機密 | 絕密 | 秘密文件 | 內部機密 | 商業秘密 | strictly confidential | confidential | top secret |
      confidencial | not for distribution | do not forward | embargoed | 唔好轉發 | 請勿外傳 | 不得外傳`),
  },
  {
    role: 'marker',
    signal: 'contract',
    types: [],
    words: list(
      `甲方 | 乙方 | 合約 | 合同 | 協議書 | this agreement | the parties | contrato | outorgante | contraente`,
    ),
  },
  {
    role: 'marker',
    signal: 'unpublished',
    types: [],
    words: list(`未公佈 | 未公布 | 未公開 | 尚未公佈 | unaudited | unpublished | embargoed | draft results |
      not yet announced | not known outside | price sensitive | 內幕消息 | não auditado | não publicado |
      ainda não divulgado`),
  },
  {
    role: 'marker',
    signal: 'finance',
    types: ['financial_figure'],
    words: list(`營業額 | 營業收入 | 淨利 | 毛利 | 虧損 | 減值 | 負債 | 現金 | revenue | gross profit | net profit |
      net loss | net result | EBITDA | margin | cost of sales | operating expenses | operating profit |
      depreciation | impairment | cash at | net debt | covenant | guidance | offer range | bridge loan |
      auditors | receita | lucro | prejuízo | margem | imparidade | dívida líquida`),
  },
  { role: 'marker', signal: 'published', types: [], words: ['announced', '已公佈', '已公布', 'já divulgado'] },
];
