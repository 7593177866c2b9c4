/**
 * Fonts for PDFium: what an operating system would give it. Without them a document that names a Chinese, Japanese or Korean
 * font and does not embed it comes out blank. FPDF_SYSFONTINFO version 1 of fpdf_sysfontinfo.h: a version and eight functions.
 * @see https://pdfium.googlesource.com/pdfium/+/refs/heads/main/public/fpdf_sysfontinfo.h
 */
import { readFileSync } from 'node:fs';
import { fileOfPackage } from '../packages.ts';
import { type Engine, heapOf } from './engine.ts';

type Face = { readonly name: string; readonly regular: string; readonly bold: string };

const SIMPLIFIED: Face = {
  name: 'Noto Sans SC',
  regular: '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  bold: '@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf',
};
const TRADITIONAL: Face = {
  name: 'Noto Sans HK',
  regular: '@expo-google-fonts/noto-sans-hk/400Regular/NotoSansHK_400Regular.ttf',
  bold: '@expo-google-fonts/noto-sans-hk/700Bold/NotoSansHK_700Bold.ttf',
};
const KOREAN: Face = {
  name: 'Noto Sans KR',
  regular: '@embedpdf/fonts-kr/fonts/NotoSansKR-Regular.otf',
  bold: '@embedpdf/fonts-kr/fonts/NotoSansKR-Bold.otf',
};

/** By the character set of fpdf_sysfontinfo.h. Japanese: the simplified font has all kana and the characters made in Japan (峠, 働), the traditional one does not. */
const FACES: Readonly<Record<number, Face>> = { 128: SIMPLIFIED, 129: KOREAN, 134: SIMPLIFIED, 136: TRADITIONAL };

const BOLD_FROM = 600;

type Loaded = { readonly name: string; readonly charset: number; readonly bytes: Uint8Array };

/** Registers the fonts; each is read when a document first asks for it. A font that is not installed is one that the system does not have. */
export function installFonts(engine: Engine): void {
  const { pdfium } = engine;
  const files = new Map<string, Uint8Array | undefined>();
  const handles: Loaded[] = [];

  const map = (_: number, weight: number, _italic: number, charset: number): number => {
    const face = FACES[charset];
    if (face === undefined) return 0;
    const path = weight >= BOLD_FROM ? face.bold : face.regular;
    if (!files.has(path)) files.set(path, read(path));
    const bytes = files.get(path);
    return bytes === undefined ? 0 : handles.push({ name: face.name, charset, bytes });
  };
  const data = (_: number, handle: number, table: number, buffer: number, size: number): number => {
    const font = handles[handle - 1];
    if (font === undefined || table !== 0) return 0;
    if (buffer !== 0 && size >= font.bytes.length) heapOf(engine).set(font.bytes, buffer);
    return font.bytes.length;
  };
  const faceName = (_: number, handle: number, buffer: number, size: number): number => {
    const name = new TextEncoder().encode(`${handles[handle - 1]?.name ?? ''}\0`);
    if (buffer !== 0 && size >= name.length) heapOf(engine).set(name, buffer);
    return name.length;
  };

  const table = [
    1,
    pdfium.addFunction(() => undefined, 'vi'),
    pdfium.addFunction(() => undefined, 'vii'),
    pdfium.addFunction(map, 'iiiiiiii'),
    pdfium.addFunction(() => 0, 'iii'),
    pdfium.addFunction(data, 'iiiiii'),
    pdfium.addFunction(faceName, 'iiiii'),
    pdfium.addFunction((_: number, handle: number) => handles[handle - 1]?.charset ?? 0, 'iii'),
    pdfium.addFunction(() => undefined, 'vii'),
  ];
  // The engine keeps the address, so this memory is never given back.
  const at = pdfium.wasmExports.malloc(4 * table.length);
  const view = new DataView(heapOf(engine).buffer);
  table.forEach((value, i) => view.setInt32(at + 4 * i, value, true));
  engine.FPDF_SetSystemFontInfo(at);
}

function read(path: string): Uint8Array | undefined {
  const file = fileOfPackage(path);
  return file === undefined ? undefined : readFileSync(file);
}
