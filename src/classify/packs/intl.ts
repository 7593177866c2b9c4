/** What belongs to no single place: generic identity, contact, bank, pay and health words in four languages. */
import { checkBankCard, checkIban, checkIpv4, checkLuhn, checkUsSsn, checkUsualCard, notADate } from './checks.ts';
import { HEALTH_CUES } from './health.ts';
import { NAME_CUES } from './name-cues.ts';
import { MARKERS } from './markers.ts';
import { NEGATIVE } from './negative.ts';
import { bounded, type CueGroup, list, MARK, type Pack } from './pack.ts';
import { SPECIAL_CUES } from './special.ts';
import { HOTLINES, OTHER_PHONES } from './phones.ts';

const LABELS: readonly CueGroup[] = [
  {
    role: 'label',
    types: ['cn_resident_id', 'hkid', 'mo_bir', 'tw_id', 'passport', 'home_return_permit', 'travel_permit', 'pt_cc'],
    words:
      list(`證件號碼 | 證件號 | 證件編號 | 證件 | 有效證件 | 證件類型 | 證號 | 證件(號碼) | ID number | ID no | ID num | ID # | ID | document number |
      document no | doc no | documentnumber | document_number | docnumber | documentno | idno | idnum | idnumber | documento de identificação | documento n.º | n.º do documento | número do documento |
      documento | identificação n.º | identification number | identification no | identity document | identity no | identity document no | id document`),
  },
  {
    role: 'label',
    types: ['cn_resident_id', 'hkid', 'mo_bir', 'tw_id', 'pt_cc'],
    words:
      list(`身份證 | 身分證 | 身份證號 | 身份證號碼 | 身份證編號 | 身分證字號 | 身份證件 | 身份證明文件 | 身份號碼 | 身份证件号 | 身證號碼 | ID card | ID card no | ID card number | identity card |
      identity card no | identity number | identity card number | identification card | idcard | idcardno | idcardnum | idcardnumber | national id | nationalid | sfz | sfzh |
      documento de identidade | bilhete de identidade de residente | cédula | n.º de identificação`),
  },
  {
    role: 'label',
    types: ['passport'],
    words:
      list(`護照 | 護照號 | 護照號碼 | 護照編號 | 特區護照 | passport | passport no | passport number | passport num | passport # | PPT no | PPT | passportno | passportnumber | passaporte | passaporte n.º |
      n.º do passaporte | BNO | BN(O) | BNO passport | travel document | 旅行證件 | 旅行證件號碼 | documento de viagem`),
  },
  {
    role: 'label',
    types: ['bank_card'],
    words:
      list(`銀行卡 | 銀行卡號 | 卡號 | 信用卡 | 信用卡號 | 信用卡號碼 | 工資卡 | 儲蓄卡 | 借記卡 | 扣帳卡 | 銀聯卡 | 銀聯 | 提款卡 | 尾號 | 卡尾號 | 卡尾數 | 信用卡尾數 | 卡尾 | 末四碼 | 末四位 | 尾四位 | 後四碼 | 後四位 | bank card | credit card | credit card number | debit card | payment card |
      card number | card no | card | cc | visa | mastercard | amex | cardno | cardnumber | card ending | ending in | ending with | UnionPay | PAN | cartão | cartão de crédito | cartão de débito | cartão bancário | cartão multibanco |
      número do cartão | n.º do cartão`),
  },
  {
    role: 'label',
    types: ['bank_account'],
    words:
      list(`帳號 | 賬號 | 帳戶 | 賬戶 | 帳戶號碼 | 賬戶號碼 | 帳戶編號 | 戶口 | 戶口號碼 | 戶口號 | 出糧戶口 | 存摺 | 存摺號碼 | 存摺帳號 | 轉數 | 轉數去 | 轉數至 | 銀行戶口 | 銀行帳號 | 銀行帳戶 | 收款帳號 | 收款帳戶 | 匯款帳號 | 付款帳號 | 對公帳戶 | 開戶帳號 | 工資帳號 | 入數 | 過數 | 轉帳至 | account number | account no | account num |
      account | account # | acct no | acct | bank account | bank a/c | a/c | a/c no | accountno | accountnumber | bankaccount | bank acc | acc no | savings account | current account | conta bancária | conta n.º | conta nº | número de conta |
      número da conta | n.º de conta | n.º da conta | conta | conta à ordem | conta de depósito | NIB`),
  },
  { role: 'label', types: ['iban'], words: ['IBAN', '國際銀行帳號', '國際銀行帳戶號碼'] },
  {
    role: 'label',
    types: ['bank_swift'],
    words: list(
      `SWIFT | SWIFT code | SWIFT/BIC | BIC | BIC/SWIFT | BIC code | swiftcode | 銀行識別碼 | 銀行代碼 | 國際銀行代碼 | código SWIFT | código BIC`,
    ),
  },
  {
    role: 'label',
    types: ['phone'],
    words:
      list(`電話 | 聯絡 | 聯繫 | 電話號碼 | 手機 | 手機號 | 手機號碼 | 手提 | 手提電話 | 移動電話 | 行動電話 | 流動電話 | 聯絡電話 | 聯繫電話 | 聯系電話 | 聯絡方式 | 聯繫方式 | 聯系方式 | 熱線 | 致電 | 來電 | 回電 | 打去 | 打俾 | 打畀 | 可打 | 請打 | 打返 | 打電話 | 搵我 | 揾我 | 找我 | 座機 | 固話 | 傳真 | 直線 | 分機 | 總機 | 短信 | 短訊 | 撥打 | 新號碼 | 新號 | 換號 | tel | tel no | telephone | telephone no |
      phone | phone number | phone no | phoneno | phonenumber | phonenum | tel number | mobile | mobile no | mobile number | mobile phone | mobileno | mobilenumber | cell | cellphone | cell phone | contact number | contact no | contactno | whatsapp | hotline | direct line | desk | office line | landline | call me at | call me on | call me back at | call us at | call us on | call back on | call on | call him on | call her on | call him at | call her at | call at | dial | call | please call | please ring | ring us on | ring him on | ring her on | ring me on | reach me at | reach me on | reached at | reached on | reach her on | reach him on | text me at | text me on | text message to | messages to | sms to | answering at | office | registered phone | my registered | registered mobile | my number is | new number is | new number | her number | his number | novo número | meu número | número é |
      fax | fax no | hp | telefone | telefone n.º | n.º de telefone | número de telefone | telemóvel | n.º de telemóvel | número de telemóvel | telef. | tlf | tlm | tm | telm | telm. | (O) | (M) | (H) | (F) | telem | telem. | telf | contacto telefónico | contacto | contactos | fixo | celular | n.º de celular | mbway | MB WAY | msisdn | sjhm | sjh | lxdh | 手機尾號 | 電話尾號 | 手機號尾號 | ligue para | ligar para | liga-me para | ligue-me para | liga para | móvel | contact | contact details`),
  },
  { role: 'label', types: ['phone'], words: [...HOTLINES] },
  // A number behind the person to be reached is a telephone.
  {
    role: 'label',
    types: ['phone'],
    words: list(
      `聯絡人 | 聯繫人 | 聯系人 | 緊急聯絡人 | 緊急聯繫人 | 收件人 | 收貨人 | 寄件人 | 發件人 | 家長 | 家屬 | 負責人 | contact person | emergency contact | next of kin | guardian | parent | pessoa de contacto | contacto de emergência | encarregado de educação | encarregada de educação`,
    ),
  },
  {
    role: 'label',
    types: ['email'],
    words: list(
      `qq.com | 電郵 | 電郵地址 | 郵箱 | 電子郵件 | 電子郵箱 | e-mail | email | email address | correio electrónico | correio eletrónico`,
    ),
  },
  {
    role: 'label',
    types: ['date_of_birth'],
    words:
      list(`出生日期 | 出生年月 | 出生年月日 | 出生 | 出生於 | 出世日期 | 生日 | 生於 | 生辰 | 誕生日期 | 出生時間 | 日生 | date of birth | DOB | D.O.B. | D.O.B | birthdate | dateofbirth | birth_date | date of birth (dd/mm/yyyy) | born on | born | birthday | birth day |
      birth date | b. | data de nascimento | nascido em | nascida em | nascido a | nascida a | nasceu em | nasceu a | nascimento | data nasc. | d. nasc. | dt. nasc. | nasc. | data_nasc | data_nascimento | datanascimento | datanasc | dt_nasc | dtnasc | csrq | d.n. | DN`),
  },
  {
    role: 'label',
    types: ['wechat_id'],
    words: list(
      `微信 | 微信號 | 微信ID | 加V | 加我V | 加微信 | 加微 | 薇信 | 微信id | wechat | weixin | wechat no | we chat | vx | wx | v信 | V号 | wechat id | wechatid`,
    ),
  },
  {
    role: 'label',
    types: ['qq_id'],
    words: list(`QQ | QQ號 | QQ號碼 | 扣扣 | 企鵝號 | QQ no | QQ number | QQ id | qqno`),
  },
  {
    role: 'label',
    types: ['alipay_id'],
    words: list(`支付寶 | 支付寶帳號 | 支付寶賬號 | 支付寶帳戶 | alipay | alipay account | alipay id`),
  },
  {
    role: 'label',
    types: ['vehicle_plate'],
    words:
      list(`車牌 | 車牌號碼 | 車牌號 | 車輛號牌 | 號牌號碼 | 車號 | 登記車牌 | 車輛登記號碼 | license plate | licence plate | number plate | plate | plate no | plate number | car plate | registration mark | vehicle reg | reg no |
      vehicle registration | vehicle no | vehicle number | vehicle | matrícula | matrícula n.º | chapa de matrícula | viatura | veículo`),
  },
  {
    role: 'label',
    types: ['vehicle_plate', 'hk_brn'],
    words: list(`登記號碼 | 登記編號 | 登記號 | registration no | registration number`),
  },
  {
    role: 'label',
    types: ['us_ssn'],
    words: list(
      `SSN | social security number | social security no | social security | SSN/TIN | 社會安全號碼 | 社安號 | 社安號碼 | número da segurança social`,
    ),
  },
  {
    role: 'label',
    types: ['ip_address'],
    words: list(
      `IP | IP address | ipaddress | IP 位址 | IP 地址 | IPv4 | IPv6 | client ip | source ip | remote addr | 登入 IP | 登錄 IP | endereço IP | from ip | login from | logged in from`,
    ),
  },
  {
    role: 'label',
    types: ['location'],
    words: list(
      `坐標 | 座標 | 經緯度 | 定位 | 實時位置 | 即時位置 | GPS | GPS 位置 | 位置坐標 | 緯度 | 經度 | coordinates | latitude | longitude | lat | lng | lon | latlng | location | geolocation | coordenadas | localização | latitude/longitude`,
    ),
  },
  { role: 'label', types: ['minor'], words: list(`年齡 | 歲數 | 年歲 | age | aged | idade`) },
  {
    role: 'label',
    types: ['salary'],
    words:
      list(`月薪 | 期望月薪 | 期望薪資 | 期望薪酬 | 期望年薪 | expected salary | salary expectation | pretensão salarial | 月均收入 | 家庭月收入 | 家庭年收入 | 退休金 | 養老金 | 遣散費 | 代通知金 | 經濟補償金 | 績效 | 績效工資 | 績效獎金 | 崗位工資 | 崗位津貼 | 實領 | 薪金 | 入息 | 每月入息 | 月入 | 月收入 | 年收入 | 薪酬 | 薪水 | 薪俸 | 薪級 | 薪資 | 工資 | 底薪 | 年薪 | 日薪 | 時薪 | 基本工資 | 基本薪金 | 基本報酬 | 報酬 | 津貼 | 獎金 | 年終獎 | 花紅 | 佢人工 | 我人工 | 份人工 | 人工係 | 佣金 | 提成 | 加班費 | 補貼 | 實發 | 應發 | 實發工資 | 應發工資 | 稅前 | 稅後 |
      雙糧 | 出糧 | 出糧金額 | 糧單 | salary | current base is | base is | on a base of | annual compensation | total compensation | earns | earning | is paid | monthly salary | monthly income | annual income | basic salary | base salary | annual salary | gross salary | net salary | gross pay | net pay | take-home pay | wage | wages | base pay | basic pay | monthly pay | remuneration | bonus | allowance | overtime pay | severance pay | redundancy payment | statutory payment | monthly pension | pension of | pensão mensal | pensão de velhice | pensão de reforma | subsídio de desemprego | vencimento | vencimento base |
      salário | salário base | salário bruto | salário líquido | ordenado | rendimento anual | rendimento anual declarado | rendimentos anuais | auferindo | aufere | rendimento mensal | remuneração | retribuição | subsídio | subsídio de férias | subsídio de natal | prémio de desempenho | remuneração base`),
  },
  {
    role: 'label',
    types: ['personal_amount'],
    words:
      list(`累計消費 | 消費金額 | 餘額 | 結餘 | 存款餘額 | 帳戶餘額 | 戶口結餘 | 可用餘額 | 欠款 | 借款金額 | 借款本金 | 貸款金額 | 貸款本金 | 貸款額 | 信貸額度 | 授信額度 | 未償還 | 未償還金額 | 應退稅額 | 應補稅額 | 撫養費 | 贍養費 | 和解金額 | 賠償金額 | 返還借款 | 欠債 | 貸款餘額 | 每月供款 | 信用額度 | 按揭供款 | account balance | closing balance | available balance | outstanding balance | loan amount | mortgage | credit limit | credit line | child support | alimony | maintenance payment | settlement figure | settlement of | pensão de alimentos | indemnização de | amount owed | arrears of | marker of |
      total spend | amount spent | saldo | saldo disponível | saldo da conta | valor em dívida | valor da dívida | montante da dívida | montante em dívida | prestações em atraso`),
  },
  {
    role: 'label',
    types: ['address'],
    words: list(`地址 | 住址 | 住所 | 通訊地址 | 收貨地址 | 聯絡地址 | 現居 | 現遷往 | 遷往 | address | home address |
      residing at | morada | endereço | residente em | residente na | domicílio`),
  },
];

