import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scratch } from '../../test/support/command.ts';
import { codeOf } from '../base/errors.ts';
import { openInput, readSmallFile, writeNewFile } from './files.ts';

let folder: ReturnType<typeof scratch>;
beforeEach(() => {
  folder = scratch();
});
afterEach(() => folder.remove());

const failing = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no error',
    (error: unknown) => codeOf(error),
  );

describe('a new file', () => {
  it('does not replace one that appears while it is being written', async () => {
    const path = folder.path('out');
    async function* source(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(10);
      writeFileSync(path, 'mine');
    }
    expect(await failing(writeNewFile(path, source()))).toBe('cli.file_exists');
    expect(readFileSync(path, 'utf8')).toBe('mine');
    expect(readdirSync(folder.directory)).toEqual(['out']);
  });

  it('is not there before its source has ended well', async () => {
    const path = folder.path('out');
    async function* source(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(3_000_000);
      expect(existsSync(path)).toBe(false);
      throw new RangeError('the last check failed');
    }
    await expect(writeNewFile(path, source())).rejects.toThrow('the last check failed');
    expect(readdirSync(folder.directory)).toEqual([]);
  });

  it('says so when its folder is not there', async () => {
    expect(await failing(writeNewFile(folder.path('none/out'), []))).toBe('cli.file_not_written');
  });
});

describe('a file that is read', () => {
  it('comes in pieces from any offset, and short only at its end', async () => {
    const bytes = Uint8Array.from({ length: 2_500_000 }, (_, i) => i & 0xff);
    writeFileSync(folder.path('in'), bytes);
    const file = await openInput(folder.path('in'));
    const parts: Uint8Array[] = [];
    for await (const piece of file.pieces(1000)) parts.push(piece);
    expect(Buffer.concat(parts).equals(Buffer.from(bytes.subarray(1000)))).toBe(true);
    expect(await file.read(2_499_990, 100)).toHaveLength(10);
    await file.close();
  });

  it('is refused when it is larger than such a file can be', async () => {
    writeFileSync(folder.path('in'), 'x'.repeat(101));
    expect(await failing(readSmallFile(folder.path('in'), 100))).toBe('cli.file_too_large');
    expect(await readSmallFile(folder.path('in'), 101)).toHaveLength(101);
  });
});
