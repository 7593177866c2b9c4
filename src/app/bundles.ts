/** Reads a built web bundle into memory once: no request ever turns into a path on the disk. */
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { StaticBundle, StaticFile } from '../http/deps.ts';

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
  const files = new Map<string, StaticFile>();
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const type = TYPES[extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const name = relative(directory, path).replaceAll('\\', '/');
    const bytes = new Uint8Array(await readFile(path));
    files.set(name, { bytes, gzip: compressed(bytes), type, immutable: name.startsWith('assets/') });
  }
  return files;
}

/** Public files only: nothing that is compressed here depends on a person or a secret. */
function compressed(bytes: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  const gzip = new Uint8Array(gzipSync(bytes, { level: 9 }));
  return gzip.length < bytes.length * 0.9 ? gzip : undefined;
}
