/** Breaks parts of an office file or archive and packs it again with right check sums, so that what is broken reaches the readers. */
import { unzipSync, zipSync } from 'fflate';
import { breakFile } from './mutations.ts';
import type { Random } from './random.ts';

const PART = 500_000;

/** Returns the archive with some parts broken, or undefined for what is no archive. */
export function breakParts(bytes: Uint8Array, random: Random): Uint8Array | undefined {
  try {
    const parts: Record<string, Uint8Array> = unzipSync(bytes, { filter: ({ originalSize }) => originalSize < PART });
    const names = Object.keys(parts);
    if (names.length === 0) return undefined;
    for (let i = random.below(3); i >= 0; i -= 1) {
      const name = random.pick(names);
      const content = parts[name];
      if (content !== undefined) parts[name] = breakFile([content], random);
    }
    return zipSync(parts, { level: 1 });
  } catch {
    return undefined;
  }
}
