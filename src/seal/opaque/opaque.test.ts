import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert as holds, asyncProperty, integer, nat, property, uint8Array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bytes, concat, fromHex, hex, utf8 } from '../../base/bytes.ts';
import { systemRandom } from '../../base/random.ts';
import { blindPassphrase, finishLogin, finishRegistration, startLogin } from './client.ts';
import { nodeOpaqueHash } from './hash-node.ts';
import { acceptsLogin, answerLogin, fakeRecord, isRecord, registrationResponse, type ServerKeys } from './server.ts';
import { deriveKeyPair, isPublicKey, KE1_LENGTH, KE2_LENGTH, N, type OpaqueDeps, type Parties } from './suite.ts';

type Vector = Readonly<Record<string, string>>;
type Vectors = { readonly source: string; readonly real: readonly Vector[]; readonly fake: Vector };
const VECTORS = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../test/vectors/opaque-p256.json'), 'utf8'),
) as Vectors;

const bytesOf = (vector: Vector, name: string): Bytes => fromHex(vector[name] ?? '');
const NONE: Bytes = new Uint8Array();

/** The vectors were made without stretching. */
const asItIs = async (output: Bytes): Promise<Bytes> => output;

/** Gives the vector's values in the order in which they are asked for. A blind is one less, in 48 bytes: the library adds one and reduces. */
function scripted(...values: readonly Bytes[]): OpaqueDeps {
  const left = [...values];
  return {
    ...nodeOpaqueHash,
    random: (length) => {
      const next = left.shift();
      if (next === undefined) throw new Error('nothing left');
      return length === next.length ? next : concat(new Uint8Array(length - next.length), next);
    },
  };
}

function blindOf(vector: Vector, name: string): Bytes {
  const less = BigInt(`0x${vector[name] ?? '0'}`) - 1n;
  return fromHex(less.toString(16).padStart(64, '0'));
}

function partiesOf(vector: Vector): Parties {
  const named = 'client_identity' in vector;
  return {
    context: bytesOf(vector, 'Context'),
    ...(named ? { clientIdentity: bytesOf(vector, 'client_identity') } : {}),
    ...(named ? { serverIdentity: bytesOf(vector, 'server_identity') } : {}),
  };
}

function keysOf(vector: Vector): ServerKeys {
  return {
    oprfSeed: bytesOf(vector, 'oprf_seed'),
    pair: { privateKey: bytesOf(vector, 'server_private_key'), publicKey: bytesOf(vector, 'server_public_key') },
  };
}

describe('OPAQUE-3DH with P-256', () => {
  it.each(VECTORS.real)('registers as the vectors of RFC 9807 say (%#)', async (vector) => {
    const password = bytesOf(vector, 'password');
    const id = bytesOf(vector, 'credential_identifier');
    const parties = partiesOf(vector);
    const keys = keysOf(vector);

    const { request, blind } = blindPassphrase(scripted(blindOf(vector, 'blind_registration')), password);
    expect(hex(request)).toBe(vector['registration_request']);
    const response = registrationResponse(nodeOpaqueHash, keys, id, request) ?? NONE;
    expect(hex(response)).toBe(vector['registration_response']);
    const nonce = scripted(bytesOf(vector, 'envelope_nonce'));
    const registered = await finishRegistration(nonce, asItIs, password, blind, response, parties);
    expect(hex(registered?.record ?? NONE)).toBe(vector['registration_upload']);
    expect(hex(registered?.exportKey ?? NONE)).toBe(vector['export_key']);
  });

  it.each(VECTORS.real)('signs in as the vectors of RFC 9807 say (%#)', async (vector) => {
    const password = bytesOf(vector, 'password');
    const id = bytesOf(vector, 'credential_identifier');
    const parties = partiesOf(vector);
    const state = startLogin(
      scripted(
        blindOf(vector, 'blind_login'),
        bytesOf(vector, 'client_nonce'),
        bytesOf(vector, 'client_keyshare_seed'),
      ),
      password,
    );
    expect(hex(state.ke1)).toBe(vector['KE1']);
    const answered = answerLogin(
      scripted(
        bytesOf(vector, 'masking_nonce'),
        bytesOf(vector, 'server_nonce'),
        bytesOf(vector, 'server_keyshare_seed'),
      ),
      keysOf(vector),
      { id, record: bytesOf(vector, 'registration_upload') },
      state.ke1,
      parties,
    );
    expect(hex(answered?.ke2 ?? NONE)).toBe(vector['KE2']);
    const done = await finishLogin(nodeOpaqueHash, asItIs, password, state, answered?.ke2 ?? NONE, parties);
    expect(hex(done?.ke3 ?? NONE)).toBe(vector['KE3']);
    expect(hex(done?.sessionKey ?? NONE)).toBe(vector['session_key']);
    expect(hex(answered?.sessionKey ?? NONE)).toBe(vector['session_key']);
    expect(acceptsLogin(answered?.expected ?? NONE, done?.ke3 ?? NONE)).toBe(true);
  });

  it('answers for a record that does not exist as the vector of RFC 9807 says', () => {
    const vector = VECTORS.fake;
    const record = concat(
      bytesOf(vector, 'client_public_key'),
      bytesOf(vector, 'masking_key'),
      new Uint8Array(N.n + N.m),
    );
    const answered = answerLogin(
      scripted(
        bytesOf(vector, 'masking_nonce'),
        bytesOf(vector, 'server_nonce'),
        bytesOf(vector, 'server_keyshare_seed'),
      ),
      keysOf(vector),
      { id: bytesOf(vector, 'credential_identifier'), record },
      bytesOf(vector, 'KE1'),
      partiesOf(vector),
    );
    expect(hex(answered?.ke2 ?? NONE)).toBe(vector['KE2']);
  });
});

