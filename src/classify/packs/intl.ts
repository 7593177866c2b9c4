/** What belongs to no single place: generic identity, contact, bank, pay and health words in four languages. */
import { checkBankCard, checkIban, notADate } from './checks.ts';
import { HEALTH_CUES } from './health.ts';
import { NAME_CUES } from './name-cues.ts';
import { list, bounded, type CueGroup, type Pack } from './pack.ts';
import { OTHER_PHONES } from './phones.ts';

const LABELS: readonly CueGroup[] = [
  {
    role: 'label',
    types: ['cn_resident_id', 'hkid', 'mo_bir', 'tw_id', 'passport', 'home_return_permit', 'pt_cc'],
    words: list(`證件號碼 | 證件號 | 證件編號 | 證件 | ID number | ID no | document number |
      documento de identificação | documento n.º`),
  },
  {
    role: 'label',
    types: ['cn_resident_id', 'hkid', 'mo_bir', 'tw_id', 'pt_cc'],
    words: list(`身份證 | 身分證 | 身份證號 | 身份證號碼 | 身分證字號 | ID card | identity card | identity number |
      national id | documento de identidade | bilhete de identidade de residente`),
  },
  {
    role: 'label',
    types: ['passport'],
    words: list(`護照 | 護照號碼 | passport | passport no | passport number | passaporte | BNO | BN(O)`),
  },
  {
    role: 'label',
    types: ['bank_card'],
    words: list(`銀行卡 | 卡號 | 信用卡 | 工資卡 | 儲蓄卡 | 借記卡 | bank card | credit card | debit card |
      card number | card no | cartão de crédito | cartão bancário | número do cartão`),
  },
  {
    role: 'label',
    types: ['bank_account'],
    words: list(`帳號 | 賬號 | 帳戶 | 賬戶 | 戶口 | 出糧戶口 | 銀行帳號 | 收款帳號 | account number | account no |
      acct no | bank account | a/c | a/c no | conta bancária | conta n.º | número de conta | n.º de conta |
      conta | NIB`),
  },
  { role: 'label', types: ['iban'], words: ['IBAN', '國際銀行帳號'] },
  {
    role: 'label',
    types: ['phone'],
    words: list(`電話 | 手機 | 手機號 | 手提 | 流動電話 | 聯絡電話 | 熱線 | 致電 | 座機 | 傳真 | tel | telephone |
      phone | mobile | cell | whatsapp | hotline | call me at | call me on | reach me at | text me at | fax | telefone | telemóvel | telef. | contacto telefónico`),
  },
  {
    role: 'label',
    types: ['email'],
    words: list(`電郵 | 郵箱 | 電子郵件 | 電子郵箱 | e-mail | email | correio electrónico | correio eletrónico`),
  },
  {
    role: 'label',
    types: ['date_of_birth'],
    words: list(`出生日期 | 出生年月 | 出生 | 生日 | 生於 | date of birth | DOB | born on | born | birthday |
      birth date | data de nascimento | nascido em | nascida em | nascimento`),
  },
  { role: 'label', types: ['wechat_id'], words: list(`微信 | 微信號 | wechat | weixin | vx | v信 | wechat id`) },
  { role: 'label', types: ['alipay_id'], words: ['支付寶', 'alipay'] },
  {
    role: 'label',
    types: ['vehicle_plate'],
    words: list(`車牌 | 車牌號碼 | 車牌號 | license plate | licence plate | number plate | plate no |
      vehicle registration | matrícula`),
  },
  {
    role: 'label',
    types: ['salary'],
    words: list(`月薪 | 薪金 | 薪酬 | 薪水 | 薪俸 | 工資 | 底薪 | 年薪 | 時薪 | 基本報酬 | 報酬 | 津貼 | 獎金 | 花紅 |
      雙糧 | 出糧金額 | salary | wage | wages | base pay | remuneration | bonus | allowance | vencimento |
      salário | ordenado | remuneração | subsídio`),
  },
  {
    role: 'label',
    types: ['personal_amount'],
    words: list(`累計消費 | 消費金額 | 餘額 | 結餘 | 欠款 | 貸款額 | account balance | outstanding balance |
      total spend | amount spent | saldo | valor em dívida`),
  },
  {
    role: 'label',
    types: ['address'],
    words: list(`地址 | 住址 | 住所 | 通訊地址 | 收貨地址 | 聯絡地址 | 現居 | 現遷往 | 遷往 | address | home address |
      residing at | morada | endereço | residente em | residente na | domicílio`),
  },
];

const NEGATIVE: CueGroup = {
  role: 'negative',
  types: [],
  words: list(`訂單 | 訂單號 | 單號 | 運單 | 運單號 | 提單 | 櫃號 | 封條 | 批號 | 條碼 | 物料編碼 | 物料 | 序號 |
      編號 | 合同編號 | 合約編號 | 文件編號 | 報關單 | 報關單號 | 發票 | 發票號 | 圖則 | 版本 | 型號 |
      認證編號 | 客戶編號 | 員工編號 | 流水號 | 航班 | 庫存 | 程式 | 機身編號 | order | order no |
      order number | PO | purchase order | invoice | invoice no | tracking | tracking number | waybill |
      bill of lading | container | serial | serial no | serial number | S/N | SKU | EAN | barcode | batch |
      lot no | part no | ticket | version | HS code | case no | reference | ref | commit | build |
      encomenda | fatura | factura | n.º de série | guia de remessa | referência | processo n.º | utm_id`),
}; // words that stand before numbers of trade, logistics and machines

const MARKERS: readonly CueGroup[] = [
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

export const INTL_PACK: Pack = {
  id: 'intl',
  version: 1,
  cues: [...LABELS, NEGATIVE, ...MARKERS, ...NAME_CUES, ...HEALTH_CUES],
  shapes: [
    {
      type: 'bank_card',
      pattern: bounded('\\d(?:[ -]?\\d){11,18}'),
      base: 0.35,
      digits: 13,
      check: checkBankCard,
    },
    { type: 'bank_account', pattern: bounded('\\d{3}-\\d{3}-\\d{6,9}'), base: 0.35, digits: 12, needsCue: true },
    {
      type: 'bank_account',
      pattern: bounded('\\d(?:[ -]?\\d){5,21}'),
      base: 0.2,
      digits: 6,
      needsCue: true,
      check: notADate,
    },
    {
      type: 'iban',
      pattern: bounded('[A-Za-z]{2}\\d{2}(?: ?[A-Za-z0-9]{4}){2,7}(?: ?[A-Za-z0-9]{1,3})?'),
      base: 0.45,
      digits: 6,
      check: checkIban,
    },
    {
      type: 'passport',
      pattern: bounded('(?:[A-Z]{1,2}\\d{6,9}|\\d{9})'),
      base: 0.15,
      digits: 6,
      needsCue: true,
    },
    { type: 'alipay_id', pattern: bounded('2088\\d{12}'), base: 0.25, digits: 16 },
    ...OTHER_PHONES,
  ],
};
