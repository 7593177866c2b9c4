/** Sweeps: files and megabytes a second with one and two readers over a made tree. `--files N` (default 400). */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MIB } from '../src/base/units.ts';
import { openFileClassifier } from '../src/app/files/open.ts';
import { openFolder } from '../src/governance/sweeps/engine/folder.ts';
import { createFileReader } from '../src/governance/sweeps/engine/read-file.ts';
import { runSweep } from '../src/governance/sweeps/engine/run.ts';
import type { BenchOptions } from './run.ts';

const LINE = '會議紀錄：本週完成條碼入庫測試，聯絡人 陳大文 電話 66123456，其餘事項見附件。\n';

export async function run(options: BenchOptions): Promise<object> {
  const files = Number(options['files'] ?? 400);
  const tree = await mkdtemp(join(tmpdir(), 'entrepot-bench-'));
  try {
    // Sizes as in a drive: most files are small, some are not.
    for (let n = 0; n < files; n += 1) await writeFile(join(tree, `${n}.txt`), LINE.repeat(20 + (n % 10) ** 3));
    const one = await measure(tree, 1);
    const two = await measure(tree, 2);
    return { files, one, two, ratio: two.megabytesPerSecond / one.megabytesPerSecond };
  } finally {
    await rm(tree, { recursive: true, force: true });
  }
}

/** The first file of each reader, which loads the detectors, is not counted. */
async function measure(tree: string, jobs: number) {
  const source = await openFolder(tree);
  const classifier = openFileClassifier({ ocr: false, atOnce: jobs });
  let [files, bytes, startedAt, seen] = [0, 0, 0, 0];
  await runSweep({
    source,
    jobs,
    read: createFileReader(classifier.classify),
    signal: new AbortController().signal,
    known: () => undefined,
    onItem: (item) => {
      seen += 1;
      if (seen === 2 * jobs) startedAt = performance.now();
      if (seen <= 2 * jobs) return;
      files += 1;
      bytes += item.size;
    },
  });
  await classifier.close();
  const seconds = (performance.now() - startedAt) / 1000;
  return { filesPerSecond: files / seconds, megabytesPerSecond: bytes / MIB / seconds };
}
