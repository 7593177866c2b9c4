/** `entrepot scan`: what lies in a folder, an archive or a bucket, without a server. Reads only; goes on where it was stopped. */
import { availableParallelism } from 'node:os';
import { MIB } from '../base/units.ts';
import type { FileClassifier } from '../classify/file-classifier.ts';
import { PACK_DIGEST } from '../classify/packs/all.ts';
import { csvLine } from '../governance/register/csv.ts';
import { openArchiveFile } from '../governance/sweeps/engine/archive.ts';
import { openBucket } from '../governance/sweeps/engine/bucket.ts';
import { openFolder } from '../governance/sweeps/engine/folder.ts';
import { createFileReader, type FileReader } from '../governance/sweeps/engine/read-file.ts';
import { runSweep } from '../governance/sweeps/engine/run.ts';
import type { SweepSource } from '../governance/sweeps/engine/source.ts';
import { openStateFile, type StateFile } from '../governance/sweeps/engine/state-file.ts';
import { createSummary, type Summary } from '../governance/sweeps/engine/summary.ts';
import { SWEEP_COLUMNS } from '../governance/sweeps/columns.ts';
import { SWEEP } from '../governance/sweeps/errors.ts';
import type { SweepItem, SweepReport } from '../model/sweep.ts';
import { readArguments, wrongUsage } from './arguments.ts';
import type { Command, Io } from './io.ts';

const USAGE = `usage: entrepot scan FOLDER|FILE.zip|s3://BUCKET/PREFIX [options]

Says what lies where: how sensitive, of which kind, about how many persons, how old, and what cannot be read. Changes
nothing and sends nothing anywhere. Links are not followed. Folders of chat exports are shown by conversation.

  --state FILE   keeps what was found; run again it goes on after a stop, and reads only what has changed since
  --jobs N       readers beside each other (default: one for each core, at most 8)
  --no-ocr       pictures and scanned pages are not read, which takes seconds each; they count as unreadable
  --json         one JSON object: items, then the report; the console takes it
  --csv          one line for each file

A bucket is only listed and read. From the environment: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN,
AWS_REGION (default us-east-1), AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL for stores that are not Amazon's.
Each file is read in a process without network or files, for 8 seconds at most; what cannot be read is restricted,
with the reason. Text of pictures is a guess, and at least confidential. State and results hold paths, which may
name people. Ends with 0 when everything was looked at, 2 when stopped before.
`;

const MOST_JOBS = 8;

/** @param openClassifier - Reads files in processes of their own; with recognition of pictures or without. */
export function scanCommand(
  openClassifier: (options: { readonly ocr: boolean; readonly atOnce: number }) => FileClassifier,
): Command {
  return async (args, io) => {
    const given = readArguments(args, io, {
      usage: USAGE,
      options: {
        state: { type: 'string' },
        jobs: { type: 'string' },
        'no-ocr': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        csv: { type: 'boolean', default: false },
      },
      positionals: [1, 1],
    });
    if (given.kind === 'done') return given.code;
    const { state: statePath, json, csv } = given.values;
    const jobs =
      given.values.jobs === undefined ? Math.min(MOST_JOBS, availableParallelism()) : Number(given.values.jobs);
    if (!Number.isInteger(jobs) || jobs < 1 || jobs > 64 || (json && csv))
      return wrongUsage(io, USAGE, 'an option cannot be read').code;
    const ocr = !given.values['no-ocr'];
    const source = await openSource(io, given.positionals[0] ?? '');
    const files = openClassifier({ ocr, atOnce: jobs });
    try {
      const head = { root: source.root, packDigest: PACK_DIGEST, pictures: ocr };
      const state = statePath === undefined ? undefined : await openStateFile(statePath, head);
      try {
        const read = createFileReader(files.classify);
        return await scanSource(io, { source, state, jobs, read, format: json ? 'json' : csv ? 'csv' : 'text' });
      } finally {
        await state?.close();
      }
    } finally {
      await Promise.all([files.close(), source.close()]);
    }
  };
}

async function openSource(io: Io, place: string): Promise<SweepSource> {
  if (!place.startsWith('s3:')) return /\.zip$/i.test(place) ? openArchiveFile(place) : openFolder(place);
  const { environment } = io;
  const [accessKey, secretKey] = [environment['AWS_ACCESS_KEY_ID'], environment['AWS_SECRET_ACCESS_KEY']];
  if (accessKey === undefined || secretKey === undefined)
    throw SWEEP.source_unreadable({ missing: 'AWS_ACCESS_KEY_ID' });
  return openBucket(place, {
    endpoint: environment['AWS_ENDPOINT_URL_S3'] ?? environment['AWS_ENDPOINT_URL'],
    region: environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'] ?? 'us-east-1',
    accessKey,
    secretKey,
    sessionToken: environment['AWS_SESSION_TOKEN'],
    fetch,
    now: () => new Date(),
  });
}

