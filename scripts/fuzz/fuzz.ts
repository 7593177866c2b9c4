/** Classifies broken files one after the other, as the server does, and says what came of it. */
import { createFileClassifier, type FileRead } from '../../src/app/files/classifier.ts';
import { MIB } from '../../src/base/units.ts';
import type { Classification } from '../../src/model/classification.ts';
import { createPictureReader } from '../../src/render/ocr/reader.ts';
import { createPageRenderer } from '../../src/render/pages/renderer.ts';
import { breakFile } from './mutations.ts';
import { createRandom, type Random } from './random.ts';
import { breakParts } from './repack.ts';
import { readSeeds } from './seeds.ts';

export type FuzzOptions = {
  readonly count: number;
  readonly seed: number;
  /** Files are cut off there, to have many of them in a short time. */
  readonly largest?: number;
  /** Stops early, with the figures of what was done. */
  readonly signal?: AbortSignal;
  /** Peak of the resident bytes of a process. */
  readonly residentBytes: (pid: number) => number;
  readonly onProgress?: (done: number) => void;
  readonly onFailure?: (name: string, bytes: Uint8Array) => void;
};

type Failure = { readonly name: string; readonly why: string; readonly milliseconds: number };

export type FuzzSummary = {
  readonly count: number;
  readonly seed: number;
  readonly extracted: Readonly<Record<string, number>>;
  readonly problems: Readonly<Record<string, number>>;
  readonly milliseconds: { readonly median: number; readonly p99: number; readonly most: number };
  readonly peakMemoryMiB: number;
  readonly ownMemoryMiB: number;
  readonly failures: readonly Failure[];
};

/** The limit that must hold for broken files; the server's own is higher, for large ones. */
const MEMORY = 512 * MIB;
const EXTENSIONS = ['pdf', 'docx', 'xlsx', 'eml', 'msg', 'png', 'txt', 'zip', 'json', ''];

export async function fuzz(options: FuzzOptions): Promise<FuzzSummary> {
  const { count, seed, largest = Number.POSITIVE_INFINITY, signal } = options;
  const random = createRandom(seed);
  const seeds = readSeeds().filter((bytes) => bytes.length <= largest);
  const tally = new Tally(options.residentBytes);
  const classifier = createFileClassifier({
    renderer: createPageRenderer(),
    reader: createPictureReader(),
    pictures: 0,
    atOnce: 1,
    // As long as it lives: what one file leaves behind in a process is looked for as well.
    keeps: () => true,
    limits: { memory: MEMORY },
    observe: (read) => tally.see(read),
  });
  for (let i = 0; i < count; i += 1) {
    if (signal?.aborted === true) break;
    const bytes = broken(seeds, random).subarray(0, largest);
    const name = `${seed}-${i}.${random.pick(EXTENSIONS)}`;
    const { classification } = await classifier.classify({ bytes, name });
    if (tally.add(name, classification)) options.onFailure?.(name, bytes);
    options.onProgress?.(i + 1);
  }
  await classifier.close();
  return tally.summary(seed);
}

/** Half of what is packed is broken inside, where no check sum stops it on the way. */
function broken(seeds: readonly Uint8Array[], random: Random): Uint8Array {
  const inside = random.below(2) === 0 ? breakParts(random.pick(seeds), random) : undefined;
  return inside ?? breakFile(seeds, random);
}

class Tally {
  readonly #residentBytes: (pid: number) => number;
  readonly #extracted = new Map<string, number>();
  readonly #problems = new Map<string, number>();
  readonly #times: number[] = [];
  readonly #failures: Failure[] = [];
  #last: FileRead | undefined;
  #peak = 0;

  constructor(residentBytes: (pid: number) => number) {
    this.#residentBytes = residentBytes;
  }

  see(read: FileRead): void {
    this.#last = read;
    if (read.ended === undefined && read.pid !== undefined)
      this.#peak = Math.max(this.#peak, this.#residentBytes(read.pid));
  }

  /** Returns whether something is wrong. */
  add(name: string, classification: Classification): boolean {
    raise(this.#extracted, classification.extracted);
    raise(this.#problems, classification.problem ?? 'none');
    const milliseconds = Math.round(this.#last?.milliseconds ?? 0);
    this.#times.push(milliseconds);
    const why = this.#last?.ended ?? wrongWith(classification);
    if (why !== undefined) this.#failures.push({ name, why, milliseconds });
    return why !== undefined;
  }

  summary(seed: number): FuzzSummary {
    const times = this.#times.toSorted((a, b) => a - b);
    const at = (share: number): number => times[Math.floor(share * (times.length - 1))] ?? 0;
    return {
      count: times.length,
      seed,
      extracted: Object.fromEntries(this.#extracted),
      problems: Object.fromEntries([...this.#problems].sort(([, a], [, b]) => b - a)),
      milliseconds: { median: at(0.5), p99: at(0.99), most: at(1) },
      peakMemoryMiB: Math.round(this.#peak / MIB),
      ownMemoryMiB: Math.round(process.memoryUsage().rss / MIB),
      failures: this.#failures,
    };
  }
}

/** What was not read wholly is restricted and has a problem; nothing else has one. */
function wrongWith({ level, extracted, problem }: Classification): string | undefined {
  // Too long for every name to be sought: read wholly, and at least confidential.
  if (problem === 'names.unsought' && (level === 'confidential' || level === 'restricted')) return undefined;
  if (extracted === 'full') return problem === null ? undefined : 'a problem without a reason';
  return level === 'restricted' && problem !== null ? undefined : 'not restricted';
}

function raise(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
