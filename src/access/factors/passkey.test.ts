import { describe, expect, it } from 'vitest';
import { base64url } from '../../base/bytes.ts';
import { systemRandom } from '../../base/random.ts';
import { createSoftwarePasskey, type PasskeyBehaviour } from '../../../test/support/passkey.ts';
import {
  acceptNewPasskey,
  acceptPasskey,
  creationOptions,
  newChallenge,
  type NewPasskey,
  newPasskeySchema,
  type PasskeyAnswer,
  passkeyAnswerSchema,
  partyOf,
  requestOptions,
} from './passkey.ts';

const party = partyOf('https://home.example', 'Lotus') ?? { id: '', origin: '', name: '' };
const at: PasskeyBehaviour = { origin: 'https://home.example', rpId: 'home.example' };

type Software = ReturnType<typeof createSoftwarePasskey>;
const text = (value: unknown): string => String(value);

function made(device: Software, challenge: string, behaviour = at): NewPasskey {
  const { id, response } = device.register({ challenge }, behaviour);
  const { clientDataJSON, attestationObject } = response;
  return {
    id,
    clientDataJSON: text(clientDataJSON),
    attestationObject: text(attestationObject),
    transports: ['internal'],
  };
}

function answered(device: Software, challenge: string, behaviour = at): PasskeyAnswer {
  const { id, response } = device.signIn({ challenge }, behaviour);
  const { clientDataJSON, authenticatorData, signature } = response;
  return {
    id,
    clientDataJSON: text(clientDataJSON),
    authenticatorData: text(authenticatorData),
    signature: text(signature),
  };
}

async function enrolled() {
  const device = createSoftwarePasskey();
  const challenge = newChallenge(systemRandom);
  const accepted = await acceptNewPasskey(party, challenge, made(device, challenge));
  if (accepted === undefined) throw new Error('not accepted');
  return { device, ...accepted };
}

describe('a passkey', () => {
  it('belongs to the host of the public address, and to no address by number', () => {
    expect(partyOf('https://home.example:8443/', 'Lotus')).toEqual({
      id: 'home.example',
      origin: 'https://home.example:8443',
      name: 'Lotus',
    });
    expect([partyOf('http://127.0.0.1:9000', ''), partyOf('http://[::1]:9000', '')]).toEqual([undefined, undefined]);
  });

  it('is asked for so that the device verifies its owner and tells nothing of itself', () => {
    const options = creationOptions(party, 'c', systemRandom(16), 'Lotus', []);
    expect(options.attestation).toBe('none');
    expect(options.authenticatorSelection.userVerification).toBe('required');
    expect(requestOptions(party, 'c', []).userVerification).toBe('required');
  });

  it('is accepted with its own challenge, and counts', async () => {
    const { device, kept, counter } = await enrolled();
    const challenge = newChallenge(systemRandom);
    const answer = answered(device, challenge);
    const next = await acceptPasskey(party, challenge, kept, counter, answer);
    expect(next).toBe(1);
    expect(await acceptPasskey(party, newChallenge(systemRandom), kept, counter, answer)).toBe(undefined);
    // A copy of the device is behind.
    expect(await acceptPasskey(party, challenge, kept, 1, answer)).toBe(undefined);
  });

  it.each([
    ['a page of another site asked', { origin: 'https://home.example.evil', rpId: 'home.example' }],
    ['it was made for another site', { origin: 'https://home.example', rpId: 'evil.example' }],
    ['the device did not ask for finger, face or PIN', { ...at, userVerified: false }],
  ])('is not accepted when %s', async (_, behaviour) => {
    const { device, kept, counter } = await enrolled();
    const challenge = newChallenge(systemRandom);
    expect(await acceptPasskey(party, challenge, kept, counter, answered(device, challenge, behaviour))).toBe(
      undefined,
    );
    const another = createSoftwarePasskey();
    expect(await acceptNewPasskey(party, challenge, made(another, challenge, behaviour))).toBe(undefined);
  });

  it('is not accepted for another person’s', async () => {
    const [mine, other] = [await enrolled(), await enrolled()];
    const challenge = newChallenge(systemRandom);
    const answer = answered(other.device, challenge);
    expect(await acceptPasskey(party, challenge, mine.kept, 0, answer)).toBe(undefined);
    expect(await acceptPasskey(party, challenge, mine.kept, 0, { ...answer, id: mine.kept.id })).toBe(undefined);
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['a map that promises more than there is', new Uint8Array([0xbf, 0x63, 0x66, 0x6d, 0x74])],
    ['a length of four thousand millions', new Uint8Array([0x5a, 0xff, 0xff, 0xff, 0xff, 0x00])],
    ['lists within lists', new Uint8Array(4000).fill(0x81)],
    ['random bytes', systemRandom(600)],
  ])('is refused without an error when its CBOR is %s', async (_, bytes) => {
    const device = createSoftwarePasskey();
    const challenge = newChallenge(systemRandom);
    const good = made(device, challenge);
    expect(await acceptNewPasskey(party, challenge, { ...good, attestationObject: base64url(bytes) })).toBe(undefined);
    const { kept, device: own } = await enrolled();
    const answer = answered(own, challenge);
    expect(await acceptPasskey(party, challenge, kept, 0, { ...answer, authenticatorData: base64url(bytes) })).toBe(
      undefined,
    );
    expect(await acceptPasskey(party, challenge, { ...kept, publicKey: base64url(bytes) }, 0, answer)).toBe(undefined);
  });

  it('has a bounded form: what is larger or has more members is not read', () => {
    const device = createSoftwarePasskey();
    const good = made(device, 'c');
    expect(newPasskeySchema.safeParse(good).success).toBe(true);
    expect(newPasskeySchema.safeParse({ ...good, attestationObject: 'A'.repeat(16_001) }).success).toBe(false);
    expect(newPasskeySchema.safeParse({ ...good, id: 'a b' }).success).toBe(false);
    expect(newPasskeySchema.safeParse({ ...good, more: 1 }).success).toBe(false);
    expect(passkeyAnswerSchema.safeParse({ ...answered(device, 'c'), userHandle: 'x' }).success).toBe(false);
  });
});