describe('a passphrase between two sides that do not trust each other', () => {
  const deps: OpaqueDeps = { ...nodeOpaqueHash, random: systemRandom };
  const keys: ServerKeys = { oprfSeed: systemRandom(32), pair: deriveKeyPair(systemRandom(32)) };
  const id = utf8('somebody');
  const parties: Parties = { context: utf8('home.example') };
  const passphrase = utf8('seven brown teapots');

  async function register(): Promise<Bytes> {
    const { request, blind } = blindPassphrase(deps, passphrase);
    const response = registrationResponse(deps, keys, id, request) ?? NONE;
    const registered = await finishRegistration(deps, asItIs, passphrase, blind, response, parties);
    return registered?.record ?? NONE;
  }

  it('accepts the passphrase and no other', async () => {
    const record = await register();
    const login = async (tried: Uint8Array): Promise<boolean> => {
      const state = startLogin(deps, tried);
      const answered = answerLogin(deps, keys, { id, record }, state.ke1, parties);
      const done = await finishLogin(deps, asItIs, tried, state, answered?.ke2 ?? NONE, parties);
      return done !== undefined && acceptsLogin(answered?.expected ?? NONE, done.ke3);
    };
    expect(await login(passphrase)).toBe(true);
    expect(await login(utf8('seven brown teapot'))).toBe(false);
    expect(await login(new Uint8Array())).toBe(false);
  });

  it('is not carried over from a page of another host', async () => {
    const record = await register();
    const state = startLogin(deps, passphrase);
    const answered = answerLogin(deps, keys, { id, record }, state.ke1, parties);
    const elsewhere = { context: utf8('home.example.evil') };
    expect(await finishLogin(deps, asItIs, passphrase, state, answered?.ke2 ?? NONE, elsewhere)).toBe(undefined);
  });

  it('answers for nobody as for somebody: same length, different each time, never accepted', async () => {
    const record = fakeRecord(deps, systemRandom(32));
    expect(isRecord(record)).toBe(true);
    const state = startLogin(deps, passphrase);
    const answers = [1, 2].map(() => answerLogin(deps, keys, { id, record }, state.ke1, parties));
    expect(answers.map((one) => one?.ke2.length)).toEqual([KE2_LENGTH, KE2_LENGTH]);
    expect(hex(answers[0]?.ke2 ?? NONE)).not.toBe(hex(answers[1]?.ke2 ?? NONE));
    // The evaluated element is a function of the request alone, so that two answers do not tell a made-up record by it.
    expect(answers[0]?.ke2.slice(0, N.oe)).toEqual(answers[1]?.ke2.slice(0, N.oe));
    const done = await finishLogin(deps, asItIs, passphrase, state, answers[0]?.ke2 ?? NONE, parties);
    expect(done).toBe(undefined);
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['the point at infinity', new Uint8Array(1)],
    ['zeros', new Uint8Array(N.oe)],
    ['a compressed point that is not on the curve', fromHex(`02${'0'.repeat(63)}1`)],
    ['a coordinate beyond the field', fromHex(`02${'f'.repeat(64)}`)],
    ['an uncompressed point', new Uint8Array(65).fill(4, 0, 1)],
    ['far too much', new Uint8Array(1 << 16)],
  ])('takes no request that is %s', async (_, hostile) => {
    const record = await register();
    expect(isPublicKey(hostile)).toBe(false);
    expect(registrationResponse(deps, keys, id, hostile)).toBe(undefined);
    const state = startLogin(deps, passphrase);
    const asBlinded = concat(hostile, state.ke1.subarray(N.oe));
    const asKeyshare = concat(state.ke1.subarray(0, N.oe + N.n), hostile);
    for (const ke1 of [hostile, asBlinded, asKeyshare])
      expect(answerLogin(deps, keys, { id, record }, ke1, parties)).toBe(undefined);
    expect(isRecord(concat(hostile, record.subarray(N.pk)))).toBe(false);
  });

  it('says no to any answer that was changed on the way, and throws at none', async () => {
    const record = await register();
    const state = startLogin(deps, passphrase);
    const { ke2 } = answerLogin(deps, keys, { id, record }, state.ke1, parties) ?? { ke2: new Uint8Array() };
    await holds(
      asyncProperty(nat(KE2_LENGTH - 1), integer({ min: 1, max: 255 }), async (at, flip) => {
        const changed = ke2.slice();
        changed[at] = (changed[at] ?? 0) ^ flip;
        expect(await finishLogin(deps, asItIs, passphrase, state, changed, parties)).toBe(undefined);
      }),
      { numRuns: 40 },
    );
    expect(await finishLogin(deps, asItIs, passphrase, state, ke2.subarray(1), parties)).toBe(undefined);
  });

  it('throws at no first message, whatever it holds', () => {
    const record = fakeRecord(deps, systemRandom(32));
    holds(
      property(uint8Array({ minLength: KE1_LENGTH, maxLength: KE1_LENGTH }), (ke1) => {
        expect(answerLogin(deps, keys, { id, record }, ke1, parties)?.ke2.length ?? KE2_LENGTH).toBe(KE2_LENGTH);
      }),
      { numRuns: 40 },
    );
  });
});
