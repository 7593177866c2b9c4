import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { equal } from '../base/bytes.ts';
import { type TestLog, grow, hasher, testKey, testLogOf } from '../../test/support/audit-log.ts';
import { cosigner, keyFromSeed } from './cosignature.ts';
import { type PolicyCheck, checkPolicy, parsePolicy } from './policy-file.ts';
import { publishedText } from './memory.ts';
import { proveConsistency } from './prove.ts';
import { type VerifierKey, parseVerifierKey, verifierKeyText } from './vkey.ts';
import { type WitnessDeps, type WitnessedHead, addCheckpoint, writeAddCheckpoint } from './witness.ts';

const { privateKey } = await keyFromSeed('witness.test', 'cosignature-v1', new Uint8Array(32).fill(5));
const own = await cosigner(privateKey);
const now = new Date('2026-11-22T00:00:00Z');

function createWitness(...keys: readonly VerifierKey[]): WitnessDeps & { readonly heads: Map<string, WitnessedHead> } {
  const heads = new Map<string, WitnessedHead>();
  return {
    heads,
    hasher,
    cosigner: own,
    now: () => now,
    keyOf: (origin) => keys.find((key) => key.name === origin),
    latest: async (origin) => heads.get(origin),
    advance: async (origin, from, to) => {
      const held = heads.get(origin);
      if (held?.size !== from?.size || (held !== undefined && !equal(held.root, from!.root))) return false;
      heads.set(origin, to);
      return true;
    },
  };
}

async function requestFrom(log: TestLog, old: WitnessedHead | undefined): Promise<string> {
  const head = (await log.state.head())!;
  const proof = old === undefined ? [] : await proveConsistency({ hasher, source: log.tiles }, old, head);
  return writeAddCheckpoint({ oldSize: old?.size ?? 0, proof, checkpoint: head.checkpoint });
}

const file = join(import.meta.dirname, '../../../shared/vectors/tlog/notes.json');
const present = existsSync(file);
if (!present) console.warn(`witness vectors skipped: ${file} is not there`);

describe.skipIf(!present)('the public witness conversation', () => {
  it('gets the status of the specification for all nine requests, and the same size is held after each', async () => {
    const { witness_exchange: exchange } = JSON.parse(readFileSync(file, 'utf8'));
    const witness = createWitness(parseVerifierKey(exchange.log.vkey));
    expect(exchange.requests).toHaveLength(9);
    for (const request of exchange.requests) {
      const answer = await addCheckpoint(witness, request.body);
      // Its altered signature is not canonical base64 either, which is refused before any signature is looked at.
      const isMalformed = request.name === 'log signature altered';
      const expected = isMalformed ? 400 : (request.status_by_specification ?? request.status);
      expect(answer.status, request.name).toBe(expected);
      if (answer.status === 409) expect(`${answer.size}\n`).toBe(request.response);
      expect(witness.heads.get(exchange.log.origin)?.size ?? 0, request.name).toBe(request.size_after);
    }
  });
});

describe('addCheckpoint', () => {
  it('cosigns a growing log so that a policy with this witness is met', async () => {
    const log = await testLogOf(5);
    const witness = createWitness(log.key);
    const policy = parsePolicy(`log ${verifierKeyText(log.key)}\nwitness W ${verifierKeyText(own.key)}\nquorum W\n`);
    let held: WitnessedHead | undefined;
    for (const size of [5, 5, 300, 700]) {
      if (size > 5) await grow(log, size, 100, held!.size);
      const answer = await addCheckpoint(witness, await requestFrom(log, held));
      expect(answer.status).toBe(200);
      held = witness.heads.get(log.key.name);
      expect(held?.size).toBe(size);
      const text = publishedText(log.tiles)! + (answer.status === 200 ? answer.body : '');
      const check: PolicyCheck = await checkPolicy(policy, text);
      expect(check).toMatchObject({ outcome: 'met', witnesses: [{ name: 'W', timeSeconds: now.getTime() / 1000 }] });
    }
  });

  it('refuses a second history of the same log, at equal and at larger size, and keeps the first', async () => {
    const log = await testLogOf(5);
    const witness = createWitness(log.key);
    expect((await addCheckpoint(witness, await requestFrom(log, undefined))).status).toBe(200);
    const first = witness.heads.get(log.key.name)!;
    const other = await testLogOf(0);
    await grow(other, 9, 9, 1);
    const head = (await other.state.head())!;
    const proof = await proveConsistency({ hasher, source: other.tiles }, head, head);
    const lie = writeAddCheckpoint({ oldSize: 5, proof, checkpoint: head.checkpoint });
    expect(await addCheckpoint(witness, lie)).toEqual({ status: 422, code: 'log.inconsistent' });
    expect(witness.heads.get(log.key.name)).toBe(first);
  });

  it('answers 409 to the slower of two requests at once', async () => {
    const log = await testLogOf(5);
    const witness = createWitness(log.key);
    const body = await requestFrom(log, undefined);
    const statuses = await Promise.all([addCheckpoint(witness, body), addCheckpoint(witness, body)]);
    expect(statuses.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409]);
  });

  it('answers 403 when the log’s signature is another’s, and 404 for a log that it does not know', async () => {
    const log = await testLogOf(5);
    const body = await requestFrom(log, undefined);
    expect(await addCheckpoint(createWitness(), body)).toEqual({ status: 404, code: 'log.unknown_key' });
    const other = (await testKey(8)).verifier;
    expect(await addCheckpoint(createWitness(other), body)).toEqual({ status: 403, code: 'log.bad_signature' });
    const larger = body.replace('\n5\n', '\n6\n');
    expect(await addCheckpoint(createWitness(log.key), larger)).toEqual({ status: 403, code: 'log.bad_signature' });
  });

  it('answers 400 to anything that is not such a request', async () => {
    const log = await testLogOf(5);
    const witness = createWitness(log.key);
    const good = await requestFrom(log, undefined);
    const bad = [
      '',
      'old 0\n',
      good.replace('old 0', 'old -1'),
      good.replace('old 0', 'old 00'),
      good.replace('old 0', 'old 9007199254740993'),
      good.replace('old 0', 'old 6'),
      good.replace('old 0\n', `old 0\n${'AAAA\n'.repeat(64)}`),
      good.replace('old 0\n', 'old 0\n!\n'),
      good.replace('\n5\n', '\n05\n'),
      good.slice(0, -1),
      'x'.repeat(100_001),
    ];
    for (const body of bad) expect((await addCheckpoint(witness, body)).status, body.slice(0, 30)).toBe(400);
    expect(witness.heads.size).toBe(0);
  });
});
