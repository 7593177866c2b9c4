/** A leaked file as pictures: itself, or the pages of a document. */
import type { Leak } from '../../render/trace/port.ts';
import type { TraceResult } from '../../model/tracing.ts';
import type { TraceDeps } from './deps.ts';

/** Pages of a leaked document that are looked at. */
const MOST_PICTURES = 20;
const LEAK_DPI = 150;

export type Pictures =
  | { readonly kind: 'pictures'; readonly leaks: readonly Leak[] }
  | { readonly kind: 'none'; readonly why: NonNullable<TraceResult['why']> };

/** The caller gives them back with `release`. */
export async function picturesOf(deps: TraceDeps, bytes: Uint8Array): Promise<Pictures> {
  if (!isDocument(bytes)) {
    const leak = await deps.tracer.prepareLeak(bytes);
    if (leak.kind === 'leak') return { kind: 'pictures', leaks: [leak] };
    if (leak.why === 'no_tracer') return { kind: 'none', why: 'no_tracer' };
    return { kind: 'none', why: leak.why === 'too_large' ? 'too_large' : 'not_a_picture' };
  }
  const opened = await deps.renderer.open({ bytes, name: 'leak.pdf', mediaType: 'application/pdf' });
  if (opened.kind === 'cannot') return { kind: 'none', why: 'not_a_picture' };
  const { document } = opened;
  const leaks: Leak[] = [];
  try {
    for (let page = 1; page <= Math.min(document.pages.length, MOST_PICTURES); page += 1) {
      const image = await document.page({ page, dpi: LEAK_DPI, watermark: null, mark: null, format: 'png' });
      const leak = await deps.tracer.prepareLeak(image.bytes);
      if (leak.kind === 'leak') leaks.push(leak);
    }
  } finally {
    await document.close();
  }
  return leaks.length === 0 ? { kind: 'none', why: 'not_a_picture' } : { kind: 'pictures', leaks };
}

function isDocument(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 1024)).includes('%PDF-');
}
