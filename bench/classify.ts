/**
 * Speed of `classifyText` on generated business text in four languages, against 28 separate passes of regular expressions
 * in the same run, and on adversarial inputs of one megabyte. MB are of UTF-8; compare ratios, not runs.
 */
import { classifyText } from '../src/classify/classify.ts';
import { readShippedNamesModel } from '../src/classify/model/names-model-node.ts';
import type { BenchOptions } from './run.ts';
import { measureBrowser } from './support/classify-browser.ts';
import { textsPerSecond } from './support/classify-parallel.ts';

const MB = 1_000_000;
/** So much of the corpus is classified line by line with the names model too. */
const NAMES_UNITS = 1_000_000;

/** What a first attempt looks like: every pattern over the whole text. */
const NAIVE: readonly RegExp[] = [
  /[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,253}\.[A-Za-z]{2,24}/g,
  /(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)/g,
  /(?<!\d)[1-9]\d{14}(?!\d)/g,
  /(?<![A-Z0-9])[A-Z]{1,2}\d{6}\([0-9A]\)/g,
  /(?<!\d)[157]\d{6}\(\d\)/g,
  /(?<!\d)[157]\d{7}(?!\d)/g,
  /(?<![A-Z0-9])[A-Z][1289]\d{8}(?!\d)/g,
  /(?<![A-Z0-9])[HM]\d{8}(?:\d{2})?(?!\d)/g,
  /(?<![A-Z0-9])E[0-9A-HJ-NP-Z]\d{7}(?!\d)/g,
  /(?<![A-Z0-9])[GDSP]\d{8}(?!\d)/g,
  /(?<![A-Z0-9])K\d{8}(?!\d)/g,
  /(?<![A-Z0-9])M[AB]\d{7}(?!\d)/g,
  /(?<![A-Z0-9])[A-Z]{1,2}\d{6}(?!\d)/g,
  /(?<!\d)\d{13,19}(?!\d)/g,
  /(?<![A-Z0-9])[A-Z]{2}\d{2}[A-Z0-9]{11,30}(?![A-Z0-9])/g,
  /(?<![A-Z0-9])[0-9A-HJ-NPQRTUWXY]{18}(?![A-Z0-9])/g,
  /(?<!\d)1[3-9]\d{9}(?!\d)/g,
  /(?<!\d)0\d{2,3}-?\d{7,8}(?!\d)/g,
  /\+853[ -]?\d{4}[ -]?\d{4}/g,
  /\+852[ -]?\d{4}[ -]?\d{4}/g,
  /\+351[ -]?\d{3}[ -]?\d{3}[ -]?\d{3}/g,
  /(?<!\d)[2689]\d{7}(?!\d)/g,
  /(?<!\d)[1235689]\d{8}(?!\d)/g,
  /(?<!\d)\d{9}[A-Z0-9]{2}\d(?!\d)/g,
  /[A-Z0-9<]{44}/g,
  /[\u4e00-\u9fff][A-HJ-NP-Z][A-HJ-NP-Z0-9]{5,6}/g,
  /\d{3}-\d{3}-\d{6,9}/g,
  /(?:ghp_|xoxb-|AKIA|LTAI)[0-9A-Za-z-]{12,60}/g,
];

const SENTENCES: readonly string[] = [
  '本合約自雙方簽署之日起生效，任何一方如欲提前終止，須於三十日前以書面通知對方，並結清所有未付款項。',
  '二月份平均交期 9.4 天，較一月份縮短 1.1 天，主要原因是報關文件提早一天備妥，倉務部建議下月試行新的截單時間。',
  '客人張示範先生，電話 +853 6600 0123，想改送貨時間去星期五下晝，請司機隊跟進，訂單號 20260317。',
  '双方根据有关规定，经协商一致，订立本合同；乙方应于四月二十日前将货物送至甲方指定地点，运费由乙方承担。',
  '质检抽了 50 件，不良 1 件，批号 110101200002300 已经隔离，含税总价 64,000 元，请财务部确认后付款。',
  '司机李样张，身份证号码 44040219010307101X，车牌粤C12345，明天早上八点过关，请门卫登记。',
  'The warehouse moved to the new shift plan in March, and lead times went down by a day on average across all three sites.',
  'Please send the signed copy to helena.modelo@example.org before Friday; the invoice INV-6612-3456 is attached to this note.',
  'Order 85366001234 left the port on Tuesday with container MSKU1234565 and should arrive within nineteen days.',
  'A mercadoria já saiu do armazém e a factura segue em anexo; pedimos que nos confirmem a data de entrega no prazo de três dias.',
  'A doente Maria Exemplo, NIF 299999998, telemóvel +351 912 345 678, prefere ser contactada de manhã antes das onze horas.',
  'O relatório do terceiro trimestre mostra uma melhoria dos prazos, mas a margem continua abaixo do que estava previsto no orçamento.',
];

const PERSONAL = /電話|身份|@|\bNIF\b/;

/**
 * Returns about `bytes` of UTF-8 in an order that does not repeat soon. `dense`: four lines in twelve hold personal data;
 * otherwise one in about forty does, as in ordinary correspondence.
 */
