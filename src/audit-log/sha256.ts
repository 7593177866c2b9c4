/**
 * SHA-256 (FIPS 180-4) in plain TypeScript, synchronous, so that a whole log can be verified in a browser, where
 * WebCrypto offers only an asynchronous digest at a fifth of the speed. Node uses hash-node.ts.
 * Hashes public data only (entries and tree nodes) and claims no resistance to timing.
 */
import type { Bytes } from '../base/bytes.ts';

/** Whole words of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4 section 4.2.2). */
const K = firstPrimes(64).map((prime) => fractionWord(Math.cbrt(prime)));
const ROUND = new Int32Array(K);
/** The same of the square roots of the first 8 primes (section 5.3.3). */
const INITIAL = new Int32Array(firstPrimes(8).map((prime) => fractionWord(Math.sqrt(prime))));

// Scratch memory shared by all calls: safe because no call yields in between.
const schedule = new Int32Array(64);
const state = new Int32Array(8);
const tail = new Uint8Array(128);
const tailView = new DataView(tail.buffer);

function firstPrimes(count: number): readonly number[] {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n += 1) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  return primes;
}

/** A double keeps 52 bits, of which the whole part takes at most 5: the 32 bits wanted are exact. */
function fractionWord(root: number): number {
  return Math.floor((root - Math.floor(root)) * 2 ** 32);
}

/** Returns the 32-byte SHA-256 digest of `bytes` (at most 2^53 bits). */
export function sha256(bytes: Uint8Array): Bytes {
  state.set(INITIAL);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = bytes.length - (bytes.length % 64);
  for (let at = 0; at < whole; at += 64) compress(view, at);
  // Padding (section 5.1.1): one bit, zeros, then the length in bits as 64 bits at the end of a block.
  const rest = bytes.length - whole;
  const end = rest < 56 ? 64 : 128;
  tail.fill(0, rest, end);
  tail.set(bytes.subarray(whole), 0);
  tail[rest] = 0x80;
  tailView.setUint32(end - 8, Math.floor(bytes.length / 2 ** 29), false);
  tailView.setUint32(end - 4, (bytes.length << 3) >>> 0, false);
  for (let at = 0; at < end; at += 64) compress(tailView, at);
  const out = new Uint8Array(32);
  const outView = new DataView(out.buffer);
  for (let i = 0; i < 8; i += 1) outView.setInt32(4 * i, state[i] ?? 0, false);
  return out;
}

/** The message schedule of one block (section 6.2.2 step 1); names as in the standard. */
function expand(view: DataView, at: number): void {
  const w = schedule;
  for (let t = 0; t < 16; t += 1) w[t] = view.getInt32(at + 4 * t, false);
  for (let t = 16; t < 64; t += 1) {
    const x = w[t - 15] ?? 0;
    const y = w[t - 2] ?? 0;
    const sigma0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const sigma1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[t] = (sigma1 + (w[t - 7] ?? 0) + sigma0 + (w[t - 16] ?? 0)) | 0;
  }
}

/** One block (section 6.2.2 steps 2 to 4). */
function compress(view: DataView, at: number): void {
  expand(view, at);
  let a = state[0] ?? 0;
  let b = state[1] ?? 0;
  let c = state[2] ?? 0;
  let d = state[3] ?? 0;
  let e = state[4] ?? 0;
  let f = state[5] ?? 0;
  let g = state[6] ?? 0;
  let h = state[7] ?? 0;
  for (let t = 0; t < 64; t += 1) {
    const sum1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const choice = (e & f) ^ (~e & g);
    const t1 = (h + sum1 + choice + (ROUND[t] ?? 0) + (schedule[t] ?? 0)) | 0;
    const sum0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const majority = (a & b) ^ (a & c) ^ (b & c);
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + sum0 + majority) | 0;
  }
  addToState(a, b, c, d, e, f, g, h);
}

function addToState(...words: readonly number[]): void {
  for (let i = 0; i < 8; i += 1) state[i] = ((state[i] ?? 0) + (words[i] ?? 0)) | 0;
}
