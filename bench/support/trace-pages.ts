/** Four kinds of pages with texts of our own, drawn at any size: Chinese and English contract text, a table, a chart with text. */
import type { SKRSContext2D } from '@napi-rs/canvas';
import { type Fonts, loadFonts } from '../../src/render/pages/text/fonts.ts';
import { blend, type Mask, maskOf } from '../../src/render/pages/watermark.ts';

export type PageKind = 'zh' | 'en' | 'table' | 'chart' | 'sparse' | 'slide';
export const PAGE_KINDS: readonly PageKind[] = ['zh', 'en', 'table', 'chart'];

/** Four bytes a pixel, opaque. */
export type Bitmap = { readonly rgba: Uint8Array<ArrayBuffer>; readonly width: number; readonly height: number };

const ZH = [
  '一、甲乙雙方同意，乙方應於本合同簽署後三十個曆日內完成設備的交付、安裝及調試，並向甲方提交完整的技術文件與操作手冊。',
  '二、合同總價款為澳門幣肆佰貳拾萬元整，分三期支付：簽署時百分之三十，驗收合格後百分之六十，保養期滿後百分之十。',
  '三、乙方保證所提供的設備均為全新，符合澳門特別行政區現行的技術標準，並承擔為期二十四個月的保養責任。',
  '四、任何一方因不可抗力而未能履行義務時，應於知悉後五個工作日內以書面通知對方，並提供有關的證明文件。',
  '五、雙方對因履行本合同而獲知的商業秘密及個人資料負有保密義務，未經書面同意不得向第三人披露。',
  '六、本合同受澳門特別行政區法律管轄，因本合同引起的爭議由雙方協商解決，協商不成時提交初級法院審理。',
  '七、甲方應指定一名聯絡人協調進場時間、電力供應及通道安排，如需變更人選，應提前兩日知會乙方項目經理。',
  '八、設備抵達現場後，雙方共同開箱清點數量、型號與外觀，並填寫清單；短缺或損壞由乙方在十日內補足。',
  '九、培訓課程不少於十六學時，學員名額為八人，教材採用繁體中文，另附葡文摘要供管理人員參考。',
  '十、逾期交付者，每延遲一日按未交付部分價款的千分之一計算違約金，累計不超過總價的百分之五。',
  '十一、驗收分為初驗與終驗兩個階段，初驗合格滿三十日且無重大故障，方可申請終驗及簽發證書。',
  '十二、軟件授權為永久使用，包含首兩年升級服務；原始碼交由獨立保管人存放，破產時方可提取。',
  '十三、通知以掛號信或經雙方確認的電郵送達，地址如有改動，須在七日之內用書面告知，否則視為已送達。',
  '十四、附件一至附件四為本合同不可分割的部分；附件與正文不一致時，以正文所載條款為準予以解釋。',
  '十五、本合同一式三份，甲方執兩份，乙方執一份，自雙方蓋章之日起生效，塗改之處須加簽確認。',
  '十六、乙方人員進入機房須佩戴工作證並遵守消防規定，禁止攜帶易燃物品，離場前恢復原狀。',
];
const EN = [
  'The supplier shall deliver, install and commission the equipment within thirty calendar days of signature and hand over the complete technical file together with the operating manuals.',
  'The price is payable in three instalments: thirty per cent on signature, sixty per cent after acceptance and ten per cent at the end of the warranty, each within fifteen days of the invoice.',
  'The supplier warrants that every unit is new, conforms to the standards in force and will be repaired or replaced free of charge during a period of twenty-four months.',
  'A party that cannot perform because of an event beyond its control shall tell the other in writing within five working days of learning of it, and shall enclose what evidence there is.',
  'Both parties keep secret what they learn about the business and the people of the other while they perform this agreement, and disclose it to nobody without written consent.',
  'The purchaser names one person who arranges access, power and lifting gear; whoever takes over from that person is announced to the site engineer two days ahead.',
  'On arrival both sides open the crates, count the pieces, compare types and serial numbers and sign a list; anything broken or missing is replaced inside ten days.',
  'Training lasts sixteen hours for up to eight operators, with handouts in Chinese and a summary in Portuguese for managers who only supervise the night shift.',
  'For each day of delay one thousandth of the price of whatever is outstanding falls due as a penalty, capped at one twentieth of the whole, unless weather closed the port.',
  'Acceptance has a provisional and a final stage: the latter may be requested once thirty days have gone by without a serious fault, and a certificate is then issued.',
  'Licences are perpetual and include upgrades for two years, while source code rests with an escrow agent, released if the licensor becomes insolvent or stops its support.',
  'Notices travel by registered post or by an electronic address that the parties confirmed; a change takes effect a week after it was announced in due form.',
  'Annexes one to four belong to the contract; where they and the main text disagree, the latter prevails, and headings serve orientation without changing any meaning.',
  'Three originals exist, two for the purchaser and one for its counterpart, and corrections by hand count only if initialled next to each altered figure or word.',
  'Visitors to the machine room carry badges, keep fire doors shut, bring nothing flammable and restore floor panels before leaving the building each evening.',
];
const NAMES = [
  'Ana Lei',
  '陳大文',
  'João Sousa',
  '何美玲',
  'Peter Wong',
  '梁志強',
  'Maria Ho',
  '黃家欣',
  'Rui Costa',
  '李曉明',
];

