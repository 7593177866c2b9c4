/** Files that somebody chose, as the server takes them: one ZIP archive, or texts by path. */
import type { BringVersion } from '../../../src/model/api/packs.ts';
import { base64 } from '../../../src/base/bytes.ts';

/** Larger than any pack; the server has limits of its own. */
const MOST_BYTES = 700_000;

/** Returns the content, or null when the files are larger than a pack can be. */
export async function readFiles(files: readonly File[]): Promise<BringVersion['content'] | null> {
  if (files.reduce((sum, file) => sum + file.size, 0) > MOST_BYTES) return null;
  const [first] = files;
  if (files.length === 1 && first !== undefined && /\.zip$/i.test(first.name))
    return { kind: 'zip', base64: base64(new Uint8Array(await first.arrayBuffer())) };
  const texts = files.map(async (file) => [pathOf(file), await file.text()] as const);
  return { kind: 'files', files: Object.fromEntries(await Promise.all(texts)) };
}

/** Files chosen one by one come without their folder: texts are known by their names. */
function pathOf(file: File): string {
  if (file.webkitRelativePath !== '') return file.webkitRelativePath;
  return /^(?:zh-Hant|zh-Hans|pt|en)\.json$/.test(file.name) ? `texts/${file.name}` : file.name;
}