type Format = 'json' | 'csv' | 'text';

type Scan = {
  readonly source: SweepSource;
  readonly state: StateFile | undefined;
  readonly jobs: number;
  readonly read: FileReader;
  readonly format: Format;
};

async function scanSource(io: Io, { source, state, jobs, read, format }: Scan): Promise<number> {
  const summary = createSummary(source.root, new Date(), PACK_DIGEST);
  const progress = createRate(io, await (io.isTerminal ? source.measure() : undefined));
  const out = writerOf(io, format);
  out.begin();
  const isWhole = await runSweep({
    source,
    jobs,
    read,
    signal: io.signal,
    known: (path) => state?.known.get(path),
    onItem: async (item, isUnchanged) => {
      summary.add(item, isUnchanged);
      out.item(item);
      progress.add(item.size);
      // What stands in the file already, in the very same words, needs no second line.
      const old = state?.known.get(item.path);
      if (!isUnchanged || old?.modifiedAt !== item.modifiedAt) await state?.add(item);
    },
  });
  progress.end();
  out.end(summary, isWhole);
  if (!isWhole) io.stderr('entrepot: stopped before the end\n');
  return isWhole ? 0 : 2;
}

type Writer = {
  readonly begin: () => void;
  readonly item: (item: SweepItem) => void;
  readonly end: (summary: Summary, isWhole: boolean) => void;
};

function writerOf(io: Io, format: Format): Writer {
  const nothing = (): void => undefined;
  if (format === 'csv')
    return {
      begin: () => io.stdout(csvLine(SWEEP_COLUMNS.map((column) => column.key))),
      item: (item) => io.stdout(csvLine(SWEEP_COLUMNS.map((column) => column.cell(item)))),
      end: nothing,
    };
  const finished = (isWhole: boolean): Date | null => (isWhole ? new Date() : null);
  if (format === 'text')
    return {
      begin: nothing,
      item: nothing,
      end: (summary, isWhole) => io.stdout(inWords(summary.report(finished(isWhole)))),
    };
  let isFirst = true;
  return {
    begin: () => io.stdout('{"items":['),
    item: (item) => {
      io.stdout(`${isFirst ? '' : ','}\n${JSON.stringify(item)}`);
      isFirst = false;
    },
    end: (summary, isWhole) => io.stdout(`\n],"report":${JSON.stringify(summary.report(finished(isWhole)))}}\n`),
  };
}

function createRate(io: Io, all: { readonly files: number; readonly bytes: number } | undefined) {
  const startedAt = performance.now();
  let [files, bytes, drawnAt] = [0, 0, 0];
  return {
    add: (size: number): void => {
      files += 1;
      bytes += size;
      const now = performance.now();
      if (!io.isTerminal || now - drawnAt < 200) return;
      drawnAt = now;
      const seconds = Math.max(0.001, (now - startedAt) / 1000);
      const rate = `${(files / seconds).toFixed(0)} files/s  ${(bytes / MIB / seconds).toFixed(1)} MiB/s`;
      const left =
        all === undefined || bytes === 0 ? '' : `  ${timeLeft(((all.bytes - bytes) / bytes) * seconds)} left`;
      io.stderr(`\r${files}${all === undefined ? '' : ` of ${all.files}`} files  ${rate}${left}\u001b[K`);
    },
    end: (): void => {
      if (io.isTerminal) io.stderr('\r\u001b[K');
    },
  };
}

function timeLeft(seconds: number): string {
  if (seconds < 90) return `${Math.max(0, Math.round(seconds))} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

function inWords(report: SweepReport): string {
  const tally = (title: string, counts: Readonly<Record<string, number>>): string[] => {
    const rows = Object.entries(counts).filter(([, count]) => count > 0);
    return rows.length === 0
      ? []
      : ['', title, ...rows.map(([name, count]) => `  ${String(count).padStart(8)}  ${name}`)];
  };
  const ages = Object.fromEntries(
    Object.entries(report.ages).map(([age, levels]) => [
      age,
      Object.values(levels).reduce((sum, count) => sum + count, 0),
    ]),
  );
  const places = report.places
    .slice(0, 30)
    .map(
      (one) =>
        `  ${one.level.padEnd(12)} ${String(one.files).padStart(7)} files ${String(one.persons).padStart(7)} persons  ${one.place}${one.kind === 'conversation' ? ` (conversation, ${one.messages} messages)` : ''}`,
    );
  return `${[
    `${report.files} files, ${(report.bytes / MIB).toFixed(1)} MiB, ${report.unchanged} unchanged, about ${report.persons} persons (added up over files)`,
    ...tally('files by level', report.levels),
    ...tally('files by what was found', report.types),
    ...tally('files by age', ages),
    ...tally('files by kind', report.kinds),
    ...tally('not read wholly, or by a guess', report.problems),
    ...(places.length === 0 ? [] : ['', 'where', ...places]),
  ].join('\n')}\n`;
}
