/** The sweep removes what nobody can read and what belongs to nothing, and nothing else. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fromHex } from '../../src/base/bytes.ts';
import { testClock } from '../../src/base/clock.ts';
import { systemRandom } from '../../src/base/random.ts';
import { createMemoryBlobs } from '../../src/store/blobs/memory.ts';
import type { Database } from '../../src/store/database.ts';
import { insertObject } from '../../src/store/tables/uploads.ts';
import { tx } from '../../src/store/transaction.ts';
import type { TransferDeps } from '../../src/transfers/deps.ts';
import { sweepDrafts } from '../../src/transfers/sweep.ts';
import { withTestDatabase } from '../support/test-database.ts';

const orgId = '01920000-0000-7000-8000-000000000001';
const tenant = { orgId, organisation: 'Lótus', recordsRecipient: '' };
const clock = testClock(new Date('2026-11-22T10:00:00Z'));
const blobs = createMemoryBlobs();
let database: Awaited<ReturnType<typeof withTestDatabase>>;
let db: Database;

beforeAll(async () => {
  database = await withTestDatabase();
  db = database.db;
});
afterAll(() => database.close());

async function store(content: string): Promise<string> {
  const staged = await blobs.stage(content.replaceAll(' ', '-'));
  await staged.append(new TextEncoder().encode(content));
  await staged.sync();
  return (await staged.publish(await staged.digest())).hash;
}

async function addObject(number: number, hash: string, custody: boolean): Promise<void> {
  const row = {
    org_id: orgId,
    object_id: `01920000-0000-7000-8000-0000000000${number}`,
    oid: systemRandom(16),
    ciphertext_hash: fromHex(hash),
    floe_header: systemRandom(74),
    size: 1,
    sealed_size: 1,
    sha256_sealed: systemRandom(8),
    custody_envelope: systemRandom(8),
    custody_secret: custody ? systemRandom(8) : null,
    created_at: clock.now(),
    shredded_at: null,
  };
  await tx(db, (trx) => insertObject(trx, row));
}

async function stored(): Promise<string[]> {
  const hashes: string[] = [];
  for await (const { hash } of blobs.list()) hashes.push(hash);
  return hashes.toSorted();
}

it('keeps what a key is left for, removes what no key is left for, and waits once before it removes what has no row', async () => {
  const waiting = await store('a draft that waits for a decision');
  const ended = await store('a draft that was refused');
  const orphan = await store('bytes that a crash left behind');
  await addObject(11, waiting, true);
  await addObject(12, ended, false);
  const deps = { db, blobs, clock } as unknown as TransferDeps;

  await sweepDrafts(deps, tenant);
  expect(await stored()).toEqual([waiting, orphan].toSorted());

  await sweepDrafts(deps, tenant);
  expect(await stored()).toEqual([waiting]);
});
