/**
 * Sealing and opening one file through the stream API, against what the machine can do at most. All cases take turns
 * within each round of one run, because the machine is shared and only ratios within a run mean anything.
 * Options: bytes (default 1 GiB), rounds (default 5), directory (default the system's temporary one).
 */
import { execFileSync } from 'node:child_process';
import { createCipheriv, randomBytes } from 'node:crypto';
import { type FileHandle, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemRandom } from '../src/base/random.ts';
import { GIB, MIB } from '../src/base/units.ts';
import type { SealCrypto } from '../src/seal/crypto.ts';
import { sealedSize } from '../src/seal/floe.ts';
import { nodeCrypto } from '../src/seal/node-crypto.ts';
import { openStream, sealStream } from '../src/seal/stream.ts';
import { webCrypto } from '../src/seal/web-crypto.ts';
import type { BenchOptions } from './run.ts';

type Case = { readonly name: string; readonly run: () => Promise<void> };
type Series = { readonly wall: number[]; readonly cpu: number[] };

export async function run(options: BenchOptions = {}): Promise<object> {
  const bytes = Number(options['bytes'] ?? GIB);
  const rounds = Number(options['rounds'] ?? 5);
  const folder = await mkdtemp(join(options['directory'] ?? tmpdir(), 'bench-seal-'));
  try {
    const cases = await prepare(folder, bytes);
    const series = new Map<string, Series>(cases.map(({ name }) => [name, { wall: [], cpu: [] }]));
    const openssl: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const speed = opensslSpeed();
      if (speed !== undefined) openssl.push(speed);
      for (const { name, run: work } of cases) {
        const { wall, cpu } = await timed(work, bytes);
        series.get(name)?.wall.push(wall);
        series.get(name)?.cpu.push(cpu);
      }
    }
    return summary(bytes, rounds, series, openssl);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Makes the file, and sealed copies for the opening cases. */
async function prepare(folder: string, bytes: number): Promise<Case[]> {
  const key = { dek: systemRandom(32), oid: systemRandom(16) };
  const [plain, sealed, target] = [join(folder, 'plain'), join(folder, 'sealed'), join(folder, 'target')] as const;
  await writeFile(plain, randomPieces(bytes));
  await writeFile(sealed, sealStream(nodeCrypto, key, pieces(plain)));
  const seal = (crypto: SealCrypto) => () => drain(sealStream(crypto, key, pieces(plain)), sealedSize(bytes));
  const unseal = (crypto: SealCrypto) => () => drain(openStream(crypto, key, pieces(sealed), { size: bytes }), bytes);
  return [
    { name: 'read', run: () => drain(pieces(plain), bytes) },
    { name: 'rawStream', run: () => rawStream(plain) },
    { name: 'sealNode', run: seal(nodeCrypto) },
    { name: 'sealWeb', run: seal(webCrypto) },
    { name: 'openNode', run: unseal(nodeCrypto) },
    { name: 'openWeb', run: unseal(webCrypto) },
    { name: 'copyFile', run: () => store(target, pieces(plain)) },
    { name: 'sealNodeToFile', run: () => store(target, sealStream(nodeCrypto, key, pieces(plain))) },
  ];
}

function* randomPieces(bytes: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes; at += MIB) yield randomBytes(Math.min(MIB, bytes - at));
}

/** Reads a file into one buffer that is reused, as an upload's socket buffers are. */
async function* pieces(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path);
  const buffer = new Uint8Array(MIB);
  try {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, MIB, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

async function drain(source: AsyncIterable<Uint8Array>, expected: number): Promise<void> {
  let seen = 0;
  for await (const piece of source) seen += piece.length;
  if (seen !== expected) throw new Error('the wrong number of bytes came out');
}

async function rawStream(path: string): Promise<void> {
  const cipher = createCipheriv('aes-256-gcm', systemRandom(32), systemRandom(12));
  for await (const piece of pieces(path)) {
    for (let at = 0; at < piece.length; at += 65_536) cipher.update(piece.subarray(at, at + 65_536));
  }
  cipher.final();
}

async function store(path: string, source: AsyncIterable<Uint8Array>): Promise<void> {
  const file: FileHandle = await open(path, 'w');
  try {
    for await (const piece of source) await file.write(piece);
  } finally {
    await file.close();
  }
}

/** MB/s by the clock, and seconds of processor time per GiB. */
async function timed(work: () => Promise<void>, bytes: number): Promise<{ wall: number; cpu: number }> {
  const before = process.cpuUsage();
  const start = performance.now();
  await work();
  const milliseconds = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  return { wall: bytes / 1000 / milliseconds, cpu: ((user + system) / 1e6) * (GIB / bytes) };
}

/** Returns MB/s of `openssl speed` with 1 MiB blocks, or undefined where there is no openssl. */
function opensslSpeed(): number | undefined {
  try {
    const words = ['speed', '-seconds', '1', '-evp', 'aes-256-gcm', '-bytes', String(MIB)];
    const text = execFileSync('openssl', words, { stdio: ['ignore', 'pipe', 'ignore'] }).toString();
    const thousands = /AES-256-GCM\s+([\d.]+)k/i.exec(text)?.[1];
    return thousands === undefined ? undefined : Number(thousands) / 1000;
  } catch {
    return undefined;
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function summary(bytes: number, rounds: number, series: ReadonlyMap<string, Series>, openssl: number[]): object {
  const wallOf = (name: string): number[] => series.get(name)?.wall ?? [];
  /** Median over the rounds of the ratio within each round. */
  const ratio = (of: string, to: readonly number[]): number =>
    median(wallOf(of).map((value, round) => value / (to[round] ?? Number.NaN)));
  const names = [...series.keys()];
  const rawOpenssl = openssl.length === rounds ? { opensslSpeed: median(openssl) } : {};
  return {
    bytes,
    rounds,
    node: process.version,
    mallocTuned: process.env['MALLOC_MMAP_THRESHOLD_'] !== undefined,
    figure: {
      ...Object.fromEntries(names.map((name) => [name, Math.round(median(wallOf(name)))])),
      ...rawOpenssl,
    },
    best: Object.fromEntries(names.map((name) => [name, Math.round(Math.max(...wallOf(name)))])),
    cpuSecondsPerGib: Object.fromEntries(names.map((name) => [name, median(series.get(name)?.cpu ?? [])])),
    ratio: {
      sealNodeToRawStream: ratio('sealNode', wallOf('rawStream')),
      openNodeToRawStream: ratio('openNode', wallOf('rawStream')),
      sealWebToRawStream: ratio('sealWeb', wallOf('rawStream')),
      openWebToRawStream: ratio('openWeb', wallOf('rawStream')),
      sealToFileToCopy: ratio('sealNodeToFile', wallOf('copyFile')),
      ...(openssl.length === rounds ? { sealNodeToOpenssl: ratio('sealNode', openssl) } : {}),
    },
    peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}
