/** Made-up persons' names of the places that this product serves. */
import { mark, PERSON } from './marks.ts';
import { type Random, weighted } from './random.ts';
import { flatten, peopleOf, type Words } from './words.ts';

export const list = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

/** Simplified surnames, most frequent first: mainland, then those of Hong Kong, Macau and Taiwan. */
export const HAN_SURNAMES =
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫麦冼区邝卓蓝简骆符容植阙招练劳佘缪巫敖岑利岳巩仇栾幸商冷佟穆谈应丛代肖闫付初南鹿勾官沙连';
export const HAN_DOUBLE = list(
  '欧阳 司徒 上官 诸葛 司马 皇甫 尉迟 公孙 慕容 东方 夏侯 令狐 端木 南宫 独孤 司空 轩辕 长孙 宇文 闻人 澹台 申屠 万俟 呼延',
);
const GIVEN_COMMON =
  '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华文玉建国志海红梅兰荣春凤林云龙飞鹏辉斌波宁浩宇轩子涵梓怡欣雨佳思嘉俊豪家美玲雅婷慧琳颖诗晓雪梦琪欢婉莹淑珍惠娴翠芬莲燕菊萍蓉薇倩茜馨妍彤颂恩朗希晴康健安永昌兴盛德仁义礼智信忠孝廉光耀祖宗福禄寿喜良才材坤乾元亨利贞天恒泽润泉源清正直方圆铭锐锋钧钰铨鑫炜煜焕灿炳烨霖震霆振业成立新民生世昭展凯旋捷迪达迅逸远航舟帆晖晨曦旭昊昕昱晟景智睿哲瀚博学渊深志诚毅坚定巍峰岩岚嵩山川江河湖溪淳涵沛沁汶泓洁淇渝湘澄滢潇瑞瑜瑾璇璐琦琛珊珏珂琨琰瑶瑛璟祥祺禧祯绍继承启迪祐佑保佩仪仕伦伯仲叔季侠俭修偉健';

/** Romanised as in Hong Kong. */
const HK_SURNAMES =
  list(`Chan Wong Lee Li Cheung Lau Leung Ng Ho Chow Lam Tang Yeung Kwok Lai Yip Cheng Tsang Mak Fung Poon Yuen Tse Law
  Kwan Chung Tam Hui Siu Tsui Ma Au Fong Lo Choi Chu Yu Kong Liu To Pang So Lui Mok Hung Tong Ip Chiu Ko Kwong Yau Luk Szeto Au-Yeung
  Lok Chau Yim Ting Wan Woo Suen Tsoi Shek Sin Cheuk Ngai Mui Kan Hau Shum Sham Yan Kam Ling Pun`);
/** Romanised as in Macau, where Portuguese spelling left its marks. */
const MO_SURNAMES =
  list(`Chan Wong Lei Leong Lao Ng Ho Chao Lam Tang Ieong Kuok Lai Ip Cheang Chang Mak Fong Pun Un Che Lo Kuan Chong
  Tam Hoi Sio Choi Ma Ao Vong Vu Iu Kong Lio Tou Pang Sou Loi Mok Hong Tong Kou Kuong Iao Lok Si Sit Wu Fu Cheong Chio Chu Chiu Cheok
  Ian Iong Iun Kam Kan Lau Long Lou Mui Ngan Pao Sam San Seng Sin Tai Tang Tou U Ung Wan Wai Hao Ieng Im Ka`);
const CANTONESE_GIVEN =
  list(`Tai Man Siu Ming Ka Kei Wai Kit Chi Keung Wing Sze Hoi Yan Lok Yin Ho Chun Kwok Hung Mei Ling Yuk Lan Suk Fan
  Lai Wah Kam Tung Tsz Kin Yu Hin Pui Shan Yee Man Sum Yuet Ching Hei Wun Long Fai Shing Sau Ying Kwan Fung Tak Po Chau Yiu Cheuk Lam Nga
  Oi King Bik Choi Hang Kwong Chung Pak Hou Weng Cheng Sang Keng Kuan Kuong Chon In Ian Iok Sok Fong Hio Lon Un Teng Ut Heng Kuai Meng Lap
  Mio Kio Sio Iao Wa Seng Pou Nok Cheok Ieng Lin Hong Chan Lei Hok Fu Ngai Su Kun Leng Sut Fei Peng Iat Kai Tou Cham Ip Pek Wan`);
