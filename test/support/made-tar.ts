/** Makes tar archives (ustar) for tests. */
import { concat } from './made-compound.ts';

const BLOCK = 512;

export function makeTar(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const blocks = Object.entries(files).flatMap(([name, content]) => [header(name, content.length), padded(content)]);
  return concat([...blocks, new Uint8Array(2 * BLOCK)]);
}

function header(name: string, size: number): Uint8Array {
  const bytes = new Uint8Array(BLOCK);
  const write = (text: string, at: number): void => bytes.set(new TextEncoder().encode(text), at);
  write(name, 0);
  write('0000644\0', 100);
  write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  write('        ', 148);
  write('0', 156);
  write('ustar\u000000', 257);
  const sum = bytes.reduce((all, byte) => all + byte, 0);
  write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return bytes;
}

function padded(content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(content.length / BLOCK) * BLOCK);
  bytes.set(content);
  return bytes;
}
