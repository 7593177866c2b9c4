/** Reads a built web bundle into memory once: no request ever turns into a path on the disk. */
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { gzip, type ZlibOptions } from 'node:zlib';
import { nodeSha256 } from '../audit-log/hash-node.ts';
import { hex } from '../base/bytes.ts';
import { MIB } from '../base/units.ts';
import type { StaticBundle, StaticFile } from '../http/deps.ts';

/** The recipient page as it was built. */
export const OPEN_BUNDLE = join(import.meta.dirname, '../../dist/open');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

/** Files by path below `directory`; empty when it was not built. Files under assets/ have hashed names and never change. */
export async function readBundle(directory: string): Promise<StaticBundle> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.map(async (entry): Promise<readonly [string, StaticFile][]> => {
    const path = join(entry.parentPath, entry.name);
    const type = TYPES[extname(entry.name)];
    if (!entry.isFile() || type === undefined) return [];
    const name = relative(directory, path).replaceAll('\\', '/');
    const bytes = new Uint8Array(await readFile(path));
    return [[name, { bytes, gzip: await compressed(bytes), type, immutable: name.startsWith('assets/') }]];
  });
  return new Map((await Promise.all(files)).flat());
}

/**
 * Returns the list of a bundle's files as `sha256sum` writes it, in the order of their paths: what a browser gets can be compared with it,
 * and it with the audit log, by tools that everybody has. Empty when the bundle was not built.
 */
export async function readSums(directory: string): Promise<string> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const names = paths.map((path) => relative(directory, path).replaceAll('\\', '/')).sort();
  const lines = names.map(
    async (name) => `${hex(nodeSha256(new Uint8Array(await readFile(join(directory, name)))))}  ${name}\n`,
  );
  return (await Promise.all(lines)).join('');
}

/** Public files only: nothing that is compressed here depends on a person or a secret. */
async function compressed(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer> | undefined> {
  // The start waits for it: what is large gets most of the gain at a third of the time.
  const packed = new Uint8Array(await gzipped(bytes, { level: bytes.length > MIB ? 6 : 9 }));
  return packed.length < bytes.length * 0.9 ? packed : undefined;
}

const gzipped = promisify<Uint8Array, ZlibOptions, Buffer>(gzip);