type Brush = {
  readonly bottom: number;
  readonly write: (text: string, x: number, y: number, size: number, bold?: boolean) => void;
  /** Returns where the next one begins. */
  readonly paragraph: (text: string, y: number, size: number) => number;
  readonly bar: (x: number, y: number, width: number, height: number, colour: string) => void;
  readonly ink: (colour: string) => void;
};

/** In canonical units: the page is 1240 wide. */
function brushFor(fonts: Fonts, context: SKRSContext2D, latin: boolean, bottom: number): Brush {
  const use = (size: number, bold: boolean): void => {
    context.font = fonts.font({ face: latin ? 'latin' : 'han', bold, script: 'traditional' }, size);
  };
  return {
    bottom,
    write: (text, x, y, size, bold = false) => {
      use(size, bold);
      context.fillText(text, x, y);
    },
    paragraph: (text, y, size) => {
      use(size, false);
      let line = '';
      for (const word of latin ? text.split(/(?<= )/) : text) {
        if (context.measureText(line + word).width > 1000) {
          context.fillText(line, 120, y);
          y += size * 1.55;
          line = '';
        }
        line += word;
      }
      context.fillText(line, 120, y);
      return y + size * 1.9;
    },
    bar: (x, y, width, height, colour) => {
      context.fillStyle = colour;
      context.fillRect(x, y, width, height);
      context.fillStyle = '#000000';
    },
    ink: (colour) => {
      context.fillStyle = colour;
    },
  };
}

function contract(
  { write, paragraph, bottom }: Brush,
  title: string,
  texts: readonly string[],
  number: (n: number) => string,
): void {
  write(title, 120, 150, 36, true);
  let y = 230;
  for (let n = 0; y < bottom - 160; n += 1) y = paragraph(number(n + 1) + (texts[(n * 7) % texts.length] ?? ''), y, 23);
}

function table({ write, bar }: Brush): void {
  write('二〇二六年第三季付款明細 Payments, third quarter', 120, 140, 28, true);
  for (let row = 0; row <= 30; row += 1) {
    const y = 190 + row * 48;
    bar(120, y, 1000, 1.5, '#555555');
    if (row === 0) bar(120, y, 1000, 48, '#dfe7f2');
    tableRow(row).forEach((cell, column) => write(cell, 132 + column * 167, y + 32, 20, row === 0));
  }
  bar(120, 190 + 31 * 48, 1000, 1.5, '#555555');
  for (let column = 0; column <= 6; column += 1) bar(120 + column * 166.6, 190, 1.5, 31 * 48, '#555555');
}

function tableRow(row: number): readonly string[] {
  if (row === 0) return ['編號', '姓名', '日期', '部門', '金額', '狀況'];
  return [
    `MO-${4100 + row * 37}`,
    NAMES[(row * 3) % NAMES.length] ?? '',
    `2026-0${7 + (row % 3)}-${String(1 + ((row * 11) % 28)).padStart(2, '0')}`,
    ['財務', '人事', '工程', '法務'][row % 4] ?? '',
    `MOP ${((row * 7919) % 90_000) + 1_250}.${String((row * 37) % 100).padStart(2, '0')}`,
    ['已付', '待批', '退回'][(row * 5) % 3] ?? '',
  ];
}

