/**
 * One large file through the real server: upload in one request and in chunks (until the last 204), inspection (until it is ready),
 * download with a digest; MB/s, and how far the server's memory rises in each. The peers of the same run, on the same bytes:
 * a plain copy with fsync, and AES-256-GCM alone. Options: `size` in MiB (1024), `rounds` (3), `chunk` in MiB (16).
 */
import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MIB } from '../src/base/units.ts';
import { HttpError, type RecipientClient, type StaffClient, waitForUpload } from '../test/support/flows.ts';
import type { BenchOptions } from './run.ts';
import { measured, median, type MemoryPhase, residentMb } from './support/memory.ts';
import { deliver, type Office, openOffice } from './support/office.ts';

type Source = { readonly path: string; readonly size: number; readonly sha256: string };

async function writeSource(path: string, size: number): Promise<Source> {
  const hash = createHash('sha256');
  const file = await open(path, 'wx');
  for (let at = 0; at < size; at += MIB) {
    const block = randomBytes(Math.min(MIB, size - at));
    hash.update(block);
    await file.write(block);
  }
  await file.sync();
  await file.close();
  return { path, size, sha256: hash.digest('hex') };
}

async function plainCopy(source: Source, target: string): Promise<void> {
  const file = await open(target, 'wx');
  for await (const piece of createReadStream(source.path, { highWaterMark: MIB })) await file.write(piece);
  await file.sync();
  await file.close();
  await rm(target);
}

/** Segments of 1 MiB as the seal has them, each with a nonce and a tag of its own; nothing is written. */
async function encryptAlone(source: Source): Promise<void> {
  const key = randomBytes(32);
  for await (const piece of createReadStream(source.path, { highWaterMark: MIB })) {
    const cipher = createCipheriv('aes-256-gcm', key, randomBytes(12));
    cipher.update(piece);
    cipher.final();
    cipher.getAuthTag();
  }
}

/** Uploads in requests of `chunk` bytes; returns the id. node:http, because fetch would copy the body once more. */
async function upload(sender: StaffClient, source: Source, chunk: number): Promise<string> {
  const headers = { 'tus-resumable': '1.0.0', 'x-entrepot-csrf': await sender.csrf() };
  const length = String(source.size);
  const created = await sender.request('POST', '/api/v1/uploads', { headers: { ...headers, 'upload-length': length } });
  const path = created.headers.get('location');
  if (created.status !== 201 || path === null) throw new HttpError(created.status, '', 'POST upload');
  for (let at = 0; at < source.size; at += chunk) {
    const end = Math.min(at + chunk, source.size);
    await patch(sender, path, source, at, end, headers);
  }
  return path.split('/').at(-1) ?? '';
}

function patch(
  sender: StaffClient,
  path: string,
  source: Source,
  start: number,
  end: number,
  headers: Record<string, string>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const sending = request(
      new URL(path, sender.url),
      {
        method: 'PATCH',
        headers: {
          ...headers,
          origin: sender.url,
          cookie: [...sender.jar].map(([name, value]) => `${name}=${value}`).join('; '),
          'upload-offset': String(start),
          'content-type': 'application/offset+octet-stream',
          'content-length': end - start,
        },
      },
      (answer) => {
        answer.resume();
        if (answer.statusCode === 204) resolve();
        else reject(new HttpError(answer.statusCode ?? 0, '', 'PATCH'));
      },
    );
    sending.on('error', reject);
    createReadStream(source.path, { start, end: end - 1, highWaterMark: MIB })
      .on('error', reject)
      .pipe(sending);
  });
}

async function download(guest: RecipientClient, source: Source): Promise<void> {
  const object = guest.opened.objects.find((one) => one.kind === 'file');
  const opened = await guest.open(object?.id ?? '');
  if (opened.outcome !== 'released') throw new Error(`not released: ${opened.reason}`);
  const answer = await guest.download(opened.openingId);
  if (answer.body === null) throw new HttpError(answer.status, '', 'download');
  const hash = createHash('sha256');
  for await (const piece of answer.body) hash.update(piece);
  if (hash.digest('hex') !== source.sha256) throw new Error('the download differs');
}