export const INTL_PACK: Pack = {
  id: 'intl',
  version: 4,
  cues: [...LABELS, NEGATIVE, ...MARKERS, ...NAME_CUES, ...HEALTH_CUES, ...SPECIAL_CUES],
  shapes: [
    {
      type: 'bank_card',
      pattern: bounded('\\d(?:[ -]?\\d){12,18}'),
      base: 0.3,
      digits: 13,
      most: 19,
      check: checkUsualCard,
    },
    {
      type: 'bank_card',
      pattern: bounded('\\d(?:[ -]?\\d){12,18}'),
      base: -0.05,
      digits: 13,
      most: 19,
      needsCue: true,
      check: checkBankCard,
    },
    // Issuers that are not in the table: only under a label, and only when the check digit holds.
    {
      type: 'bank_card',
      pattern: bounded('[1-9]\\d(?:[ -]?\\d){10,17}'),
      base: 0.1,
      digits: 12,
      most: 19,
      needsCue: 'own',
      check: checkLuhn,
    },
    // Maestro issues from twelve digits on; so short a number needs a label.
    {
      type: 'bank_card',
      pattern: bounded('(?:5018|5020|5038|6304|67\\d\\d)\\d{8}'),
      base: -0.05,
      digits: 12,
      most: 12,
      check: checkBankCard,
    },
    {
      type: 'bank_card',
      pattern: bounded('\\d{4}[ -]?(?:[*xX]{4}[ -]?){2,3}\\d{3,4}'),
      base: 0.65,
      digits: 7,
      marks: MARK.MASK,
    },
    {
      type: 'bank_card',
      pattern: bounded('\\d{4}[ -]?\\d{2}[*xX]{2}[ -]?[*xX]{4}[ -]?\\d{4}|\\d{6}(?:[*xX]{6}|[*xX]{9})\\d{4}'),
      base: 0.65,
      digits: 10,
      marks: MARK.MASK,
    },
    {
      type: 'bank_card',
      pattern: bounded('(?:[*xX]{4}[ -]?){3}\\d{4}|[3-6]?\\*{8,15}\\d{4}'),
      base: 0.6,
      digits: 4,
      marks: MARK.MASK,
    },
    {
      type: 'bank_card',
      pattern: bounded('(?<!\\*)\\*{2,4}[ -]?\\d{4}'),
      base: 0.15,
      digits: 4,
      marks: MARK.MASK,
      needsCue: true,
    },
    // Hong Kong: the bank's code (HKMA's list of clearing codes, the retail banks), the branch, the account.
    {
      type: 'bank_account',
      pattern: bounded(
        '(?:003|004|009|012|015|016|018|020|024|025|028|035|039|040|041|043|072|128|250|38[2789])-\\d{3}-\\d{6,9}',
      ),
      base: 0.5,
      digits: 12,
      marks: MARK.HYPHEN,
    },
    {
      type: 'bank_account',
      pattern: bounded('\\d{3}-\\d{3}-\\d{6,9}'),
      base: 0.4,
      digits: 12,
      marks: MARK.HYPHEN,
      needsCue: true,
    },
    {
      type: 'bank_account',
      pattern: bounded('\\d(?:[ -]?\\d){5,20}'),
      base: 0.2,
      digits: 6,
      needsCue: true,
      check: notADate,
    },
    {
      type: 'bank_account',
      pattern: bounded('\\d{2,6}[ -]?[*xX]{2,12}[ -]?\\d{2,6}'),
      base: 0.2,
      digits: 4,
      marks: MARK.MASK,
      needsCue: true,
    },
    {
      type: 'bank_account',
      pattern: bounded('(?<!\\*)[*xX]{2,12}[ -]?\\d{4,8}'),
      base: 0.2,
      digits: 4,
      marks: MARK.MASK,
      needsCue: true,
    },
    {
      type: 'iban',
      pattern: bounded('[A-Za-z]{2}\\d{2}(?:[ .]?[A-Za-z0-9]{4}){2,7}(?:[ .]?[A-Za-z0-9]{1,3})?'),
      base: 0.45,
      digits: 6,
      check: checkIban,
    },
    {
      type: 'iban',
      pattern: bounded('[A-Z]{2}\\d{2}[ ]?(?:[\\dA-Z]{4}[ ]?){0,3}[*xX]{4}[\\dA-Z*xX ]{4,24}'),
      base: 0.45,
      digits: 4,
      marks: MARK.MASK | MARK.UPPER,
    },
    {
      type: 'passport',
      pattern: bounded('(?:(?![HM]\\d{8})[A-Z]\\d{6,8}|[A-Z]{2}\\d{6,7}|\\d{9})'),
      base: 0.15,
      digits: 6,
      most: 9,
      needsCue: true,
    },
    // Eight figures (SE, JP of old, ZA): nothing but its own label says so.
    {
      type: 'passport',
      pattern: bounded('\\d{8}'),
      base: 0.2,
      digits: 8,
      most: 8,
      needsCue: 'own',
      check: notADate,
    },
    // Three letters before (ES): under a label of documents too, unless the letters are short for a paper of trade.
    {
      type: 'passport',
      pattern: bounded('(?!DOC|INV|REF|ORD|REP|CON|DEC|LET|MEM|FRM|POL|QUO|REQ|SOP|TKT|INC|CHG|PRJ)[A-Z]{3}\\d{6}'),
      base: 0.2,
      digits: 6,
      most: 6,
      marks: MARK.UPPER,
      needsCue: true,
    },
    // Other countries: a letter behind (PH), letters between (FR, KR).
    {
      type: 'passport',
      pattern: bounded('(?:[A-Z]\\d{7}[A-Z]|\\d{2}[A-Z]{2}\\d{5}|[A-Z]\\d{3}[A-Z]\\d{4})'),
      base: 0.2,
      digits: 6,
      most: 7,
      marks: MARK.UPPER,
      needsCue: 'own',
    },
    {
      type: 'us_ssn',
      pattern: bounded('\\d{3}-\\d{2}-\\d{4}'),
      base: 0.5,
      digits: 9,
      marks: MARK.HYPHEN,
      check: checkUsSsn,
    },
    {
      type: 'us_ssn',
      pattern: bounded('\\d{3} ?\\d{2} ?\\d{4}'),
      base: 0.2,
      digits: 9,
      most: 9,
      needsCue: true,
      check: checkUsSsn,
    },
    { type: 'us_ssn', pattern: bounded('(?:[*xX]{3}-[*xX]{2}-\\d{4})'), base: 0.6, digits: 4, marks: MARK.MASK },
    {
      type: 'ip_address',
      // Unlike other numbers it may stand behind an at sign (root@…).
      pattern:
        /(?<![0-9A-Za-z#]|[0-9][-_.]|[A-Za-z][-_])\d{1,3}(?:\.\d{1,3}){3}(?![0-9A-Za-z@_]|[-.](?![A-Z][a-z]{2})[0-9A-Za-z]|(?<=\.0)\/\d)/g,
      base: 0.6,
      digits: 4,
      marks: MARK.DOT,
      check: checkIpv4,
    },
    { type: 'alipay_id', pattern: bounded('2088\\d{12}'), base: 0.3, digits: 16, most: 16 },
    { type: 'qq_id', pattern: bounded('[1-9]\\d{4,10}'), base: 0.2, digits: 5, most: 11, needsCue: true },
    // A label in capitals that touches its number.
    {
      type: 'qq_id',
      pattern: /(?<=(?<![0-9A-Za-z])QQ)[1-9]\d{4,10}(?![0-9A-Za-z@_]|[-.][0-9A-Za-z])/g,
      base: 0.2,
      digits: 5,
      most: 11,
      marks: MARK.UPPER,
      needsCue: true,
    },
    {
      type: 'phone',
      pattern:
        /(?<=(?<![0-9A-Za-z])(?:Tel|TEL|tel|Fax|FAX|Mob|MOB|HP))(?:1[3-9]\d{9}|[2-9]\d{3}[ -]?\d{4}|[29]\d{8})(?![0-9A-Za-z@_]|[-.][0-9A-Za-z])/g,
      base: 0.3,
      digits: 8,
      needsCue: true,
    },
    ...OTHER_PHONES,
  ],
};
