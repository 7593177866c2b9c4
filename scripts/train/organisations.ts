/** Made-up organisations: companies, authorities, schools, banks, media. */
import { allLocales } from '@faker-js/faker';
import { mark, ORGANISATION } from './marks.ts';
import type { Places } from './places.ts';
import { list } from './name-lists.ts';
import { createInventor, SYLLABLES } from './people.ts';
import { type Random, weighted } from './random.ts';
import { flatten, type Words } from './words.ts';

export const organisation = (text: string): string => mark(ORGANISATION, text);

export type Organisations = {
  readonly han: (random: Random) => string;
  readonly english: (random: Random) => string;
  readonly portuguese: (random: Random) => string;
  /** A brand, which is no finding. */
  readonly brand: (random: Random) => string;
};

const TRADES = list(
  '科技 贸易 实业 建筑 工程 物流 电子 食品 医药 文化传播 信息技术 投资 地产 置业 餐饮 旅游 保险 证券 国际货运 环保 生物科技 汽车 服饰 珠宝 教育 网络 置地 能源 航空 半导体 家具 印刷 顾问 会计师 律师',
);
const ENDS = list(
  '有限公司 有限公司 有限公司 股份有限公司 集团 公司 集团有限公司 事务所 一人有限公司 控股有限公司 分公司',
);
const AUTHORITIES = list(
  '身份证明局 财政局 劳工事务局 治安警察局 海关 市政署 卫生局 社会保障基金 个人资料保护局 教育及青年发展局 经济及科技发展局 房屋局 旅游局 法务局 交通事务局 公安局 税务局 市场监督管理局 人民法院 人民检察院 教育局 民政局 人民政府 发展和改革委员会 入境事务处 税务局 劳工处 公司注册处 警务处 仲裁委员会 海事局 统计局 外交部 商务部 工会 商会 总商会 基金会 红十字会 消防局',
);
const SCHOOLS = list('大学 中学 小学 理工大学 师范大学 科技大学 幼稚园 学院 医学院');
const OTHERS = list(
  '医院 人民医院 中心医院 银行 日报 晚报 电视台 出版社 研究院 研究所 俱乐部 协会 足球队 队 酒店 博物馆 图书馆 通讯社 基金 证券 保险公司 村委会 居委会',
);
const EN_ENDS = list(
  'Ltd Ltd. Limited Inc. Inc LLC Group Holdings Corporation Corp. Company GmbH S.A. PLC Partners Associates Solutions Industries Systems Bank Foundation Institute',
);
const EN_TRADES = list(
  'Trading Logistics Technology Foods Construction Engineering Insurance Capital Media Software Pharma Energy Motors Textiles Shipping Consulting Research Airlines Electronics Printing',
);
const PT_ENDS = [
  ', Lda.',
  ', Limitada',
  ', S.A.',
  ' SA',
  ' Lda',
  ', Sociedade Unipessoal Limitada',
  ' & Filhos, Lda.',
  ' LTDA',
  ' S/A',
  ' - ME',
];
const PT_TRADES = list(
  'Construções Transportes Comércio Importação Consultoria Seguros Têxteis Imobiliária Engenharia Alimentar Turismo Indústrias Metalúrgica Tecnologias Farmácia',
);

