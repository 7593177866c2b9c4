/** Types of columns: what is read, what may be inserted, what may be set. */
import type { ColumnType, JSONColumnType } from 'kysely';

export type Bytea = ColumnType<Uint8Array, Uint8Array, Uint8Array>;
export type NullableBytea = ColumnType<Uint8Array | null, Uint8Array | null, Uint8Array | null>;
/** bigint columns hold sizes and indexes below 2^53 and are read as numbers. */
export type Big = ColumnType<number, number, number>;
export type OptionalBytea = ColumnType<Uint8Array | null, Uint8Array | null | undefined, Uint8Array | null>;
export type Time = ColumnType<Date, Date, Date>;
export type OptionalTime = ColumnType<Date | null, Date | null | undefined, Date | null>;
export type NullableTime = ColumnType<Date | null, Date | null, Date | null>;
export type Json<T> = JSONColumnType<T & object>;
