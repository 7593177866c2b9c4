import { describe, expect, it } from 'vitest';
import { classifyText } from '../classify.ts';

/** `type: value` of all that counts in a text, but names, addresses and organisations. */
function found(text: string): string[] {
  return classifyText(text)
    .findings.filter(({ score, type }) => score >= 0.5 && !['person_name', 'address', 'organisation'].includes(type))
    .map(({ type, start, end }) => `${type}: ${text.slice(start, end)}`);
}

const VALID: readonly (readonly [text: string, ...wanted: string[]])[] = [
  ['Crew: passport P8162678K', 'passport: P8162678K'],
  ['Pasaporte / passport no. AAB123456', 'passport: AAB123456'],
  ['證件號碼：H57685400', 'home_return_permit: H57685400'],
  ['護照號碼：H57685400', 'passport: H57685400'],
  ['台胞证0653737446I）', 'travel_permit: 0653737446I'],
  ['電話:__92354022__', 'phone: 92354022'],
  ['聯絡電話：6697****', 'phone: 6697****'],
  ['有事搵我:63676648', 'phone: 63676648'],
  ['Tel28331234', 'phone: 28331234'],
  ['证件：QQ8730011831', 'qq_id: 8730011831'],
  ['账号：****294833', 'bank_account: ****294833'],
  ['存摺號碼　611-253-9254896', 'bank_account: 611-253-9254896'],
  ['轉數去恒生 286-266-70526466', 'bank_account: 286-266-70526466'],
  ['Cadastro n.º 85824525', 'mo_tax_number: 85824525'],
  ['{"id": 7, "brNo": "27744971"}', 'hk_brn: 27744971'],
  ['ssh root@183.197.198.20', 'ip_address: 183.197.198.20'],
  ['车牌 粤C·F8617', 'vehicle_plate: 粤C·F8617'],
  ['微信\ntaiman_769', 'wechat_id: taiman_769'],
  ['| WeChat | lina-9086 |', 'wechat_id: lina-9086'],
  ['加V：lina-3879', 'wechat_id: lina-3879'],
  ['佢人工 HK$41,800', 'salary: HK$41,800'],
  ['A senha do servidor é a3eQjc!5FLLu10', 'secret: a3eQjc!5FLLu10'],
  ['curl -u admin:apqrKwP59BPvAH https://intra.local', 'secret: apqrKwP59BPvAH'],
  ["sshpass -p 'SU4yQb#QlR8144' ssh deploy@host", 'secret: SU4yQb#QlR8144'],
  ['SecretId=AKIDP5Vwirg5D4dLiaz2ksuCb5kR3j9vJNaU', 'secret: AKIDP5Vwirg5D4dLiaz2ksuCb5kR3j9vJNaU'],
  ['李先生（66123456）', 'phone: 66123456'],
  ['張先生 28331234 / 66123456', 'phone: 28331234', 'phone: 66123456'],
  ['身份證 A123456(3)，62384820', 'phone: 62384820'],
  ['Dear Mr Silva, 912 345 678', 'phone: 912 345 678'],
  ['邮箱 abc@qq.com 13800138000', 'phone: 13800138000'],
  ['GPS 22.1987 113.5439', 'location: 22.1987 113.5439'],
  ['password: Sunshine-2024', 'secret: Sunshine-2024'],
  ['密码Abc12345', 'secret: Abc12345'],
  ['微信dongxiaoming', 'wechat_id: dongxiaoming'],
  ['NIF 290 599 709, telem. 966 284 809', 'phone: 966 284 809'],
  ['Senha Wi-Fi: crgd4F!2JdMT44', 'secret: crgd4F!2JdMT44'],
  ['回鄉證 H25123937 92450528', 'phone: 92450528'],
  ['诊断为焦虑症，建议休息两周', 'health: 焦虑症'],
  ['证件尾号不符：510104********4520', 'cn_resident_id: 510104********4520'],
  ['新号码已换号 13800138000', 'phone: 13800138000'],
  ['生于1988年11月5日', 'date_of_birth: 1988年11月5日'],
  ['患者宫颈癌术后', 'health: 宫颈癌'],
  ['Liga-me para o 964175963 logo à noite', 'phone: 964175963'],
  ['他對花生嚴重過敏', 'health: 花生嚴重過敏'],
  ['She is allergic to nuts.', 'health: allergic to nuts'],
  ['PPT No. G72445183', 'passport: G72445183'],
  ['(O) 27305550 (M) 56493820', 'phone: 27305550', 'phone: 56493820'],
  ['telm. 913342916', 'phone: 913342916'],
  ['pw: IEQrG6!XYUlP91', 'secret: IEQrG6!XYUlP91'],
  ['密碼改咗做 knUZX1!rYqp396', 'secret: knUZX1!rYqp396'],
  ['澳門永久性居民身份證持有人，編號 5994670(5)', 'mo_bir: 5994670(5)'],
  ['持中華人民共和國護照，編號 E17610299', 'passport: E17610299'],
  ['BR Certificate No.: 52229338', 'hk_brn: 52229338'],
  ['D. NASC.: 09/10/1955', 'date_of_birth: 09/10/1955'],
  ['其妻去年中風。', 'health: 中風'],
  ['診斷：腰椎間盤突出', 'health: 腰椎間盤突出'],
  ['她有抑郁症病史', 'health: 抑郁症'],
  ['His gout is back.', 'health: gout'],
  ['The patient has type 2 diabetes.', 'health: type 2 diabetes'],
  ['申請人有刑事案底。', 'criminal_record: 刑事案底'],
];

const INVALID: readonly string[] = [
  'localhost 127.0.0.1',
  '子网掩码 255.255.255.0',
  '升級至 18.1.23.15 版',
  'passwordField.value = null; tokenCount += 1;',
  'WeChat\nThanks for your order',
  '微信支付完成 trade_no_123',
  'password for the portal is required',
  '診斷日期：2026-03-02',
  '診斷：待定',
  '講座介紹痛風及濕疹的成因。',
  'Order AAB123456',
  '"finding.religion": "Religious belief"',
  '"data_kind.religion": "宗教信仰"',
  'FW 4.0.20.15',
  'PW-2026 rev. 3',
  'Message-ID: <d1ca5f6a8194d41bd29006e88819001d@mail.local>',
  'password: !vault |',
  'docs/key/generate_secret/functions/generateSecret.md',
  'x25519.utils.toMontgomerySecret(alice2.secretKey)',
  'password: reader.readStringNT(), next',
  '"kind.passphrase": "Passphrase"',
  'redis://:authpassword@cache:6379',
  'const wxPusher = new WxPusher({})',
  'Please add me on WeChat before Friday',
  'Follow our WeChat official account',
  'L14.571 50.7227C16.2716 53.1209 19.0246 54.5455',
  '"wechat_id" | "alipay_id" | "criminal_record" | "organisation"',
  'seal plan.pdf --to age1pq1',
  '藥物說明：高血壓患者慎用',
  '工會代表大會將於週五舉行',
  '如有皮膚過敏請停用本產品',
  '陳大文 訂單 91234567',
  '電話會議說明，會議編號 2678-4842-9460',
  '陳大文簽收共 28331234 件',
  'QQ12 pieces',
  '型號 粤·F86',
];

describe('structured types', () => {
  it.each(VALID)('are found in `%s`', (text, ...wanted) => {
    expect(found(text)).toEqual(expect.arrayContaining(wanted));
  });
  it.each(INVALID)('are not found in `%s`', (text) => {
    expect(found(text)).toEqual([]);
  });
});
