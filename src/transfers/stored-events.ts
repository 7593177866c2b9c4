/** Stored audit events opened for fsck, for evidence and for certificates: each field with its key, or its hash alone when it was erased. */
import type { StoredField } from '../audit-log/index.ts';
import { ownBytes } from '../base/bytes.ts';
import type { OpenStoredEvent } from '../store/log/postgres-log.ts';
import { fieldContext, openEventFields } from './audit.ts';
import type { SealedFields } from './sealed-fields.ts';

const HASH_BYTES = 32;

/** Returns the fields of a row. What cannot be opened although its key is there throws: that is damage, not erasure. */
export function createEventOpener(fields: SealedFields): OpenStoredEvent {
  return async (row) => {
    const hashes = row.fieldHashes;
    const keys = new Map(row.keys.map((key) => [key.field, key.wrappedKey]));
    const values = row.fieldsSealed === null ? [] : await openEventFields({ fields }, row.eventId, row.fieldsSealed);
    const opened: StoredField[] = [];
    for (let field = 0; field * HASH_BYTES < hashes.length; field += 1) {
      const wrapped = keys.get(field);
      const value = values[field];
      opened.push(
        wrapped === undefined || value === undefined
          ? { kind: 'hidden', hash: ownBytes(hashes.slice(field * HASH_BYTES, (field + 1) * HASH_BYTES)) }
          : { kind: 'open', key: await fields.openBytes(fieldContext(row.eventId, field), wrapped), value },
      );
    }
    return opened;
  };
}

/**
 * As `createEventOpener`, but an event that cannot be opened comes back as one field that no commitment fits, so that a
 * comparison reports it by its index and goes on.
 */
export function createTolerantOpener(fields: SealedFields): OpenStoredEvent {
  const open = createEventOpener(fields);
  return async (row) => {
    try {
      return await open(row);
    } catch {
      return [{ kind: 'hidden', hash: new Uint8Array(0) }];
    }
  };
}
