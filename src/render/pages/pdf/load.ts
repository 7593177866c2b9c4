/** Starts PDFium, with fonts for what a document names and does not bring along. */
import { readFileSync } from 'node:fs';
import { fileOfPackage } from '../packages.ts';
import type { Engine } from './engine.ts';
import { installFonts } from './system-fonts.ts';

/** Returns the engine, initialised, or undefined when its package is not installed. It has no JavaScript engine: scripts in documents cannot run. */
export async function loadEngine(): Promise<Engine | undefined> {
  const wasm = fileOfPackage('@embedpdf/pdfium/dist/pdfium.wasm');
  if (wasm === undefined) return undefined;
  const loaded = await import('@embedpdf/pdfium').catch(() => undefined);
  if (loaded === undefined) return undefined;
  const engine = await loaded.init({
    wasmBinary: copyOf(readFileSync(wasm)),
  });
  engine.PDFiumExt_Init();
  installFonts(engine);
  return engine;
}

function copyOf(file: Uint8Array): ArrayBuffer {
  return new Uint8Array(file).buffer;
}
