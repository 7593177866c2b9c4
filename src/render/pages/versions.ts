/** What drew a page: with the document it determines every base page, so anything that moves a pixel is named here. */
import { readFileSync } from 'node:fs';
import { fileOfPackage } from './packages.ts';

/** Raised when our own layout of text and tables changes. */
export const LAYOUT_VERSION = 1;

const FONTS = ['@expo-google-fonts/noto-sans', '@expo-google-fonts/noto-sans-hk', '@expo-google-fonts/noto-sans-sc'];

/** `PDFium 2.15.1`, with the versions of the fonts that stand in for those a document does not bring along. */
export function pdfVersion(): string {
  return `PDFium ${versionOf('@embedpdf/pdfium')}, ${fonts()}`;
}

/** `layout 1 on canvas 1.1.1`, with fonts. */
export function layoutVersion(): string {
  return `layout ${LAYOUT_VERSION} on canvas ${versionOf('@napi-rs/canvas')}, ${fonts()}`;
}

export function imageVersion(): string {
  return `libvips of sharp ${versionOf('sharp')}`;
}

function fonts(): string {
  const names = [...FONTS, '@embedpdf/fonts-kr'].map(
    (name) => `${name.slice(name.lastIndexOf('/') + 1)} ${versionOf(name)}`,
  );
  return `fonts ${names.join(' ')}`;
}

/** Of an installed package; `none` when it is not there. */
function versionOf(name: string): string {
  const file = fileOfPackage(`${name}/package.json`);
  const manifest: unknown = file === undefined ? undefined : JSON.parse(readFileSync(file, 'utf8'));
  if (typeof manifest !== 'object' || manifest === null || !('version' in manifest)) return 'none';
  return String(manifest.version);
}