const PINYIN_SURNAMES =
  list(`Wang Li Zhang Liu Chen Yang Zhao Huang Zhou Wu Xu Sun Hu Zhu Gao Lin He Guo Ma Luo Liang Song Zheng Xie Han Tang
  Feng Yu Dong Xiao Cheng Cao Yuan Deng Fu Shen Zeng Peng Lv Lyu Su Lu Jiang Cai Jia Ding Wei Xue Ye Yan Pan Du Dai Xia Zhong Tian Ren Fan
  Fang Shi Yao Tan Liao Zou Xiong Jin Hao Kong Bai Cui Kang Mao Qiu Qin Gu Hou Shao Meng Long Wan Duan Lei Qian Yin Yi Chang Qiao He Lai
  Gong Wen Pang Ouyang Situ Shangguan Zhuge`);
export const PINYIN =
  list(`a ai an ang ao ba bai ban bao bei ben bi bian biao bin bing bo bu cai can chang chao chen cheng chi chong chu chuan
  chuang chun cong cui da dai dan dao de di ding dong dou du duo e en er fa fan fang fei fen feng fu gai gan gang gao ge gen geng gong gu
  guan guang gui guo hai han hang hao he hen heng hong hou hu hua huan huang hui huo ji jia jian jiang jiao jie jin jing jiu ju juan jue jun
  kai kang ke kong ku kuan kun lai lan lang lao le lei li lian liang liao lin ling liu long lou lu luan lun luo lv ma mai man mao mei men
  meng mi mian miao min ming mo mu na nan nian ning niu nuo ou pan pei peng ping pu qi qian qiang qiao qin qing qiong qiu qu quan que qun ran
  rao ren rong rou ru ruan rui ruo sen sha shan shang shao she shen sheng shi shou shu shuai shuang shui shun si song su sui sun suo tai tan
  tang tao teng ti tian tie ting tong tu wan wang wei wen wo wu xi xia xian xiang xiao xie xin xing xiong xiu xu xuan xue xun ya yan yang yao
  ye yi yin ying yong you yu yuan yue yun ze zeng zhan zhang zhao zhe zhen zheng zhi zhong zhou zhu zhuang zhuo zi zong zu`);
const WESTERN_GIVEN =
  list(`Peter Mary John Michael Jenny Kelly Ivy Amy Jason Kevin Alan Eric Vincent Raymond Patrick Grace Winnie Karen Cindy
  Candy Fiona Joyce Vivian Phoebe Hailey Jacky Tony Simon Samuel Daniel Anthony Edwin Ken Kenneth Alex Henry Stephen Rita Connie Carmen Cherry
  Yoyo Ada Eva Doris Mandy Sandy Queenie Tiffany Gloria Angela Teresa Iris Olivia Chloe Jasmine Marcus Felix Leo Hugo Oscar Edmund Wilson`);
export const PT_GIVEN =
  list(`Maria José João António Ana Manuel Francisco Luís Carlos Paulo Pedro Isabel Teresa Fernanda Helena Rita Sofia Inês
  Catarina Joana Margarida Beatriz Marta Cláudia Sandra Patrícia Paula Cristina Fátima Rosa Conceição Lurdes Graça Rui Nuno Tiago Miguel
  Ricardo Bruno Diogo Gonçalo Duarte Vasco Jorge Fernando Alberto Armando Artur Augusto Eduardo Henrique Hélder Leonel Mário Nelson Óscar Raul
  Sérgio Vítor Xavier Amélia Aurora Celeste Deolinda Edite Filomena Gabriela Irene Júlia Leonor Lídia Luísa Madalena Natália Odete Raquel Sara
  Susana Vera Zélia Anabela Carla Elisabete Filipa Mafalda Matilde Carolina Mariana Lara Afonso Bernardo Martim Rodrigo Simão Tomás`);