export function createOrganisations(words: Words, places: Places): Organisations {
  const two = words.han
    .filter((one) => one.word.length === 2 && /^(?:n|nz|v|a|vn)$/.test(one.kind))
    .slice(0, 8000)
    .map((one) => one.word);
  const lucky = '华恒信泰盛鑫达丰隆宏兴荣利源安顺创新诚美佳康联合东海天金瑞祥星宇博远腾龙凯亿永固环球濠江'.split('');
  const known = words.han.filter((one) => one.kind === 'nt' && one.word.length >= 3).map((one) => one.word);
  const han = (random: Random): string => {
    const place = random.chance(0.55) ? places.hanPlace(random) : '';
    const brand =
      random.chance(0.5) || two.length === 0
        ? `${random.pick(lucky)}${random.pick(lucky)}${random.chance(0.25) ? random.pick(lucky) : ''}`
        : random.pick(two);
    return weighted(random, [
      [10, `${place}${brand}${random.pick(TRADES)}${random.pick(ENDS)}`],
      [4, `${place}${brand}${random.pick(ENDS)}`],
      [1, `${place}${brand}（${places.hanPlace(random)}）${random.pick(TRADES)}有限公司`],
      [5, `${places.hanPlace(random)}${random.pick(AUTHORITIES)}`],
      [2, random.pick(AUTHORITIES)],
      [4, `${random.chance(0.6) ? places.hanPlace(random) : brand}${random.pick(SCHOOLS)}`],
      [5, `${random.chance(0.6) ? places.hanPlace(random) : brand}${random.pick(OTHERS)}`],
      [4, known.length > 0 ? random.pick(known) : `${place}${brand}公司`],
    ]);
  };
  const invent = createInventor([
    ...flatten(allLocales.en.location?.city_name),
    ...flatten(allLocales.en.person?.last_name),
    ...words.english.slice(0, 4000),
  ]);
  return {
    han,
    english: (random) => english(random, invent, places),
    portuguese: (random) => portuguese(random, invent, places),
    brand: (random) => brand(random, invent),
  };
}

const SURNAMES = flatten(allLocales.en.person?.last_name);
const PT_SURNAMES = flatten(allLocales.pt_PT.person?.last_name);

function english(random: Random, invent: (random: Random) => string, places: Places): string {
  const stem = random.chance(0.5) ? invent(random) : random.pick(SURNAMES);
  const trade = random.pick(EN_TRADES);
  const place = random.chance(0.5)
    ? places.city(random)
    : random.pick(['Macau', 'Hong Kong', 'China', 'Portugal', 'Asia', 'London']);
  const name = weighted(random, [
    [6, `${stem} ${random.pick(EN_ENDS)}`],
    [6, `${stem} ${trade} ${random.pick(EN_ENDS)}`],
    [3, `${random.pick(SURNAMES)}, ${random.pick(SURNAMES)} and ${random.pick(SURNAMES)}`],
    [3, `${random.pick(SURNAMES)} & ${random.pick(SURNAMES)}${random.pick(['', ' LLP', ' Ltd'])}`],
    [2, `${random.pick(SURNAMES)}-${random.pick(SURNAMES)}`],
    [3, `${place} ${trade} ${random.pick(EN_ENDS)}`],
    [4, `${chinese(random)} ${random.chance(0.7) ? `${trade} ` : ''}${random.pick(EN_ENDS)}`],
    [3, `${random.pick(['University', 'Bank', 'City', 'Institute', 'College'])} of ${place}`],
    [
      3,
      `${place} ${random.pick(['University', 'High School', 'Police Department', 'City Council', 'Hospital', 'Chamber of Commerce', 'Football Club', 'Symphony Orchestra', 'Bar Association'])}`,
    ],
    [
      2,
      `${random.pick(['Ministry', 'Department', 'Office', 'Bureau'])} of ${random.pick(['Finance', 'Labour', 'Health', 'Education', 'Justice', 'Foreign Affairs', 'Transport', 'Trade'])}`,
    ],
    [
      2,
      random.pick([
        'UNICEF',
        'WHO',
        'NATO',
        'HSBC',
        'IBM',
        'FBI',
        'OECD',
        'SAP',
        'BBC',
        'BNU',
        'CTM',
        'KPMG',
        'UBS',
        'ICBC',
        'MGM',
      ]),
    ],
    [3, stem],
  ]);
  return random.chance(0.06) ? name.toUpperCase() : name;
}

const PT_KINDS = [
  'Sociedade de Fomento Predial',
  'Fábrica de Vestuário',
  'Empresa de Transportes',
  'Companhia de Investimento',
  'Restaurante',
  'Farmácia',
  'Companhia de Engenharia',
  'Agência de Viagens',
  'Clínica',
  'Escritório de Contabilidade',
];

