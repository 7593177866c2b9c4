import { anything, assert as holds, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { creationOptions, partyOf, requestOptions } from '../../../../src/access/factors/passkey.ts';
import {
  factorListSchema,
  passphraseAnswerSchema,
  passphraseStartedSchema,
  signInFinishedSchema,
  totpEnrolmentSchema,
} from '../../../../src/model/api/open-factors.ts';
import { fromText, toText } from '../passphrase/base64url.ts';
import { readAsked, readCreation, readFinished, readList, readRequest, readTotp } from './calls.ts';
import { isStrongEnough } from './fields.ts';

const ID = '01930000-0000-7000-8000-000000000001';
const AT = '2026-11-23T10:00:00.000Z';
const own = { id: ID, kind: 'totp', bySender: false, label: null, createdAt: AT, lastAt: null };
const list = {
  enrolled: [own, { ...own, kind: 'sign_in', label: 'Harbour', lastAt: AT }],
  proved: ['notice', 'code'],
  mayAdd: true,
  passkeys: false,
  signIn: [{ id: 'p-abcdefghij', kind: 'oidc', label: 'Harbour' }],
  takenAway: [{ kind: 'passkey', removedAt: AT }],
};
const party = partyOf('https://home.example', 'Lotus') ?? { id: '', origin: '', name: '' };
const kept = { id: 'AAAA', publicKey: 'BBBB', transports: [] };

const CASES = [
  ['list', factorListSchema, readList, list],
  ['app', totpEnrolmentSchema, readTotp, { challengeId: ID, secret: 'ABCD', address: 'otpauth://totp/a' }],
  ['finished', signInFinishedSchema, readFinished, { handle: 'Ab3-Cd4_Ef5Gh6Ij7Kl8Mn', outcome: 'linked', label: 'x' }],
] as const;

describe('the answers that the part accepts', () => {
  it.each(CASES)('%s: what the contract allows is read as it is', (_, schema, read, sample) => {
    expect(read(schema.parse(sample))).toEqual(sample);
  });

  it.each(CASES)('%s: a member that is missing or of another type is refused', (_, _schema, read, sample) => {
    for (const key of Object.keys(sample)) {
      const { [key]: _gone, ...rest } = sample as Record<string, unknown>;
      expect([key, read(rest)]).toEqual([key, undefined]);
      expect([key, read({ ...rest, [key]: { toString: 1 } })]).toEqual([key, undefined]);
    }
  });

  it('of passphrases and passkeys are those that the server makes', () => {
    const started = passphraseStartedSchema.parse({ challengeId: ID, response: 'AA' });
    expect(readAsked('response')(started)).toEqual({ challengeId: ID, message: 'AA' });
    const answered = passphraseAnswerSchema.parse({ challengeId: ID, ke2: 'BB' });
    expect(readAsked('ke2')(answered)).toEqual({ challengeId: ID, message: 'BB' });
    const made = { ...creationOptions(party, 'CC', new Uint8Array(16), 'Lotus', [kept]), challengeId: ID };
    expect(readCreation(JSON.parse(JSON.stringify(made)))).toMatchObject({
      challenge: 'CC',
      rpId: 'home.example',
      algorithms: [-8, -7, -257],
      known: [{ id: 'AAAA' }],
    });
    const asked = { ...requestOptions(party, 'DD', [kept]), challengeId: ID };
    expect(readRequest(JSON.parse(JSON.stringify(asked)))).toMatchObject({ challenge: 'DD', known: [{ id: 'AAAA' }] });
  });

  it('are never an exception', () => {
    const readers = [readList, readTotp, readFinished, readCreation, readRequest, readAsked('ke2')];
    holds(
      property(anything(), (value) => {
        for (const read of readers) expect(read(value)).toBeUndefined();
      }),
    );
  });
});

describe('a passphrase', () => {
  it.each([
    ['seven brown teapots', true],
    ['七個紅色茶壺放在碼頭上面', true],
    ['short', false],
    ['aaaaaaaaaaaaaaaa', false],
    ['   a b   ', false],
    ['abababababab', false],
    ['', false],
  ])('`%s` is strong enough: %s', (typed, isStrong) => {
    expect(isStrongEnough(typed)).toBe(isStrong);
  });

  it('travels in the alphabet of the contract, and damaged text is nothing', () => {
    const bytes = Uint8Array.from({ length: 129 }, (_, i) => (i * 37) % 256);
    expect(toText(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
    expect(fromText(toText(bytes))).toEqual(bytes);
    for (const damaged of ['a', 'a b', '+/==', '\u0000']) expect(fromText(damaged)).toEqual(new Uint8Array(0));
  });
});