const PT_SURNAMES =
  list(`Silva Santos Ferreira Pereira Oliveira Costa Rodrigues Martins Jesus Sousa Fernandes Gonçalves Gomes Lopes Marques
  Alves Almeida Ribeiro Pinto Carvalho Teixeira Moreira Correia Mendes Nunes Soares Vieira Monteiro Cardoso Rocha Raposo Neves Coelho Cruz
  Cunha Pires Ramos Reis Simões Antunes Matos Fonseca Machado Araújo Barbosa Tavares Lourenço Castro Figueiredo Azevedo Freitas Magalhães
  Henriques Lima Guerreiro Batista Campos Miranda Esteves Barros Vaz Melo Leite Brito Borges Amaral Nogueira Moura Macedo Morais Abreu Sá
  Valente Branco Domingues Leal Serra Bento Baptista Paiva Xavier Rosário Senna Assunção Noronha Couto Manhão Jorge Airosa Placé Sales Marques
  Estorninho Eusébio Gracias Remédios Guterres Pedruco Rangel Hyndman Nolasco Fão Badaraco Conceição Encarnação Espírito Luz Nascimento`);
const FILIPINO = {
  given:
    list(`Maria Rowena Jocelyn Marites Analyn Rosalie Jennifer Marilou Cristina Liza Gemma Lorna Edna Arnel Rodel Jonathan Reynaldo Ronaldo
    Mark Jay-R Princess Cherry Jhoana Mylene Rizalina Leonora Editha Nenita Romeo Danilo Wilfredo Ernesto Angelito Christian Joel Rhea`),
  surnames:
    list(`Santos Reyes Cruz Bautista Ocampo Garcia Mendoza Torres Villanueva Ramos Aquino Castillo Dela-Cruz Salazar Mercado Pascual
    Manalo Dimaculangan Macaraeg Pangilinan Tolentino Soriano Aguilar Dizon Lacson Magsaysay Balagtas Catacutan Evangelista Gatchalian`),
};
const VIETNAMESE = {
  surnames: list(
    'Nguyen Tran Le Pham Hoang Huynh Phan Vu Vo Dang Bui Do Ho Ngo Duong Ly Nguyễn Trần Lê Phạm Hoàng Huỳnh Đặng Bùi Đỗ',
  ),
  middle: list('Thi Van Minh Ngoc Thanh Quoc Duc Kim Hong Thu Xuan Thị Văn Ngọc Hữu Anh'),
  given: list(
    'Lan Hoa Huong Mai Linh Trang Thao Nga Ha Dung Hung Tuan Son Nam Long Quang Phuong Anh Thuy Yen Hanh Bich Duc Khanh Phúc',
  ),
};

/** Locales in Latin letters and how often a name is drawn from them. */
const LATIN_LOCALES = [
  [30, 'en'], [6, 'en_AU'], [7, 'en_IN'], [4, 'en_NG'], [3, 'en_ZA'], [3, 'en_GH'], [8, 'de'], [3, 'de_CH'], [8, 'fr'], [5, 'fr_BE'], [2, 'fr_SN'],
  [8, 'it'], [8, 'es'], [4, 'es_MX'], [6, 'nl'], [5, 'pl'], [4, 'sv'], [4, 'nb_NO'], [4, 'da'], [4, 'fi'], [5, 'cs_CZ'], [3, 'sk'], [4, 'hu'],
  [6, 'pt_PT'], [6, 'pt_BR'], [3, 'ro'], [4, 'hr'], [3, 'sr_RS_latin'], [3, 'sl_SI'], [4, 'tr'], [2, 'lv'], [3, 'vi'], [6, 'id_ID'], [2, 'az'],
  [2, 'uz_UZ_latin'], [2, 'zu_ZA'], [2, 'yo_NG'], [2, 'af_ZA'], [2, 'eo'], [2, 'en_NP'], [2, 'ku_kmr_latin'], [3, 'en_HK'],
] as const; // biome-ignore format: a list reads better in rows

const BRAZILIAN = [...peopleOf('pt_BR').given, ...peopleOf('es').given, ...peopleOf('it').given];
const OTHER_SURNAMES = [
  ...peopleOf('pt_BR').surnames,
  ...peopleOf('pt_PT').surnames,
  ...peopleOf('it').surnames,
  ...peopleOf('es').surnames,
];
const INDONESIAN = peopleOf('id_ID').given;

export type People = {
  /** A full name in Han characters (Simplified). */
  readonly han: (random: Random) => string;
  /** A foreign name in Han characters. */
  readonly transliterated: (random: Random) => string;
  readonly foreignPlace: (random: Random) => string;
  readonly cantonese: (random: Random) => string;
  readonly pinyin: (random: Random) => string;
  readonly portuguese: (random: Random) => string;
  /** Any name in Latin letters, in one of many forms. */
  readonly latin: (random: Random) => string;
  readonly given: (random: Random) => string;
  readonly surname: (random: Random) => string;
  readonly allGiven: readonly string[];
  readonly allSurnames: readonly string[];
  /** How often characters stand in given names, most frequent first. */
  readonly givenCharacters: ReadonlyMap<string, number>;
};