/** A firm's name in Cantonese or Mandarin syllables. */
function chinese(random: Random): string {
  const syllable = (): string => random.pick(SYLLABLES);
  const upper = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();
  return `${upper(syllable())} ${upper(syllable())}${random.chance(0.25) ? ` ${upper(syllable())}` : ''}`;
}

function portuguese(random: Random, invent: (random: Random) => string, places: Places): string {
  const surname = random.pick(PT_SURNAMES);
  const place = random.pick([
    'Lisboa',
    'Macau',
    'Porto',
    'Coimbra',
    'Braga',
    'Faro',
    'São Paulo',
    'Taipa',
    'Portugal',
    places.city(random),
  ]);
  const name = weighted(random, [
    [
      6,
      `${surname} ${random.chance(0.5) ? `& ${random.pick(PT_SURNAMES)} ` : ''}${random.pick(PT_TRADES)}${random.pick(PT_ENDS)}`,
    ],
    [5, `${invent(random)} ${random.pick(PT_TRADES)}${random.pick(PT_ENDS)}`],
    [2, `${random.pick(PT_TRADES)} ${surname}${random.pick(PT_ENDS)}`],
    [5, `${random.pick(PT_KINDS)} ${chinese(random)}${random.pick(PT_ENDS)}`],
    [
      5,
      `${random.pick(['Câmara Municipal', 'Universidade', 'Tribunal Judicial', 'Hospital', 'Associação Comercial', 'Prefeitura Municipal', 'Santa Casa da Misericórdia', 'Instituto Politécnico', 'Junta de Freguesia', 'Prefeitura'])} de ${place}`,
    ],
    [
      5,
      random.pick([
        'Ministério da Justiça',
        'Ministério Público',
        'Tribunal de Contas da União',
        'Supremo Tribunal Federal',
        'Superior Tribunal de Justiça',
        'Tribunal da Relação',
        'Direcção dos Serviços de Finanças',
        'Autoridade Tributária',
        'Polícia Judiciária',
        'Banco Nacional Ultramarino',
        'Caixa Geral de Depósitos',
        'Conselho de Administração',
        'Assembleia Legislativa',
        'Segurança Social',
        'Ordem dos Advogados',
        'Tribunal de Última Instância',
        'Instituto Nacional do Seguro Social',
        'Ministério da Fazenda',
        'Câmara dos Deputados',
        'Senado Federal',
        'Polícia Federal',
        'Procuradoria-Geral da República',
      ]),
    ],
    [
      2,
      random.pick([
        'STF',
        'STJ',
        'TCU',
        'INSS',
        'DSAL',
        'DSF',
        'IACM',
        'BNU',
        'TAP',
        'EDP',
        'CEM',
        'CTM',
        'OAB',
        'MPF',
        'TST',
      ]),
    ],
    [3, `Banco ${random.pick([place, surname, 'do Brasil', 'Comercial Português', 'da China'])}`],
  ]);
  return random.chance(0.12) ? name.toUpperCase() : name;
}

const MAKERS = [
  ...flatten(allLocales.en.vehicle?.manufacturer),
  ...flatten(allLocales.en.vehicle?.model),
  ...flatten(allLocales.en['cell_phone']),
  ...flatten(allLocales.en.animal?.dog),
  ...flatten(allLocales.en.music?.genre),
];

function brand(random: Random, invent: (random: Random) => string): string {
  return weighted(random, [
    [3, invent(random)],
    [3, `${invent(random)} ${random.pick(['Pro', 'Plus', 'Cloud', 'X', '2', 'Mini', 'One', 'Studio', 'Max', 'Lite'])}`],
    [2, MAKERS.length > 0 ? random.pick(MAKERS) : invent(random)],
    [
      2,
      random.pick([
        'Excel',
        'WeChat',
        'DingTalk',
        'PowerPoint',
        'Outlook',
        'Windows',
        'Linux',
        'Chrome',
        'WhatsApp',
        'Teams',
        'Zoom',
        'iPhone',
        'Android',
        'Python',
        'Salesforce',
        'Photoshop',
        'Java',
        'Oracle',
        'Azure',
      ]),
    ],
  ]);
}
