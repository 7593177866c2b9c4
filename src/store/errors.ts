/** Every error of the store, declared once. Details carry codes, numbers and identifiers, never rows, paths or SQL values. */
import { defineErrors } from '../base/errors.ts';

export const STORE = defineErrors('store', {
  postgres_no_binaries: [500, 'no postgres of version 15 or newer was found', 'fatal'],
  postgres_wrong_version: [500, 'the stored database needs another major version of postgres', 'fatal'],
  postgres_no_account: [500, 'there is no unprivileged account to run postgres as', 'fatal'],
  postgres_no_place: [500, 'there is no directory that the account of postgres can reach', 'fatal'],
  postgres_cluster_missing: [500, 'the recorded place of the database holds no database', 'fatal'],
  postgres_init_failed: [500, 'the database could not be created', 'fatal'],
  postgres_start_failed: [500, 'the database did not start', 'fatal'],
  postgres_not_answering: [503, 'the database does not answer', 'retryable'],
  postgres_in_use: [500, 'a database server that cannot be controlled from here is using the data', 'fatal'],
  data_in_use: [500, 'another entrepot process is serving this data directory', 'fatal'],
  read_only: [503, 'nothing can be changed until the audit log has been checked'],
  commit_unknown: [503, 'it is not known whether the change was saved', 'permanent'],
  busy: [503, 'too many changes at once on the same data', 'retryable'],
  unsafe_integer: [500, 'a stored number is larger than can be read exactly'],
  migration_bad_name: [500, 'a migration file has no usable name', 'fatal'],
  migration_changed: [500, 'a migration that was already applied has been changed', 'fatal'],
  migration_failed: [500, 'a migration could not be applied', 'fatal'],
  schema_too_new: [500, 'the database was written by a newer version of the program', 'fatal'],
  disk_full: [507, 'there is no space left to store this', 'retryable'],
  s3_bad_address: [422, 'this is no address of a bucket: s3://bucket/prefix'],
  s3_unreachable: [503, 'the object store cannot be reached', 'retryable'],
  s3_refused: [502, 'the object store refused', 'permanent'],
  s3_too_large: [422, 'the object is larger than was said'],
  blob_bad_id: [500, 'the name of a stored object is not of the expected form'],
  blob_hash_mismatch: [422, 'the stored bytes do not have the expected digest'],
  blob_bad_range: [416, 'the requested range is outside the stored object'],
  blob_damaged: [500, 'a stored object is shorter than it was when it was written'],
  jobs_bad_data: [500, 'the data of a job may hold only identifiers and numbers'],
});

/**
 * Returns the SQLSTATE of an error of Postgres, or the errno code of a failed socket, or undefined.
 * Looks through causes, because callers wrap.
 */
export function sqlState(error: unknown, depth = 4): string | undefined {
  if (!(error instanceof Error) || depth === 0) return undefined;
  if ('code' in error && typeof error.code === 'string' && /^([0-9A-Z]{5}|E[A-Z]+)$/.test(error.code))
    return error.code;
  return sqlState(error.cause, depth - 1);
}