export const person = (name: string): string => mark(PERSON, name);

export function createPeople(words: Words): People {
  const locales = LATIN_LOCALES.map(([weight, id]) => [weight, peopleOf(id)] as const).filter(
    ([, one]) => one.given.length > 0 && one.surnames.length > 0,
  );
  const givenCharacters = countGiven(words);
  const byWeight = [...givenCharacters].map(([char, count]) => [count ** 0.9, char] as const);
  const cumulative = accumulate(byWeight.map(([weight]) => weight));
  const chars = byWeight.map(([, char]) => char);
  const givenChar = (random: Random): string => chars[search(cumulative, random.next())] ?? '明';
  const foreign = words.han
    .filter((one) => one.kind === 'nrt' && one.word.length >= 3 && one.word.length <= 6)
    .map((one) => one.word);
  const abroad = words.han
    .filter(
      (one) =>
        one.kind === 'ns' &&
        one.word.length >= 3 &&
        [...one.word].filter((char) => SOUNDS.includes(char)).length * 2 > one.word.length,
    )
    .map((one) => one.word);
  const anyGiven = (random: Random): string => {
    const { given } = weighted(random, locales);
    return random.chance(0.18) && words.givenNames.length > 0
      ? title(random.pick(words.givenNames))
      : random.pick(given);
  };
  const anySurname = (random: Random): string => {
    const { surnames } = weighted(random, locales);
    return random.chance(0.22) && words.surnames.length > 0
      ? title(random.zipf(words.surnames.slice(0, 20_000)))
      : random.pick(surnames);
  };
  const invent = createInventor([...new Set(locales.flatMap(([, one]) => [...one.given, ...one.surnames]))]);
  const given = (random: Random): string => (random.chance(0.2) ? invent(random) : anyGiven(random));
  const surname = (random: Random): string => (random.chance(0.25) ? invent(random) : anySurname(random));
  return {
    han: (random) => hanName(random, givenChar),
    transliterated: (random) => transliterated(random, foreign),
    foreignPlace: (random) =>
      random.chance(0.5) && abroad.length > 0
        ? random.pick(abroad)
        : Array.from({ length: 2 + random.below(4) }, () => random.pick(SOUNDS)).join(''),
    cantonese,
    pinyin,
    portuguese,
    latin: (random) => latin(random, locales, given, surname),
    given,
    surname,
    allGiven: [
      ...new Set([
        ...locales.flatMap(([, one]) => one.given),
        ...words.givenNames,
        ...PT_GIVEN,
        ...WESTERN_GIVEN,
        ...FILIPINO.given,
      ]),
    ],
    allSurnames: [
      ...new Set([
        ...locales.flatMap(([, one]) => one.surnames),
        ...PT_SURNAMES,
        ...FILIPINO.surnames,
        ...VIETNAMESE.surnames,
        ...HK_SURNAMES,
        ...MO_SURNAMES,
        ...PINYIN_SURNAMES,
      ]),
    ],
    givenCharacters,
  };
}

export const SYLLABLES: readonly string[] = [
  ...PINYIN.filter((one) => one.length > 1),
  ...CANTONESE_GIVEN,
  ...HK_SURNAMES,
  ...MO_SURNAMES,
  ...PINYIN_SURNAMES,
];

export function title(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function countGiven(words: Words): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (char: string, count: number): void => {
    counts.set(char, (counts.get(char) ?? 0) + count);
  };
  for (const char of GIVEN_COMMON) add(char, 60);
  for (const name of [...flatten(peopleOf('zh_CN').given), ...flatten(peopleOf('zh_TW').given)])
    for (const char of name) add(char, 20);
  const surnames = new Set(HAN_SURNAMES);
  for (const { word, kind } of words.han) {
    if (kind !== 'nr' || word.length !== 3 || !surnames.has(word.charAt(0))) continue;
    for (const char of word.slice(1)) add(char, 1);
  }
  return new Map([...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)));
}

function accumulate(weights: readonly number[]): Float64Array {
  const sums = new Float64Array(weights.length);
  let sum = 0;
  for (const [i, weight] of weights.entries()) sums[i] = sum += weight;
  return sums.map((value) => value / sum);
}

