/** Values for the holes of the test templates, made up from a seed. Check digits are found by trying. */
import {
  checkBankCard,
  checkCnResidentId,
  checkHkid,
  checkIban,
  checkPtCc,
  checkPtNif,
  checkTwId,
  checkUscc,
  mrzDigit,
} from '../../src/classify/packs/checks.ts';
import { LISTS } from './lists.ts';

export type Draw = {
  /** A whole number from 0 to below `limit`. */
  readonly below: (limit: number) => number;
  readonly pick: <T>(items: readonly T[]) => T;
  readonly digits: (count: number) => string;
};

/** Numbers from a seed (mulberry32), the same on every machine. */
export function drawFrom(seed: number): Draw {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    pick: (items) => items[below(items.length)]!,
    digits: (count) => Array.from({ length: count }, () => String(below(10))).join(''),
  };
}

type Make = (draw: Draw) => string;
const ALNUM = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const SMALL = 'abcdefghijklmnopqrstuvwxyz';

/** `#` digit, `A` capital, `a` small letter, `x` hexadecimal, `*` letter or digit of any case. */
function fill(draw: Draw, pattern: string): string {
  const sets: Record<string, string> = {
    '#': '0123456789',
    A: ALNUM.slice(10),
    a: SMALL,
    x: '0123456789abcdef',
    '*': ALNUM + SMALL,
  };
  return pattern.replace(/[#Aax*]/g, (mark) => draw.pick([...(sets[mark] ?? mark)]));
}

function until(draw: Draw, make: Make, holds: (value: string) => boolean): string {
  for (;;) {
    const value = make(draw);
    if (holds(value)) return value;
  }
}

const day = (draw: Draw, from = 1950, to = 2004): [number, number, number] => [
  from + draw.below(to - from),
  1 + draw.below(12),
  1 + draw.below(28),
];
const two = (value: number): string => String(value).padStart(2, '0');
const fullWidth = (text: string): string =>
  text.replace(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0));
const thousands = (value: number, separator = ','): string => String(value).replace(/\B(?=(\d{3})+$)/g, separator);
const hide = (text: string, from: number, to: number): string =>
  text.slice(0, from) + '*'.repeat(to - from) + text.slice(to);
const four = (text: string): string => text.replace(/(.{4})(?=.)/g, '$1 ');

const AREAS = ['440402', '440404', '110101', '310104', '440106', '320102', '330106', '420106', '510107', '350203'];
function cnId(draw: Draw, region = draw.pick(AREAS)): string {
  return until(
    draw,
    () => {
      const [y, m, d] = day(draw);
      return `${region}${y}${two(m)}${two(d)}${draw.digits(3)}${draw.pick([...'0123456789X'])}`;
    },
    (id) => checkCnResidentId(id) === 'ok',
  );
}
const hkid = (draw: Draw): string =>
  until(
    draw,
    () => fill(draw, draw.below(12) === 0 ? 'AA######' : 'A######') + draw.pick([...'0123456789A']),
    (id) => checkHkid(id) === 'ok',
  );
const hkidBracket = (draw: Draw): string => hkid(draw).replace(/(.)$/, '($1)');
const bir = (draw: Draw): string => draw.pick(['1', '5', '7']) + draw.digits(6);
const card = (draw: Draw): string =>
  until(
    draw,
    () =>
      draw
        .pick(['622202', '621700', '62596', '4111', '4562', '5200', '5412', '2221', '356600'])
        .padEnd(15, '#')
        .replace(/#/g, () => draw.digits(1)) + draw.digits(1),
    (value) => checkBankCard(value) === 'ok',
  );
const nif = (draw: Draw, first: string): string =>
  until(
    draw,
    () => draw.pick([...first]) + draw.digits(8),
    (value) => checkPtNif(value) === 'ok',
  );
const moMobile = (draw: Draw): string =>
  draw
    .pick(['62', '63', '65', '661', '662', '665', '668', '681', '686'])
    .padEnd(8, '#')
    .replace(/#/g, () => draw.digits(1));
const hkMobile = (draw: Draw): string =>
  draw.pick([
    '51',
    '53',
    '55',
    '60',
    '61',
    '62',
    '64',
    '66',
    '67',
    '68',
    '90',
    '91',
    '92',
    '93',
    '94',
    '96',
    '97',
    '98',
  ]) + draw.digits(6);
const cnMobile = (draw: Draw): string =>
  draw.pick(['135', '138', '139', '150', '158', '186', '188', '159', '137', '177', '199']) + draw.digits(8);
const ptMobile = (draw: Draw): string => draw.pick(['91', '92', '93', '96']) + draw.digits(7);
const ptLand = (draw: Draw): string =>
  draw
    .pick(['21', '22', '239', '289', '253'])
    .padEnd(9, '#')
    .replace(/#/g, () => draw.digits(1));
const groups = (text: string, sizes: readonly number[]): string => {
  let at = 0;
  return sizes.map((size) => text.slice(at, (at += size))).join(' ');
};
const han = (draw: Draw, surnames: string, given: string): string =>
  draw.pick([...surnames]) + draw.pick([...given]) + (draw.below(5) === 0 ? '' : draw.pick([...given]));

function mrz(draw: Draw): string {
  const field = (text: string): string => text + mrzDigit(text);
  const [y, m, d] = day(draw);
  const number = field(fill(draw, 'A########'));
  const birth = field(`${two(y % 100)}${two(m)}${two(d)}`);
  const expiry = field(`3${draw.below(10)}${two(m)}${two(d)}`);
  const optional = field('<'.repeat(14)).replace(/0$/, '<');
  const composite = mrzDigit(number + birth + expiry + optional);
  const name =
    `P<CHN${draw.pick(LISTS.pinyinSurnames).toUpperCase()}<<${draw.pick(LISTS.pinyinGiven).toUpperCase()}`.padEnd(
      44,
      '<',
    );
  return `${name}\n${number}CHN${birth}${draw.pick(['M', 'F'])}${expiry}${optional}${composite}`;
}

const b64 = (draw: Draw, length: number): string => fill(draw, '*'.repeat(length));
const password = (draw: Draw): string =>
  `${fill(draw, 'Aaa##')}${draw.pick(['!', '@', '#', '_', '-'])}${fill(draw, 'aA##a')}`;
const location = (draw: Draw): string => `22.${draw.digits(6)}, 113.${draw.digits(6)}`;
const ip = (draw: Draw): string =>
  [20 + draw.below(200), draw.below(256), draw.below(256), 1 + draw.below(254)].join('.');
const date = (draw: Draw): [number, number, number] => day(draw, 2024, 2027);

/** Makers by `type:kind`; `type` alone for the holes without a kind. Values of `-` are no personal data. */
export const VALUES: Readonly<Record<string, Make>> = {
  'person_name:hant': (d) => han(d, LISTS.surnamesHant, LISTS.givenHant),
  'person_name:hans': (d) => han(d, LISTS.surnamesHans, LISTS.givenHans),
  'person_name:surname': (d) => d.pick([...'陳李黃張梁何林郭']),
  'person_name:canton': (d) =>
    d.below(3) === 0
      ? `${d.pick(LISTS.cantonSurnames).toUpperCase()} ${d.pick(LISTS.cantonGiven)} ${d.pick(LISTS.cantonGiven)}`
      : `${d.pick(LISTS.cantonSurnames)} ${d.pick(LISTS.cantonGiven)} ${d.pick(LISTS.cantonGiven)}`,
  'person_name:pinyin': (d) => `${d.pick(LISTS.pinyinSurnames)} ${d.pick(LISTS.pinyinGiven)}`,
  'person_name:en': (d) => `${d.pick(LISTS.enGiven)} ${d.pick(LISTS.enSurnames)}`,
  'person_name:en_first': (d) => d.pick(LISTS.enGiven),
  'person_name:pt': (d) =>
    `${d.pick(LISTS.ptGiven)} ${d.below(2) === 0 ? '' : `${d.pick(LISTS.ptSurnames)} `}${d.pick(LISTS.ptSurnames)}`,
  'person_name:pt_first': (d) => d.pick(LISTS.ptGiven),
  'person_name:macanese': (d) => `${d.pick(LISTS.ptGiven)} ${d.pick(LISTS.ptSurnames)} ${d.pick(LISTS.cantonSurnames)}`,
  'address:mo': (d) =>
    `澳門${d.pick(LISTS.moStreets)}${1 + d.below(300)}號${d.pick(LISTS.buildings)}${1 + d.below(30)}樓${d.pick([...'ABCDEF'])}座`,
  'address:mo_hans': (d) =>
    `澳门${d.pick(['沙梨头海边街', '罗理基博士大马路', '筷子基北湾'])}${1 + d.below(300)}号${1 + d.below(30)}楼${d.pick([...'ABCDEF'])}座`,
  'address:hk': (d) =>
    `${d.pick(['九龍旺角', '香港灣仔', '新界沙田', '九龍觀塘'])}${d.pick(LISTS.hkStreets)}${1 + d.below(400)}號${d.pick(LISTS.buildings)}${1 + d.below(40)}樓${d.pick([...'ABCDEF'])}室`,
  'address:cn': (d) =>
    `${d.pick(['广东省珠海市香洲区', '广东省深圳市福田区', '上海市徐汇区', '浙江省杭州市西湖区'])}${d.pick(LISTS.cnStreets)}${1 + d.below(300)}号${1 + d.below(20)}栋${1 + d.below(30)}0${1 + d.below(4)}室`,
  'address:cn_hant': (d) =>
    `廣東省珠海市香洲區${d.pick(['情侶中路', '鳳凰北路', '九洲大道'])}${1 + d.below(300)}號${1 + d.below(20)}棟${1 + d.below(30)}0${1 + d.below(4)}室`,
  'address:hk_en': (d) =>
    `Flat ${d.pick([...'ABCDEF'])}, ${1 + d.below(40)}/F, ${d.pick(['Sunrise Court', 'Harbour Heights', 'Lucky Mansion'])}, ${1 + d.below(400)} ${d.pick(['Nathan Road', 'Hennessy Road', 'Castle Peak Road'])}, ${d.pick(['Kowloon', 'Wan Chai', 'Tsuen Wan'])}`,
  'address:en': (d) =>
    `${1 + d.below(999)} ${d.pick(['Maple', 'Oak', 'Church', 'Station', 'Mill'])} ${d.pick(['Street', 'Road', 'Lane', 'Avenue'])}, ${d.pick(['Springfield', 'Bristol', 'Leeds', 'Austin'])}`,
  'address:pt': (d) =>
    `${d.pick(LISTS.ptStreets)}, n.º ${1 + d.below(200)}, ${1 + d.below(9)}.º ${d.pick(['Esq.', 'Dto.', 'A', 'B'])}, ${1000 + d.below(8999)}-${d.digits(3)} ${d.pick(['Lisboa', 'Porto', 'Coimbra', 'Braga'])}`,
  'address:mo_pt': (d) =>
    `${d.pick(['Avenida da Praia Grande', 'Rua do Campo', 'Rua de Pedro Coutinho', 'Estrada da Vitória'])}, n.º ${1 + d.below(300)}, Edifício ${d.pick(['Lei San', 'Kam Fung', 'Hoi Tin'])}, ${1 + d.below(20)}.º andar ${d.pick([...'ABCD'])}, Macau`,
  'organisation:mo': (d) => `${d.pick(LISTS.orgHan)}${d.pick(['貿易', '物流', '建築工程', '飲食'])}有限公司`,
  'organisation:hk': (d) => `${d.pick(LISTS.orgHan)}${d.pick(['國際', '科技', '物業管理'])}有限公司`,
  'organisation:cn': (d) =>
    `${d.pick(['珠海', '深圳', '上海', '广州'])}${d.pick(LISTS.orgHans)}${d.pick(['科技', '贸易', '物流', '制造'])}有限公司`,
  'organisation:en': (d) =>
    `${d.pick(['Harbour', 'Lotus', 'Northgate', 'Meridian', 'Silverline'])} ${d.pick(['Trading', 'Logistics', 'Consulting', 'Engineering'])} ${d.pick(['Limited', 'Ltd', 'Co. Ltd'])}`,
  'organisation:pt': (d) =>
    `${d.pick(['Ribeira', 'Tejo', 'Serra', 'Atlântida'])} ${d.pick(['Construções', 'Transportes', 'Alimentar'])}, ${d.pick(['Lda.', 'S.A.'])}`,
  'organisation:mo_pt': (d) =>
    `${d.pick(['Companhia de Construção', 'Sociedade de Importação', 'Agência Comercial'])} ${d.pick(['Lei Kei', 'Va Lun', 'San Tin'])}, Limitada`,
  'phone:mo': (d) => (d.below(4) === 0 ? `28${2 + d.below(8)}${d.digits(5)}` : moMobile(d)),
  'phone:mo_spaced': (d) => groups(moMobile(d), [4, 4]),
  'phone:mo_intl': (d) => `+853 ${groups(moMobile(d), [4, 4])}`,
  'phone:mo_masked': (d) => `${d.pick(['6612', '6288', '6533'])}****`,
  'phone:hk': hkMobile,
  'phone:hk_spaced': (d) => groups(hkMobile(d), [4, 4]),
  'phone:hk_intl': (d) => d.pick(['+852 ', '(852) ', '+852-']) + hkMobile(d),
  'phone:cn': cnMobile,
  'phone:cn_spaced': (d) => groups(cnMobile(d), [3, 4, 4]),
  'phone:cn_intl': (d) => `${d.pick(['+86 ', '+86', '0086-', '86-'])}${cnMobile(d)}`,
  'phone:cn_land': (d) =>
    `${d.pick(['0756', '0755', '020', '021', '010'])}-${2 + d.below(7)}${d.digits(6)}`.replace(
      /^(0\d{2})-(\d{7})$/,
      (_, a: string, b: string) => `${a}-${b}${d.digits(1)}`,
    ),
  'phone:cn_masked': (d) => hide(cnMobile(d), 3, 7),
  'phone:cn_fullwidth': (d) => fullWidth(cnMobile(d)),
  'phone:pt': (d) => (d.below(2) === 0 ? groups(ptMobile(d), [3, 3, 3]) : ptMobile(d)),
  'phone:pt_intl': (d) => `+351 ${groups(ptMobile(d), [3, 3, 3])}`,
  'phone:pt_land': (d) => groups(ptLand(d), [3, 3, 3]),
  'phone:tw': (d) =>
    d.pick([
      `09${d.digits(2)}-${d.digits(3)}-${d.digits(3)}`,
      `09${d.digits(8)}`,
      `(02) 2${d.digits(3)}-${d.digits(4)}`,
    ]),
  'phone:uk': (d) =>
    d.pick([
      `07${d.digits(3)} ${d.digits(6)}`,
      `+44 7${d.digits(3)} ${d.digits(6)}`,
      `020 7${d.digits(3)} ${d.digits(4)}`,
    ]),
  'phone:us': (d) =>
    d.pick([
      `(${2 + d.below(8)}${d.digits(2)}) ${2 + d.below(8)}${d.digits(2)}-${d.digits(4)}`,
      `${2 + d.below(8)}${d.digits(2)}-${2 + d.below(8)}${d.digits(2)}-${d.digits(4)}`,
      `+1 ${2 + d.below(8)}${d.digits(2)} ${2 + d.below(8)}${d.digits(2)} ${d.digits(4)}`,
    ]),
  email: (d) =>
    `${d.pick(LISTS.mailboxes)}${d.pick(['.', '_', ''])}${d.pick(LISTS.mailboxes)}${d.below(100)}@${d.pick(['example.com', 'example.org', 'mail.example.mo', 'correio.example.pt'])}`,
  'date_of_birth:slash': (d) => {
    const [y, m, n] = day(d);
    return `${two(n)}/${two(m)}/${y}`;
  },
  'date_of_birth:iso': (d) => {
    const [y, m, n] = day(d);
    return `${y}-${two(m)}-${two(n)}`;
  },
  'date_of_birth:zh': (d) => {
    const [y, m, n] = day(d);
    return `${y}年${m}月${n}日`;
  },
  'date_of_birth:ym': (d) => {
    const [y, m] = day(d);
    return `${y}年${m}月`;
  },
  'date_of_birth:dots': (d) => {
    const [y, m, n] = day(d);
    return `${y}.${two(m)}.${two(n)}`;
  },
  'date_of_birth:dmy_en': (d) => {
    const [y, m, n] = day(d);
    return `${n} ${LISTS.monthsEn[m - 1]?.slice(0, 3)} ${y}`;
  },
  'date_of_birth:long_en': (d) => {
    const [y, m, n] = day(d);
    return `${LISTS.monthsEn[m - 1]} ${n}, ${y}`;
  },
  'date_of_birth:pt': (d) => {
    const [y, m, n] = day(d);
    return `${two(n)}-${two(m)}-${y}`;
  },
  'date_of_birth:pt_long': (d) => {
    const [y, m, n] = day(d);
    return `${n} de ${LISTS.monthsPt[m - 1]} de ${y}`;
  },
  'hkid:bracket': hkidBracket,
  'hkid:plain': hkid,
  'hkid:spaced': (d) => hkidBracket(d).replace(/^([A-Z]+)(\d+)/, '$1 $2 '),
  'hkid:fullwidth': (d) => fullWidth(hkidBracket(d)),
  'hkid:masked': (d) => hkidBracket(d).replace(/\d{3}\(/, '***('),
  'mo_bir:bracket': (d) => `${bir(d)}(${d.digits(1)})`,
  'mo_bir:plain': (d) => bir(d) + d.digits(1),
  'mo_bir:masked': (d) => `${hide(bir(d), 4, 7)}(${d.digits(1)})`,
  'mo_bir:slash': (d) => `${bir(d).replace(/^./, '$&/')}/${d.digits(1)}`,
  'mo_tax_number:entity': (d) => `8${d.digits(7)}`,
  'mo_tax_number:person': (d) => `0${d.digits(7)}`,
  cn_resident_id: (d) => cnId(d),
  'cn_resident_id:permit': (d) => cnId(d, d.pick(['810000', '820000', '830000'])),
  'cn_resident_id:old': (d) => {
    const [y, m, n] = day(d);
    return `${d.pick(AREAS)}${two(y % 100)}${two(m)}${two(n)}${d.digits(3)}`;
  },
  'cn_resident_id:masked': (d) => hide(cnId(d), 6, 14),
  'cn_resident_id:spaced': (d) => groups(cnId(d), [6, 8, 4]),
  'cn_resident_id:fullwidth': (d) => fullWidth(cnId(d)),
  tw_id: (d) =>
    until(
      d,
      () => fill(d, `A${d.pick(['1', '2'])}########`),
      (id) => checkTwId(id) === 'ok',
    ),
  'tw_id:arc': (d) =>
    until(
      d,
      () => fill(d, `A${d.pick(['8', '9'])}########`),
      (id) => checkTwId(id) === 'ok',
    ),
  cn_uscc: (d) =>
    until(
      d,
      () =>
        `91${d.pick(AREAS)}${Array.from({ length: 10 }, () => d.pick([...'0123456789ABCDEFGHJKLMNPQRTUWXY'])).join('')}`,
      (code) => checkUscc(code) === 'ok',
    ),
  bank_card: card,
  'bank_card:spaced': (d) => four(card(d)),
  'bank_card:masked': (d) => `${card(d).slice(0, 4)} **** **** ${d.digits(4)}`,
  'bank_card:tail': (d) => d.digits(4),
  'bank_account:mo': (d) => d.pick([`0${d.digits(9)}`, `${d.digits(3)}-${d.digits(3)}-${d.digits(6)}`, d.digits(12)]),
  'bank_account:masked': (d) => `****${d.digits(6)}`,
  'bank_account:hk': (d) => `${d.pick(['012', '024', '004', '016'])}-${d.digits(3)}-${d.digits(6)}`,
  'bank_account:cn': (d) => `4405${d.digits(13)}`,
  bank_swift: (d) => d.pick(['BCHKMOMX', 'BKCHHKHH', 'HSBCHKHHHKH', 'CGDIPTPL', 'ICBKCNBJGDG', 'LUSOMOMX', 'TAIFMOMX']),
  'iban:pt': (d) =>
    until(
      d,
      () => `PT50${d.digits(21)}`.replace('PT50', `PT${d.digits(2)}`),
      (value) => checkIban(value) === 'ok',
    ),
  'iban:gb': (d) =>
    until(
      d,
      () => fill(d, 'GB##AAAA##############'),
      (value) => checkIban(value) === 'ok',
    ),
  pt_nif: (d) => nif(d, '123'),
  'pt_nif:company': (d) => nif(d, '59'),
  pt_cc: (d) =>
    until(
      d,
      () => fill(d, '######### AA#').replace(/ (..)(.)$/, ' $1$2'),
      (value) => checkPtCc(value) === 'ok',
    ),
  mrz,
  'passport:cn': (d) =>
    fill(
      d,
      d
        .pick(['E########', 'EA#######', 'EJ#######'])
        .replace('EA', `E${d.pick([...'ABCDEFGH'])}`)
        .replace(/A(?=#)/, 'B'),
    ),
  'passport:hk': (d) =>
    `${d.pick(['K', 'KJ'])}${d.digits(7)}`.replace(/^K(\d{7})$/, (_, n: string) => `K${n}${d.digits(1)}`),
  'passport:mo': (d) => `M${d.pick(['A', 'B'])}${d.digits(7)}`,
  'passport:pt': (d) => fill(d, d.pick(['A######', 'CA######'])).replace(/^.(?=\d)/, (l) => l),
  'passport:ph': (d) => fill(d, 'P#######A'),
  home_return_permit: (d) => d.pick(['H', 'M']) + d.digits(d.pick([8, 10])),
  'travel_permit:c': (d) => d.pick([`C${d.digits(8)}`, `CA${d.digits(7)}`, `CD${d.digits(7)}`]),
  'travel_permit:tw': (d) => d.digits(8),
  'hk_brn:plain': (d) => `${d.pick(['1', '2', '3', '5', '6', '7'])}${d.digits(7)}`,
  'hk_brn:full': (d) =>
    `${d.digits(8)}-000-${d.pick(['01', '03', '07', '11'])}-${d.pick(['20', '21', '23', '24'])}-${d.pick([...'0123456789A'])}`,
  alipay_id: (d) => `2088${d.digits(12)}`,
  wechat_id: (d) =>
    d.pick([
      `wxid_${fill(d, 'a#a#a#a#')}`,
      `${d.pick(LISTS.mailboxes)}_${d.digits(3)}`,
      `${d.pick(LISTS.mailboxes)}${d.digits(4)}`,
    ]),
  qq_id: (d) => `${1 + d.below(9)}${d.digits(d.pick([5, 7, 8, 9]))}`,
  us_ssn: (d) => `${1 + d.below(5)}${d.digits(2)}-${1 + d.below(9)}${d.digits(1)}-${1 + d.below(9)}${d.digits(3)}`,
  ip_address: ip,
  location,
  'vehicle_plate:mo': (d) => fill(d, `M${d.pick([...'ABCDEHIJKLMNORSTUVWX'])}-##-##`).replace(/^M\w/, (p) => p),
  'vehicle_plate:hk': (d) => `${d.pick(['AB', 'CX', 'LN', 'PR', 'TK', 'WV'])} ${1 + d.below(9999)}`,
  'vehicle_plate:cn': (d) => `${d.pick([...'粤京沪浙苏'])}${d.pick([...'ABCEF'])}${fill(d, '#####')}`,
  'vehicle_plate:cn_dot': (d) => `${d.pick([...'粤京沪浙苏'])}${d.pick([...'ABCEF'])}·${fill(d, '#####')}`,
  'vehicle_plate:pt': (d) =>
    d.pick([
      `${d.pick(['AA', 'BC', 'DX'])}-${d.digits(2)}-${d.pick(['QR', 'ZT'])}`,
      `${d.digits(2)}-${d.pick(['QR', 'ZT'])}-${d.digits(2)}`,
    ]),
  'salary:mop': (d) => `MOP ${thousands(8000 + d.below(60000))}`,
  'salary:hkd': (d) => `HK$${thousands(8000 + d.below(60000))}`,
  'salary:cny': (d) => `${thousands(4000 + d.below(40000))}元`,
  'salary:eur': (d) => `${thousands(900 + d.below(4000), '.')},00 €`,
  'salary:bare': (d) => String(8000 + d.below(60000)),
  'personal_amount:cny': (d) => `${thousands(10000 + d.below(900000))}元`,
  'secret:password': password,
  'secret:password_plain': (d) => fill(d, 'aA##aA#a#A'),
  'secret:hex64': (d) => fill(d, 'x'.repeat(64)),
  'secret:dingsec': (d) => `SEC${fill(d, 'x'.repeat(64))}`,
  'secret:ltai': (d) => `LTAI5t${b64(d, 18)}`,
  'secret:key30': (d) => b64(d, 30),
  'secret:uuid': (d) => fill(d, 'xxxxxxxx-xxxx-4xxx-9xxx-xxxxxxxxxxxx'),
  'secret:akia': (d) =>
    `AKIA${Array.from({ length: 16 }, () => d.pick([...'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'])).join('')}`,
  'secret:aws40': (d) => b64(d, 40),
  'secret:ghp': (d) => `ghp_${b64(d, 36)}`,
  'secret:xoxb': (d) => `xoxb-${d.digits(12)}-${d.digits(12)}-${b64(d, 24)}`,
  'secret:jwt': (d) => `eyJ${b64(d, 33)}.eyJ${b64(d, 60)}.${b64(d, 43)}`,
  '-:order': (d) => d.digits(d.pick([8, 10, 12, 15, 18])),
  '-:tracking': (d) =>
    d.pick([`SF${d.digits(13)}`, `YT${d.digits(13)}`, d.digits(12), `1Z${fill(d, 'A##A##########')}`]),
  '-:invoice': (d) => d.pick([`INV-${d.digits(6)}`, d.digits(8), `FT 2026/${d.digits(4)}`]),
  '-:policy': (d) => fill(d, 'AA########'),
  '-:staff_no': (d) => d.pick([d.digits(5), `E${d.digits(4)}`]),
  '-:sku': (d) => fill(d, d.pick(['AA-####-A', 'AAA####', 'A##-###'])),
  '-:ean': (d) => `489${d.digits(10)}`,
  '-:isbn': (d) => `978-7-${d.digits(3)}-${d.digits(5)}-${d.digits(1)}`,
  '-:lot': (d) => `L${d.digits(6)}`,
  '-:container': (d) => fill(d, 'AAAU#######'),
  '-:small': (d) => d.digits(4),
  '-:version': (d) => `${d.below(20)}.${d.below(30)}.${d.below(10)}`,
  '-:sha1': (d) => fill(d, 'x'.repeat(40)),
  '-:sha256': (d) => fill(d, 'x'.repeat(64)),
  '-:md5': (d) => fill(d, 'x'.repeat(32)),
  '-:uuid': (d) => fill(d, 'xxxxxxxx-xxxx-4xxx-9xxx-xxxxxxxxxxxx'),
  '-:price_mop': (d) => `MOP ${thousands(100 + d.below(90000))}.00`,
  '-:price_hkd': (d) => `HK$${thousands(100 + d.below(90000))}`,
  '-:price_cny': (d) => `${thousands(100 + d.below(90000))}元`,
  '-:price_eur': (d) => `${thousands(100 + d.below(90000), '.')},00 €`,
  '-:date_zh': (d) => {
    const [y, m, n] = date(d);
    return `${y}年${m}月${n}日`;
  },
  '-:date_zh_hans': (d) => {
    const [y, m, n] = date(d);
    return `${y}年${m}月${n}日`;
  },
  '-:date_en': (d) => {
    const [y, m, n] = date(d);
    return `${n} ${LISTS.monthsEn[m - 1]} ${y}`;
  },
  '-:date_pt': (d) => {
    const [y, m, n] = date(d);
    return `${n} de ${LISTS.monthsPt[m - 1]} de ${y}`;
  },
  '-:datetime': (d) => {
    const [y, m, n] = date(d);
    return `${y}-${two(m)}-${two(n)} ${two(d.below(24))}:${two(d.below(60))}:${two(d.below(60))}`;
  },
  '-:time': (d) => `${two(8 + d.below(10))}:${two(d.below(60))}`,
  '-:bank': (d) => d.pick(['中国工商银行珠海分行', '中國銀行澳門分行', '招商银行深圳分行']),
  '-:domain': (d) => d.pick(['example.com', 'example.org']),
};