function chart({ write, paragraph, bar }: Brush): void {
  const colours = ['#3b6fb6', '#d9822b', '#4c9f70', '#b04a5a', '#7a5fa5', '#8a8a3a'];
  write('各門市營業額 Turnover by shop', 120, 140, 28, true);
  for (let n = 0; n < 12; n += 1) {
    const high = 90 + ((n * 173) % 520);
    bar(170 + n * 78, 860 - high, 50, high, colours[n % colours.length] ?? '#000000');
    write(`門市${n + 1}`, 166 + n * 78, 892, 17);
    write(`${high * 7}`, 172 + n * 78, 850 - high, 16);
  }
  for (let n = 0; n <= 6; n += 1) {
    bar(140, 860 - n * 105, 980, 1, '#bbbbbb');
    write(`${n * 700}`, 76, 866 - n * 105, 16);
  }
  let y = 970;
  for (const text of ZH.slice(0, 4)) y = paragraph(text, y, 22);
}

function sparse({ paragraph }: Brush): void {
  let y = 300;
  for (const text of ['敬啟者：', ZH[3] ?? '', '此致', '二〇二六年十一月二十三日']) y = paragraph(text, y, 24);
}

function slide({ write, bar, ink }: Brush): void {
  bar(0, 0, 1240, 90, '#1f3a5f');
  ink('#ffffff');
  write('二〇二七年業務計劃 Plan for 2027', 60, 60, 34, true);
  ink('#000000');
  for (const [n, text] of [
    '開設兩間門市 Two shops',
    '更新收銀系統 New tills',
    '培訓員工 Training',
    '降低能源成本 Less energy',
  ].entries())
    write(`• ${text}`, 120, 190 + n * 90, 30);
  for (let n = 0; n < 6; n += 1) bar(760 + n * 70, 480 - ((n * 97) % 260), 46, 80 + ((n * 97) % 260), '#d9822b');
}

const DRAWING: Readonly<Record<PageKind, (brush: Brush) => void>> = {
  zh: (brush) => contract(brush, '設備供應及安裝合同', ZH, (n) => `第${n}條　`),
  en: (brush) => contract(brush, 'Supply and installation agreement', EN, (n) => `${n}. `),
  table,
  chart,
  sparse,
  slide,
};

/** At any size; the shape is A4, or 16:9 for a slide. */
export async function drawPage(kind: PageKind, width = 1240): Promise<Bitmap> {
  const fonts = await loadFonts();
  if (fonts === undefined) throw new Error('@napi-rs/canvas is not installed');
  const height = Math.round(kind === 'slide' ? (width * 9) / 16 : (width * 1754) / 1240);
  const context = fonts.canvas.createCanvas(width, height).getContext('2d');
  const bottom = (1240 * height) / width;
  context.scale(width / 1240, width / 1240);
  const brush = brushFor(fonts, context, kind === 'en', bottom);
  brush.bar(0, 0, 1240, bottom, '#ffffff');
  DRAWING[kind](brush);
  return { rgba: new Uint8Array(context.getImageData(0, 0, width, height).data), width, height };
}

const masks = new Map<string, Mask>();

/** A copy with the tiled watermark. */
export async function withWatermark({ rgba, width, height }: Bitmap): Promise<Bitmap> {
  const fonts = await loadFonts();
  if (fonts === undefined) throw new Error('@napi-rs/canvas is not installed');
  const key = `${width}x${height}`;
  const mask =
    masks.get(key) ??
    maskOf(
      fonts,
      ['梁美玲 Leong Mei Leng', 'meileng@example.mo · 203.0.113.24', '2026-11-23 15:04 UTC+8 · T-7F3K'],
      width,
      height,
    );
  masks.set(key, mask);
  const copy = rgba.slice();
  blend({ rgba: copy, width, height }, mask);
  return { rgba: copy, width, height };
}