function search(sums: Float64Array, value: number): number {
  let low = 0;
  let high = sums.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sums[middle] ?? 1) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function hanName(random: Random, givenChar: (random: Random) => string): string {
  const surname = random.chance(0.03)
    ? random.pick(HAN_DOUBLE)
    : random.chance(0.25)
      ? random.pick(HAN_SURNAMES.split(''))
      : random.zipf(HAN_SURNAMES.split(''));
  const husband = random.chance(0.01) ? random.zipf(HAN_SURNAMES.split('')) : '';
  const first = random.chance(0.03) ? String.fromCharCode(0x4e00 + random.below(0x4fff)) : givenChar(random);
  if (random.chance(0.24)) return surname + first;
  return husband + surname + first + (random.chance(0.04) ? first : givenChar(random));
}

const SOUNDS =
  '斯尔克特德马拉里托罗巴卡莱维奥利亚诺夫娜安索菲塔贝格达伊凯洛米尼森林顿布鲁迪温萨雷内埃帕科曼哈波多加法乔丹伯弗查姆'.split(
    '',
  );

function transliterated(random: Random, foreign: readonly string[]): string {
  const part = (): string =>
    random.chance(0.5) && foreign.length > 0
      ? random.pick(foreign)
      : Array.from({ length: 2 + random.below(3) }, () => random.pick(SOUNDS)).join('');
  return random.chance(0.4) ? `${part()}·${part()}` : part();
}

function cantonese(random: Random): string {
  const surname = random.chance(0.5) ? random.zipf(HK_SURNAMES) : random.zipf(MO_SURNAMES);
  const one = random.pick(CANTONESE_GIVEN);
  const two = random.pick(CANTONESE_GIVEN);
  const western = random.pick(WESTERN_GIVEN);
  return weighted(random, [
    [40, `${surname} ${one} ${two}`],
    [6, `${surname} ${one}-${two.toLowerCase()}`],
    [6, `${surname} ${one}`],
    [16, `${western} ${surname}`],
    [8, `${western} ${surname} ${one} ${two}`],
    [5, `${surname} ${one} ${two} ${western}`],
    [4, `${surname}, ${western} ${one} ${two}`],
    [9, `${surname} ${one} ${two}`.toUpperCase()],
    [6, `${surname.toUpperCase()} ${one} ${two}`],
    [4, `${surname.toUpperCase()}, ${one} ${two}`],
    [2, `${western} ${one} ${surname}`],
  ]);
}

function pinyin(random: Random): string {
  const surname = random.zipf(PINYIN_SURNAMES);
  const one = title(random.pick(PINYIN));
  const two = random.pick(PINYIN);
  return weighted(random, [
    [30, `${surname} ${one}${two}`],
    [12, `${one}${two} ${surname}`],
    [8, `${surname} ${one}`],
    [8, `${surname} ${one} ${title(two)}`],
    [5, `${surname} ${one}-${two}`],
    [8, `${surname} ${one}${two}`.toUpperCase()],
    [6, `${surname.toUpperCase()} ${one}${two}`],
    [5, `${random.pick(WESTERN_GIVEN)} ${surname}`],
    [3, `${surname}${one}${two}`.replace(/^(.)(.*)$/, (_, a: string, b: string) => a + b.toLowerCase())],
    [0.5, `${one}${two}, ${surname}`],
  ]);
}

