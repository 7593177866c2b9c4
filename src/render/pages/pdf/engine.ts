/** PDFium as WebAssembly: its memory. */
import type { WrappedPdfiumModule } from '@embedpdf/pdfium';

export type Engine = WrappedPdfiumModule;

/** The engine's memory now: it moves whenever it grows, so this is asked for again after every call. */
export function heapOf(engine: Engine): Uint8Array {
  const heap: unknown = Reflect.get(engine.pdfium, 'HEAPU8');
  if (!(heap instanceof Uint8Array)) throw new TypeError('the engine has no memory');
  return heap;
}

/** Returns what `use` returns for a piece of the engine's memory, which is given back. @throws RangeError when there is none left. */
export function withMemory<T>(engine: Engine, size: number, use: (at: number) => T): T {
  const at = engine.pdfium.wasmExports.malloc(size);
  if (at === 0) throw new RangeError('the engine has no memory left');
  try {
    return use(at);
  } finally {
    engine.pdfium.wasmExports.free(at);
  }
}
