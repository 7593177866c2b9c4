/** The fonts that we draw with ourselves, and how wide their characters are. */
import type * as Canvas from '@napi-rs/canvas';
import { fileOfPackage } from '../packages.ts';

export type CanvasModule = typeof Canvas;

/** Characters that belong to Chinese, Japanese or Korean are drawn by other fonts than the rest, even where a Latin font has them: “…” is as wide as a character there. */
export type Face = 'latin' | 'han';
/** Which Chinese font is asked first. */
export type Script = 'traditional' | 'simplified';

export type Pen = { readonly face: Face; readonly bold: boolean; readonly script: Script };

export type Fonts = {
  readonly canvas: CanvasModule;
  /** Value of `font` of a canvas. */
  readonly font: (pen: Pen, size: number) => string;
  /** Width of one character as a fraction of the size. */
  readonly width: (character: string, pen: Pen) => number;
  /** Width of a text that is drawn in one piece, as a fraction of the size. */
  readonly textWidth: (text: string, pen: Pen) => number;
};

const FILES = {
  latin: '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
  latinBold: '@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf',
  traditional: '@expo-google-fonts/noto-sans-hk/400Regular/NotoSansHK_400Regular.ttf',
  traditionalBold: '@expo-google-fonts/noto-sans-hk/700Bold/NotoSansHK_700Bold.ttf',
  simplified: '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  simplifiedBold: '@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf',
  korean: '@embedpdf/fonts-kr/fonts/NotoSansKR-Regular.otf',
  koreanBold: '@embedpdf/fonts-kr/fonts/NotoSansKR-Bold.otf',
} as const;

const MEASURED_AT = 100;

let loaded: Promise<Fonts | undefined> | undefined;

/** Returns the fonts, or undefined when the package that draws is not installed. A missing font leaves its characters to the others. */
export function loadFonts(): Promise<Fonts | undefined> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<Fonts | undefined> {
  const canvas = await import('@napi-rs/canvas').catch(() => undefined);
  if (canvas === undefined) return undefined;
  for (const [name, path] of Object.entries(FILES)) {
    const file = fileOfPackage(path);
    if (file !== undefined) canvas.GlobalFonts.registerFromPath(file, familyOf(name));
  }
  const context = canvas.createCanvas(1, 1).getContext('2d');
  plain(context);
  return { canvas, font: fontOf, ...measuring(context) };
}

/** Letters stand where they were measured one by one. */
export function plain(context: Canvas.SKRSContext2D): void {
  context.fontKerning = 'none';
  context.textBaseline = 'alphabetic';
}

function familyOf(name: string): string {
  return `page-${name}`;
}

function fontOf({ face, bold, script }: Pen, size: number): string {
  const weight = bold ? 'Bold' : '';
  const chinese = script === 'simplified' ? ['simplified', 'traditional'] : ['traditional', 'simplified'];
  const order = face === 'latin' ? ['latin', ...chinese, 'korean'] : [...chinese, 'korean', 'latin'];
  return `${size}px ${order.map((name) => `"${familyOf(name + weight)}"`).join(', ')}`;
}

/** Han, kana, Hangul and full-width forms are as wide as they are high. */
const SQUARE =
  /[\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60\uffe0-\uffe6]|[\u{20000}-\u{323af}]/u;

function measuring(context: Canvas.SKRSContext2D): Pick<Fonts, 'width' | 'textWidth'> {
  const known = new Map<string, number>();
  let current = '';
  const textWidth = (text: string, pen: Pen): number => {
    const font = fontOf(pen, MEASURED_AT);
    if (font !== current) context.font = font;
    current = font;
    return context.measureText(text).width / MEASURED_AT;
  };
  const width = (character: string, pen: Pen): number => {
    if (pen.face === 'han' && SQUARE.test(character)) return 1;
    const key = `${pen.face}${pen.bold ? 'b' : ''}${pen.script}${character}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const measured = textWidth(character, pen);
    known.set(key, measured);
    return measured;
  };
  return { width, textWidth };
}

const HAN =
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Script=Bopomofo}|[\u3000-\u303f\uff00-\uffef\u2460-\u24ff\u2500-\u257f\u30fb\u30fc]/u;
/** Drawn by the Chinese font among Chinese, by the Latin one elsewhere. */
const SHARED = /[\u2018\u2019\u201c\u201d\u2026\u2014\u00b7]/u;

/** Whether a character is wide: written without spaces, and a line may break beside it. */
export function isHan(character: string): boolean {
  return HAN.test(character);
}

/** Which font draws a character, in a text that has Chinese in it or has not. */
export function faceOf(character: string, amongHan: boolean): Face {
  return HAN.test(character) || (amongHan && SHARED.test(character)) ? 'han' : 'latin';
}

const ONLY_SIMPLIFIED = new Set(
  '们这说时会国来对发为东车长门问见书学应买卖开关电话边过还进远运达让设计认识请谢经济业务单号码网产价质量条约合签总额员报办务财务张李陈页简体测试数评户银账货协议责任违纠纷处',
);
const ONLY_TRADITIONAL = new Set(
  '們這說時會國來對發為東車長門問見書學應買賣開關電話邊過還進遠運達讓設計認識請謝經濟業務單號碼網產價質條約簽總額員報辦財張陳頁簡體測試數評戶銀賬貨協議責違糾紛處',
);
const SAMPLE = 20_000;

/** Returns the script by characters that only one of them has; traditional when nothing speaks for the other. */
export function scriptOf(text: string): Script {
  let balance = 0;
  for (const character of text.slice(0, SAMPLE)) {
    const simplified = ONLY_SIMPLIFIED.has(character);
    const traditional = ONLY_TRADITIONAL.has(character);
    if (simplified !== traditional) balance += simplified ? 1 : -1;
  }
  return balance > 0 ? 'simplified' : 'traditional';
}
