/** The files of an evidence bundle, from a folder or a zip, within limits: a bundle comes from somebody else. */
import { lstat, readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { type UnzipFileInfo, unzipSync } from 'fflate';
import { type Bytes, ownBytes } from '../base/bytes.ts';
import { MIB } from '../base/units.ts';
import { CLI } from './errors.ts';
import { readSmallFile } from './files.ts';

export type BundleFiles = ReadonlyMap<string, Bytes>;

const MAX_BYTES = 256 * MIB;
const MAX_FILES = 20_000;
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*(?:\/[A-Za-z0-9][A-Za-z0-9._-]*){0,8}$/;

/** Returns the files by their path inside the bundle. @throws `cli.bad_evidence`, `cli.file_unreadable` */
export async function readBundle(path: string): Promise<BundleFiles> {
  const info = await lstat(path).catch(() => undefined);
  if (info === undefined) throw CLI.file_unreadable({ path, reason: 'ENOENT' });
  return info.isDirectory() ? readFolder(path) : readZip(await readSmallFile(path, MAX_BYTES));
}

async function readFolder(root: string): Promise<BundleFiles> {
  const files = new Map<string, Bytes>();
  let left = MAX_BYTES;
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) continue;
    const path = join(entry.parentPath, entry.name);
    // A link could bring in a file from anywhere as if it had been handed over.
    if (!entry.isFile()) throw CLI.bad_evidence({ reason: 'no ordinary file' });
    const bytes = await readSmallFile(path, left);
    left -= bytes.length;
    keep(files, relative(root, path).split(sep).join('/'), bytes);
  }
  return files;
}

function readZip(bytes: Bytes): BundleFiles {
  const files = new Map<string, Bytes>();
  let left = MAX_BYTES;
  let count = 0;
  const filter = (file: UnzipFileInfo): boolean => {
    if (file.name.endsWith('/')) return false;
    left -= file.originalSize;
    count += 1;
    // The announced size is what is set aside; an entry that holds more is cut there and its digest is wrong.
    if (left < 0 || count > MAX_FILES) throw CLI.bad_evidence({ reason: 'size' });
    if (files.has(file.name)) throw CLI.bad_evidence({ reason: 'name twice' });
    files.set(file.name, new Uint8Array(0));
    return true;
  };
  let unzipped: Readonly<Record<string, Uint8Array>>;
  try {
    unzipped = unzipSync(bytes, { filter });
  } catch (cause) {
    throw CLI.bad_evidence({ reason: 'zip' }, cause);
  }
  files.clear();
  for (const [name, content] of Object.entries(unzipped)) keep(files, name, ownBytes(content));
  return files;
}

function keep(files: Map<string, Bytes>, name: string, bytes: Bytes): void {
  if (!NAME.test(name) || name.includes('..') || files.size >= MAX_FILES) throw CLI.bad_evidence({ reason: 'name' });
  files.set(name, bytes);
}
