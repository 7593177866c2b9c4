/** Names, addresses and other personal fields on their way into and out of the database. */
import type { Bytes } from '../base/bytes.ts';
import { ownBytes } from '../base/bytes.ts';
import type { Random } from '../base/random.ts';
import { indexOf, openField, openFieldText, type SealCrypto, sealField } from '../seal/index.ts';
import type { KeyRing } from './key-ring.ts';

export type SealedFields = {
  /** `context` is `<table>.<column>:<row id>`: a value moved to another row does not open. */
  readonly seal: (context: string, value: string | Bytes) => Promise<Bytes>;
  /** @throws `seal.bad_field`, `seal.unknown_epoch` */
  readonly open: (context: string, sealed: Uint8Array) => Promise<string>;
  readonly openBytes: (context: string, sealed: Uint8Array) => Promise<Bytes>;
  /** 32 bytes by which equal addresses are found. */
  readonly addressIndex: (address: string) => Promise<Bytes>;
  /** The same for telephone numbers in any spelling. */
  readonly phoneIndex: (number: string) => Promise<Bytes>;
  /** The same for what a vendor calls a person, a conversation or a message. */
  readonly providerIndex: (vendor: string, id: string) => Promise<Bytes>;
};

export function createSealedFields(crypto: SealCrypto, keys: KeyRing, random: Random): SealedFields {
  return {
    seal: (context, value) => sealField(crypto, keys.epoch, context, value, random),
    open: (context, sealed) => openFieldText(crypto, keys.epochLookup, context, ownBytes(sealed)),
    openBytes: (context, sealed) => openField(crypto, keys.epochLookup, context, ownBytes(sealed)),
    addressIndex: (address) => indexOf(crypto, keys.index, 'address', normaliseAddress(address)),
    phoneIndex: (number) => indexOf(crypto, keys.index, 'phone', normalisePhone(number)),
    providerIndex: (vendor, id) => indexOf(crypto, keys.index, `provider.${vendor}`, id),
  };
}

/** Digits alone, with the country code: a mainland mobile number is often written without one. */
export function normalisePhone(number: string): string {
  const digits = number.normalize('NFKC').replace(/\D/g, '').replace(/^00/, '');
  return /^1[3-9]\d{9}$/.test(digits) ? `86${digits}` : digits;
}

/** One spelling per mailbox: case and surrounding space do not matter. */
export function normaliseAddress(address: string): string {
  return address.trim().normalize('NFKC').toLowerCase();
}
