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
};

export function createSealedFields(crypto: SealCrypto, keys: KeyRing, random: Random): SealedFields {
  return {
    seal: (context, value) => sealField(crypto, keys.epoch, context, value, random),
    open: (context, sealed) => openFieldText(crypto, keys.epochLookup, context, ownBytes(sealed)),
    openBytes: (context, sealed) => openField(crypto, keys.epochLookup, context, ownBytes(sealed)),
    addressIndex: (address) => indexOf(crypto, keys.index, 'address', normaliseAddress(address)),
  };
}

/** One spelling per mailbox: case and surrounding space do not matter. */
export function normaliseAddress(address: string): string {
  return address.trim().normalize('NFKC').toLowerCase();
}