function portuguese(random: Random): string {
  // Brazil names children more freely: a tenth of the given names are any.
  const g = (): string => random.pick(random.chance(0.12) ? BRAZILIAN : PT_GIVEN);
  const s = (): string => random.pick(random.chance(0.12) ? OTHER_SURNAMES : PT_SURNAMES);
  const p = (): string =>
    weighted(random, [
      [8, ''],
      [2, 'da '],
      [2, 'de '],
      [1, 'dos '],
      [1, 'do '],
    ]);
  const surnames = (count: number): string => Array.from({ length: count }, () => ` ${p()}${s()}`).join('');
  const full = weighted(random, [
    [26, (): string => `${g()}${surnames(1)}`],
    [26, (): string => `${g()}${surnames(2)}`],
    [16, (): string => `${g()} ${g()}${surnames(1)}`],
    [14, (): string => `${g()} ${g()}${surnames(2)}`],
    [6, (): string => `${g()}${random.chance(0.5) ? ` ${g()}` : ''}${surnames(3)}`],
    [2, (): string => `${g()}${surnames(1)} e ${s()}`],
    [3, (): string => `${g()} ${s().charAt(0)}. ${s()}`],
    [4, (): string => `${g()}${surnames(1)} ${random.pick(['Júnior', 'Filho', 'Neto', 'Jr.'])}`],
    [1, (): string => `${s()}, ${g()}`],
    [3, (): string => `${s().toUpperCase()}, ${g()}`],
    [5, (): string => g()],
    [
      1.5,
      (): string =>
        `${g()}${p() === '' ? ' de' : ' do'} ${random.pick(['Rosário', 'Carmo', 'Céu', 'Jesus', 'Fátima', 'Lurdes', 'Socorro', 'Nascimento'])}${surnames(1)}`,
    ],
  ])();
  return random.chance(0.18) ? full.toUpperCase() : full;
}

function latin(
  random: Random,
  locales: readonly (readonly [number, { readonly given: readonly string[]; readonly surnames: readonly string[] }])[],
  anyGiven: (random: Random) => string,
  anySurname: (random: Random) => string,
): string {
  const one = weighted(random, locales);
  const given = random.chance(0.7) ? random.pick(one.given) : anyGiven(random);
  const surname = random.chance(0.7) ? random.pick(one.surnames) : anySurname(random);
  const letter = String.fromCharCode(65 + random.below(26));
  const name = weighted(random, [
    [46, `${given} ${surname}`],
    [9, `${given} ${letter}. ${surname}`],
    [4, `${given} ${letter} ${surname}`],
    [6, `${given} ${anyGiven(random)} ${surname}`],
    [5, `${given} ${surname}-${anySurname(random)}`],
    [
      5,
      `${given} ${random.pick(['van', 'de', 'van der', 'von', 'di', 'del', 'la', 'de la', 'bin', 'al', 'el'])} ${surname}`,
    ],
    [3, `${letter}. ${surname}`],
    [2, `${letter}. ${String.fromCharCode(65 + random.below(26))}. ${surname}`],
    [0.7, `${surname}, ${given}`],
    [2.5, `${surname.toUpperCase()}, ${given}`],
    [3, `${given} ${surname.toUpperCase()}`],
    [5, `${given} ${surname}`.toUpperCase()],
    [3, `${given} ${surname} ${random.pick(['Jr.', 'Sr.', 'II', 'III'])}`],
    [4, `${given} ${anySurname(random)} ${surname}`],
    [7, filipino(random)],
    [6, vietnamese(random)],
    [3, `${random.pick(INDONESIAN)} ${random.pick(INDONESIAN)}`],
  ]);
  return name.replaceAll("'", random.chance(0.5) ? "'" : '’');
}

function filipino(random: Random): string {
  const { given, surnames } = FILIPINO;
  const middle = random.chance(0.4)
    ? ` ${random.chance(0.5) ? `${random.pick(surnames).charAt(0)}.` : random.pick(surnames)}`
    : '';
  return `${random.pick(given)}${middle} ${random.pick(surnames)}`.replaceAll('Dela-', 'Dela ');
}

function vietnamese(random: Random): string {
  const middle = random.chance(0.7) ? ` ${random.pick(VIETNAMESE.middle)}` : '';
  return `${random.pick(VIETNAMESE.surnames)}${middle} ${random.pick(VIETNAMESE.given)}`;
}

/** Returns a maker of words that look like the given ones: chains of three letters. */
export function createInventor(examples: readonly string[]): (random: Random) => string {
  const next = new Map<string, string[]>();
  for (const example of examples) {
    if (!/^[\p{L}]{3,}$/u.test(example)) continue;
    const word = `^^${example.toLowerCase()}$`;
    for (let i = 2; i < word.length; i += 1) {
      const key = word.slice(i - 2, i);
      next.set(key, [...(next.get(key) ?? []), word.charAt(i)].slice(-400));
    }
  }
  return (random) => {
    for (;;) {
      let word = '^^';
      while (!word.endsWith('$') && word.length < 14) word += random.pick(next.get(word.slice(-2)) ?? ['$']);
      const made = word.replace(/[\^$]/g, '');
      if (made.length >= 4 && made.length <= 11) return title(made);
    }
  };
}
