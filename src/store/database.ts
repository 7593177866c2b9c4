/**
 * The database: kysely over a pool of pg connections, with types that lose nothing on the way.
 * Reading goes through `db.query`; every change goes through `tx` (transaction.ts).
 */
import { Kysely, PostgresDialect, sql, type CompiledQuery, type RawBuilder } from 'kysely';
import { Pool, types, type PoolConfig } from 'pg';
import { ownBytes } from '../base/bytes.ts';
import { describeError, type Logger } from '../base/logger.ts';
import { SECOND } from '../base/units.ts';
import { STORE, sqlState } from './errors.ts';
import type { Schema } from './schema.ts';

/** Anything that runs statements: the pool or a transaction (`Transaction<Schema>` is one). */
export type Executor = Kysely<Schema>;

/** Why changes are refused, as a code for the log, or undefined when they are allowed. */
export type WriteSwitch = { readonly refuse: (reason: string) => void; readonly refusedFor: () => string | undefined };

export type Database = {
  /** For reading outside a transaction. Changes made through it bypass retries: use `tx`. */
  readonly query: Executor;
  /** Once refused, `tx` throws `store.read_only` until the process starts again. */
  readonly writes: WriteSwitch;
  /** Ends the pool after the running statements. Safe to call twice. */
  readonly close: () => Promise<void>;
};

export type DatabaseOptions = {
  /** Connections at most; one transaction holds one. */
  readonly maxConnections?: number;
  /** A statement that runs longer is cancelled by the server (SQLSTATE 57014). */
  readonly statementTimeoutMs?: number;
  readonly idleTimeoutMs?: number;
  /** A transaction-mode pooler refuses session parameters at connect: the time limit is then kept on our side. */
  readonly behindPooler?: boolean;
  /** Sees each statement's text before parameters; for the dialect lint in tests. */
  readonly onStatement?: (text: string) => void;
};

const OID = { bytea: 17, int8: 20, date: 1082, timestamp: 1114 } as const;

/**
 * Returns the text parser for a type: int8 becomes a number, or throws when it would not be exact; bytea becomes
 * a Uint8Array of its own memory; `date` stays the text `YYYY-MM-DD`, because a Date would shift it by the local zone.
 * timestamptz is a Date and numeric a string, as pg has it.
 *
 * @throws `store.unsafe_integer`, which pg turns into the rejection of the query.
 */
function textParser(oid: number): (text: string) => unknown {
  switch (oid) {
    case OID.int8:
      return (text) => {
        const value = Number(text);
        if (!Number.isSafeInteger(value)) throw STORE.unsafe_integer();
        return value;
      };
    case OID.bytea:
      return (text) => {
        const parsed: unknown = types.getTypeParser(OID.bytea)(text);
        return parsed instanceof Uint8Array ? ownBytes(new Uint8Array(parsed)) : new Uint8Array(0);
      };
    case OID.date:
    case OID.timestamp:
      return (text) => text;
    default:
      return types.getTypeParser(oid);
  }
}

/** Opens a pool. Nothing is connected until the first statement. */
export function openDatabase(connection: PoolConfig, logger: Logger, options: DatabaseOptions = {}): Database {
  const timeout = options.statementTimeoutMs ?? 30 * SECOND;
  const pool = new Pool({
    application_name: 'entrepot',
    connectionTimeoutMillis: 10 * SECOND,
    ...connection,
    ...(options.behindPooler === true ? { query_timeout: timeout } : { statement_timeout: timeout }),
    max: options.maxConnections ?? 12,
    idleTimeoutMillis: options.idleTimeoutMs ?? 30 * SECOND,
    types: {
      getTypeParser: (oid: number, format?: unknown) =>
        format === 'binary' ? types.getTypeParser(oid, 'binary') : textParser(oid),
    },
  });
  // An idle connection that breaks (server restart, failover) is dropped by the pool; without a listener Node would exit.
  pool.on('error', (error) => {
    logger.warn({ ...describeError(error), sqlState: sqlState(error) }, 'an idle database connection was lost');
  });
  const { onStatement } = options;
  const query = new Kysely<Schema>({
    dialect: new PostgresDialect({ pool }),
    ...(onStatement === undefined ? {} : { log: (event: { query: CompiledQuery }) => onStatement(event.query.sql) }),
  });
  return { query, writes: createWriteSwitch(logger), close: closeOnce(() => pool.end()) };
}

function closeOnce(close: () => Promise<void>): () => Promise<void> {
  let closing: Promise<void> | undefined;
  return () => {
    closing ??= close();
    return closing;
  };
}

function createWriteSwitch(logger: Logger): WriteSwitch {
  let reason: string | undefined;
  return {
    refuse: (code) => {
      if (reason !== undefined) return;
      reason = code;
      logger.error({ reason: code }, 'the store is read-only from now on');
    },
    refusedFor: () => reason,
  };
}

/**
 * Returns a jsonb parameter. Needed for arrays and scalars: pg would write a JavaScript array as a Postgres array.
 * The value must be plain JSON.
 */
export function jsonb<T>(value: T): RawBuilder<T> {
  return sql<T>`${JSON.stringify(value)}::jsonb`;
}