type Round = Readonly<Record<'copy' | 'aes' | 'upload' | 'chunked' | 'inspection' | 'download', number>>;
type Memory = Readonly<Record<'upload' | 'chunked' | 'inspection' | 'download', MemoryPhase>>;

/** One of each, peers between, so that what else happens on the machine meets all of them. Speeds in MB/s. */
async function runRound(
  office: Office,
  source: Source,
  work: string,
  chunk: number,
): Promise<{ speed: Round; memory: Memory }> {
  const { pid, sender } = office;
  const speed = (seconds: number): number => source.size / 1e6 / seconds;
  const copy = await measured(pid, () => plainCopy(source, join(work, 'copy')));
  const whole = await measured(pid, () => upload(sender, source, source.size));
  const inspection = await measured(pid, () => waitForUpload(sender, whole.value));
  const aes = await measured(pid, () => encryptAlone(source));
  const chunked = await measured(pid, () => upload(sender, source, chunk));
  await waitForUpload(sender, chunked.value);
  const guest = await deliver(office, [whole.value]);
  const fetched = await measured(pid, () => download(guest, source));
  return {
    speed: {
      copy: speed(copy.seconds),
      aes: speed(aes.seconds),
      upload: speed(whole.seconds),
      chunked: speed(chunked.seconds),
      inspection: speed(inspection.seconds),
      download: speed(fetched.seconds),
    },
    memory: {
      upload: whole.memory,
      chunked: chunked.memory,
      inspection: inspection.memory,
      download: fetched.memory,
    },
  };
}

/** Returns medians of the rounds, ratios to the peers of the same run, and the largest growth of memory in any round. */
export async function run(options: BenchOptions): Promise<object> {
  const size = Number(options['size'] ?? '1024') * MIB;
  const rounds = Number(options['rounds'] ?? '3');
  const chunk = Number(options['chunk'] ?? '16') * MIB;
  const work = await mkdtemp(join(tmpdir(), 'bench-upload-'));
  const office = await openOffice();
  const idle = Math.round(residentMb(office.pid));
  try {
    const warm = await writeSource(join(work, 'warm'), Math.min(size, 64 * MIB + 1));
    await runRound(office, warm, work, chunk);
    const source = await writeSource(join(work, 'source'), size);
    const results: { readonly speed: Round; readonly memory: Memory }[] = [];
    for (let round = 0; round < rounds; round += 1) results.push(await runRound(office, source, work, chunk));
    const middle = (key: keyof Round): number => Math.round(median(results.map(({ speed }) => speed[key])));
    const growth = (key: keyof Memory): number => Math.max(...results.map(({ memory }) => memory[key].growthMb));
    const ratio = (key: keyof Round, peer: keyof Round): number =>
      Number(median(results.map(({ speed }) => speed[key] / speed[peer])).toFixed(3));
    return {
      size_mib: size / MIB,
      rounds,
      upload_mb_per_second: middle('upload'),
      upload_chunked_mb_per_second: middle('chunked'),
      inspection_mb_per_second: middle('inspection'),
      download_mb_per_second: middle('download'),
      plain_copy_fsync_mb_per_second: middle('copy'),
      raw_aes_256_gcm_mb_per_second: middle('aes'),
      upload_to_plain_copy_ratio: ratio('upload', 'copy'),
      upload_chunked_to_plain_copy_ratio: ratio('chunked', 'copy'),
      upload_to_raw_aes_ratio: ratio('upload', 'aes'),
      download_to_raw_aes_ratio: ratio('download', 'aes'),
      idle_rss_mb: idle,
      baseline_rss_mb: results[0]?.memory.upload.baselineMb,
      peak_rss_mb: Math.max(...results.flatMap(({ memory }) => Object.values(memory).map((one) => one.peakMb))),
      rss_growth_upload_mb: growth('upload'),
      rss_growth_upload_chunked_mb: growth('chunked'),
      rss_growth_inspection_mb: growth('inspection'),
      rss_growth_download_mb: growth('download'),
    };
  } finally {
    await office.server.stop();
    await rm(work, { recursive: true, force: true });
  }
}