function corpus(bytes: number, dense: boolean): string {
  const lines: string[] = [];
  let state = 12_345;
  let size = 0;
  while (size < bytes) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    const sentence = SENTENCES[(state >>> 16) % SENTENCES.length] ?? '';
    if (!dense && PERSONAL.test(sentence) && (state >>> 8) % 12 !== 0) continue;
    lines.push(sentence);
    size += Buffer.byteLength(sentence) + 1;
  }
  return lines.join('\n');
}

/** Processor time, not wall time: other programs on the machine must not count. */
function seconds(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

function milliseconds(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** Of several repeats the fastest: the machine is shared. */
function best(repeats: number, work: () => void): number {
  return Math.min(...Array.from({ length: repeats }, () => seconds(work)));
}

function naivePass(text: string): number {
  let found = 0;
  for (const pattern of NAIVE) for (const _ of text.matchAll(pattern)) found += 1;
  return found;
}

const ADVERSARIAL: Readonly<Record<string, (length: number) => string>> = {
  letters: (n) => 'a'.repeat(n),
  capitals: (n) => 'A'.repeat(n),
  digits: (n) => '1'.repeat(n),
  spacedDigits: (n) => '1 '.repeat(n / 2),
  brackets: (n) => '('.repeat(n),
  atSigns: (n) => '@'.repeat(n),
  addresses: (n) => 'a@'.repeat(n / 2),
  dots: (n) => 'a.'.repeat(n / 2),
  fillers: (n) => '<'.repeat(n),
  slashes: (n) => '://'.repeat(n / 3),
  cues: (n) => '身份證'.repeat(n / 3),
  names: (n) => '姓名王'.repeat(n / 3),
  places: (n) => '澳門1'.repeat(n / 3),
  commas: (n) => '姓名,'.repeat(n / 3),
  newlines: (n) => '\n'.repeat(n),
  capitalisedWords: (n) => 'Mr Aa '.repeat(n / 6),
  diseases: (n) => '肝炎'.repeat(n / 2),
  secrets: (n) => 'password='.repeat(n / 9),
  zeroWidth: (n) => '\u200b'.repeat(n),
  labels: (n) => '電話：'.repeat(n / 3),
  titles: (n) => 'Mr '.repeat(n / 3),
  colons: (n) => 'a:'.repeat(n / 2),
  stars: (n) => '*'.repeat(n),
  maskedDigits: (n) => '1****'.repeat(n / 5),
  ages: (n) => '9歲'.repeat(n / 2),
  keys: (n) => 'id_card='.repeat(n / 8),
};

/**
 * Options: `--mb 10` size of the corpus, `--repeats 3`, `--browser` also the console's worker in Chromium. Ratios above 1 mean slower
 * per byte of UTF-8 than normal text.
 */
export async function run(options: BenchOptions): Promise<object> {
  const size = Number(options['mb'] ?? '10') * MB;
  const repeats = Number(options['repeats'] ?? '3');
  const text = corpus(size, false);
  const dense = corpus(size / 2, true);
  const bytes = Buffer.byteLength(text);
  classifyText(text.slice(0, 200_000));
  const own = best(repeats, () => classifyText(text));
  const naive = best(repeats, () => naivePass(text));
  const ownDense = best(repeats, () => classifyText(dense));
  const message = text.slice(0, 1400);
  const times = Array.from({ length: 2000 }, () => milliseconds(() => classifyText(message))).sort((a, b) => a - b);
  const names = readShippedNamesModel();
  const lines = text.slice(0, NAMES_UNITS).split('\n');
  const withNames = best(repeats, () => lines.forEach((line) => classifyText(line, { names })));
  const namedTimes = Array.from({ length: 1000 }, () => milliseconds(() => classifyText(message, { names }))).sort(
    (a, b) => a - b,
  );
  const perByte = own / bytes;
  const adversarial: Record<string, number> = {};
  for (const [name, make] of Object.entries(ADVERSARIAL)) {
    const input = make(MB);
    adversarial[name] = best(2, () => classifyText(input)) / Buffer.byteLength(input) / perByte;
  }
  const [one, two] = [await textsPerSecond(text.slice(0, MB), 1, 6), await textsPerSecond(text.slice(0, MB), 2, 6)];
  const browser = options['browser'] === undefined ? {} : { browser: await measureBrowser(message, text.slice(0, MB)) };
  return {
    corpusMB: bytes / MB,
    findingsPerMB: (classifyText(text).findings.length * MB) / bytes,
    findingsPerMBDense: (classifyText(dense).findings.length * MB) / Buffer.byteLength(dense),
    ownMBps: bytes / MB / own,
    naiveMBps: bytes / MB / naive,
    ownToNaive: naive / own,
    ownDenseMBps: Buffer.byteLength(dense) / MB / ownDense,
    message2kBMedianMs: times[1000] ?? 0,
    message2kBp99Ms: times[1980] ?? 0,
    namesOnAllLinesMBps: Buffer.byteLength(text.slice(0, NAMES_UNITS)) / MB / withNames,
    namesMessage2kBMedianMs: namedTimes[500] ?? 0,
    namesMessage2kBp99Ms: namedTimes[990] ?? 0,
    twoThreadsToOne: two / one,
    adversarialTimePerByteToNormal: adversarial,
    ...browser,
  };
}
