import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemRandom } from '../../src/base/random.ts';
import { KIB, MIB } from '../../src/base/units.ts';
import { openDiskBlobs } from '../../src/store/blobs/disk.ts';

/** A file system of 2 MiB in memory; needs root and the right to mount. */
function mountSmall(): string | undefined {
  const directory = mkdtempSync('/tmp/entrepot-full-');
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', directory], { stdio: 'ignore' });
    return directory;
  } catch {
    rmSync(directory, { recursive: true });
    return undefined;
  }
}

const probe = mountSmall();
if (probe === undefined)
  console.warn('no small file system can be mounted here: the tests of a full disk are left out');
else {
  execFileSync('umount', [probe]);
  rmSync(probe, { recursive: true });
}

describe.skipIf(probe === undefined)('the blob store on a full disk', () => {
  let directory: string;
  beforeEach(() => {
    directory = mountSmall()!;
  });
  afterEach(() => {
    execFileSync('umount', ['-l', directory]);
    rmSync(directory, { recursive: true });
  });

  it('says so, keeps every acknowledged byte and goes on when there is room again', async () => {
    const store = await openDiskBlobs(directory);
    const old = await store.stage('old');
    await old.append(systemRandom(512 * KIB));
    const { hash } = await old.publish(await old.digest());

    const staged = await store.stage('upload');
    const acknowledged = systemRandom(700 * KIB);
    await staged.append(acknowledged);
    await staged.sync();
    const more = systemRandom(MIB);
    await expect(staged.append(more)).rejects.toMatchObject({ code: 'store.disk_full', errorClass: 'retryable' });
    expect(staged.size()).toBe(acknowledged.length);
    expect(await staged.read(0, acknowledged.length)).toEqual(acknowledged);
    await staged.close();

    const resumed = await store.stage('upload');
    expect(resumed.size()).toBe(acknowledged.length);
    expect((await store.open(hash))?.size).toBe(512 * KIB);
    await store.remove(hash);
    await resumed.append(more);
    const published = await resumed.publish(await resumed.digest());
    const blob = (await store.open(published.hash))!;
    expect(await blob.read(acknowledged.length, more.length)).toEqual(more);
  });
});
