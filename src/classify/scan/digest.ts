/** SHA-256 (FIPS 180-4) without WebCrypto, because classification is synchronous. For naming the packs, not for secrets. */
import { hex, u64be, utf8 } from '../../base/bytes.ts';

const PRIMES = firstPrimes(64);
const ROUND = PRIMES.map((prime) => fraction(Math.cbrt(prime)));
const START = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));

function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n += 1) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  return primes;
}

/** The first 32 bits of the fractional part (FIPS 180-4 section 4.2.2). */
function fraction(root: number): number {
  return Math.floor((root - Math.floor(root)) * 2 ** 32) | 0;
}

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

/** Returns the digest of the UTF-8 form of `text`, 64 hexadecimal digits. */
export function sha256Hex(text: string): string {
  const message = utf8(text);
  const padded = new Uint8Array(((message.length + 72) >> 6) << 6);
  padded.set(message);
  padded[message.length] = 0x80;
  padded.set(u64be(message.length * 8), padded.length - 8);
  const view = new DataView(padded.buffer);
  const state = Int32Array.from(START);
  for (let at = 0; at < padded.length; at += 64) compress(state, view, at);
  const out = new Uint8Array(32);
  const outView = new DataView(out.buffer);
  state.forEach((word, i) => {
    outView.setInt32(4 * i, word);
  });
  return hex(out);
}

function compress(state: Int32Array, view: DataView, at: number): void {
  const w = schedule(view, at);
  const v = Int32Array.from(state);
  const word = (i: number): number => v[i] ?? 0;
  for (let i = 0; i < 64; i += 1) {
    const [a, e] = [word(0), word(4)];
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const t1 = (word(7) + s1 + ((e & word(5)) ^ (~e & word(6))) + (ROUND[i] ?? 0) + (w[i] ?? 0)) | 0;
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const t2 = (s0 + ((a & word(1)) ^ (a & word(2)) ^ (word(1) & word(2)))) | 0;
    v.copyWithin(1, 0, 7);
    v[4] = (word(4) + t1) | 0;
    v[0] = (t1 + t2) | 0;
  }
  for (let i = 0; i < 8; i += 1) state[i] = ((state[i] ?? 0) + word(i)) | 0;
}

function schedule(view: DataView, at: number): Int32Array {
  const w = new Int32Array(64);
  for (let i = 0; i < 16; i += 1) w[i] = view.getInt32(at + 4 * i);
  for (let i = 16; i < 64; i += 1) {
    const x = w[i - 15] ?? 0;
    const y = w[i - 2] ?? 0;
    const s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3);
    const s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10);
    w[i] = ((w[i - 16] ?? 0) + s0 + (w[i - 7] ?? 0) + s1) | 0;
  }
  return w;
}
